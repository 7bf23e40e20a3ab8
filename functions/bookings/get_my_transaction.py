"""HTTP: get what the caller has earned by a session or assignment."""

from shared.bookings.transaction_schemas import TransactionView
from shared.kernel.ids import SessionId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions.errors import SessionNotFound
from shared.workflows import expert_transactions


class GetMyTransaction(Request):
    """Query of `get_my_transaction`."""

    session_id: SessionId
    """Id of a booking, call or assignment that the caller gave, from `list_my_transactions`."""


@http.get(who=("customer", "expert"), raises=(SessionNotFound,))
async def get_my_transaction(query: GetMyTransaction, ctx: Context) -> TransactionView:
    """Get what the caller has sold: the customer, the service, the time, the place, the money and the review.

    In a call the customer has an invented name and no photo.
    """
    return await ctx.read(expert_transactions.get_transaction, query.session_id, actor=ctx.actor, now=ctx.now)
