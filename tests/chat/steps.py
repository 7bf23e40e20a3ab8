"""What people do with their rooms, and what of it is kept."""

from typing import Any

import functions.main
from shared.chat import store
from shared.chat.models import Inbox, Notice, Room
from shared.identity import store as identity
from shared.kernel.ids import RoomId, UserId
from tests.bookings.office import a_user
from tests.chat.builders import messages, own
from tests.world import Answer, Person, World


async def registered(world: World, *uids: str) -> None:
    """People, each called by their uid with a capital."""
    await world.has(*((identity.user_ref(uid), a_user(uid)) for uid in uids))


async def does(world: World, who: Person, function: str, **body: Any) -> Answer:
    """Somebody calls a function, whatever comes of it."""
    return await world.call(getattr(functions.main, function), body, as_=who)


async def done(world: World, who: Person, function: str, **body: Any) -> Any:
    """Somebody calls a function, which does it."""
    answer = await does(world, who, function, **body)
    assert answer.status < 300, (function, answer.body)
    return answer.body


async def group(world: World, who: Person, *uids: str) -> RoomId:
    """A group of registered people that *who* has made."""
    await registered(world, who.uid, *uids)
    body = await done(world, who, "create_group_room", name="Career group", member_ids=uids)
    return RoomId(body["room_id"])


async def room(world: World, room_id: str) -> Room:
    """The room as it is kept."""
    found = await world.get(store.room_ref(room_id))
    assert found is not None
    return found


async def inbox(world: World, who: Person) -> Inbox:
    """Somebody's inbox as it is kept."""
    return await store.inbox(world.reader, UserId(who.uid))


async def notices(world: World, room_id: str) -> list[Notice]:
    """What the room was told of itself, in order."""
    return [message.notice for message in await messages(world, room_id) if message.notice]


async def unread(world: World, who: Person) -> dict[str, int]:
    """What somebody has not read, by room; and that it is what a recount finds, room by room and in total."""
    listed = await done(world, who, "list_rooms", limit=100)
    found = {one["room_id"]: one["unread"] for one in listed["items"]}
    kept = await inbox(world, who)
    for room_id, count in found.items():
        said = await messages(world, room_id)
        read = kept.rooms[room_id].read_seq if room_id in kept.rooms else len(said)
        assert [message.seq for message in said] == list(range(1, len(said) + 1))
        assert count == sum(message.seq > read and not own(message, who.uid) for message in said)
    assert listed["unread_total"] == sum(found.values())
    assert (await done(world, who, "get_unread_total"))["unread_total"] == sum(found.values())
    return found
