"""Wanting nothing to do with somebody: what the two have in common is out of both's sight until neither does."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from shared.chat import inboxes, pairs, store
from shared.chat.errors import WithYourself
from shared.chat.models import Block, Room, pair_of
from shared.chat.opening import PeopleAt, known
from shared.chat.pairs import Two
from shared.chat.room_schemas import BlockedUserView
from shared.kernel import paging
from shared.kernel.ids import RoomId, UserId
from shared.kernel.paging import Page
from shared.kernel.ports import Query, Reader, UnitOfWork

# One commit takes 500 writes, and each room is one.
_AT_ONCE = 200


async def block(
    uow: UnitOfWork, uid: UserId, other: UserId, *, people: PeopleAt, now: datetime
) -> tuple[BlockedUserView, RoomId | None]:
    """Keep that *uid* has blocked *other*, and hide their first rooms: see `follow`.

    Raises `WithYourself`, `PersonNotFound`.
    """
    two, (person,) = await pairs.look(uow, _pair(uid, other), people(other))
    name = known(other, person).full_name
    kept = two.blocks.get(uid)
    if kept is None:
        kept = Block(id=other, blocked_at=now)
        uow.put(store.block_ref(uid, other), kept)
        two.stand_still(uow)
    two = replace(two, blocks={**two.blocks, uid: kept})
    return BlockedUserView.of(kept, name), await _follow(uow, two, after=None)


async def unblock(uow: UnitOfWork, uid: UserId, other: UserId) -> RoomId | None:
    """Forget that *uid* has blocked *other*, and show their first rooms: see `follow`. Raises `WithYourself`."""
    two, _ = await pairs.look(uow, _pair(uid, other))
    if uid in two.blocks:
        uow.delete(store.block_ref(uid, other))
        two.stand_still(uow)
    two = replace(two, blocks={by: block for by, block in two.blocks.items() if by != uid})
    return await _follow(uow, two, after=None)


async def follow(uow: UnitOfWork, uid: UserId, other: UserId, *, after: RoomId) -> RoomId | None:
    """Let the rooms of the two behind *after* be in sight or not, as their blocks have it.

    The last room looked at, when there may be more: 200 are one commit, and a pair may have any number of them.
    """
    two, _ = await pairs.look(uow, _pair(uid, other))
    return await _follow(uow, two, after=after)


async def _follow(uow: UnitOfWork, two: Two, *, after: RoomId | None) -> RoomId | None:
    # Asked for after the inboxes were read: a room that is opened meanwhile changes those.
    rooms = await uow.query(_rooms(two.pair, after))
    moved = [room for room in rooms if set(room.blocked_by) != set(two.blocked_by)]
    for room in moved:
        uow.put(store.room_ref(room.id), room.having(members=two.members, blocked_by=two.blocked_by))
        two = _seen(two, room)
    if moved:
        for inbox in two.inboxes:
            uow.put(store.inbox_ref(inbox.id), inbox)
        two.stand_still(uow)
    return rooms[-1].id if len(rooms) == _AT_ONCE else None


def _seen(two: Two, room: Room) -> Two:
    one, other = (
        inboxes.hide(inbox, room, inbox.id) if two.blocks else inboxes.show(inbox, room) for inbox in two.inboxes
    )
    return replace(two, inboxes=(one, other))


def _rooms(pair: str, after: RoomId | None) -> Query[Room]:
    query = store.rooms_of_two(pair).by("id")
    return (query.after(after) if after else query).first(_AT_ONCE)


def _pair(uid: UserId, other: UserId) -> str:
    if uid == other:
        raise WithYourself.field("user_id", "is you")
    return pair_of(uid, other)


async def apart(reader: Reader, one: UserId, selves: Sequence[UserId]) -> bool:
    """Whether *one* and somebody (all whose *selves* are given) want nothing to do with each other."""
    pairs_ = [(one, other) for other in selves if other != one]
    refs = [store.block_ref(*pair) for two in pairs_ for pair in (two, two[::-1])]
    return any(await reader.get_all(refs))


async def blocked(
    reader: Reader, uid: UserId, *, people: PeopleAt, cursor: str | None, limit: int
) -> Page[BlockedUserView]:
    """A page of whom this person has blocked, the latest first."""
    found = await reader.query(_blocks(uid, cursor).first(limit + 1))
    page, more = found[:limit], len(found) > limit
    persons = await reader.get_all([people(block.id) for block in page])
    return Page(
        items=[
            BlockedUserView.of(block, person.full_name if person else "")
            for block, person in zip(page, persons, strict=True)
        ],
        next_cursor=paging.cursor(page[-1].blocked_at.isoformat(), page[-1].id) if more else None,
    )


def _blocks(uid: UserId, cursor: str | None) -> Query[Block]:
    query = Query(f"users/{uid}/blocks", Block).by("blocked_at", "desc").by("id", "desc")
    return query.after(*paging.moment_and_id(cursor)) if cursor else query
