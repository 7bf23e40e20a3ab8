"""A session is over: its expert has room again, and its customer may call again."""

from shared.contracts.events.sessions import SessionEnded
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows import session_release


@on(SessionEnded, kind="pairing")
async def free_expert_when_session_ended(event: SessionEnded, ctx: Context) -> None:
    """Let the next customer come."""
    await ctx.commit(session_release.release_expert_and_caller, event, now=ctx.now)
