"""Opening of chat rooms: the chat opens them, under the names by which people have registered.

A person opens rooms with acquaintances only: any other id is treated like one that does not exist.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from shared.chat import groups, room_opening, user_blocks
from shared.chat.errors import Blocked
from shared.chat.models import InboxEntry, Room
from shared.identity import store as identity
from shared.kernel.actors import Actor
from shared.kernel.ids import RoomId, UserId
from shared.kernel.ports import UnitOfWork
from shared.workflows import acquaintances


async def open_direct_room(uow: UnitOfWork, other: UserId, *, actor: Actor, now: datetime) -> tuple[Room, InboxEntry]:
    """Return the room of two people, opened if there is none yet.

    Args:
        uow: Unit of work that carries the changes.
        other: The other person.
        actor: The person who asks: a block of any of the actor's ids counts.
        now: Time of the opening.

    Raises:
        WithYourself: The two are one person.
        PersonNotFound: One of the people has not registered, or the actor may not know the other person.
        Blocked: One of the two has blocked the other, under any id.
        TooManyRooms: One of the people has reached the limit of rooms.
    """
    me, selves = UserId(actor.id), actor.member_ids
    reads = room_opening.direct_room_reads(me, other)
    is_blocked, names = await asyncio.gather(
        user_blocks.has_block_between(uow, other, selves),
        acquaintances.get_acquainted_names(uow, selves, (other,), *reads, role=actor.role),
    )
    found = await room_opening.open_direct_room(uow, me, other, names=names, now=now)
    if is_blocked:
        raise Blocked(user_id=other)
    return found


async def open_support_room(uow: UnitOfWork, uid: UserId, *, now: datetime) -> tuple[Room, InboxEntry]:
    """Return the room in which `uid` asks the support, opened if there is none yet.

    Raises:
        PersonNotFound: `uid` has not registered.
    """
    person, *_ = await uow.get_many(identity.user_ref(uid), *room_opening.support_room_reads(uid))
    return await room_opening.open_support_room(uow, uid, person=person, now=now)


async def create_group(
    uow: UnitOfWork, member_ids: Sequence[UserId], *, name: str, avatar_url: str | None, actor: Actor, now: datetime
) -> tuple[Room, InboxEntry]:
    """Create a group of the actor and these people, which the actor runs.

    Raises:
        PersonNotFound: One of the people has not registered, or the actor may not know that person.
        Blocked: One of the people has blocked the actor, or is blocked by the actor.
        GroupFull: The group would have too many members.
        TooManyRooms: One of the people has reached the limit of rooms.
    """
    by = UserId(actor.id)
    reads = groups.creation_reads(member_ids, by)
    names = await acquaintances.get_acquainted_names(uow, actor.member_ids, member_ids, *reads, role=actor.role)
    return await groups.create_group(uow, member_ids, name=name, avatar_url=avatar_url, by=by, names=names, now=now)


async def add_group_members(
    uow: UnitOfWork, room_id: RoomId, member_ids: Sequence[UserId], *, actor: Actor, now: datetime
) -> tuple[Room, InboxEntry]:
    """Add people to a group that the actor runs; members stay as they are.

    Raises:
        RoomNotFound: The actor does not see such a room.
        NotAGroup: The room is no group.
        NotRoomAdmin: The actor does not run the group.
        PersonNotFound: One of the people has not registered, or the actor may not know that person.
        Blocked: One of the people has blocked the actor, or is blocked by the actor.
        GroupFull: The group would have too many members.
        TooManyRooms: One of the people has reached the limit of rooms.
    """
    reads = groups.addition_reads(room_id, member_ids, UserId(actor.id))
    names = await acquaintances.get_acquainted_names(uow, actor.member_ids, member_ids, *reads, role=actor.role)
    return await groups.add_members(uow, room_id, member_ids, actor=actor, names=names, now=now)
