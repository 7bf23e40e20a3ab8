"""HTTP: reveal the customer of a session."""

from datetime import datetime

from shared.control_center import actions
from shared.identity import store as identity
from shared.identity.errors import NotRegistered
from shared.identity.models import User
from shared.kernel.actors import Actor
from shared.kernel.ids import SessionId, UserId
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Line, Request, View
from shared.pairing import store as pairing
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions import store as sessions
from shared.sessions.errors import SessionNotFound


class RevealCustomer(Request):
    """`reason` is kept for good, with who has asked."""

    session_id: SessionId
    """Id of the session whose customer is wanted, from `list_sessions`."""
    reason: Line
    """Why the admin needs to know, one line; stored for good with the admin's id."""


class CustomerView(View):
    """Who is behind the pseudonym."""

    user_id: UserId
    """Id of the customer's account."""
    full_name: str
    """Full name of the customer; a pseudonym while the account is anonymous."""
    email: str | None
    """E-mail address of the customer; null when not known."""
    phone: str | None
    """Phone number of the customer in international form; null when not known."""


async def disclose_customer(uow: UnitOfWork, body: RevealCustomer, *, actor: Actor, now: datetime) -> User:
    """Find the account behind a session's alias, and record the disclosure in the same commit."""
    session = await sessions.get_session(uow, body.session_id)
    standing = await pairing.find_caller_account(uow, session.customer)
    person = await identity.get_user(uow, standing.account if standing else session.customer)
    actions.record_disclosure(uow, session.id, session.customer, by=UserId(actor.id), reason=body.reason, now=now)
    return person


@http.post(who="admin", raises=(SessionNotFound, NotRegistered))
async def reveal_customer(body: RevealCustomer, ctx: Context) -> CustomerView:
    """Reveal who the customer of a session is, because somebody is in danger.

    The disclosure is recorded with its reason.
    """
    person = await ctx.commit(disclose_customer, body, actor=ctx.actor, now=ctx.now)
    ctx.alert("a customer was revealed", session_id=body.session_id, by=ctx.actor.id)
    return CustomerView(user_id=person.id, **person.model_dump(include={"full_name", "email", "phone"}))
