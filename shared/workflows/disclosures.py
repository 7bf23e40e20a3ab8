"""Disclosures of a customer's identity to an admin."""

from datetime import datetime

from shared.control_center import actions
from shared.identity import store as identity
from shared.identity.models import User
from shared.kernel.actors import Actor
from shared.kernel.ids import SessionId, UserId
from shared.kernel.ports import UnitOfWork
from shared.pairing import store as pairing
from shared.sessions import store as sessions


async def disclose_customer(
    uow: UnitOfWork, session_id: SessionId, *, reason: str, actor: Actor, now: datetime
) -> User:
    """Get the account behind the alias of a session, and keep an audit record of the disclosure, in one commit.

    Raises:
        SessionNotFound: The session does not exist.
        NotRegistered: The customer has no account any more.
    """
    session = await sessions.get_session(uow, session_id)
    caller = await pairing.find_account_by_alias(uow, session.customer)
    person = await identity.get_user(uow, caller.account if caller else session.customer)
    actions.record_disclosure(uow, session.id, session.customer, by=UserId(actor.id), reason=reason, now=now)
    return person
