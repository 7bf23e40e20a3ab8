"""Sessions of a person, past and present: a customer finds them by the calls, an expert by the account."""

from typing import Literal

from shared.contracts.calls import identify_customer
from shared.kernel.actors import Actor
from shared.kernel.ids import UserId
from shared.kernel.paging import Page
from shared.kernel.ports import Reader
from shared.pairing import store as pairings
from shared.sessions import store
from shared.sessions.schemas import OwnSessionView


async def list_own_sessions(
    reader: Reader, side: Literal["customer", "expert"], *, actor: Actor, cursor: str | None, limit: int
) -> Page[OwnSessionView]:
    """List the sessions that a person has had as a customer or as an expert, the latest first."""
    if side == "customer":
        return await _list_sessions_of_customer(reader, actor, cursor=cursor, limit=limit)
    rows = await store.list_sessions_of_expert(reader, UserId(actor.id), cursor=cursor, limit=limit)
    return rows.to_page(OwnSessionView.for_expert)


async def _list_sessions_of_customer(
    reader: Reader, actor: Actor, *, cursor: str | None, limit: int
) -> Page[OwnSessionView]:
    """List a customer's sessions by the calls that led to them: no session names the account of its customer."""
    rows = await pairings.list_paired_calls(reader, actor.alias, cursor=cursor, limit=limit)
    sessions = await store.find_sessions(reader, [call.session_id for call in rows.items])
    return Page(
        items=[
            OwnSessionView.for_customer(session, paid_by=call.entitlement.kind)
            for call, session in zip(rows.items, sessions, strict=True)
            if session is not None and identify_customer(actor, session.id) == session.customer
        ],
        next_cursor=rows.next_cursor,
    )
