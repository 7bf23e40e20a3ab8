"""Blocks between two people: a block by either hides their common rooms from both, until neither blocks the other."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from shared.chat import inboxes, store, user_pairs
from shared.chat.block_models import Block, BlockTime, EndedBlocks
from shared.chat.errors import WithYourself
from shared.chat.models import Room, pair_from_users
from shared.chat.room_opening import require_name
from shared.chat.room_schemas import BlockedUserView
from shared.chat.user_pairs import PairRefs, PairState
from shared.kernel.ids import RoomId, UserId
from shared.kernel.paging import Page, Rows, list_rows
from shared.kernel.ports import Query, Reader, UnitOfWork

# A commit takes at most 500 writes, and each room takes one.
_BATCH_SIZE = 200
_MOST_TIMES, _TIME_RETENTION = 20, timedelta(days=90)


def block_reads(uid: UserId, other: UserId) -> PairRefs:
    """Return the documents that `block_user` reads, so that a caller can read more in the same round trip.

    Raises:
        WithYourself: The two are one person.
    """
    return PairRefs(_pair_of_different_users(uid, other))


async def block_user(
    uow: UnitOfWork, uid: UserId, other: UserId, *, names: Mapping[UserId, str], now: datetime
) -> tuple[BlockedUserView, RoomId | None]:
    """Record that `uid` has blocked `other`, and hide the first 200 rooms of the two.

    Args:
        uow: Unit of work that carries the changes.
        uid: The person who blocks.
        other: The person who is blocked.
        names: Display name of `other` by id; absent if `other` has not registered.
        now: Time of the block.

    Returns:
        The block, and the last room checked if there may be more: pass that to `sync_room_visibility`.

    Raises:
        WithYourself: The two are one person.
        PersonNotFound: `other` has not registered.
    """
    (two,) = await uow.get_many(block_reads(uid, other))
    name = require_name(names, other)
    kept = two.blocks.get(uid)
    if kept is None:
        kept = Block(id=other, blocked_at=now)
        uow.put(store.block_ref(uid, other), kept)
        two.require_unchanged(uow)
    two = replace(two, blocks={**two.blocks, uid: kept})
    return BlockedUserView.of(kept, name), await _sync_room_visibility(uow, two, after=None)


async def unblock_user(uow: UnitOfWork, uid: UserId, other: UserId, *, now: datetime) -> RoomId | None:
    """Delete the block of `other` by `uid`, and show the first 200 rooms of the two if no block remains.

    The time of the block is kept: it shows who kept whom out of a session.

    Returns:
        The last room checked if there may be more: pass that to `sync_room_visibility`; otherwise None.

    Raises:
        WithYourself: The two are one person.
    """
    two = await user_pairs.get_pair(uow, _pair_of_different_users(uid, other))
    if (block := two.blocks.get(uid)) is not None:
        uow.delete(store.block_ref(uid, other))
        await _keep_time(uow, uid, block, now=now)
        two.require_unchanged(uow)
    two = replace(two, blocks={by: block for by, block in two.blocks.items() if by != uid})
    return await _sync_room_visibility(uow, two, after=None)


async def _keep_time(uow: UnitOfWork, uid: UserId, block: Block, *, now: datetime) -> None:
    """Keep the time of a block that `uid` takes back."""
    ref = store.ended_blocks_ref(uid, block.id)
    earlier = await uow.get(ref)
    time = BlockTime(blocked_at=block.blocked_at, ended_at=max(now, block.blocked_at))
    times = (*(earlier.times if earlier else ()), time)[-_MOST_TIMES:]
    uow.put(ref, EndedBlocks(id=block.id, times=times, expire_at=now + _TIME_RETENTION))


async def sync_room_visibility(uow: UnitOfWork, uid: UserId, other: UserId, *, after: RoomId) -> RoomId | None:
    """Hide or show the next 200 rooms of two people after the room `after`, as their blocks require.

    A commit takes at most 500 writes, and a pair may have any number of rooms.

    Returns:
        The last room checked if there may be more; otherwise None.

    Raises:
        WithYourself: The two are one person.
    """
    two = await user_pairs.get_pair(uow, _pair_of_different_users(uid, other))
    return await _sync_room_visibility(uow, two, after=after)


async def _sync_room_visibility(uow: UnitOfWork, two: PairState, *, after: RoomId | None) -> RoomId | None:
    # Query after the inboxes were read: a room opened in between changes the inboxes, so the commit fails.
    rooms = await uow.query(_rooms_query(two.pair, after))
    moved = [room for room in rooms if set(room.blocked_by) != set(two.blocked_by)]
    for room in moved:
        uow.put(store.room_ref(room.id), room.having(members=two.members, blocked_by=two.blocked_by))
        two = _with_room_visibility(two, room)
    if moved:
        for inbox in two.inboxes:
            uow.put(store.inbox_ref(inbox.id), inbox)
        two.require_unchanged(uow)
    return rooms[-1].id if len(rooms) == _BATCH_SIZE else None


def _with_room_visibility(two: PairState, room: Room) -> PairState:
    one, other = (
        inboxes.with_hidden_room(inbox, room, inbox.id) if two.blocks else inboxes.with_shown_room(inbox, room)
        for inbox in two.inboxes
    )
    return replace(two, inboxes=(one, other))


def _rooms_query(pair: str, after: RoomId | None) -> Query[Room]:
    query = store.rooms_of_pair_query(pair).order_by("id")
    return (query.after(after) if after else query).first(_BATCH_SIZE)


def _pair_of_different_users(uid: UserId, other: UserId) -> str:
    if uid == other:
        raise WithYourself.field("user_id", "own_id")
    return pair_from_users(uid, other)


async def has_block_between(reader: Reader, one: UserId, selves: Sequence[UserId]) -> bool:
    """Check if a block exists between `one` and another person, in either direction.

    Args:
        reader: Reader of the documents.
        one: Id of the first person.
        selves: All ids of the other person.
    """
    pairs_ = [(one, other) for other in selves if other != one]
    refs = [store.block_ref(*pair) for two in pairs_ for pair in (two, two[::-1])]
    return any(await reader.get_all(refs))


async def list_blocks(reader: Reader, uid: UserId, *, cursor: str | None, limit: int) -> Rows[Block]:
    """List the blocks of a person, the latest first."""
    query = Query(f"users/{uid}/blocks", Block).order_by("blocked_at", "desc").order_by("id", "desc")
    return await list_rows(reader, query, cursor=cursor, limit=limit)


def page_from_blocks(found: Rows[Block], names: Mapping[UserId, str]) -> Page[BlockedUserView]:
    """Build a page from the blocks that `list_blocks` found. A person without an account has an empty name."""
    return found.to_page(lambda block: BlockedUserView.of(block, names.get(block.id, "")))
