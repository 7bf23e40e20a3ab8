"""An expert is there for calls."""

from shared.identity.errors import AccountSuspended, NotRegistered
from shared.pairing.errors import ExpertSuspended, PhoneSignInNeeded
from shared.pairing.schemas import AvailabilityView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import expert_presence


@http.post(
    who="expert", raises=(NotRegistered, AccountSuspended, PhoneSignInNeeded, ExpertSuspended), dispatches=("tasks",)
)
async def go_online(ctx: Context) -> AvailabilityView:
    """Be there for calls; a heartbeat must come before `online_until`, every 30 seconds."""
    return await ctx.commit(expert_presence.bring_expert_online, actor=ctx.actor, now=ctx.now)
