"""The expert sees a pseudonym: never a name, a phone, an e-mail, a photo."""

import json
from typing import Any

import pytest

import functions.main
from functions.chat.block_user import block_user
from functions.chat.create_group_room import create_group_room
from functions.chat.get_unread_total import get_unread_total
from functions.chat.list_blocked_users import list_blocked_users
from functions.chat.list_messages import list_messages
from functions.chat.list_rooms import list_rooms
from functions.chat.send_message import send_message
from functions.chat.start_direct_room import start_direct_room
from functions.pairing.accept_pairing import accept_pairing
from functions.pairing.list_open_pairings import list_open_pairings
from functions.pairing.request_pairing import request_pairing
from functions.sessions.end_session import end_session
from functions.sessions.get_session import get_session
from functions.sessions.join_session import join_session
from functions.sessions.list_my_active_sessions import list_my_active_sessions
from functions.sessions.reveal_customer import reveal_customer
from shared.chat import store as chat
from shared.contracts.calls import identify_member
from shared.control_center.models import Disclosure
from shared.gateways.firebase_auth import compute_alias
from shared.identity import display_names
from shared.kernel.ids import SessionId, UserId
from shared.kernel.ports import Query
from shared.pairing import store
from shared.pairing.settings import PairingSettings
from shared.sessions import store as sessions
from tests.chat.builders import create_room, post_message
from tests.pairing.steps import (
    PERSONAL_DATA,
    TRIAL_CUSTOMER,
    a_caller_account,
    list_boards,
    load_pairing,
    load_session,
    put_experts_online,
    register_customers,
    request_open_pairing,
    start_session,
)
from tests.world import ADMIN, BUDI, Person, World, alias_in_session, alias_of_user

pytestmark = pytest.mark.emulator

SAID = {"full_name": PERSONAL_DATA["full_name"], "email": PERSONAL_DATA["email"]}
KNOWN = Person("U7sRahasiaOfAna", claims=TRIAL_CUSTOMER.claims | {"name": SAID["full_name"], "email": SAID["email"]})
LEAKS = (
    "Rahasia Wijaya",
    KNOWN.uid,
    "ana.rahasia",
    "81234567890",
    store.hash_phone(TRIAL_CUSTOMER.claims["phone_number"]),
)
"""The hash of a phone is as good as the phone: there are not too many to try."""


IN_A_ROOM: dict[str, dict[str, Any]] = {
    "list_messages": {},
    "send_message": {"message_id": "m-2", "body": "Halo"},
    "edit_message": {"message_id": "m-2", "body": "Halo, Kak"},
    "react_to_message": {"message_id": "m-1", "emoji": "👍", "on": True},
    "report_message": {"message_id": "m-1", "reason": "abuse"},
    "create_attachment_upload": {"name": "a.png", "content_type": "image/png", "bytes": 10},
    "set_typing": {"typing": True},
    "mark_room_delivered": {},
    "mark_room_read": {},
    "mute_room": {"muted": True},
    "pin_room": {"pinned": True},
    "delete_message": {"message_id": "m-2"},
}
"""What a person does in a room."""


async def _all_an_expert_gets(world: World) -> dict[str, str]:
    """A whole session, and everything of it that reaches the expert: answers, documents, pushes, the log."""
    (dewi,) = await put_experts_online(world, "dewi", phones=True)
    await register_customers(world, KNOWN.uid, **PERSONAL_DATA)
    pairing_id = (await world.call(request_pairing, as_=KNOWN)).body["pairing_id"]
    await world.deliver()
    cards = [await world.get(store.open_call_ref(board, pairing_id)) for board in await list_boards(world)]
    answers = [
        await world.call(list_open_pairings, as_=dewi),
        accepted := await world.call(accept_pairing, {"pairing_id": pairing_id}, as_=dewi),
    ]
    session_id = accepted.body["session_id"]
    await world.call(send_message, {"room_id": session_id, "message_id": "m-1", "body": "Halo"}, as_=KNOWN)
    answers += [
        await world.call(join_session, {"session_id": session_id}, as_=dewi),
        await world.call(get_session, {"session_id": session_id}, as_=dewi),
        await world.call(list_my_active_sessions, as_=dewi),
        await world.call(list_rooms, as_=dewi),
        await world.call(list_messages, {"room_id": session_id}, as_=dewi),
    ]
    await world.deliver()
    documents = [
        *cards,
        await world.get(sessions.session_ref(session_id)),
        await world.get(chat.room_ref(session_id)),
        await world.get(chat.participant_ref(session_id, alias_in_session(KNOWN.uid, session_id))),
        *await world.reader.query(chat.messages_query(session_id)),
    ]
    assert all(answer.status == 200 for answer in answers)
    assert all(document is not None for document in documents)
    return {
        "answers": json.dumps([answer.body for answer in answers]),
        "documents": json.dumps([document.model_dump(mode="json") for document in documents if document]),
        "pushes": json.dumps(await world.sent_pushes()),
        "log": world.log.getvalue(),
    }


async def test_nothing_tells_who_calls(world: World) -> None:
    """Not one of the places that an expert, or whoever reads the log, can look into."""
    told = await _all_an_expert_gets(world)

    assert {place: [leak for leak in LEAKS if leak in text] for place, text in told.items()} == {
        "answers": [],
        "documents": [],
        "pushes": [],
        # The log is ours, and says who acts.
        "log": [KNOWN.uid],
    }
    assert "pairing_id" in told["pushes"]


async def test_where_anonymity_is_off_the_name_is_told(world: World) -> None:
    """The same look finds it then, so it would find a leak."""
    await world.put_documents((store.SETTINGS, PairingSettings(anonymity=False)))

    told = await _all_an_expert_gets(world)

    assert PERSONAL_DATA["full_name"] in told["documents"]
    assert "ana.rahasia" not in "".join(told.values())


async def test_nothing_can_be_found_out_by_an_alias(world: World) -> None:
    """No room can be opened with it, and whoever blocks it is told the pseudonym."""
    (dewi,) = await put_experts_online(world, "dewi")
    unknown = alias_in_session(KNOWN.uid, await start_session(world, dewi, KNOWN))

    alone = await world.call(start_direct_room, {"user_id": unknown}, as_=dewi)
    among = await world.call(create_group_room, {"name": "Kita", "member_ids": [unknown]}, as_=dewi)
    blocked = await world.call(block_user, {"user_id": unknown}, as_=dewi)
    listed = await world.call(list_blocked_users, as_=dewi)

    assert [(answer.status, answer.code) for answer in (alone, among)] == [(404, "person_not_found")] * 2
    assert blocked.body["name"] == display_names.compute_pseudonym(unknown)
    assert [one["name"] for one in listed.body["items"]] == [display_names.compute_pseudonym(unknown)]


async def test_an_alias_tells_nothing_to_who_knows_the_uid(world: World) -> None:
    """The alias is neither the uid nor a hash of it, and another one in each session."""
    sign_in = world.runtime.gateways.sign_in

    actor = await sign_in.authenticate_user(KNOWN.token(world.runtime.settings.google_cloud_project))

    assert actor.alias == alias_of_user(KNOWN.uid)
    assert actor.alias != compute_alias(UserId(KNOWN.uid), "another key")
    assert identify_member(actor, SessionId("call-1")).id == actor.alias
    aliases = [identify_member(actor, SessionId(f"call-s-{number}")).id for number in range(2)]
    assert len({*aliases, actor.alias, KNOWN.uid}) == 4
    assert aliases == [alias_in_session(KNOWN.uid, f"call-s-{number}") for number in range(2)]
    assert identify_member(actor, SessionId("1")).id == KNOWN.uid


async def test_the_customer_is_at_home_in_the_room_of_their_call(world: World) -> None:
    """All that can be done in a room they do there too, and they find it among their other rooms."""
    (dewi,) = await put_experts_online(world, "dewi")
    room = {"room_id": await start_session(world, dewi, KNOWN)}
    friends = await create_room(world, KNOWN.uid, "budi")
    await post_message(world, dewi, room["room_id"], "m-1")
    await post_message(world, BUDI, friends, "m-1")

    found = await world.call(list_rooms, as_=KNOWN)
    unread = await world.call(get_unread_total, as_=KNOWN)
    answers = {
        name: await world.call(getattr(functions.main, name), room | body, as_=KNOWN)
        for name, body in IN_A_ROOM.items()
    }
    rest = await world.call(get_unread_total, as_=KNOWN)

    assert {item["room_id"] for item in found.body["items"]} == {room["room_id"], friends}
    assert (unread.body["unread_total"], found.body["unread_total"]) == (2, 2)
    assert {name: answer.status for name, answer in answers.items() if answer.status >= 300} == {}
    assert answers["send_message"].body["sender"] == alias_in_session(KNOWN.uid, room["room_id"])
    assert answers["pin_room"].body["pinned"]
    assert rest.body["unread_total"] == 1


async def test_a_block_tells_nothing_of_whose_alias_it_is(world: World) -> None:
    """What is hidden under the name stays in sight under the alias, and no call says whom its customer has blocked.

    For an expert whom the customer has blocked, there is no such call.
    """
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi, KNOWN)
    friends = await create_room(world, KNOWN.uid, "dewi")

    await world.call(block_user, {"user_id": "dewi"}, as_=KNOWN)
    rooms = (await world.call(list_rooms, as_=dewi)).body["items"]
    await world.call(end_session, {"session_id": session_id}, as_=KNOWN)
    await register_customers(world, KNOWN.uid, **PERSONAL_DATA)
    await world.put_documents(
        (store.caller_account_ref(alias_of_user(KNOWN.uid)), a_caller_account(KNOWN.uid, credits=1))
    )
    call = await load_pairing(world, (await world.call(request_pairing, as_=KNOWN)).body["pairing_id"])
    taken = await world.call(accept_pairing, {"pairing_id": call.id}, as_=dewi)

    assert [room["room_id"] for room in rooms] == [session_id]
    assert friends not in {room["room_id"] for room in rooms}
    assert call.passed_over == ()
    assert (taken.status, taken.code) == (404, "pairing_not_found")


async def test_who_is_blocked_in_a_call_is_blocked_by_name_too(world: World) -> None:
    """Neither comes near the other again, and the session goes on with somebody else."""
    dewi, eko = await put_experts_online(world, "dewi", "eko")
    session_id = await start_session(world, dewi, KNOWN)

    there = {"user_id": alias_in_session(KNOWN.uid, session_id), "room_id": session_id}
    blocked = await world.call(block_user, there, as_=dewi)
    await world.deliver()
    room = await world.call(start_direct_room, {"user_id": "dewi"}, as_=KNOWN)
    call = (await load_session(world, session_id)).pairing_id
    taken = await world.call(accept_pairing, {"pairing_id": call}, as_=eko)

    assert blocked.status == 200
    assert (room.status, room.code) == (403, "blocked")
    assert (taken.status, (await load_session(world, session_id)).expert) == (200, "eko")


async def test_nobody_parts_others(world: World) -> None:
    """To name a session of others changes nothing in it."""
    dewi, eko = await put_experts_online(world, "dewi", "eko")
    session_id = await start_session(world, dewi, KNOWN)

    await register_customers(world, "budi")
    for who, whom in ((BUDI, "dewi"), (eko, "dewi"), (eko, alias_in_session(KNOWN.uid, session_id))):
        await world.call(block_user, {"user_id": whom, "room_id": session_id}, as_=who)
    await world.deliver()

    assert (await load_session(world, session_id)).expert == "dewi"


async def test_what_a_call_is_about_has_no_phone_number(world: World) -> None:
    """All experts read it."""
    await put_experts_online(world, "dewi")

    pairing_id = await request_open_pairing(world, KNOWN, topic="Aku, WA 0812-3456-7890")

    assert "3456" not in str((await load_pairing(world, pairing_id)).topic)


async def test_nobody_can_be_an_alias(world: World) -> None:
    """Whose uid looks like one is not let in."""
    await put_experts_online(world, "dewi")
    thief = Person(alias_of_user(KNOWN.uid), role="expert")

    answer = await world.call(list_rooms, as_=thief)

    assert answer.status == 401


async def test_an_admin_who_has_to_know_is_told_and_remembered(world: World) -> None:
    """Who asks says what for, and that is kept; nobody else is told anything."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi, KNOWN)
    await register_customers(world, KNOWN.uid, **PERSONAL_DATA)
    wish = {"session_id": session_id, "reason": "The expert fears for their life"}

    told = await world.call(reveal_customer, wish, as_=ADMIN)
    refused = [await world.call(reveal_customer, wish, as_=who) for who in (dewi, KNOWN)]
    for_nothing = await world.call(reveal_customer, wish | {"reason": " "}, as_=ADMIN)
    nobody = await world.call(reveal_customer, wish | {"session_id": "call-nobody"}, as_=ADMIN)

    assert told.body == {"user_id": KNOWN.uid} | PERSONAL_DATA
    assert [answer.status for answer in refused] == [403, 403]
    assert (for_nothing.status, for_nothing.invalid_fields) == (422, ["reason"])
    assert nobody.code == "session_not_found"
    (kept,) = await world.reader.query(Query("disclosures", Disclosure))
    assert (kept.session_id, kept.alias, kept.by, kept.reason) == (
        session_id,
        alias_in_session(KNOWN.uid, session_id),
        ADMIN.uid,
        wish["reason"],
    )
    assert [line["session_id"] for line in world.log_lines if line["severity"] == "ERROR"] == [session_id]
