"""Partner keys: made once, shown once, worth nothing once revoked."""

import asyncio
import base64
import json
from typing import Any

import pytest

from functions.identity.create_partner_key import create_partner_key
from functions.identity.list_partner_keys import list_partner_keys
from functions.identity.revoke_partner_key import revoke_partner_key
from functions.tickets.create_ticket_order import create_ticket_order
from functions.tickets.list_ticket_types import list_ticket_types
from shared.identity import rules, store
from shared.kernel import paging
from tests.builders import EVENT, a_ticket_order_request, put_tickets_on_sale
from tests.world import ADMIN, ANA, Answer, Person, World

pytestmark = pytest.mark.emulator

WANTED = {
    "partner_id": "tedx-front-end",
    "name": "Checkout page",
    "scopes": ["tickets.read", "tickets.sell"],
    "event_ids": [EVENT],
}


async def made(world: World, **given: Any) -> Answer:
    """A new key."""
    answer = await world.call(create_partner_key, WANTED | given, as_=ADMIN)
    assert answer.status == 200, answer.body
    return answer


async def test_a_new_key_opens_what_its_scopes_say(world: World) -> None:
    """
    The key that is shown works at once, for what it was made for and nothing else.
    """
    await put_tickets_on_sale(world)
    front_end = Person(key=(await made(world, scopes=["tickets.read"])).body["key"])

    listed = await world.call(list_ticket_types, {"event_id": EVENT}, as_=front_end)
    ordered = await world.call(create_ticket_order, a_ticket_order_request(), as_=front_end)

    assert listed.status == 200
    assert (ordered.status, ordered.code, ordered.body["scope"]) == (403, "forbidden", "tickets.sell")


async def test_only_a_keys_hash_is_kept(world: World) -> None:
    """
    What is kept tells keys apart and opens nothing; what is shown later even less.
    """
    answer = await made(world)
    key = answer.body["key"]

    kept = await world.get(store.partner_key_ref(rules.compute_key_id(key)))
    listed = await world.call(list_partner_keys, {}, as_=ADMIN)

    assert kept is not None
    assert (kept.partner_id, kept.created_by, kept.hint) == ("tedx-front-end", "citra", key[:10])
    assert key not in kept.model_dump_json()
    assert key not in json.dumps(listed.body)
    assert (key[:4], len(key) >= 40) == ("tmn_", True)
    assert "created_by" not in listed.body["items"][0]


async def test_a_key_is_shown_once(world: World) -> None:
    """
    A retried call is told which key the first one made, but not the key; others' calls make other keys.
    """
    once = {"idempotency-key": "k1"}
    first = await world.call(create_partner_key, WANTED, as_=ADMIN, headers=once)
    again = await asyncio.gather(*(world.call(create_partner_key, WANTED, as_=ADMIN, headers=once) for _ in range(3)))
    other = await made(world)

    assert first.body["key"].startswith("tmn_")
    assert [answer.body for answer in again] == [first.body | {"key": None}] * 3
    assert other.body["key_id"] != first.body["key_id"]
    assert len((await world.call(list_partner_keys, {}, as_=ADMIN)).body["items"]) == 2


async def test_a_revoked_key_opens_nothing(world: World) -> None:
    """
    From the next call on; revoked a second time it stays revoked as of the first.
    """
    await put_tickets_on_sale(world)
    key = await made(world)
    front_end = Person(key=key.body["key"])
    before = await world.call(list_ticket_types, {"event_id": EVENT}, as_=front_end)

    first = await world.call(revoke_partner_key, {"key_id": key.body["key_id"]}, as_=ADMIN)
    after = await world.call(list_ticket_types, {"event_id": EVENT}, as_=front_end)
    world.later(minutes=1)
    second = await world.call(revoke_partner_key, {"key_id": key.body["key_id"]}, as_=ADMIN)

    assert (before.status, after.status, after.code) == (200, 401, "unauthenticated")
    assert first.body["revoked_at"] == second.body["revoked_at"] == "2026-11-26T05:00:00Z"


async def test_one_key_of_a_partner_is_revoked_the_other_is_not(world: World) -> None:
    """
    A partner changes keys without a gap.
    """
    await put_tickets_on_sale(world)
    old, new = await made(world), await made(world)

    await world.call(revoke_partner_key, {"key_id": old.body["key_id"]}, as_=ADMIN)

    by_new = await world.call(list_ticket_types, {"event_id": EVENT}, as_=Person(key=new.body["key"]))
    assert by_new.status == 200


@pytest.mark.parametrize(
    ("key_id", "status", "code"),
    [("0" * 64, 404, "partner_key_not_found"), ("x", 422, "invalid"), ("../users", 422, "invalid")],
)
async def test_a_key_that_is_none(world: World, key_id: str, status: int, code: str) -> None:
    """
    What was never made cannot be revoked.
    """
    answer = await world.call(revoke_partner_key, {"key_id": key_id}, as_=ADMIN)

    assert (answer.status, answer.code) == (status, code)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes.0"),
        ({"scopes": ["tickets.read"] * 11}, "scopes"),
        ({"name": ""}, "name"),
        ({"name": "two\nlines"}, "name"),
        ({"partner_id": "a/b"}, "partner_id"),
        ({"partner_id": None}, "partner_id"),
        ({"event_ids": ["Not A Slug"]}, "event_ids.0"),
        ({"key": "tmn_mine"}, "key"),
    ],
)
async def test_a_key_that_cannot_be_made(world: World, given: dict[str, Any], field: str) -> None:
    """
    Each mistake names its field, and makes nothing.
    """
    answer = await world.call(create_partner_key, WANTED | given, as_=ADMIN)

    assert (answer.status, answer.invalid_fields) == (422, [field])
    assert (await world.call(list_partner_keys, {}, as_=ADMIN)).body["items"] == []


async def test_a_scope_named_twice_is_one(world: World) -> None:
    """
    Scopes are a set.
    """
    answer = await made(world, scopes=["tickets.sell", "tickets.read", "tickets.sell"])

    assert answer.body["scopes"] == ["tickets.sell", "tickets.read"]


async def test_keys_page_by_page(world: World) -> None:
    """
    The newest first, each once, also where several were made at the same moment.
    """
    ids = []
    for n in range(7):
        ids.append((await made(world, name=f"key {n}")).body["key_id"])
        if n % 3 == 0:
            world.later(seconds=1)

    pages: list[list[dict[str, Any]]] = []
    cursor = None
    while not pages or cursor:
        asked: dict[str, Any] = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        page = (await world.call(list_partner_keys, asked, as_=ADMIN)).body
        pages.append(page["items"])
        cursor = page["next_cursor"]

    listed = [key for page in pages for key in page]
    assert [len(page) for page in pages] == [3, 3, 1]
    assert sorted(key["key_id"] for key in listed) == sorted(ids)
    assert [key["created_at"] for key in listed] == sorted((key["created_at"] for key in listed), reverse=True)


def _forge_cursor(*values: Any) -> str:
    return paging.encode_position(store.partner_keys_query().order_by("id", "desc"), values)


@pytest.mark.parametrize(
    "cursor",
    [
        "garbage",
        "%",
        _forge_cursor("2026-11-26T05:00:00Z"),
        _forge_cursor("yesterday", "a"),
        _forge_cursor("2026-11-26T05:00:00Z", "a/b"),
        _forge_cursor("2026-11-26T05:00:00Z", ""),
        _forge_cursor("0001-01-01T00:00:00+14:00", "a"),
        _forge_cursor("2026-11-26T05:00:00Z", "a", "b"),
        _forge_cursor(5, 6),
        base64.urlsafe_b64encode(b"[" * 20_000).decode(),
    ],
)
async def test_a_forged_cursor(world: World, cursor: str) -> None:
    """
    A cursor that is none of ours is the field's fault.
    """
    answer = await world.call(list_partner_keys, {"cursor": cursor}, as_=ADMIN)

    assert (answer.status, answer.invalid_fields) == (422, ["cursor"])


@pytest.mark.parametrize("limit", [0, -1, 101, "x"])
async def test_a_page_has_a_size(world: World, limit: Any) -> None:
    """
    Between one and a hundred.
    """
    answer = await world.call(list_partner_keys, {"limit": limit}, as_=ADMIN)

    assert (answer.status, answer.invalid_fields) == (422, ["limit"])


async def test_keys_are_admins_business(world: World) -> None:
    """
    No customer and no partner sees, makes or revokes keys.
    """
    key = await made(world)

    answers = [
        await world.call(function, body, as_=who)
        for who in (ANA, Person(key=key.body["key"]))
        for function, body in (
            (create_partner_key, WANTED),
            (list_partner_keys, {}),
            (revoke_partner_key, {"key_id": key.body["key_id"]}),
        )
    ]

    assert [answer.status for answer in answers] == [403] * 3 + [401] * 3
