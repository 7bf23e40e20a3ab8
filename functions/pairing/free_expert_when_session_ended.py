"""Event: release expert and customer of an ended session."""

from shared.contracts.events.sessions import SessionEnded
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows import session_release


@on(SessionEnded, kind="pairing")
async def free_expert_when_session_ended(event: SessionEnded, ctx: Context) -> None:
    """Release the expert for the next customer, and let the customer call again."""
    await ctx.commit(session_release.release_expert_and_caller, event, now=ctx.now)
