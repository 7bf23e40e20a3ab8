"""Cases of the chat: rooms, groups, blocks, reading and writing."""

from datetime import datetime, timedelta
from typing import Any

import functions.main
from shared.bookings import store as bookings
from shared.bookings.models import Booking
from shared.chat import store
from shared.chat.models import Block, RoomKind
from shared.contracts.bookings import BookingStatus
from shared.kernel.ids import RoomId, UserId
from tests.bookings.builders import a_confirmed_booking
from tests.cases import Example, MeasuredCall, call_function, case, deliver_job, paged_rows, push_event, variants
from tests.chat.builders import a_text_message, create_room, post_message
from tests.chat.steps import call_successfully, create_group, register_users
from tests.pairing.steps import TRIAL_CUSTOMER, put_experts_online, start_session
from tests.world import ADMIN, ANA, EXPERT, World

_MESSAGE = {
    "message_id": "a1b2c3d4-5e6f-4a7b-8c9d-0e1f2a3b4c5d",
    "room_id": "direct-4be1a9d2c07f8e63b5a4d19c2f70e8b3",
    "seq": 2,
    "kind": "text",
    "sender": "Zx3k9QmT1bV7cR5nW2pL",
    "sender_name": "Ana Wijaya",
    "body": "Halo Kak, boleh tanya?",
    "attachment": None,
    "notice": None,
    "reply_to": None,
    "reactions": {},
    "warning": None,
    "sent_at": "2026-11-26T05:01:00Z",
    "edited_at": None,
    "deleted_at": None,
}
_ASKED = {
    "id": "a1b2c3d4-5e6f-4a7b-8c9d-0e1f2a3b4c5d",
    "seq": 2,
    "kind": "text",
    "sender": "Zx3k9QmT1bV7cR5nW2pL",
    "sender_name": "Ana Wijaya",
    "text": "Halo Kak, boleh tanya?",
    "notice": None,
    "deleted": False,
    "sent_at": "2026-11-26T05:01:00Z",
}
_DIRECT = {
    "room_id": "direct-4be1a9d2c07f8e63b5a4d19c2f70e8b3",
    "kind": "direct",
    "name": "Dewi Lestari",
    "avatar_url": None,
    "with_user": "Qw8r2TyU4iO6pA9sD1fG",
    "members": ["Qw8r2TyU4iO6pA9sD1fG", "Zx3k9QmT1bV7cR5nW2pL"],
    "admins": [],
    "booking_id": None,
    "seq": 1,
    "last_message": {
        "id": "k2Jh8sDf0aLq3WeRt5Yu",
        "seq": 1,
        "kind": "system",
        "sender": None,
        "sender_name": "",
        "text": "",
        "notice": {
            "kind": "opened",
            "by": "Zx3k9QmT1bV7cR5nW2pL",
            "people": ["Qw8r2TyU4iO6pA9sD1fG"],
            "minutes": None,
            "hotlines": [],
        },
        "deleted": False,
        "sent_at": "2026-11-26T05:00:00Z",
    },
    "last_at": "2026-11-26T05:00:00Z",
    "unread": 0,
    "muted": False,
    "muted_until": None,
    "pinned": False,
    "writable": True,
    "closes_at": None,
}
_OPENED = {
    "id": "k2Jh8sDf0aLq3WeRt5Yu",
    "seq": 1,
    "kind": "system",
    "sender": None,
    "sender_name": "",
    "text": "",
    "notice": {
        "kind": "opened",
        "by": "Zx3k9QmT1bV7cR5nW2pL",
        "people": ["Qw8r2TyU4iO6pA9sD1fG", "b8Kq2ZtP4mN6xR1vY9cL"],
        "minutes": None,
        "hotlines": [],
    },
    "deleted": False,
    "sent_at": "2026-11-26T05:00:00Z",
}
_BLOCKED = {"user_id": "Qw8r2TyU4iO6pA9sD1fG", "name": "Dewi Lestari", "blocked_at": "2026-11-26T05:10:00Z"}
_SUPPORT = {
    **_DIRECT,
    "room_id": "support-91c5d7e2a0b84f36c1d9e7a2b5f08c64",
    "kind": "support",
    "name": "Support",
    "with_user": None,
    "members": ["Zx3k9QmT1bV7cR5nW2pL"],
    "last_message": {
        **_OPENED,
        "notice": {"kind": "opened", "by": "Zx3k9QmT1bV7cR5nW2pL", "people": [], "minutes": None, "hotlines": []},
    },
}
_TALK = {**_DIRECT, "seq": 2, "last_message": _ASKED, "last_at": "2026-11-26T05:01:00Z"}
_GROUP = {
    **_DIRECT,
    "room_id": "Vb5nM7kL1jH3gF9dS2aP",
    "kind": "group",
    "name": "Career group",
    "avatar_url": "https://example.com/group.png",
    "with_user": None,
    "members": ["Zx3k9QmT1bV7cR5nW2pL", "Qw8r2TyU4iO6pA9sD1fG", "b8Kq2ZtP4mN6xR1vY9cL"],
    "admins": ["Zx3k9QmT1bV7cR5nW2pL"],
    "last_message": _OPENED,
}


async def _create_direct_room(world: World) -> RoomId:
    """Create a direct room of Ana and Dewi that holds a message of Dewi's."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, EXPERT, room_id, "m-1")
    return room_id


@case(
    "send_message",
    who=("customer", "expert", "admin"),
    example=Example(
        request={
            "room_id": "direct-4be1a9d2c07f8e63b5a4d19c2f70e8b3",
            "message_id": "a1b2c3d4-5e6f-4a7b-8c9d-0e1f2a3b4c5d",
            "body": "Halo Kak, boleh tanya?",
        },
        response=_MESSAGE,
    ),
)
async def _send_message(world: World) -> MeasuredCall:
    return call_function(world, "send_message", a_text_message(await _create_direct_room(world), "m-2"), ANA)


@case(
    "list_messages",
    who=("customer", "expert", "admin"),
    example=Example(
        request={"room_id": "direct-4be1a9d2c07f8e63b5a4d19c2f70e8b3", "after_seq": 1, "limit": 50},
        response={"items": [_MESSAGE], "has_more": False, "room_seq": 2},
    ),
)
async def _list_messages(world: World) -> MeasuredCall:
    return call_function(world, "list_messages", {"room_id": await _create_direct_room(world)}, ANA)


@variants("list_messages")
async def _list_messages_otherwise(world: World) -> list[MeasuredCall]:
    """List backwards from a message, and forwards from a number."""
    room_id = await _create_direct_room(world)
    bodies = ({"room_id": room_id, "before": "m-1"}, {"room_id": room_id, "after_seq": 0})
    return [call_function(world, "list_messages", body, ANA) for body in bodies]


@case(
    "list_rooms",
    who=("customer", "expert", "admin"),
    example=Example(request={"limit": 20}, response={"items": [_TALK], "next_cursor": None, "unread_total": 0}),
)
async def _list_rooms(world: World) -> MeasuredCall:
    await _create_direct_room(world)
    return call_function(world, "list_rooms", {}, ANA)


@case("get_unread_total", who=("customer", "expert", "admin"), example=Example(response={"unread_total": 3}))
async def _get_unread_total(world: World) -> MeasuredCall:
    await _create_direct_room(world)
    return call_function(world, "get_unread_total", None, ANA)


@case(
    "mark_room_read",
    who=("customer", "expert", "admin"),
    example=Example(request={"room_id": "direct-4be1a9d2c07f8e63b5a4d19c2f70e8b3", "seq": 2}, response=_TALK),
)
async def _mark_room_read(world: World) -> MeasuredCall:
    return call_function(world, "mark_room_read", {"room_id": await _create_direct_room(world)}, ANA)


@case(
    "mark_room_delivered",
    who=("customer", "expert", "admin"),
    example=Example(
        request={"room_id": "direct-4be1a9d2c07f8e63b5a4d19c2f70e8b3", "seq": 2},
        response={"room_id": "direct-4be1a9d2c07f8e63b5a4d19c2f70e8b3", "seq": 2},
    ),
)
async def _mark_room_delivered(world: World) -> MeasuredCall:
    return call_function(world, "mark_room_delivered", {"room_id": await _create_direct_room(world)}, ANA)


@case(
    "start_direct_room",
    who=("customer", "expert", "admin"),
    example=Example(request={"user_id": "Qw8r2TyU4iO6pA9sD1fG"}, response=_DIRECT),
)
async def _start_direct_room(world: World) -> MeasuredCall:
    await register_users(world, "ana", "dewi")
    return call_function(world, "start_direct_room", {"user_id": "dewi"}, ANA)


@case("open_support_room", who=("customer", "expert"), example=Example(response=_SUPPORT))
async def _open_support_room(world: World) -> MeasuredCall:
    await register_users(world, "ana")
    return call_function(world, "open_support_room", None, ANA)


@case(
    "list_support_rooms",
    who="admin",
    example=Example(
        request={"limit": 20},
        response={
            "items": [
                {
                    **_SUPPORT,
                    "name": "Ana Wijaya",
                    "with_user": "Zx3k9QmT1bV7cR5nW2pL",
                    "seq": 2,
                    "last_message": _ASKED,
                    "last_at": "2026-11-26T05:01:00Z",
                }
            ],
            "next_cursor": None,
        },
    ),
)
async def _list_support_rooms(world: World) -> MeasuredCall:
    await (await _open_support_room(world))()
    return call_function(world, "list_support_rooms", {}, ADMIN)


@case(
    "create_group_room",
    who=("customer", "expert", "admin"),
    example=Example(
        request={
            "name": "Career group",
            "member_ids": ["Qw8r2TyU4iO6pA9sD1fG", "b8Kq2ZtP4mN6xR1vY9cL"],
            "avatar_url": "https://example.com/group.png",
        },
        response=_GROUP,
    ),
)
async def _create_group_room(world: World) -> MeasuredCall:
    await register_users(world, "ana", "budi", "dewi")
    return call_function(world, "create_group_room", {"name": "Career group", "member_ids": ["budi", "dewi"]}, ANA)


@case(
    "add_room_members",
    who=("customer", "expert", "admin"),
    example=Example(
        request={"room_id": "Vb5nM7kL1jH3gF9dS2aP", "member_ids": ["Tg6yH8uJ0iK2oL4pZ6xC"]},
        response={
            **_GROUP,
            "members": ["Zx3k9QmT1bV7cR5nW2pL", "Qw8r2TyU4iO6pA9sD1fG", "b8Kq2ZtP4mN6xR1vY9cL", "Tg6yH8uJ0iK2oL4pZ6xC"],
            "seq": 2,
            "last_message": {
                **_OPENED,
                "id": "m4Nb6vCx8zLk1JhG3fDs",
                "seq": 2,
                "notice": {
                    "kind": "added",
                    "by": "Zx3k9QmT1bV7cR5nW2pL",
                    "people": ["Tg6yH8uJ0iK2oL4pZ6xC"],
                    "minutes": None,
                    "hotlines": [],
                },
            },
            "unread": 1,
        },
    ),
)
async def _add_room_members(world: World) -> MeasuredCall:
    room_id = await create_group(world, ANA, "budi")
    await register_users(world, "dewi")
    return call_function(world, "add_room_members", {"room_id": room_id, "member_ids": ["dewi"]}, ANA)


@case(
    "remove_room_member",
    who=("customer", "expert", "admin"),
    example=Example(
        request={"room_id": "Vb5nM7kL1jH3gF9dS2aP", "user_id": "Tg6yH8uJ0iK2oL4pZ6xC"},
        response={
            **_GROUP,
            "seq": 3,
            "last_message": {
                **_OPENED,
                "id": "p7Oi9uYt1rEw3QaS5dFg",
                "seq": 3,
                "notice": {
                    "kind": "removed",
                    "by": "Zx3k9QmT1bV7cR5nW2pL",
                    "people": ["Tg6yH8uJ0iK2oL4pZ6xC"],
                    "minutes": None,
                    "hotlines": [],
                },
            },
            "unread": 2,
        },
    ),
)
async def _remove_room_member(world: World) -> MeasuredCall:
    body = {"room_id": await create_group(world, ANA, "budi", "dewi"), "user_id": "dewi"}
    return call_function(world, "remove_room_member", body, ANA)


@case("leave_room", who=("customer", "expert", "admin"), example=Example(request={"room_id": "Vb5nM7kL1jH3gF9dS2aP"}))
async def _leave_room(world: World) -> MeasuredCall:
    return call_function(world, "leave_room", {"room_id": await create_group(world, ANA, "budi", "dewi")}, EXPERT)


@case(
    "update_room",
    who=("customer", "expert", "admin"),
    example=Example(
        request={"room_id": "Vb5nM7kL1jH3gF9dS2aP", "name": "Product managers"},
        response={
            **_GROUP,
            "name": "Product managers",
            "seq": 4,
            "last_message": {
                **_OPENED,
                "id": "c3Xz5aSd7fGh9JkL1qWe",
                "seq": 4,
                "notice": {
                    "kind": "renamed",
                    "by": "Zx3k9QmT1bV7cR5nW2pL",
                    "people": [],
                    "minutes": None,
                    "hotlines": [],
                },
            },
            "unread": 3,
        },
    ),
)
async def _update_room(world: World) -> MeasuredCall:
    body = {"room_id": await create_group(world, ANA, "budi", "dewi"), "name": "Product managers"}
    return call_function(world, "update_room", body, ANA)


@case(
    "mute_room",
    who=("customer", "expert", "admin"),
    example=Example(
        request={"room_id": "direct-4be1a9d2c07f8e63b5a4d19c2f70e8b3", "muted": True, "until": "2026-11-27T05:00:00Z"},
        response={**_DIRECT, "muted": True, "muted_until": "2026-11-27T05:00:00Z"},
    ),
)
async def _mute_room(world: World) -> MeasuredCall:
    return call_function(world, "mute_room", {"room_id": await _create_direct_room(world), "muted": True}, ANA)


@case(
    "pin_room",
    who=("customer", "expert", "admin"),
    example=Example(
        request={"room_id": "direct-4be1a9d2c07f8e63b5a4d19c2f70e8b3", "pinned": True},
        response={**_DIRECT, "pinned": True},
    ),
)
async def _pin_room(world: World) -> MeasuredCall:
    return call_function(world, "pin_room", {"room_id": await _create_direct_room(world), "pinned": True}, ANA)


@case(
    "block_user",
    who=("customer", "expert", "admin"),
    example=Example(request={"user_id": "Qw8r2TyU4iO6pA9sD1fG"}, response=_BLOCKED),
)
async def _block_user(world: World) -> MeasuredCall:
    await _create_direct_room(world)
    return call_function(world, "block_user", {"user_id": "dewi"}, ANA)


@case("unblock_user", who=("customer", "expert", "admin"), example=Example(request={"user_id": "Qw8r2TyU4iO6pA9sD1fG"}))
async def _unblock_user(world: World) -> MeasuredCall:
    await _create_direct_room(world)
    await call_successfully(world, ANA, "block_user", user_id="dewi")
    return call_function(world, "unblock_user", {"user_id": "dewi"}, ANA)


@case(
    "list_blocked_users",
    who=("customer", "expert", "admin"),
    example=Example(request={"limit": 20}, response={"items": [_BLOCKED], "next_cursor": None}),
)
async def _list_blocked_users(world: World) -> MeasuredCall:
    await _create_direct_room(world)
    await call_successfully(world, ANA, "block_user", user_id="dewi")
    return call_function(world, "list_blocked_users", {}, ANA)


def _confirmed(world: World, booking: Booking) -> MeasuredCall:
    payload = {"expert": booking.offer.expert, "customer": booking.customer} | _meeting_times(booking)
    return push_event(world, "open_room_when_booking_confirmed", "BookingConfirmed", booking_id=booking.id, **payload)


def _meeting_times(booking: Booking) -> dict[str, str]:
    return {"starts_at": booking.starts_at.isoformat(), "ends_at": booking.ends_at.isoformat()}


async def _save_booking(world: World, booking: Booking) -> Booking:
    await world.put_documents((bookings.booking_ref(booking.id), booking))
    return booking


@case("open_room_when_booking_confirmed", who="internal")
async def _open_room_when_booking_confirmed(world: World) -> MeasuredCall:
    return _confirmed(world, await _save_booking(world, a_confirmed_booking()))


@case("move_room_when_booking_moved", who="internal")
async def _move_room_when_booking_moved(world: World) -> MeasuredCall:
    booking = a_confirmed_booking()
    await (await _open_room_when_booking_confirmed(world))()
    moved = await _save_booking(world, booking.having(starts_at=booking.starts_at + timedelta(hours=3)))
    return push_event(
        world, "move_room_when_booking_moved", "BookingMoved", booking_id=booking.id, **_meeting_times(moved)
    )


@case("close_room_when_booking_cancelled", who="internal")
async def _close_room_when_booking_cancelled(world: World) -> MeasuredCall:
    await (await _open_room_when_booking_confirmed(world))()
    booking = await _save_booking(world, a_confirmed_booking(status=BookingStatus.CANCELLED))
    payload = {"booking_id": booking.id, "refund": 0, "cancelled_at": world.now.isoformat()}
    return push_event(world, "close_room_when_booking_cancelled", "BookingCancelled", **payload)


@case("archive_closed_room", who="internal")
async def _archive_closed_room(world: World) -> MeasuredCall:
    await (await _open_room_when_booking_confirmed(world))()
    world.later(days=30)
    return await deliver_job(world, "archive_closed_room", "ArchiveClosedRoom")


async def _start_session(world: World) -> dict[str, Any]:
    """Start a session of the expert's, and return the body that names it."""
    await put_experts_online(world, EXPERT.uid)
    return {"session_id": await start_session(world, EXPERT)}


@case("close_room_when_session_ended", who="internal", tested_in="tests/sessions/test_end_session.py")
async def _close_room_when_session_ended(world: World) -> MeasuredCall:
    await world.call(functions.main.end_session, await _start_session(world), as_=TRIAL_CUSTOMER)
    (ended,) = [entry for entry in world.sent.entries if entry.type == "SessionEnded"]
    return push_event(world, "close_room_when_session_ended", "SessionEnded", **ended.payload)


@case("answer_crisis", who="internal")
async def _answer_crisis(world: World) -> MeasuredCall:
    await world.call(functions.main.raise_crisis, await _start_session(world), as_=EXPERT)
    return await deliver_job(world, "answer_crisis", "AnswerCrisis")


@case("alert_when_message_reported", who="internal")
async def _alert_when_message_reported(world: World) -> MeasuredCall:
    told = {"report_id": "a-report", "room_id": "a-room", "reason": "abuse"}
    return push_event(world, "alert_when_message_reported", "MessageReported", **told)


@paged_rows("list_support_rooms", id="room_id", person=ADMIN)
async def _add_support_room_row(world: World, number: int, at: datetime) -> None:
    room_id = RoomId(f"support-{number}")
    await create_room(world, f"p{number}", id=room_id, kind=RoomKind.SUPPORT, last_at=at)


@paged_rows("list_rooms", id="room_id", person=ANA)
async def _add_room_row(world: World, number: int, at: datetime) -> None:
    await create_room(world, "ana", id=RoomId(f"g-{number}"), kind=RoomKind.GROUP, last_at=at)


@paged_rows("list_blocked_users", id="user_id", person=ANA)
async def _add_block_row(world: World, number: int, at: datetime) -> None:
    uid = UserId(f"p{number}")
    await world.put_documents((store.block_ref(UserId("ana"), uid), Block(id=uid, blocked_at=at)))
