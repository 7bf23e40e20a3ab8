"""Settlement: apply the provider's news to orders. States only go forward, and contradictions change nothing."""

from collections.abc import Sequence
from datetime import datetime

from shared.claims.holds import confirm_claims, release_claims
from shared.claims.models import claim_ref
from shared.claims.names import Taken, claim_names
from shared.claims.pools import NotEnough, Pool, claim_units
from shared.contracts.events.orders import PaymentQuarantined
from shared.contracts.sales import SaleItem
from shared.kernel.errors import Unavailable
from shared.kernel.ids import OrderId
from shared.kernel.ports import UnitOfWork
from shared.orders import jobs, order_events, refunds, rules, store
from shared.orders.models import Order, OrderStatus, QuarantinedPayment, RecordedInvoiceNotice, RefundCause
from shared.orders.ports import Invoice, InvoiceNotice, InvoiceStatus
from shared.orders.rules import SettlementDecision


async def record_invoice_notice(uow: UnitOfWork, notice: InvoiceNotice, *, now: datetime) -> None:
    """Store a callback about an invoice; a task asks the provider."""
    note = store.invoice_notice_ref(notice.id, notice.status)
    if await uow.get(note) is not None:
        return
    order_id = OrderId.try_parse(notice.order_id)
    uow.create(
        note,
        RecordedInvoiceNotice(
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


async def settle_order(
    uow: UnitOfWork, order_id: OrderId, invoices: Sequence[Invoice], *, now: datetime, told_paid: bool = False
) -> Order:
    """Apply the provider's answer: fulfil, expire, resolve a late payment, or quarantine a contradiction.

    Raises:
        Unavailable: A callback says paid and the answer does not; the answer may be a moment behind.
    """
    order = await store.get_order(uow, order_id)
    if told_paid and not any(invoice.status is InvoiceStatus.PAID for invoice in invoices):
        raise Unavailable("A callback says paid, the provider itself does not (yet).")
    truest = rules.find_most_advanced_invoice(invoices)
    paid = [invoice for invoice in invoices if invoice.status is InvoiceStatus.PAID]
    for invoice in paid or ([truest] if truest else []):
        order = await _settle_invoice(uow, order, invoice, now=now)
    return order


async def _settle_invoice(uow: UnitOfWork, order: Order, invoice: Invoice, *, now: datetime) -> Order:
    standing = rules.compute_settlement_decision(order, invoice)
    if standing is SettlementDecision.NOTHING:
        return order
    if standing in (SettlementDecision.MISMATCH, SettlementDecision.DOUBLE):
        await _quarantine_payment(uow, order, invoice, now=now)
        return order
    if standing is SettlementDecision.EXPIRE:
        return order if rules.is_still_payable(order, now=now) else await _expire_order(uow, order, now=now)
    if standing is SettlementDecision.FULFIL and await _secure_goods(uow, order, now=now):
        order = rules.with_payment(order, invoice, now=now)
        uow.emit(order_events.build_order_paid(order, now=now))
    else:
        # What is left of a hold that was broken is of no use to anybody.
        await release_claims(uow, order.claims, holder=order.id)
        order = rules.with_late_payment(order, invoice, now=now)
        uow.schedule(jobs.ResolveLatePayment(order_id=order.id), key=order.id)
    uow.put(store.order_ref(order.id), order)
    return order


async def _secure_goods(uow: UnitOfWork, order: Order, *, now: datetime) -> bool:
    """Confirm what the order holds. Return whether nobody else holds it or a neighbouring name that must be free."""
    try:
        await _claim_irreplaceable(uow, order, now=now)
    except Taken:
        return False
    return await confirm_claims(
        uow, [path for path in order.claims if path not in order.irreplaceable_claims], holder=order.id
    )


async def _claim_irreplaceable(uow: UnitOfWork, order: Order, *, now: datetime) -> None:
    """Claim the names for which no other unit can stand in.

    Raises:
        Taken: Somebody else holds one of them.
    """
    names, must_be_free = (
        [claim_ref(path) for path in order.irreplaceable_claims],
        [claim_ref(path) for path in order.must_be_free],
    )
    await claim_names(uow, names, holder=order.id, now=now, must_be_free=must_be_free)


async def _quarantine_payment(uow: UnitOfWork, order: Order, invoice: Invoice, *, now: datetime) -> None:
    reason, expected, told = rules.find_mismatch(order, invoice) or (
        "paid twice",
        order.payment.invoice_id or "",
        invoice.id,
    )
    place = store.quarantined_payment_ref(order.id, invoice.id)
    if await uow.get(place) is not None:
        return
    uow.create(
        place,
        QuarantinedPayment(
            order_id=order.id, invoice_id=invoice.id, reason=reason, expected=expected, told=told, at=now
        ),
    )
    uow.emit(PaymentQuarantined(order_id=order.id, invoice_id=invoice.id, reason=reason))


async def settle_or_expire_order(
    uow: UnitOfWork, order_id: OrderId, invoices: Sequence[Invoice], *, now: datetime
) -> Order:
    """Apply what the provider knows of a payment first; without a payment the order expires."""
    order = await settle_order(uow, order_id, invoices, now=now)
    return await _expire_order(uow, order, now=now)


async def expire_overdue_order(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """Expire an order about which the provider has said nothing for too long. A later payment is then a late one."""
    order = await store.get_order(uow, order_id)
    if order.pay_before + rules.CLOSING_GRACE < now:
        await _expire_order(uow, order, now=now)


async def _expire_order(uow: UnitOfWork, order: Order, *, now: datetime) -> Order:
    if order.status is not OrderStatus.PENDING or order.payment.paid_at is not None:
        return order
    await release_claims(uow, order.claims, holder=order.id)
    order = rules.with_expiry(order, now=now)
    uow.put(store.order_ref(order.id), order)
    uow.emit(order_events.build_order_expired(order, now=now))
    return order


async def resolve_late_payment(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> Order:
    """Claim all goods of a late order again, or refund its payment."""
    order = await store.get_order(uow, order_id)
    rules.check_known(order)
    if order.status in (OrderStatus.PAID, OrderStatus.REFUNDED) or order.refunds:
        return order
    if order.status is OrderStatus.CANCELLED:
        return refunds.open_refund(uow, order, order.total.amount, cause=RefundCause.ORDER_CANCELLED, now=now)
    items = await _reclaim_items(uow, order, now=now)
    if items is None:
        uow.emit(order_events.build_order_expired(order, now=now))
        return refunds.open_refund(uow, order, order.total.amount, cause=RefundCause.GONE, now=now)
    order = rules.with_late_fulfilment(order, items, now=now)
    uow.put(store.order_ref(order.id), order)
    uow.emit(order_events.build_order_paid(order, now=now))
    return order


async def _reclaim_items(uow: UnitOfWork, order: Order, *, now: datetime) -> list[SaleItem] | None:
    """Claim the goods of a late order again: the same names, and as many units of the same pools.

    None if any is missing.
    """
    taken = list(order.irreplaceable_claims)
    try:
        await _claim_irreplaceable(uow, order, now=now)
        return [item if item.irreplaceable else await _reclaim_units(uow, order, item, taken) for item in order.items]
    except (Taken, NotEnough):
        # All of it or nothing: what was had before the rest could not be is given back in the same breath.
        await release_claims(uow, taken, holder=order.id)
        return None


async def _reclaim_units(uow: UnitOfWork, order: Order, item: SaleItem, taken: list[str]) -> SaleItem:
    """Claim the same number of units from the pools that the old ones came from, and add them to `taken`."""
    begin = len(taken)
    for pool in dict.fromkeys(path.rpartition("/")[0] for path in item.claims):
        count = sum(path.startswith(f"{pool}/") for path in item.claims)
        taken += await claim_units(uow, Pool(pool), count, holder=order.id, until=None)
    return item.having(claims=tuple(taken[begin:]))
