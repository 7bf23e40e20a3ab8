"""A session is over: its expert has room again, and its customer may call again."""

from datetime import datetime

from shared.contracts.events.sessions import SessionEnded
from shared.kernel.ports import UnitOfWork
from shared.pairing import acceptance, pairing_requests
from shared.runtime.context import Context
from shared.runtime.triggers import on


async def release_expert_and_caller(uow: UnitOfWork, event: SessionEnded, *, now: datetime) -> None:
    """Both, in one commit."""
    if event.expert is not None:
        await acceptance.release_expert(uow, event.session_id, event.expert, now=now)
    await pairing_requests.release_caller(uow, event.customer, event.session_id, now=now)


@on(SessionEnded)
async def free_expert_when_session_ended(event: SessionEnded, ctx: Context) -> None:
    """Let the next customer come."""
    await ctx.commit(release_expert_and_caller, event, now=ctx.now)
