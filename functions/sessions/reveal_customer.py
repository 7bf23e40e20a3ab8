"""HTTP: reveal the customer of a session."""

from shared.control_center.schemas import CustomerView
from shared.identity.errors import NotRegistered
from shared.kernel.ids import SessionId
from shared.kernel.schemas import Line, Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions.errors import SessionNotFound
from shared.workflows import disclosures


class RevealCustomer(Request):
    """Body of `reveal_customer`."""

    session_id: SessionId
    """Id of the session whose customer is wanted, from `list_sessions`."""
    reason: Line
    """Reason for which the admin needs to know, one line; stored for good with the admin's id."""


@http.post(who="admin", admin_scope="supervisor", raises=(SessionNotFound, NotRegistered))
async def reveal_customer(body: RevealCustomer, ctx: Context) -> CustomerView:
    """Reveal who the customer of a session is, because somebody is in danger.

    The disclosure is recorded with its reason.
    """
    disclose = disclosures.disclose_customer
    person = await ctx.commit(disclose, body.session_id, reason=body.reason, actor=ctx.actor, now=ctx.now)
    ctx.alert("a customer was revealed", session_id=body.session_id, by=ctx.actor.id)
    return CustomerView(
        user_id=person.id, full_name=person.full_name, email=person.email, phone=person.international_phone
    )
