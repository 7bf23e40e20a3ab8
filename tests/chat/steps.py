"""Steps of a room: calling functions, creating groups, loading what is stored."""

import secrets
from typing import Any

import functions.main
from shared.chat import room_opening, store
from shared.chat.inbox_models import Inbox
from shared.chat.models import Room, RoomKind, RoomNotice
from shared.identity import store as identity
from shared.kernel.ids import RoomId, UserId
from tests.bookings.steps import a_user
from tests.chat.builders import a_room, create_room, is_from_user, list_room_messages, post_message
from tests.world import EXPERT, Answer, Person, World


async def register_users(world: World, *uids: str) -> None:
    """Store registered users; the name of each is its capitalised uid. Dewi is an expert."""
    roles = {EXPERT.uid: "expert"}
    await world.put_documents(*((identity.user_ref(uid), a_user(uid, role=roles.get(uid, "customer"))) for uid in uids))


async def register_experts(world: World, *uids: str) -> None:
    """Store registered experts, whom everybody may write to."""
    await world.put_documents(*((identity.user_ref(uid), a_user(uid, role="expert")) for uid in uids))


async def call_as(world: World, who: Person, function: str, **body: Any) -> Answer:
    """Call a function as a person, and return the answer whatever its status."""
    return await world.call(getattr(functions.main, function), body, as_=who)


async def call_successfully(world: World, who: Person, function: str, **body: Any) -> Any:
    """Call a function as a person, check that it succeeds, and return the answer's body."""
    answer = await call_as(world, who, function, **body)
    assert answer.status < 300, (function, answer.body)
    return answer.body


async def create_group(world: World, who: Person, *uids: str) -> RoomId:
    """Register the users, the others as experts, store a group of them that `who` runs, and return the room's id."""
    await register_users(world, who.uid)
    await register_experts(world, *uids)
    people = (who.uid, *uids)
    group = {"id": RoomId.new(secrets.randbelow), "kind": RoomKind.GROUP, "name": "Career group", "pair": None}
    room = a_room(*people, **group, names={}, admins=(UserId(who.uid),), created_by=UserId(who.uid))
    seats = [(await store.get_inbox(world.reader, UserId(uid)), uid.title()) for uid in people]
    unit = world.new_unit_of_work()
    room_opening.open_room(unit, room, seats, now=world.now)
    await world.documents.commit(unit.build_writes())
    return room.id


async def let_in(world: World, by: Person, room_id: str, *people: Person) -> None:
    """Invite people to a group as its admin, and accept as each of them."""
    invited = [person.uid for person in people]
    await call_successfully(world, by, "add_room_members", room_id=room_id, member_ids=invited)
    for person in people:
        await call_successfully(world, person, "accept_room_invitation", room_id=room_id)


async def load_room(world: World, room_id: str) -> Room:
    """Load the stored room."""
    found = await world.get(store.room_ref(room_id))
    assert found is not None
    return found


async def load_inbox(world: World, who: Person) -> Inbox:
    """Load a person's stored inbox."""
    return await store.get_inbox(world.reader, UserId(who.uid))


async def list_room_notices(world: World, room_id: str) -> list[RoomNotice]:
    """List the notices among the room's messages, in order."""
    return [message.notice for message in await list_room_messages(world, room_id) if message.notice]


async def check_unread_counts(world: World, who: Person) -> dict[str, int]:
    """Check a person's unread counts against a recount of the messages, and return them by room.

    The check covers `list_rooms` and `get_unread_total`.
    """
    listed = await call_successfully(world, who, "list_rooms", limit=100)
    found = {one["room_id"]: one["unread"] for one in listed["items"]}
    kept = await load_inbox(world, who)
    for room_id, count in found.items():
        said = await list_room_messages(world, room_id)
        read = kept.rooms[room_id].read_seq if room_id in kept.rooms else len(said)
        assert [message.seq for message in said] == list(range(1, len(said) + 1))
        assert count == sum(message.seq > read and not is_from_user(message, who.uid) for message in said)
    assert listed["unread_total"] == sum(found.values())
    assert (await call_successfully(world, who, "get_unread_total"))["unread_total"] == sum(found.values())
    return found


async def create_direct_room(world: World) -> RoomId:
    """Create a direct room of Ana and Dewi that holds a message of Dewi's."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, EXPERT, room_id, "m-1")
    return room_id
