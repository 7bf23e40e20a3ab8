"""An expert is there for calls."""

from datetime import datetime

from shared.identity import store as identity
from shared.identity.errors import AccountSuspended, NotRegistered
from shared.kernel.actors import Actor
from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork
from shared.pairing import presence
from shared.pairing.errors import ExpertSuspended, PhoneSignInNeeded
from shared.pairing.schemas import AvailabilityView
from shared.runtime.context import Context
from shared.runtime.triggers import http


async def bring_expert_online(uow: UnitOfWork, *, actor: Actor, now: datetime) -> AvailabilityView:
    """Go online under the name by which customers know the expert."""
    person = await identity.get_active_user(uow, UserId(actor.id))
    return await presence.go_online(uow, person.id, person.full_name, by_phone=actor.by_phone, now=now)


@http.post(
    who="expert", raises=(NotRegistered, AccountSuspended, PhoneSignInNeeded, ExpertSuspended), gateways=("tasks",)
)
async def go_online(ctx: Context) -> AvailabilityView:
    """Be there for calls; a heartbeat must come before `online_until`, every 30 seconds."""
    return await ctx.commit(bring_expert_online, actor=ctx.actor, now=ctx.now)
