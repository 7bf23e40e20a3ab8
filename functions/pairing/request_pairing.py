"""Call for somebody to talk to."""

import asyncio
from datetime import datetime

from shared.chat import contact_filter
from shared.identity import display_names
from shared.identity import store as identity
from shared.identity.errors import AccountSuspended, NotRegistered
from shared.kernel.actors import Actor
from shared.kernel.ids import OrderId, PairingId, UserId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions as orders
from shared.orders import store as order_store
from shared.orders.errors import BuyerNeeded
from shared.orders.models import Buyer
from shared.orders.schemas import OrderRequest
from shared.pairing import pairing_requests, rules, store
from shared.pairing.errors import AlreadySearching, MustRegister
from shared.pairing.pairing_requests import Caller
from shared.pairing.schemas import PairingDetails, PairingView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions import store as sessions

REQUEST_ERRORS = (NotRegistered, AccountSuspended, AlreadySearching, MustRegister, BuyerNeeded)


class RequestPairing(PairingDetails):
    """`buyer` is for whom the invoice is, where the profile does not say and there is something to pay."""

    buyer: Buyer | None = None


async def request_pairing_and_open_order(
    uow: UnitOfWork, body: RequestPairing, *, actor: Actor, now: datetime
) -> PairingId:
    """Call by credit or trial, or open the order that pays for it, in one commit. The topic tells no phone number."""
    alias, uid, order_id = actor.alias, UserId(actor.id), OrderId.at(now, uow.random_below)
    free = pairing_requests.release_caller_if_session_over(
        uow, alias, is_session_over=sessions.is_session_over, now=now
    )
    person, _ = await asyncio.gather(identity.get_active_user(uow, uid), free)
    caller = Caller(alias, uid, person.full_name, display_names.compute_pseudonym(alias), actor.phone, actor.anonymous)
    body = body.having(topic=body.topic and contact_filter.filter_contacts(body.topic, "mask")[0])
    pairing, settings = await pairing_requests.request_pairing(uow, body, caller, order_id=order_id, now=now)
    if pairing.entitlement.kind == "order":
        wishes = OrderRequest.of(person, body.buyer, body.success_url)
        await orders.open_order(uow, order_id, rules.sale_from_pairing(pairing, settings), wishes, actor=actor, now=now)
    return pairing.id


@http.post(who="customer", raises=REQUEST_ERRORS, gateways=("payments", "tasks"), min_instances=1)
async def request_pairing(body: RequestPairing, ctx: Context) -> PairingView:
    """Call for somebody to talk to, by credit, trial, or what is to be paid at `checkout_url`; then listen to it."""
    pairing = await ctx.read(
        store.get_pairing, await ctx.commit(request_pairing_and_open_order, body, actor=ctx.actor, now=ctx.now)
    )
    if pairing.entitlement.order_id is None:
        return PairingView.of(pairing)
    order, fresh = await ctx.read(order_store.get_order, pairing.entitlement.order_id), not ctx.replayed
    invoice = await ctx.gateways.payments.open_invoice(order, fresh=fresh, now=ctx.now)
    order = await ctx.commit(orders.attach_invoice, order.id, invoice, fresh=fresh, now=ctx.now)
    return PairingView.of(pairing, checkout_url=order.payment.checkout_url)
