"""The numbers by which the business runs: shown whole, changed one by one, and kept with who and when."""

import asyncio
import importlib
import pkgutil
from typing import Any

import pytest

import shared
from functions.control_center.get_settings import get_settings
from functions.control_center.update_settings import update_settings
from shared.bookings import store as bookings
from shared.bookings.settings import BookingSettings
from shared.chat.settings import ChatSettings
from shared.kernel.ports import Query, Ref
from shared.kernel.schemas import Entity
from shared.kernel.settings import SettingsChange, SettingsPart
from shared.orders import invoices
from shared.orders.invoices import BillingSettings, TaxRule
from shared.workflows.settings_parts import SETTINGS_PARTS
from tests.builders import NOON
from tests.world import ADMIN, ANA, EXPERT, NOBODY, Answer, Person, World

pytestmark = pytest.mark.emulator

DEFAULTS: dict[str, Any] = {part.name: part.model().model_dump(mode="json") for part in SETTINGS_PARTS}


class Tomorrow(Entity):
    """Settings as a version to come keeps them."""

    hold_minutes: int | None = None
    moon_phase: str
    tides: dict[str, Any]


TOMORROWS = Tomorrow(hold_minutes=45, moon_phase="full", tides={"high": [3, 15]})
TOMORROWS_PLACE = Ref("settings/bookings", Tomorrow)


async def changed(world: World, who: Person = ADMIN, **parts: Any) -> Answer:
    """An admin changes settings."""
    return await world.call(update_settings, parts, as_=who)


async def changes(world: World) -> list[SettingsChange]:
    """What has been changed, in order."""
    return sorted(await world.reader.query(Query("settings_changes", SettingsChange)), key=lambda one: one.at)


async def test_what_was_never_set_is_as_it_came(world: World) -> None:
    """
    Before any document exists, an admin sees the defaults of every part.
    """
    answer = await world.call(get_settings, as_=ADMIN)

    assert answer.status == 200
    assert {"bookings", "billing", "chat", "pairing", "sessions"} <= set(answer.body)
    assert answer.body == DEFAULTS


def test_every_domains_settings_are_shown() -> None:
    """Each part that a domain declares is one of those that an admin sees and changes."""
    modules = [importlib.import_module(info.name) for info in pkgutil.walk_packages(shared.__path__, "shared.")]
    declared = [value for module in modules for value in vars(module).values() if isinstance(value, SettingsPart)]

    assert {part.name for part in declared} == {part.name for part in SETTINGS_PARTS}
    assert len({part.ref.path for part in SETTINGS_PARTS}) == len(SETTINGS_PARTS)


async def test_only_what_is_given_is_changed(world: World) -> None:
    """
    Part by part and field by field, also within a part of a part; the answer shows the named parts as they are now.
    """
    await changed(world, billing={"seller": "PT Temani", "tax": {"rate": 1_100}})

    answer = await changed(world, bookings={"hold_minutes": 45}, billing={"tax": {"charged": True}})
    shown = await world.call(get_settings, as_=ADMIN)

    assert answer.status == 200
    hold, terms = (
        BookingSettings(hold_minutes=45),
        BillingSettings(seller="PT Temani", tax=TaxRule(charged=True, rate=1_100)),
    )
    named = {"bookings": hold.model_dump(mode="json"), "billing": terms.model_dump(mode="json")}
    assert answer.body == dict.fromkeys(DEFAULTS) | named
    assert shown.body == DEFAULTS | named
    assert (await bookings.get_booking_settings(world.reader), await invoices.get_billing_settings(world.reader)) == (
        hold,
        terms,
    )


async def test_each_change_is_kept_with_who_and_when(world: World) -> None:
    """
    From what to what, field by field; what was said but is so already is no change.
    """
    await changed(world, bookings={"hold_minutes": 45, "most_open_bookings": 3})
    world.later(hours=1)
    await changed(
        world,
        Person("dian", role="admin", claims={"admin_scopes": ["owner"]}),
        bookings={"hold_minutes": 30},
        chat={"contacts": "mask"},
    )
    again = await changed(
        world, bookings={"hold_minutes": 30}, chat={}, billing={"seller_address": [], "tax": {"charged": False}}
    )

    first, *rest = await changes(world)
    assert again.status == 200
    assert (first.part, first.by, first.at) == ("bookings", ADMIN.uid, NOON)
    assert (first.before, first.after) == ({"hold_minutes": 60}, {"hold_minutes": 45})
    assert {(one.part, one.by, one.at == world.now) for one in rest} == {
        ("bookings", "dian", True),
        ("chat", "dian", True),
    }
    assert {"hold_minutes": 45} in [one.before for one in rest]


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "too small": ({"bookings": {"hold_minutes": 0}}, "bookings.hold_minutes"),
    "too large": ({"bookings": {"fee_basis_points": 5_001}}, "bookings.fee_basis_points"),
    "half a rupiah's worth": ({"bookings": {"fee_basis_points": 2.5}}, "bookings.fee_basis_points"),
    "a word": ({"bookings": {"pay_within_hours": "three days"}}, "bookings.pay_within_hours"),
    "none": ({"bookings": {"most_open_bookings": None}}, "bookings.most_open_bookings"),
    "unknown": ({"bookings": {"hold_minuts": 45}}, "bookings.hold_minuts"),
    "unknown within": ({"billing": {"tax": {"charge": True}}}, "billing.tax.charge"),
    "wrong within": ({"billing": {"tax": {"rate": 10_001}}}, "billing.tax.rate"),
    "no line": ({"billing": {"seller_address": ["Bandung", "a\nb"]}}, "billing.seller_address.1"),
    "unknown in a list": (
        {"chat": {"hotlines": [{"name": "a", "phone": "1"}, {"name": "b", "phone": "2", "fax": "3"}]}},
        "chat.hotlines.1.fax",
    ),
    "of the chat": ({"chat": {"contacts": "shout"}}, "chat.contacts"),
    "unknown part": ({"weather": {"rain": True}}, "weather"),
}


@pytest.mark.parametrize("case", WRONG)
async def test_what_cannot_be_set_changes_nothing(world: World, case: str) -> None:
    """
    The field is named, and what was right beside it is not kept either.
    """
    given, field = WRONG[case]
    beside = {"chat": {"burst": 5}} | given

    answer = await changed(world, **beside)

    assert (answer.status, answer.code, answer.invalid_fields) == (422, "invalid", [field])
    shown = (await world.call(get_settings, as_=ADMIN)).body
    assert (shown["chat"]["burst"], await changes(world)) == (ChatSettings().burst, [])


async def test_what_a_newer_version_keeps_breaks_nothing_and_stays(world: World) -> None:
    """
    Fields that this version does not know are left alone: it neither shows them, nor stumbles, nor loses them.
    """
    await world.put_documents((TOMORROWS_PLACE, TOMORROWS))

    shown = await world.call(get_settings, as_=ADMIN)
    answer = await changed(world, bookings={"most_open_bookings": 7})

    assert shown.body["bookings"] == BookingSettings(hold_minutes=45).model_dump(mode="json")
    assert answer.body["bookings"] == shown.body["bookings"] | {"most_open_bookings": 7}
    kept = await world.get(TOMORROWS_PLACE)
    assert kept is not None
    assert (kept.hold_minutes, kept.moon_phase, kept.tides) == (45, TOMORROWS.moon_phase, TOMORROWS.tides)


async def test_two_admins_at_once(world: World) -> None:
    """
    Each changes another field at the same moment: both changes are kept.
    """
    fields = ("hold_minutes", "most_open_bookings", "answer_ahead_minutes", "pay_within_hours")

    answers = await asyncio.gather(*(changed(world, bookings={field: 10}) for field in fields))

    assert {answer.status for answer in answers} == {200}
    assert await bookings.get_booking_settings(world.reader) == BookingSettings.model_validate(
        dict.fromkeys(fields, 10)
    )
    assert len(await changes(world)) == len(fields)


async def test_for_admins_only(world: World) -> None:
    """
    Nobody else sees or changes how the business runs.
    """
    answers = [
        *[await world.call(get_settings, as_=who) for who in (NOBODY, ANA, EXPERT)],
        *[await changed(world, who, bookings={"fee_basis_points": 0}) for who in (NOBODY, ANA, EXPERT)],
    ]

    assert [answer.status for answer in answers] == [401, 403, 403] * 2
    assert await bookings.get_booking_settings(world.reader) == BookingSettings()
