"""Profile of a customer: city, interests and goals, and who reads them."""

from datetime import timedelta
from typing import Any

import pytest

from functions.bookings.cancel_booking import cancel_booking
from functions.bookings.get_booking import get_booking
from functions.bookings.list_my_bookings import list_my_bookings
from functions.identity.get_my_account import get_my_account
from functions.identity.suspend_user import suspend_user
from functions.identity.update_my_account import update_my_account
from shared.identity import store
from shared.identity.models import User
from shared.kernel.contact_details import MASK
from tests.bookings.steps import create_booking, set_up_booking_domain
from tests.builders import NOON
from tests.catalogue.builders import a_user
from tests.catalogue.fakes import FakeAccounts
from tests.world import ADMIN, ANA, BUDI, EXPERT, World

pytestmark = pytest.mark.emulator

PROFILE = {"city": "Bandung", "interests": ["Product management", "ASP.NET"], "goals": "Lead a team\nin a year."}


async def _register_ana(world: World, **given: Any) -> None:
    await world.put_documents((store.user_ref("ana"), a_user("ana", **given)))


async def test_a_profile_is_kept_shown_and_emptied(world: World) -> None:
    """What is named changes, what is left out or null stays, and what is empty is removed."""
    await _register_ana(world)

    saved = await world.call(update_my_account, PROFILE, as_=ANA)
    shown = await world.call(get_my_account, as_=ANA)
    kept = await world.call(update_my_account, {"city": None, "zone": "Asia/Makassar"}, as_=ANA)
    emptied = await world.call(update_my_account, {"city": " ", "interests": [], "goals": ""}, as_=ANA)

    assert {name: saved.body[name] for name in PROFILE} == PROFILE
    assert shown.body == saved.body
    assert {name: kept.body[name] for name in PROFILE} == PROFILE
    assert [emptied.body[name] for name in PROFILE] == ["", [], ""]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (
            {"interests": ["  Public   speaking", "public speaking", "SQL", "PUBLIC SPEAKING"]},
            ["Public speaking", "SQL"],
        ),
        ({"interests": ["Bisnis\u202e\u200b"]}, ["Bisnis"]),
        ({"city": "Kota\u200b  Bandung"}, "Kota Bandung"),
        ({"goals": "Hubungi 0812-3456-7890"}, f"Hubungi {MASK}"),
    ],
)
async def test_texts_are_normalised(world: World, given: dict[str, Any], kept: Any) -> None:
    """Each interest once, single spaces, nothing invisible, and no contact details in longer texts."""
    await _register_ana(world)

    saved = await world.call(update_my_account, given, as_=ANA)

    assert saved.body[next(iter(given))] == kept


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"city": "x" * 101}, "city"),
        ({"city": "12345"}, "city"),
        ({"city": "Bandung\nJakarta"}, "city"),
        ({"city": "ig: @ana_wijaya88"}, "city"),
        ({"interests": ["SQL", "x" * 41]}, "interests.1"),
        ({"interests": ["SQL", ""]}, "interests.1"),
        ({"interests": ["https://x.example"]}, "interests.0"),
        ({"interests": ["WA 0812-3456-7890"]}, "interests.0"),
        ({"interests": [f"subject {letter}" for letter in "abcdefghijk"]}, "interests"),
        ({"interests": "SQL"}, "interests"),
        ({"goals": "x" * 1_001}, "goals"),
        ({"goals": 7}, "goals"),
    ],
)
async def test_what_cannot_be(world: World, given: dict[str, Any], field: str) -> None:
    """Each mistake names its field, and changes nothing."""
    await _register_ana(world)
    before = await world.get(store.user_ref("ana"))

    answer = await world.call(update_my_account, given, as_=ANA)

    assert (answer.status, answer.invalid_fields) == (422, [field])
    assert await world.get(store.user_ref("ana")) == before


async def test_the_expert_of_a_booking_reads_the_profile_as_it_is_now(world: World) -> None:
    """The customer's own view has none; the expert and admins read the latest, in the booking and in the list."""
    await set_up_booking_domain(world)
    booking = {"booking_id": await create_booking(world)}
    await world.call(update_my_account, PROFILE, as_=ANA)

    seen = [await world.call(get_booking, booking, as_=person) for person in (ANA, EXPERT, ADMIN)]
    own = await world.call(list_my_bookings, as_=ANA)
    listed = await world.call(list_my_bookings, {"side": "expert"}, as_=EXPERT)
    stranger = await world.call(get_booking, booking, as_=BUDI)

    assert [answer.body["customer_profile"] for answer in seen] == [None, PROFILE, PROFILE]
    assert own.body["items"][0]["customer_profile"] is None
    assert listed.body["items"][0]["customer_profile"] == PROFILE
    assert stranger.status == 404


async def test_a_booking_that_came_to_nothing_shows_no_profile(world: World) -> None:
    """Without a meeting to prepare, the name of the booking is all that stays."""
    await set_up_booking_domain(world)
    booking = {"booking_id": await create_booking(world)}
    await world.call(update_my_account, PROFILE, as_=ANA)
    await world.call(cancel_booking, booking | {"reason": "Changed my mind", "refund": 0}, as_=ANA)

    seen = await world.call(get_booking, booking, as_=EXPERT)

    assert (seen.body["status"], seen.body["customer_profile"]) == ("cancelled", None)
    assert seen.body["customer_name"] == "Ana Wijaya"


async def test_a_suspended_customer_shows_no_profile(world: World) -> None:
    """The profile comes back when the suspension ends, by an admin or by itself."""
    world.runtime.gateways.accounts = FakeAccounts()  # type: ignore[assignment]
    await set_up_booking_domain(world)
    booking = {"booking_id": await create_booking(world)}
    await world.call(update_my_account, PROFILE, as_=ANA)
    body = {
        "user_id": "ana",
        "cause": "spam",
        "reason": "Advertising",
        "until": (NOON + timedelta(hours=1)).isoformat(),
    }

    await world.call(suspend_user, body, as_=ADMIN)
    suspended = await world.call(get_booking, booking, as_=EXPERT)
    world.later(hours=2)
    over = await world.call(get_booking, booking, as_=EXPERT)

    assert suspended.body["customer_profile"] is None
    assert over.body["customer_profile"] == PROFILE


def test_an_account_of_an_earlier_version_has_an_empty_profile() -> None:
    """Documents without the fields load as before."""
    stored = a_user("ana").model_dump(exclude={"city", "interests", "goals"})

    assert User.model_validate(stored) == a_user("ana")
