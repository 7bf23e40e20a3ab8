"""What the provider says becomes what an order is: forward only, and only when it fits."""

from collections.abc import Sequence
from datetime import datetime

from shared.events.orders import OrderExpired, OrderPaid, PaymentQuarantined
from shared.kernel import claims
from shared.kernel.errors import Unavailable
from shared.kernel.ids import OrderId
from shared.kernel.ports import UnitOfWork
from shared.kernel.sales import Item
from shared.orders import jobs, refunding, rules, store
from shared.orders.models import Cause, InboxNote, Order, OrderStatus, Quarantined
from shared.orders.ports import Invoice, InvoiceNotice, InvoiceStatus
from shared.orders.rules import Standing


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
        return order if rules.payable_again(order, now=now) else await _expire(uow, order, now=now)
    if standing is Standing.FULFIL and await _had(uow, order, now=now):
        order = rules.paid(order, invoice, now=now)
        uow.emit(OrderPaid(order_id=order.id, paid_at=order.payment.paid_at or now))
    else:
        # What is left of a hold that was broken is of no use to anybody.
        await claims.give_back(uow, order.claims, holder=order.id)
        order = rules.paid_late(order, invoice, now=now)
        uow.schedule(jobs.ResolveLatePayment(order_id=order.id), key=order.id)
    uow.put(store.ref(order.id), order)
    return order


async def _had(uow: UnitOfWork, order: Order, *, now: datetime) -> bool:
    """Make what it holds its own for good: True, if others have come neither to it nor beside it."""
    try:
        await _take(uow, order, now=now)
    except claims.Taken:
        return False
    return await claims.keep(uow, [path for path in order.claims if path not in order.exact], holder=order.id)


async def _take(uow: UnitOfWork, order: Order, *, now: datetime) -> None:
    """Take for good what nothing else can stand for. Raises `claims.Taken`."""
    names, beside = [claims.ref(path) for path in order.exact], [claims.ref(path) for path in order.beside]
    await claims.claim_all(uow, names, holder=order.id, now=now, beside=beside)


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
    if order.pay_before + rules.CLOSING_GRACE < now:
        await _expire(uow, order, now=now)


async def _expire(uow: UnitOfWork, order: Order, *, now: datetime) -> Order:
    if order.status is not OrderStatus.PENDING or order.payment.paid_at is not None:
        return order
    await claims.give_back(uow, order.claims, holder=order.id)
    order = rules.expired(order, now=now)
    uow.put(store.ref(order.id), order)
    uow.emit(OrderExpired(order_id=order.id, expired_at=now))
    return order


async def resolve_late_payment(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> Order:
    """Paid though over: claim again what it held, all of it; else the money goes back."""
    order = await store.order(uow, order_id)
    if order.status in (OrderStatus.PAID, OrderStatus.REFUNDED) or order.refunds:
        return order
    if order.status is OrderStatus.CANCELLED:
        return refunding.open_refund(uow, order, order.total.amount, cause=Cause.ORDER_CANCELLED, now=now)
    items = await _claimed_again(uow, order, now=now)
    if items is None:
        uow.emit(OrderExpired(order_id=order.id, expired_at=now))
        return refunding.open_refund(uow, order, order.total.amount, cause=Cause.GONE, now=now)
    order = rules.fulfilled_late(order, items, now=now)
    uow.put(store.ref(order.id), order)
    uow.emit(OrderPaid(order_id=order.id, paid_at=order.payment.paid_at or now))
    return order


async def _claimed_again(uow: UnitOfWork, order: Order, *, now: datetime) -> list[Item] | None:
    """The items, with what they need: the very same names, and as many units of the same pools. None: not all of it."""
    taken = list(order.exact)
    try:
        await _take(uow, order, now=now)
        return [item if item.exact else await _restocked(uow, order, item, taken) for item in order.items]
    except (claims.Taken, claims.NotEnough):
        # All of it or nothing: what was had before the rest could not be is given back in the same breath.
        await claims.give_back(uow, taken, holder=order.id)
        return None


async def _restocked(uow: UnitOfWork, order: Order, item: Item, taken: list[str]) -> Item:
    """The same number of units, from the pools that the old ones came from; *taken* grows by them."""
    begin = len(taken)
    for pool in dict.fromkeys(path.rpartition("/")[0] for path in item.claims):
        count = sum(path.startswith(f"{pool}/") for path in item.claims)
        taken += await claims.claim_any(uow, claims.Pool(pool), count, holder=order.id, until=None)
    return item.having(claims=tuple(taken[begin:]))
