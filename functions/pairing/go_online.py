"""HTTP: go online as an expert."""

from shared.identity.errors import NotRegistered
from shared.pairing.errors import ExpertSuspended, PhoneSignInNeeded
from shared.pairing.schemas import AvailabilityView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import expert_presence


@http.post(who="expert", raises=(NotRegistered, PhoneSignInNeeded, ExpertSuspended), dispatches=("tasks",))
async def go_online(ctx: Context) -> AvailabilityView:
    """Start taking calls. Send a heartbeat every 30 seconds, before `online_until`, to stay online."""
    return await ctx.commit(expert_presence.bring_expert_online, actor=ctx.actor, now=ctx.now)
