"""Opening of chat rooms: the chat opens them, under the names by which people have registered."""

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


async def open_direct_room(
    uow: UnitOfWork, me: UserId, other: UserId, *, selves: Sequence[UserId], now: datetime
) -> tuple[Room, InboxEntry]:
    """Return the room of two people, opened if there is none yet.

    Args:
        uow: Unit of work that carries the changes.
        me: The person who asks.
        other: The other person.
        selves: All ids of the person who asks: a block of any of them counts.
        now: Time of the opening.

    Raises:
        WithYourself: The two are one person.
        PersonNotFound: One of the people has not registered.
        Blocked: One of the two has blocked the other, under any id.
        TooManyRooms: One of the people has reached the limit of rooms.
    """
    reads = room_opening.direct_room_reads(me, other)
    is_blocked, names = await asyncio.gather(
        user_blocks.has_block_between(uow, other, selves), identity.get_user_names(uow, (me, other), *reads)
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
    names = await identity.get_user_names(uow, (uid,), *room_opening.support_room_reads(uid))
    return await room_opening.open_support_room(uow, uid, names=names, now=now)


async def create_group(
    uow: UnitOfWork, member_ids: Sequence[UserId], *, name: str, avatar_url: str | None, by: UserId, now: datetime
) -> tuple[Room, InboxEntry]:
    """Create a group of `by` and these people, which `by` runs.

    Raises:
        PersonNotFound: One of the people has not registered.
        Blocked: One of the people has blocked `by`, or is blocked by `by`.
        GroupFull: The group would have too many members.
        TooManyRooms: One of the people has reached the limit of rooms.
    """
    names = await identity.get_user_names(uow, (by, *member_ids), *groups.creation_reads(member_ids, by))
    return await groups.create_group(uow, member_ids, name=name, avatar_url=avatar_url, by=by, names=names, now=now)


async def add_group_members(
    uow: UnitOfWork, room_id: RoomId, member_ids: Sequence[UserId], *, actor: Actor, now: datetime
) -> tuple[Room, InboxEntry]:
    """Add people to a group that the actor runs; members stay as they are.

    Raises:
        RoomNotFound: The actor does not see such a room.
        NotAGroup: The room is no group.
        NotRoomAdmin: The actor does not run the group.
        PersonNotFound: One of the people has not registered.
        Blocked: One of the people has blocked the actor, or is blocked by the actor.
        GroupFull: The group would have too many members.
        TooManyRooms: One of the people has reached the limit of rooms.
    """
    reads = groups.addition_reads(room_id, member_ids, UserId(actor.id))
    names = await identity.get_user_names(uow, member_ids, *reads)
    return await groups.add_members(uow, room_id, member_ids, actor=actor, names=names, now=now)
