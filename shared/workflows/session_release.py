"""Release of what a session has occupied: a place of its expert, and the customer's open pairing."""

from datetime import datetime

from shared.contracts.events.sessions import SessionEnded
from shared.kernel.ports import UnitOfWork
from shared.pairing import acceptance, pairing_requests


async def release_expert_and_caller(uow: UnitOfWork, event: SessionEnded, *, now: datetime) -> None:
    """Give the expert their place back and let the customer request a pairing again, in one commit."""
    if event.expert is not None:
        await acceptance.release_expert(uow, event.session_id, event.expert, now=now)
    await pairing_requests.release_caller(uow, event.customer, event.session_id, now=now)
