"""A session is over: its expert has room again, and its customer may call again."""

from datetime import datetime

from shared.events.sessions import SessionEnded
from shared.kernel.ports import UnitOfWork
from shared.pairing import answering, calling
from shared.runtime.context import Context
from shared.runtime.triggers import on


async def free(uow: UnitOfWork, event: SessionEnded, *, now: datetime) -> None:
    """Both, in one commit."""
    if event.expert is not None:
        await answering.release(uow, event.session_id, event.expert, now=now)
    await calling.hang_up(uow, event.customer, event.session_id, now=now)


@on(SessionEnded)
async def free_expert_when_session_ended(event: SessionEnded, ctx: Context) -> None:
    """Let the next customer come."""
    await ctx.commit(free, event, now=ctx.now)
