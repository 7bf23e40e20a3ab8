"""Cases of the chat: rooms of two people and of the support, reading, blocks."""

from datetime import datetime

from shared.chat import store
from shared.chat.block_models import Block
from shared.chat.models import RoomKind
from shared.kernel.ids import RoomId, UserId
from tests.cases import Example, MeasuredCall, call_function, case, paged_rows, variants
from tests.chat.builders import a_room, create_room, post_message
from tests.chat.examples import DIRECT_ROOM, OPENING_MESSAGE
from tests.chat.steps import call_successfully, create_direct_room, register_users
from tests.world import ADMIN, ANA, World

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


_BLOCKED = {"user_id": "Qw8r2TyU4iO6pA9sD1fG", "name": "Dewi Lestari", "blocked_at": "2026-11-26T05:10:00Z"}


_SUPPORT = {
    **DIRECT_ROOM,
    "room_id": "support-91c5d7e2a0b84f36c1d9e7a2b5f08c64",
    "kind": "support",
    "name": "Dukungan Temani",
    "photo_url": None,
    "with_user": None,
    "members": ["Zx3k9QmT1bV7cR5nW2pL"],
    "last_message": {
        **OPENING_MESSAGE,
        "notice": {"kind": "opened", "by": "Zx3k9QmT1bV7cR5nW2pL", "people": [], "minutes": None, "hotlines": []},
    },
}


_PHOTO = "https://storage.googleapis.com/temani-files/public/photos/3f9a1c7e5b2d48860e1f4a7c9d3b6f2081c5e7a4"
_TALK = {**DIRECT_ROOM, "seq": 2, "last_message": _ASKED, "last_at": "2026-11-26T05:01:00Z"}


@case(
    "list_rooms",
    who=("customer", "expert", "admin"),
    example=Example(
        request={"limit": 20},
        response={"items": [{**_TALK, "photo_url": _PHOTO}], "next_cursor": None, "unread_total": 0},
    ),
)
async def _list_rooms(world: World) -> MeasuredCall:
    await create_direct_room(world)
    return call_function(world, "list_rooms", {}, ANA)


@case("get_unread_total", who=("customer", "expert", "admin"), example=Example(response={"unread_total": 3}))
async def _get_unread_total(world: World) -> MeasuredCall:
    await create_direct_room(world)
    return call_function(world, "get_unread_total", None, ANA)


@case(
    "mark_room_read",
    who=("customer", "expert", "admin"),
    example=Example(request={"room_id": "direct-4be1a9d2c07f8e63b5a4d19c2f70e8b3", "seq": 2}, response=_TALK),
)
async def _mark_room_read(world: World) -> MeasuredCall:
    return call_function(world, "mark_room_read", {"room_id": await create_direct_room(world)}, ANA)


@case(
    "mark_room_delivered",
    who=("customer", "expert", "admin"),
    example=Example(
        request={"room_id": "direct-4be1a9d2c07f8e63b5a4d19c2f70e8b3", "seq": 2},
        response={"room_id": "direct-4be1a9d2c07f8e63b5a4d19c2f70e8b3", "seq": 2},
    ),
)
async def _mark_room_delivered(world: World) -> MeasuredCall:
    return call_function(world, "mark_room_delivered", {"room_id": await create_direct_room(world)}, ANA)


@case(
    "start_direct_room",
    who=("customer", "expert", "admin"),
    example=Example(request={"user_id": "Qw8r2TyU4iO6pA9sD1fG"}, response=DIRECT_ROOM),
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
                    "photo_url": None,
                    "with_user": "Zx3k9QmT1bV7cR5nW2pL",
                    "seq": 2,
                    "last_message": _ASKED,
                    "last_at": "2026-11-26T05:01:00Z",
                    "unread": 1,
                }
            ],
            "next_cursor": None,
        },
    ),
)
async def _list_support_rooms(world: World) -> MeasuredCall:
    room = await (await _open_support_room(world))()
    await post_message(world, ANA, room.body["room_id"], "m-1")
    return call_function(world, "list_support_rooms", {}, ADMIN)


@case(
    "mute_room",
    who=("customer", "expert", "admin"),
    example=Example(
        request={"room_id": "direct-4be1a9d2c07f8e63b5a4d19c2f70e8b3", "muted": True, "until": "2026-11-27T05:00:00Z"},
        response={**DIRECT_ROOM, "muted": True, "muted_until": "2026-11-27T05:00:00Z"},
    ),
)
async def _mute_room(world: World) -> MeasuredCall:
    return call_function(world, "mute_room", {"room_id": await create_direct_room(world), "muted": True}, ANA)


@case(
    "pin_room",
    who=("customer", "expert", "admin"),
    example=Example(
        request={"room_id": "direct-4be1a9d2c07f8e63b5a4d19c2f70e8b3", "pinned": True},
        response={**DIRECT_ROOM, "pinned": True},
    ),
)
async def _pin_room(world: World) -> MeasuredCall:
    return call_function(world, "pin_room", {"room_id": await create_direct_room(world), "pinned": True}, ANA)


@case(
    "block_user",
    who=("customer", "expert", "admin"),
    example=Example(request={"user_id": "Qw8r2TyU4iO6pA9sD1fG"}, response=_BLOCKED),
)
async def _block_user(world: World) -> MeasuredCall:
    await create_direct_room(world)
    return call_function(world, "block_user", {"user_id": "dewi"}, ANA)


@variants("start_direct_room")
async def _with_strangers(world: World) -> list[MeasuredCall]:
    closed = {"id": RoomId("BE-20251126-ACD346"), "kind": RoomKind.MENTOR_STUDENT}
    room = a_room("ana", "budi", **closed)
    await register_users(world, "ana", "budi")
    await world.put_documents((store.room_ref(room.id), room))
    return [call_function(world, "start_direct_room", {"user_id": "budi"}, ANA)]


@case("unblock_user", who=("customer", "expert", "admin"), example=Example(request={"user_id": "Qw8r2TyU4iO6pA9sD1fG"}))
async def _unblock_user(world: World) -> MeasuredCall:
    await create_direct_room(world)
    await call_successfully(world, ANA, "block_user", user_id="dewi")
    return call_function(world, "unblock_user", {"user_id": "dewi"}, ANA)


@case(
    "list_blocked_users",
    who=("customer", "expert", "admin"),
    example=Example(request={"limit": 20}, response={"items": [_BLOCKED], "next_cursor": None}),
)
async def _list_blocked_users(world: World) -> MeasuredCall:
    await create_direct_room(world)
    await call_successfully(world, ANA, "block_user", user_id="dewi")
    return call_function(world, "list_blocked_users", {}, ANA)


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
