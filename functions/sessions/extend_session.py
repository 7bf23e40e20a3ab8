"""Buy more time for a session."""

from datetime import datetime

from shared.identity import store as identity
from shared.identity.errors import NotRegistered
from shared.kernel.actors import Actor
from shared.kernel.ids import OrderId, SessionId, UserId
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Request
from shared.orders import actions as orders
from shared.orders import store as order_store
from shared.orders.errors import BuyerNeeded
from shared.orders.models import Buyer
from shared.orders.schemas import OrderRequest, OrderView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions import actions, rules, store
from shared.sessions.errors import SessionInCrisis, SessionNotFound, SessionOver, SessionTooLong


class ExtendSession(Request):
    """`buyer` is for whom the invoice is, where the profile does not say."""

    session_id: SessionId
    buyer: Buyer | None = None


async def open_extension_order(uow: UnitOfWork, body: ExtendSession, *, actor: Actor, now: datetime) -> OrderId:
    """Open the order for the time that one more extension gives; one that is open already is the answer."""
    me = actor.as_member_of(body.session_id)
    session, settings = await actions.access_extendable_session(uow, body.session_id, actor=me, now=now)
    mine = OrderId.at(now, uow.random_below)
    order_id = await actions.hold_extension(uow, session, mine, now=now)
    if order_id == mine:
        wishes = OrderRequest.of(await identity.get_user(uow, UserId(actor.id)), body.buyer)
        sale = rules.sale_from_extension(session, settings, held=store.next_extension_ref(session).path)
        await orders.open_order(uow, order_id, sale, wishes, actor=actor, now=now)
    return order_id


@http.post(
    who="customer",
    raises=(SessionNotFound, SessionOver, SessionInCrisis, SessionTooLong, NotRegistered, BuyerNeeded),
    gateways=("payments", "tasks"),
)
async def extend_session(body: ExtendSession, ctx: Context) -> OrderView:
    """Order more time; the session has it as soon as it is paid for. An extension that waits for its money is shown."""
    order_id = await ctx.commit(open_extension_order, body, actor=ctx.actor, now=ctx.now)
    order = await ctx.read(order_store.get_order, order_id)
    fresh = order.request_id == ctx.request_id and not ctx.replayed
    invoice = await ctx.gateways.payments.open_invoice(order, fresh=fresh, now=ctx.now)
    order = await ctx.commit(orders.attach_invoice, order.id, invoice, fresh=fresh, now=ctx.now)
    return OrderView.of(order)
