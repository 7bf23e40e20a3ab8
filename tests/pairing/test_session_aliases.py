"""A customer has another alias in each session, and is one person for all that counts."""

import json
from typing import Any

import pytest

from functions.chat.block_user import block_user
from functions.chat.get_unread_total import get_unread_total
from functions.chat.list_messages import list_messages
from functions.chat.list_rooms import list_rooms
from functions.chat.mark_room_read import mark_room_read
from functions.chat.pin_room import pin_room
from functions.chat.report_message import report_message
from functions.chat.resolve_message_report import resolve_message_report
from functions.chat.send_message import send_message
from functions.chat.start_direct_room import start_direct_room
from functions.pairing.accept_pairing import accept_pairing
from functions.pairing.cancel_pairing import cancel_pairing
from functions.pairing.get_my_pairing import get_my_pairing
from functions.pairing.request_pairing import request_pairing
from functions.sessions.end_session import end_session
from functions.sessions.reveal_customer import reveal_customer
from shared.chat import store as chat
from shared.chat.message_reports import MAX_REPORTS_PER_DAY
from shared.chat.settings import ChatSettings
from shared.kernel.ids import RoomId, SessionId, UserId
from shared.pairing import rules, store
from shared.pairing.models import Alias, CallerAccount
from shared.pairing.settings import PairingSettings
from shared.sessions import store as sessions
from tests.chat.builders import create_room, post_message
from tests.pairing.steps import (
    TRIAL_CUSTOMER,
    end_session_as_customer,
    load_pairing,
    load_session,
    put_experts_online,
    register_customers,
    start_session_by_credit,
)
from tests.world import ADMIN, BUDI, Person, World, alias_in_session, alias_of_user

pytestmark = pytest.mark.emulator

ANA = TRIAL_CUSTOMER


async def _account(world: World, who: Person = ANA) -> CallerAccount:
    found = await world.get(store.caller_account_ref(alias_of_user(who.uid)))
    assert found is not None
    return found


async def _seen_by_expert(world: World, session_id: str) -> str:
    """Return everything of a session that an expert can read, as text."""
    documents: list[Any] = [
        await world.get(sessions.session_ref(session_id)),
        await world.get(chat.room_ref(session_id)),
        *await world.reader.query(chat.messages_query(RoomId(session_id))),
    ]
    return json.dumps([document.model_dump(mode="json") for document in documents])


async def test_two_sessions_have_nothing_of_the_customer_in_common(world: World) -> None:
    """The attack: recognise who once told their name. Neither alias nor pseudonym comes back, in any document."""
    (dewi,) = await put_experts_online(world, "dewi")
    ids = []
    for _ in range(2):
        session_id = await start_session_by_credit(world, dewi)
        await post_message(world, ANA, session_id, "m-1")
        await post_message(world, dewi, session_id, "m-2")
        await end_session_as_customer(world, session_id)
        ids.append(session_id)

    first, second = [await load_session(world, id) for id in ids]
    seen = [await _seen_by_expert(world, id) for id in ids]

    assert first.customer != second.customer
    assert first.pseudonym != second.pseudonym
    for text, other in zip(seen, (second, first), strict=True):
        assert [
            word for word in (other.customer, other.pseudonym, alias_of_user(ANA.uid), ANA.uid) if word in text
        ] == []


async def test_one_alias_for_life_where_the_setting_says_so(world: World) -> None:
    """`per_person` gives the same alias and pseudonym in all sessions."""
    await world.put_documents((store.SETTINGS, PairingSettings(aliases="per_person")))
    (dewi,) = await put_experts_online(world, "dewi")
    found = []
    for _ in range(2):
        found.append(await load_session(world, await start_session_by_credit(world, dewi)))
        await end_session_as_customer(world, found[-1].id)

    assert {session.customer for session in found} == {alias_of_user(ANA.uid)}
    assert len({session.pseudonym for session in found}) == 1


async def test_rooms_of_both_kinds_stay_with_their_owner(world: World) -> None:
    """A room from the time of one alias for life is read, counted and written in beside newer rooms."""
    (dewi,) = await put_experts_online(world, "dewi")
    await world.put_documents((store.SETTINGS, PairingSettings(aliases="per_person")))
    old = await start_session_by_credit(world, dewi)
    await post_message(world, dewi, old, "m-1")
    await end_session_as_customer(world, old)
    await world.put_documents((store.SETTINGS, PairingSettings()))
    middle = await start_session_by_credit(world, dewi)
    await post_message(world, dewi, middle, "m-1")
    await end_session_as_customer(world, middle)
    new = await start_session_by_credit(world, dewi)
    await post_message(world, dewi, new, "m-1")
    friends = await create_room(world, ANA.uid, BUDI.uid)
    await post_message(world, BUDI, friends, "m-1")

    listed = await world.call(list_rooms, as_=ANA)
    paged = await world.call(list_rooms, {"limit": 2}, as_=ANA)
    rest = await world.call(list_rooms, {"limit": 2, "cursor": paged.body["next_cursor"]}, as_=ANA)
    unread = await world.call(get_unread_total, as_=ANA)
    read = [await world.call(list_messages, {"room_id": id}, as_=ANA) for id in (old, middle, new)]
    await world.call(pin_room, {"room_id": middle, "pinned": True}, as_=ANA)
    pinned = await world.call(list_rooms, {"limit": 2}, as_=ANA)
    for id in (old, middle, new, friends):
        await world.call(mark_room_read, {"room_id": id}, as_=ANA)

    assert {item["room_id"] for item in listed.body["items"]} == {old, middle, new, friends}
    assert [item["room_id"] for item in paged.body["items"] + rest.body["items"]] == [
        item["room_id"] for item in listed.body["items"]
    ]
    assert listed.body["unread_total"] == unread.body["unread_total"] == sum(i["unread"] for i in listed.body["items"])
    assert [answer.status for answer in read] == [200] * 3
    assert pinned.body["items"][0]["room_id"] == middle
    assert (await world.call(get_unread_total, as_=ANA)).body == {"unread_total": 0}


async def test_nobody_else_is_at_home_under_the_alias(world: World) -> None:
    """Another customer who knows the id of a session finds no room, and neither does a role change of the caller."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session_by_credit(world, dewi)

    answers = [
        await world.call(list_messages, {"room_id": session_id}, as_=BUDI),
        await world.call(send_message, {"room_id": session_id, "message_id": "m-9", "body": "Halo"}, as_=BUDI),
        await world.call(end_session, {"session_id": session_id}, as_=BUDI),
    ]

    assert [answer.status for answer in answers] == [404] * 3


async def test_the_account_counts_in_every_session(world: World) -> None:
    """One open call, credits that come back, sessions that are counted, and the own call in `get_my_pairing`."""
    (dewi,) = await put_experts_online(world, "dewi")
    await end_session_as_customer(world, await start_session_by_credit(world, dewi))
    await register_customers(world, ANA.uid)
    account = await _account(world)
    await world.put_documents((store.caller_account_ref(account.id), account.having(credits=1)))
    call = await world.call(request_pairing, as_=ANA)

    twice = await world.call(request_pairing, as_=ANA)
    mine = await world.call(get_my_pairing, as_=ANA)
    others = await world.call(cancel_pairing, {"pairing_id": call.body["pairing_id"]}, as_=BUDI)
    await world.call(cancel_pairing, {"pairing_id": call.body["pairing_id"]}, as_=ANA)

    assert (twice.status, twice.code) == (409, "already_searching")
    assert mine.body["pairing_id"] == call.body["pairing_id"]
    assert (others.status, others.code) == (404, "pairing_not_found")
    account = await _account(world)
    assert (account.sessions, account.credits, account.open) == (1, 1, None)


async def test_reports_count_for_the_person(world: World) -> None:
    """The limit of a day holds over all sessions."""
    await world.put_documents((chat.SETTINGS, ChatSettings(burst=100)))
    (dewi,) = await put_experts_online(world, "dewi")
    codes = []
    for _ in range(2):
        session_id = await start_session_by_credit(world, dewi)
        for number in range(MAX_REPORTS_PER_DAY // 2 + 1):
            await post_message(world, dewi, session_id, f"m-{number}")
            body = {"room_id": session_id, "message_id": f"m-{number}", "reason": "abuse"}
            codes.append((await world.call(report_message, body, as_=ANA)).code)
        await end_session_as_customer(world, session_id)

    assert codes == [None] * MAX_REPORTS_PER_DAY + ["too_many_reports"] * 2


async def test_an_expert_who_blocked_an_alias_is_not_written_to(world: World) -> None:
    """The block of a session counts for the account, in direct rooms too."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session_by_credit(world, dewi)
    alias = alias_in_session(ANA.uid, session_id)
    await end_session_as_customer(world, session_id)

    blocked = await world.call(block_user, {"user_id": alias, "room_id": session_id}, as_=dewi)
    room = await world.call(start_direct_room, {"user_id": "dewi"}, as_=ANA)

    assert blocked.body["name"] == (await load_session(world, session_id)).pseudonym
    assert (room.status, room.code) == (403, "blocked")


async def test_an_admin_finds_the_person_behind_each_session(world: World) -> None:
    """Whatever the alias."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session_by_credit(world, dewi)

    told = await world.call(reveal_customer, {"session_id": session_id, "reason": "Danger"}, as_=ADMIN)

    assert told.body["user_id"] == ANA.uid


async def test_calls_of_earlier_versions_go_on(world: World) -> None:
    """A call without `account` belongs to the alias that it names."""
    (dewi,) = await put_experts_online(world, "dewi")
    await world.put_documents((store.SETTINGS, PairingSettings(aliases="per_person")))
    await register_customers(world, ANA.uid)
    pairing_id = (await world.call(request_pairing, as_=ANA)).body["pairing_id"]
    pairing = await load_pairing(world, pairing_id)
    await world.put_documents((store.pairing_ref(pairing_id), pairing.having(account=None)))

    accepted = await world.call(accept_pairing, {"pairing_id": pairing_id}, as_=dewi)
    await end_session_as_customer(world, accepted.body["session_id"])

    account = await _account(world)
    assert (account.sessions, account.open) == (1, None)


async def test_a_call_costs_no_further_round_trip(world: World) -> None:
    """The aliases are read and written with what a call reads and writes anyway."""
    (dewi,) = await put_experts_online(world, "dewi")
    await register_customers(world, ANA.uid)
    meter = world.documents.meter
    before = meter.round_trips

    requested = await world.call(request_pairing, as_=ANA)
    between = meter.round_trips
    await world.call(accept_pairing, {"pairing_id": requested.body["pairing_id"]}, as_=dewi)
    accepted = meter.round_trips
    body = {"room_id": (await load_pairing(world, requested.body["pairing_id"])).session_id, "message_id": "m-1"}
    read = meter.round_trips
    await world.call(send_message, body | {"body": "Halo"}, as_=ANA)
    sent = meter.round_trips - read

    assert (between - before, accepted - between, sent) == (3, 3, 2)


async def test_a_suspension_reaches_the_person_behind_an_alias(world: World) -> None:
    """A decision on a message of a call suspends the account, whatever alias the session has."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session_by_credit(world, dewi)
    await post_message(world, ANA, session_id, "m-1")
    reported = {"room_id": session_id, "message_id": "m-1", "reason": "abuse"}
    report = await world.call(report_message, reported, as_=dewi)

    decision = {"report_id": report.body["report_id"], "action": "suspended", "cause": "harassment"}
    decided = await world.call(resolve_message_report, decision, as_=ADMIN)
    answer = await world.call(list_rooms, as_=ANA)

    assert decided.status == 200, decided.body
    assert answer.status in (401, 403)


async def test_a_call_without_a_session_leaves_no_alias_behind(world: World) -> None:
    """Calls that nobody took would push the rooms of real sessions out of the list."""
    (dewi,) = await put_experts_online(world, "dewi")
    await register_customers(world, ANA.uid)
    cancelled = await world.call(request_pairing, as_=ANA)
    await world.call(cancel_pairing, {"pairing_id": cancelled.body["pairing_id"]}, as_=ANA)
    accepted = await world.call(request_pairing, as_=ANA)

    await world.call(accept_pairing, {"pairing_id": accepted.body["pairing_id"]}, as_=dewi)

    session_id = (await load_pairing(world, accepted.body["pairing_id"])).session_id
    known = await world.get(store.alias_ref(ANA.uid))
    assert known is not None
    assert (known.sessions, known.aliases) == ((session_id,), (alias_in_session(ANA.uid, session_id),))


def test_the_list_of_aliases_stays_small() -> None:
    """The rules read the list at each listen; the latest sessions are kept."""
    known = Alias(id=UserId("ana"), alias=UserId("anon-ana"))

    for number in range(rules.MOST_SESSION_ALIASES + 2):
        known = rules.with_session_alias(known, SessionId(f"call-s-{number}"), UserId(f"anon-{number}"))

    assert len(known.sessions) == len(known.aliases) == rules.MOST_SESSION_ALIASES
    assert (known.sessions[0], known.aliases[-1]) == ("call-s-2", f"anon-{rules.MOST_SESSION_ALIASES + 1}")
