"""What orders do: load, decide, save, tell."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.events.orders import OrderPaid, OrderRefunded, PaymentQuarantined
from shared.kernel import claims
from shared.kernel.actors import Actor
from shared.kernel.errors import Unavailable
from shared.kernel.ids import OrderId, PartnerId, UserId
from shared.kernel.ports import Reader, UnitOfWork
from shared.kernel.sales import Item, Sale
from shared.orders import jobs, rules, store
from shared.orders.errors import NothingToRefund, OrderNotOpen
from shared.orders.models import InboxNote, Order, OrderStatus, Quarantined, RefundStatus
from shared.orders.ports import Invoice, InvoiceNotice, InvoiceStatus, RefundReceipt
from shared.orders.rules import Standing
from shared.orders.schemas import OrderRequest

# The request itself opens the invoice; this is for when it could not.
_OPEN_AGAIN = timedelta(seconds=30)
# Long enough for a slow answer to an earlier attempt to have become an invoice.
_LOOK_FOR_STRAYS = timedelta(minutes=3)

SEATS_GONE = "The order had expired when it was paid, and what it held has gone to others."
CANCELLED = "The order had been cancelled when it was paid."


async def open_order(
    uow: UnitOfWork, order_id: OrderId, sale: Sale, wishes: OrderRequest, *, actor: Actor, now: datetime
) -> Order:
    """Open an order on what is held for it, with its timers; a free one is already paid."""
    order = rules.opened(order_id, sale, wishes.buyer, now=now, request_id=uow.request_id).having(
        locale=wishes.locale,
        success_url=str(wishes.success_url) if wishes.success_url else None,
        partner=PartnerId(actor.id) if actor.role == "partner" else None,
        customer=UserId(actor.id) if actor.role == "customer" else None,
    )
    uow.create(store.ref(order.id), order)
    if order.status is OrderStatus.PAID:
        uow.emit(OrderPaid(order_id=order.id, paid_at=order.created_at))
        return order
    uow.schedule(jobs.ExpireOrder(order_id=order.id), at=order.hold_until + rules.CLOSING_GRACE, key=order.id)
    uow.schedule(jobs.OpenInvoice(order_id=order.id), at=order.created_at + _OPEN_AGAIN, key=order.id, precise=False)
    return order


async def attach_invoice(
    uow: UnitOfWork, order_id: OrderId, invoice: Invoice | None, *, fresh: bool, now: datetime
) -> Order:
    """Give the order its invoice. Without one (the provider would not say), the task that is already due will."""
    order = await store.order(uow, order_id)
    if invoice is None or order.status is not OrderStatus.PENDING:
        return order
    alone = order.payment.invoice_id == invoice.id
    if order.payment.invoice_id is None:
        payment = order.payment.having(invoice_id=invoice.id, checkout_url=invoice.checkout_url)
        order = order.having(payment=payment)
        uow.put(store.ref(order_id), order)
        if fresh:
            uow.cancel(jobs.OpenInvoice, order_id)
            alone = True
    if not alone:
        uow.schedule(
            jobs.OpenInvoice(order_id=order_id), at=now + _LOOK_FOR_STRAYS, key=f"{order_id}-strays", precise=False
        )
    return order


async def cancel(uow: UnitOfWork, order_id: OrderId, *, actor: Actor, now: datetime) -> None:
    """Cancel an unpaid order: what it held is free again at once."""
    order = await store.order_for(uow, order_id, actor)
    cancelled = rules.cancelled(order, now=now)
    if cancelled is not order:
        await claims.give_back(uow, order.claims, holder=order.id)
        uow.put(store.ref(order.id), cancelled)
        # The same task that closes the invoice of an expired order, now instead of then.
        uow.schedule(jobs.ExpireOrder(order_id=order.id), at=now, key=order.id)


async def order_to_close(reader: Reader, order_id: OrderId) -> Order:
    """The order whose invoice must not be paid any more. Raises `OrderNotOpen` when it has been paid."""
    order = await store.order(reader, order_id)
    if order.payment.paid_at is not None:
        raise OrderNotOpen(order_status=order.status)
    return order


async def record_invoice_notice(uow: UnitOfWork, notice: InvoiceNotice, *, now: datetime) -> None:
    """Remember what the provider says about an invoice; a task asks whether it is so."""
    note = store.inbox(notice.id, notice.status)
    if await uow.get(note) is not None:
        return
    order_id = OrderId.parsed(notice.order_id)
    uow.create(
        note,
        InboxNote(
            invoice_id=notice.id,
            order_id=notice.order_id,
            status=notice.status,
            amount=notice.amount,
            currency=notice.currency,
            known=order_id is not None,
            received_at=now,
            request_id=uow.request_id,
        ),
    )
    if order_id is not None:
        uow.schedule(jobs.SettleInvoice(order_id=order_id, told_paid=notice.status is InvoiceStatus.PAID))
    else:
        uow.emit(PaymentQuarantined(order_id=notice.order_id, invoice_id=notice.id, reason="this is no order of ours"))


async def settle(
    uow: UnitOfWork, order_id: OrderId, invoices: Sequence[Invoice], *, now: datetime, told_paid: bool = False
) -> Order:
    """Do what the provider's answer asks for: fulfil, expire, resolve a late payment, or believe nothing.

    Raises `Unavailable` when a callback says paid and the answer does not: it may be a moment behind.
    """
    order = await store.order(uow, order_id)
    if told_paid and not any(invoice.status is InvoiceStatus.PAID for invoice in invoices):
        raise Unavailable("A callback says paid, the provider itself does not (yet).")
    truest = rules.truest(invoices)
    paid = [invoice for invoice in invoices if invoice.status is InvoiceStatus.PAID]
    for invoice in paid or ([truest] if truest else []):
        order = await _settle_one(uow, order, invoice, now=now)
    return order


async def _settle_one(uow: UnitOfWork, order: Order, invoice: Invoice, *, now: datetime) -> Order:
    standing = rules.standing(order, invoice)
    if standing is Standing.NOTHING:
        return order
    if standing in (Standing.MISMATCH, Standing.DOUBLE):
        await _quarantine(uow, order, invoice, now=now)
        return order
    if standing is Standing.EXPIRE:
        return await _expire(uow, order, now=now)
    if standing is Standing.FULFIL and await claims.keep(uow, order.claims, holder=order.id):
        order = rules.paid(order, invoice, now=now)
        uow.emit(OrderPaid(order_id=order.id, paid_at=order.payment.paid_at or now))
    else:
        # What is left of a hold that was broken is of no use to anybody.
        await claims.give_back(uow, order.claims, holder=order.id)
        order = rules.paid_late(order, invoice, now=now)
        uow.schedule(jobs.ResolveLatePayment(order_id=order.id), key=order.id)
    uow.put(store.ref(order.id), order)
    return order


async def _quarantine(uow: UnitOfWork, order: Order, invoice: Invoice, *, now: datetime) -> None:
    reason, expected, told = rules.mismatch(order, invoice) or (
        "paid twice",
        order.payment.invoice_id or "",
        invoice.id,
    )
    place = store.quarantine(order.id, invoice.id)
    if await uow.get(place) is not None:
        return
    uow.create(
        place,
        Quarantined(order_id=order.id, invoice_id=invoice.id, reason=reason, expected=expected, told=told, at=now),
    )
    uow.emit(PaymentQuarantined(order_id=order.id, invoice_id=invoice.id, reason=reason))


async def expire(uow: UnitOfWork, order_id: OrderId, invoices: Sequence[Invoice], *, now: datetime) -> Order:
    """The time is over: what the provider knows of a payment decides first; else the order expires."""
    order = await settle(uow, order_id, invoices, now=now)
    return await _expire(uow, order, now=now)


async def expire_overdue(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """Expire an order of which the provider has said nothing for too long; a payment is then a late one."""
    order = await store.order(uow, order_id)
    if order.hold_until + rules.CLOSING_GRACE < now:
        await _expire(uow, order, now=now)


async def _expire(uow: UnitOfWork, order: Order, *, now: datetime) -> Order:
    if order.status is not OrderStatus.PENDING or order.payment.paid_at is not None:
        return order
    await claims.give_back(uow, order.claims, holder=order.id)
    order = rules.expired(order, now=now)
    uow.put(store.ref(order.id), order)
    return order


async def resolve_late_payment(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> Order:
    """Paid though over: claim again what it held, all of it; else the money goes back."""
    order = await store.order(uow, order_id)
    if order.status in (OrderStatus.PAID, OrderStatus.REFUNDED) or order.refund is not None:
        return order
    if order.status is OrderStatus.CANCELLED:
        return _give_money_back(uow, order, reason=CANCELLED, now=now)
    taken: list[str] = []
    try:
        items = [await _claimed_again(uow, order, item, taken) for item in order.items]
    except claims.NotEnough:
        # All of it or nothing: what was had before the rest could not be is given back in the same breath.
        await claims.give_back(uow, taken, holder=order.id)
        return _give_money_back(uow, order, reason=SEATS_GONE, now=now)
    order = rules.fulfilled_late(order, items, now=now)
    uow.put(store.ref(order.id), order)
    uow.emit(OrderPaid(order_id=order.id, paid_at=order.payment.paid_at or now))
    return order


async def _claimed_again(uow: UnitOfWork, order: Order, item: Item, taken: list[str]) -> Item:
    """The same number of units, from the pools that the old ones came from; *taken* grows by them."""
    begin = len(taken)
    for pool in dict.fromkeys(path.rpartition("/")[0] for path in item.claims):
        count = sum(path.startswith(f"{pool}/") for path in item.claims)
        taken += await claims.claim_any(uow, claims.Pool(pool), count, holder=order.id, until=None)
    return item.having(claims=tuple(taken[begin:]))


def _give_money_back(uow: UnitOfWork, order: Order, *, reason: str, now: datetime) -> Order:
    order = rules.refund_due(order, reason=reason, now=now)
    uow.put(store.ref(order.id), order)
    if order.refund and order.refund.status is RefundStatus.DUE:
        uow.schedule(jobs.RefundOrder(order_id=order.id), key=order.id)
    else:
        uow.schedule(jobs.EmailRefundNotice(order_id=order.id), key=order.id)
        _ask_a_person(uow, order, "a refund waits for a bank account")
    return order


def _ask_a_person(uow: UnitOfWork, order: Order, reason: str) -> None:
    uow.emit(PaymentQuarantined(order_id=order.id, invoice_id=order.payment.invoice_id or "", reason=reason))


async def order_to_refund(reader: Reader, order_id: OrderId) -> Order:
    """The order whose money is to go back now. Raises `NothingToRefund`."""
    order = await store.order(reader, order_id)
    if order.refund is None or order.refund.status is not RefundStatus.DUE:
        raise NothingToRefund(order_id=order_id)
    return order


async def record_refund(uow: UnitOfWork, order_id: OrderId, receipt: RefundReceipt, *, now: datetime) -> Order:
    """What the provider says of a refund: the buyer is told when it is taken on, a person when it is refused."""
    before = await store.order(uow, order_id)
    order = rules.refunded(before, receipt.id, receipt.status, now=now)
    if order == before:
        return order
    uow.put(store.ref(order_id), order)
    if receipt.status is RefundStatus.FAILED:
        _ask_a_person(uow, order, f"a refund was refused: {receipt.reason or 'no reason given'}")
    elif before.status is not OrderStatus.REFUNDED:
        uow.emit(OrderRefunded(order_id=order_id, amount=order.total.amount, refunded_at=now))
        uow.schedule(jobs.EmailRefundNotice(order_id=order_id), key=order_id)
    return order


async def follow_refunds(uow: UnitOfWork, order_ids: Sequence[OrderId]) -> None:
    """Have the provider asked what became of each refund, each by its own task."""
    for order_id in order_ids:
        uow.schedule(jobs.FollowRefund(order_id=order_id), key=order_id)


async def refund_to_follow(reader: Reader, order_id: OrderId) -> str:
    """The provider's id of a refund that is on its way. Raises `NothingToRefund`."""
    order = await store.order(reader, order_id)
    if order.refund is None or order.refund.id is None or order.refund.status is not RefundStatus.REQUESTED:
        raise NothingToRefund(order_id=order_id)
    return order.refund.id


async def ask_again(uow: UnitOfWork, order_ids: Sequence[OrderId]) -> None:
    """Have the provider asked about each order, each by its own task."""
    for order_id in order_ids:
        uow.schedule(jobs.SettleInvoice(order_id=order_id), key=f"{order_id}-again")
