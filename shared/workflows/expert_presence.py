"""Presence of experts: go online with the name of their account."""

from datetime import datetime

from shared.identity import store as identity
from shared.kernel.actors import Actor
from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork
from shared.pairing import presence
from shared.pairing.schemas import AvailabilityView


async def bring_expert_online(uow: UnitOfWork, *, actor: Actor, now: datetime) -> AvailabilityView:
    """Take an expert online under the full name of their account.

    Raises:
        NotRegistered: The expert has no account.
        PhoneSignInNeeded: Experts must sign in by phone, and this one did not.
        ExpertSuspended: The expert may not take pairings.
    """
    person = await identity.get_user(uow, UserId(actor.id))
    return await presence.go_online(uow, person.id, person.full_name, by_phone=actor.by_phone, now=now)
