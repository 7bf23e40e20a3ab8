"""Blocks between two people: their rooms are hidden, and a session of the two goes on with another expert."""

from datetime import datetime

from shared.chat import store as chat
from shared.chat import user_blocks
from shared.chat.room_schemas import BlockedUserView, BlockTarget
from shared.kernel.actors import Actor
from shared.kernel.ids import RoomId, SessionId, UserId
from shared.kernel.paging import Page
from shared.kernel.ports import Reader, UnitOfWork
from shared.sessions import actions as sessions
from shared.workflows import acquaintances
from shared.workflows.caller_separations import BlockInCalls
from shared.workflows.display_names import DisplayNames


async def block_and_leave_session(
    uow: UnitOfWork, target: BlockTarget, *, actor: Actor, now: datetime
) -> tuple[BlockedUserView, RoomId | None]:
    """Block a person, and have a session of the two go on with another expert, in one commit.

    Returns:
        The block, and the last room that was hidden when there may be more.

    Raises:
        WithYourself: The person is the caller.
        PersonNotFound: Nobody has registered under that id, or the actor may not know that person.
    """
    me, other = UserId(actor.id), target.user_id
    if target.room_id is not None:
        await sessions.replace_blocked_expert(uow, SessionId(target.room_id), me, other)
    in_calls = BlockInCalls.between(actor, other)
    reads = user_blocks.block_reads(me, other), *(in_calls.refs if in_calls else ())
    names = await acquaintances.get_acquainted_names(
        uow, actor.member_ids, (other,), *reads, role=actor.role, with_aliases=True
    )
    blocked = await user_blocks.block_user(uow, me, other, names=names, now=now)
    if in_calls is not None:
        await in_calls.record(uow)
    return blocked


async def unblock_user(uow: UnitOfWork, other: UserId, *, actor: Actor, now: datetime) -> RoomId | None:
    """Unblock a person, also in calls. A call that is open already stays hidden from an expert.

    Returns:
        The last room that was shown when there may be more.

    Raises:
        WithYourself: The person is the caller.
    """
    in_calls = BlockInCalls.between(actor, other)
    me = UserId(actor.id)
    reads = user_blocks.block_reads(me, other), chat.ended_blocks_ref(me, other)
    await uow.prefetch(*reads, *(in_calls.refs if in_calls else ()))
    last = await user_blocks.unblock_user(uow, me, other, now=now)
    if in_calls is not None:
        await in_calls.record(uow, ended=True)
    return last


async def list_blocked_users(reader: Reader, me: UserId, *, cursor: str | None, limit: int) -> Page[BlockedUserView]:
    """List the people whom `me` has blocked, with their names, the latest block first."""
    found = await user_blocks.list_blocks(reader, me, cursor=cursor, limit=limit)
    (names,) = await reader.get_many(DisplayNames([block.id for block in found.items]))
    return user_blocks.page_from_blocks(found, names)
