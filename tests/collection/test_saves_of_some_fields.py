"""Saving again what exists leaves what the body does not name as it is: one table over all functions that save."""

from dataclasses import dataclass
from typing import Any

import pytest
from pydantic import BaseModel

import functions.main
from infra.build.discovery import collect_functions
from shared.bookings import store as bookings
from shared.catalogue import store as catalogue
from shared.identity import store as identity
from shared.kernel.ids import UserId
from shared.kernel.ports import Ref
from shared.kernel.schemas import Entity
from shared.runtime.specs import get_spec
from shared.tickets import store as tickets
from tests.builders import EVENT, NOON
from tests.catalogue.builders import (
    DEWI,
    HOURS_BODY,
    PRODUCT_BODY,
    PROFILE_BODY,
    SERVICE_BODY,
    a_product,
    a_service,
    add_experts,
    an_expert,
)
from tests.tickets.builders import TICKET_EVENT_BODY, TICKET_TYPE_BODY
from tests.world import ADMIN, ANA, EXPERT, Person, World

PROFILE_LEAST = ("full_name", "headline", "city", "years", "expertise")
LONG_WORDS: dict[str, Any] = {"description": "With lunch.", "position": 7}


@dataclass(frozen=True)
class SaveCase:
    """A function that saves, and the document that it saves.

    Attributes:
        person: Caller.
        ref: Reference of the document.
        least: Smallest body that the function takes.
        optional: All other fields, each with another value than its default.
    """

    person: Person
    ref: Ref[Any]
    least: dict[str, Any]
    optional: dict[str, Any]


SAVES = {
    "save_ticket_event": SaveCase(
        ADMIN,
        tickets.ticket_event_ref(EVENT),
        {name: TICKET_EVENT_BODY[name] for name in ("event_id", "name", "venue", "starts_at", "ends_at")},
        {
            "description": "Ideas.",
            "status": "published",
            "partner_id": "front-end",
            "hold_minutes": 30,
            "zone": "Asia/Makassar",
        },
    ),
    "save_ticket_type": SaveCase(
        ADMIN,
        tickets.ticket_type_ref(EVENT, "regular"),
        TICKET_TYPE_BODY,
        LONG_WORDS | {"currency": "USD", "per_order": 3},
    ),
    "save_category": SaveCase(
        ADMIN,
        catalogue.category_ref("career"),
        {"category_id": "career", "name_id": "Karier", "name_en": "Career"},
        {"position": 7, "active": False},
    ),
    "save_service": SaveCase(
        EXPERT,
        catalogue.service_ref(DEWI, "talk"),
        SERVICE_BODY | {"service_id": "talk"},
        LONG_WORDS
        | {
            "approval": "manual",
            "delivery_days": 5,
            "blocks_while_requested": False,
            "policy": {"free_until_hours": 48, "late_refund_percent": 10},
            "place": {"address": "Jalan Sudirman 1", "maps_link": "https://maps.app.goo.gl/a"},
            "seats": 5,
            "fewest_seats": 2,
            "decide_hours": 48,
            "active": False,
        },
    ),
    "save_product": SaveCase(
        EXPERT,
        catalogue.product_ref(DEWI, "guide"),
        PRODUCT_BODY | {"product_id": "guide"},
        LONG_WORDS | {"active": False},
    ),
    "save_hours": SaveCase(EXPERT, catalogue.hours_ref(DEWI), {}, HOURS_BODY),
    "save_meeting_link": SaveCase(
        ADMIN,
        bookings.meeting_link_ref("room-a"),
        {"meeting_link_id": "room-a", "url": "https://meet.example.com/a", "label": "A"},
        {"status": "retired"},
    ),
    "update_expert_profile": SaveCase(
        EXPERT,
        catalogue.expert_ref(DEWI),
        {name: PROFILE_BODY[name] for name in PROFILE_LEAST},
        {name: value for name, value in PROFILE_BODY.items() if name not in PROFILE_LEAST}
        | {"country": "Singapore", "categories": ["work"], "zone": "Asia/Singapore"},
    ),
    "update_my_account": SaveCase(
        ANA,
        identity.user_ref(ANA.uid),
        {},
        {
            "full_name": "Ana Putri",
            "email": "new@example.com",
            "phone": "+6281234567899",
            "zone": "Asia/Makassar",
            "locale": "en",
            "city": "Bandung",
            "interests": ["Product"],
            "goals": "Lead a team.",
        },
    ),
}

# These save one thing, or change states by an action of their own: nothing in them is left out.
WITHOUT_OPTIONAL_FIELDS = {
    "update_presence",
    "update_booking_statuses",
    "save_whatsapp_template",
    "update_target_members",
}
# A test of their own shows what they leave alone.
TESTED_ELSEWHERE = {"update_settings", "update_room", "save_notification_preferences", "save_follow_target"}


async def _prepare(world: World) -> None:
    await add_experts(world, an_expert(full_name="Dewi Lestari"))
    await world.put_documents((catalogue.service_ref(DEWI, "talk"), a_service("talk")))
    await world.put_documents((catalogue.product_ref(DEWI, "guide"), a_product("guide")))
    await world.call(
        functions.main.save_category, {"category_id": "work", "name_id": "Kerja", "name_en": "Work"}, as_=ADMIN
    )
    await world.call(functions.main.register_user, {"full_name": "Ana"}, as_=ANA)
    await world.call(
        functions.main.save_ticket_event, TICKET_EVENT_BODY | {"status": "draft", "partner_id": None}, as_=ADMIN
    )


async def _save(world: World, name: str, body: dict[str, Any]) -> Entity:
    case = SAVES[name]
    answer = await world.call(getattr(functions.main, name), body, as_=case.person)
    assert answer.status == 200, answer.body
    saved: Entity | None = await world.get(case.ref)
    assert saved is not None
    return saved


def _content(entity: Entity) -> dict[str, Any]:
    return entity.model_dump(exclude={"saved_at", "changed_at", "made"})


@pytest.mark.emulator
@pytest.mark.parametrize("name", sorted(SAVES))
async def test_fields_that_are_not_named_stay(world: World, name: str) -> None:
    """A document that was saved with every field keeps them all when it is saved with the smallest body."""
    await _prepare(world)
    full = await _save(world, name, SAVES[name].least | SAVES[name].optional)

    world.later(minutes=2)
    again = await _save(world, name, SAVES[name].least)

    assert _content(again) == _content(full)


@pytest.mark.emulator
@pytest.mark.parametrize("name", sorted(SAVES))
async def test_one_named_field_is_changed(world: World, name: str) -> None:
    """A field that is named is saved, and no other field changes."""
    await _prepare(world)
    before = _content(await _save(world, name, SAVES[name].least))

    for field, value in SAVES[name].optional.items():
        after = _content(await _save(world, name, SAVES[name].least | {field: value}))

        assert {key for key in after if after[key] != before[key]} - {"keys", "free_checked_at", "email_version"} == {
            field
        }, field
        before = after


@pytest.mark.emulator
async def test_a_part_of_the_policy_is_changed(world: World) -> None:
    """A field that a policy leaves out stays as it is, too."""
    await _prepare(world)
    await _save(world, "save_service", SAVES["save_service"].least | SAVES["save_service"].optional)

    saved = await _save(world, "save_service", SAVES["save_service"].least | {"policy": {"late_refund_percent": 20}})

    assert saved.model_dump()["policy"] == {"free_until_hours": 48, "late_refund_percent": 20}


@pytest.mark.parametrize("name", sorted(SAVES))
def test_the_table_names_every_optional_field(name: str) -> None:
    """Each field with a default stands in the table, with another value than its default; only ids are left out."""
    fields = _get_body(name).model_fields

    optional = {field for field, info in fields.items() if not info.is_required() and not field.endswith("_id")}
    optional |= {"partner_id"} & fields.keys()

    assert set(SAVES[name].optional) == optional
    assert [field for field in SAVES[name].optional if SAVES[name].optional[field] == fields[field].default] == []


@pytest.mark.parametrize("name", sorted(set(SAVES) - {"update_my_account"}))
def test_the_stored_defaults_are_those_of_the_request(name: str) -> None:
    """A new document gets the default that the request declares."""
    stored = SAVES[name].ref.model.model_fields

    told = {field: info for field, info in _get_body(name).model_fields.items() if not info.is_required()}

    differing = [
        field
        for field, info in told.items()
        if field in stored and _plain(stored[field].default) != _plain(info.default)
    ]
    assert differing == []


def test_every_function_that_saves_is_in_the_table() -> None:
    """A new `save_x` or `update_x` stands in the table, or is named with its reason."""
    names = {each.spec.name for each in collect_functions() if each.spec.name.startswith(("save_", "update_"))}

    assert names == set(SAVES) | WITHOUT_OPTIONAL_FIELDS | TESTED_ELSEWHERE


@pytest.mark.emulator
async def test_a_guest_who_gets_a_name_keeps_zone_and_language(world: World) -> None:
    """An anonymous account that registers with an identity keeps what the second registration does not name."""
    guest = Person("guest", anonymous=True)
    told = {"zone": "Asia/Jayapura", "locale": "en", "phone": "+6281234567899", "email": "guest@example.com"}
    await world.call(functions.main.register_user, told, as_=guest)

    named = await world.call(functions.main.register_user, {"full_name": "Gita"}, as_=Person("guest"))

    kept = await world.get(identity.user_ref(UserId("guest")))
    assert (named.status, named.body["anonymous"]) == (200, False)
    assert kept is not None
    assert {name: getattr(kept, name) for name in told} == told
    assert kept.email_version == 1
    assert kept.created_at == NOON


def _get_body(name: str) -> type[BaseModel]:
    body = get_spec(getattr(functions.main, name)).request_type
    assert body is not None
    return body


def _plain(value: Any) -> Any:
    return value.model_dump() if isinstance(value, BaseModel) else value
