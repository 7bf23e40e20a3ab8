"""Rerouting of a session by an admin."""

from datetime import datetime

from shared.kernel.ids import SessionId, UserId
from shared.kernel.ports import UnitOfWork
from shared.pairing import acceptance
from shared.pairing import store as pairings
from shared.pairing.errors import ExpertUnwanted
from shared.sessions import actions
from shared.sessions.models import Session
from shared.workflows import caller_separations


async def reroute_session(uow: UnitOfWork, session_id: SessionId, *, to: UserId | None, now: datetime) -> Session:
    """Give a session to another expert: to the one who is named, or to the first who accepts.

    Raises:
        SessionNotFound: The session does not exist.
        SessionOver: The session has ended.
        SessionIsBooked: The session belongs to a booking.
        NotOnline: The named expert is offline.
        NoRoomLeft: The named expert has as many sessions as allowed.
        ExpertSuspended: The named expert is suspended.
        ExpertUnwanted: The named expert and the customer have blocked each other.
    """
    session = await actions.reroute_session(uow, session_id, to=to, now=now)
    if to is not None:
        await acceptance.check_can_accept(uow, session.id, to, now=now)
        account = await pairings.find_account_by_alias(uow, session.customer)
        if await caller_separations.are_apart(uow, account, session.customer, to):
            raise ExpertUnwanted()
    return session
