"""Actions of orders: open, attach the invoice, cancel, refund.

`workflows.settlement` applies the provider's news; `refunds` follows refunds.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.claims.holds import release_claims
from shared.claims.models import claim_ref
from shared.claims.names import can_claim_names
from shared.contracts.sales import Sale
from shared.kernel.actors import Actor
from shared.kernel.ids import OrderId, PartnerId, UserId
from shared.kernel.ports import Reader, UnitOfWork
from shared.orders import invoice_leases, jobs, order_events, payment_methods, refunds, rules, store
from shared.orders.errors import NoLongerAvailable, OrderNotOpen, OrderNotPaid
from shared.orders.models import InvoiceLease, Order, OrderStatus, PaymentStatus, RefundCause
from shared.orders.ports import Invoice, InvoiceStatus
from shared.orders.schemas import OrderDetails

# The request itself opens the invoice; this is for when it could not. By then its lease has ended.
_INVOICE_RETRY_DELAY = invoice_leases.INVOICE_LEASE_DURATION
# Long enough for a slow answer to an earlier attempt to have become an invoice.
_DUPLICATE_CHECK_DELAY = timedelta(minutes=3)
_CHECK_AFTER_LEASE = _DUPLICATE_CHECK_DELAY - invoice_leases.INVOICE_LEASE_DURATION


async def open_order(
    uow: UnitOfWork,
    order_id: OrderId,
    sale: Sale,
    wishes: OrderDetails,
    *,
    actor: Actor,
    now: datetime,
    customer: UserId | None = None,
    call_id: str | None = None,
) -> Order:
    """Open an order for reserved goods, with its timers; an order that costs nothing is paid at once.

    Args:
        customer: Owner of the order, if somebody else opens it, such as an expert who approves a booking.
        call_id: Id of the call that creates the invoice after the commit; no other call may meanwhile.

    Raises:
        Invalid: The items and the fee cost more than `MAX_ORDER_AMOUNT`, or than the chosen ways of paying can pay.
    """
    order = rules.order_from_sale(order_id, sale, wishes.buyer, now=now, request_id=uow.request_id).having(
        locale=wishes.locale,
        **wishes.checkout_wishes,
        partner=PartnerId(actor.id) if actor.role == "partner" else None,
        partner_key=actor.key_id or None,
        customer=customer or (UserId(actor.id) if actor.role in store.BUYER_ROLES else None),
    )
    payment_methods.check_payment_methods(wishes.payment_methods, order.total)
    if order.status is OrderStatus.PENDING:
        settings = await payment_methods.get_payment_settings(uow)
        order = order.having(invoice_channels=payment_methods.list_invoice_channels(order, settings))
    if call_id is not None and order.status is OrderStatus.PENDING:
        order = invoice_leases.with_invoice_lease(order, call_id, now=now, first=True)
    uow.create(store.order_ref(order.id), order)
    if order.status is OrderStatus.PAID:
        uow.emit(order_events.build_order_paid(order, now=now))
        return order
    uow.schedule(jobs.ExpireOrder(order_id=order.id), at=order.pay_before + rules.CLOSING_GRACE, key=order.id)
    uow.schedule(
        jobs.OpenInvoice(order_id=order.id), at=order.created_at + _INVOICE_RETRY_DELAY, key=order.id, precise=False
    )
    return order


async def access_payable_order(reader: Reader, order_id: OrderId, *, actor: Actor, now: datetime) -> Order:
    """Get an order of the caller's that can still be paid.

    Raises:
        OrderNotOpen: The order is paid, cancelled or expired.
        NoLongerAvailable: The hold has ended, and others hold what was reserved.
        OrderNotFound: No order has this id, or the caller may not see it.
    """
    order = await store.access_order(reader, order_id, actor)
    if not order.payable_at(now):
        raise OrderNotOpen(order_status=order.status)
    names, must_be_free = (
        [claim_ref(path) for path in order.irreplaceable_claims],
        [claim_ref(path) for path in order.must_be_free],
    )
    if not await can_claim_names(reader, names, holder=order.id, now=now, must_be_free=must_be_free):
        raise NoLongerAvailable(order_id=order.id)
    return order


async def claim_invoice_lease(
    uow: UnitOfWork, seen: Order, *, call_id: str, asked_at: datetime, now: datetime
) -> Order:
    """Give a call the lease on creating the order's invoice; the returned order says which call holds the lease.

    The lease is given only if no call held it at `asked_at`, and none has had it since. So no call can have created an
    invoice that this call did not find at the provider.

    With the lease a task is scheduled: it closes an invoice that the call creates and cannot attach. The task of the
    lease before is cancelled.

    Args:
        seen: The order as it was read before `asked_at`.
        call_id: Id of the call.
        asked_at: Time at which the provider was asked for the order's invoice, and knew none.
        now: Beginning of the lease.

    Raises:
        OrderNotFound: The order does not exist.
    """
    order = await store.get_order(uow, seen.id)
    before, after = seen.payment, order.payment
    moved = (before.invoice_id, before.invoice_lease) != (after.invoice_id, after.invoice_lease)
    if moved or invoice_leases.is_invoice_leased(order, now=asked_at) or not order.payable_at(now):
        return order
    if after.invoice_lease is not None and now < after.invoice_lease.until + _CHECK_AFTER_LEASE:
        # A check that is due may be the very task that runs here, which could then not conclude.
        _cancel_lease_check(uow, order.id, after.invoice_lease)
    order = invoice_leases.with_invoice_lease(order, call_id, now=now)
    uow.put(store.order_ref(order.id), order)
    uow.schedule(
        jobs.OpenInvoice(order_id=order.id),
        at=now + invoice_leases.INVOICE_LEASE_DURATION + _CHECK_AFTER_LEASE,
        key=_lease_check_key(order.id, call_id),
        precise=False,
    )
    return order


async def release_invoice_lease(uow: UnitOfWork, order_id: OrderId, *, call_id: str, now: datetime) -> Order:
    """End the lease of a call that has created no invoice; nothing happens if another call holds the lease.

    Raises:
        OrderNotFound: The order does not exist.
    """
    before = await store.get_order(uow, order_id)
    order = invoice_leases.with_released_invoice_lease(before, call_id, now=now)
    if order is not before:
        uow.put(store.order_ref(order_id), order)
        _cancel_lease_check(uow, order_id, before.payment.invoice_lease)
    return order


async def record_payment_refusal(uow: UnitOfWork, seen: Order, *, call_id: str, now: datetime) -> Order:
    """Record that the provider has refused the invoice for good, and end the lease of the call that asked.

    The payment is then FAILED. An order whose lease or invoice is another by now keeps its payment's state.

    Args:
        seen: The order for which the invoice was asked.

    Raises:
        OrderNotFound: The order does not exist.
    """
    before = await store.get_order(uow, seen.id)
    order = await release_invoice_lease(uow, seen.id, call_id=call_id, now=now)
    if invoice_leases.is_invoice_lease_holder(before, call_id) and before.payment.invoice_id == seen.payment.invoice_id:
        order = rules.with_failed_payment(order)
        uow.put(store.order_ref(order.id), order)
    return order


def _lease_check_key(order_id: OrderId, call_id: str) -> str:
    return f"{order_id}-{call_id}"


def _cancel_lease_check(uow: UnitOfWork, order_id: OrderId, lease: InvoiceLease | None) -> None:
    # The first lease has the order's own task behind it, which stays until the invoice is attached.
    if lease is not None and not lease.first:
        uow.cancel_job(jobs.OpenInvoice, _lease_check_key(order_id, lease.call_id))


async def attach_invoice(
    uow: UnitOfWork,
    order_id: OrderId,
    invoice: Invoice | None,
    *,
    call_id: str,
    now: datetime,
) -> Order:
    """Attach the invoice that the call `call_id` found or created; the lease of that call ends.

    If the order has another invoice by now, that invoice stays, and a task closes the surplus one.

    Raises:
        OrderNotFound: No order has this id.
    """
    order = await store.get_order(uow, order_id)
    if invoice is None:
        return order
    if order.status is not OrderStatus.PENDING:
        if invoice.status is InvoiceStatus.PENDING:
            # The order ended while its invoice was being made: nobody is to pay it.
            schedule_closing_of_invoices(uow, order_id)
        return order
    if invoice.status is InvoiceStatus.PAID:
        uow.schedule(jobs.SettleInvoice(order_id=order_id), key=f"{order_id}-again")
    alone = order.payment.invoice_id == invoice.id
    if alone and order.payment.checkout_url is None and invoice.checkout_url is not None:
        # An earlier answer of the provider left the page out.
        order = order.having(payment=order.payment.having(checkout_url=invoice.checkout_url))
        uow.put(store.order_ref(order_id), order)
    if not alone and order.payment.invoice_id in (None, invoice.replaces):
        lease, is_holder = order.payment.invoice_lease, invoice_leases.is_invoice_lease_holder(order, call_id)
        payment = order.payment.having(
            status=PaymentStatus.PENDING,
            invoice_id=invoice.id,
            checkout_url=invoice.checkout_url,
            invoice_lease=None if is_holder else lease,
        )
        order = order.having(payment=payment)
        uow.put(store.order_ref(order_id), order)
        if is_holder and lease is not None and lease.first:
            uow.cancel_job(jobs.OpenInvoice, order_id)
        # A check was scheduled with the lease.
        alone = is_holder
    if not alone:
        # Without a key: such a job may be concluding here, and would take one of its own name along.
        uow.schedule(jobs.OpenInvoice(order_id=order_id), at=now + _DUPLICATE_CHECK_DELAY, precise=False)
    return order


def schedule_closing_of_invoices(uow: UnitOfWork, order_id: OrderId) -> None:
    """Schedule a task that closes the payable invoices of an order that is no longer to be paid, at once."""
    # Without a key, for the same reason.
    uow.schedule(jobs.OpenInvoice(order_id=order_id))


async def cancel_order(uow: UnitOfWork, order_id: OrderId, *, actor: Actor, now: datetime) -> None:
    """Cancel an unpaid order of the caller's; what it held is free at once.

    Raises:
        OrderNotFound: No order has this id, or the caller may not see it.
        OrderNotOpen: The order is paid or expired.
        Unavailable: A newer version wrote the order.
    """
    await _cancel_order(uow, await store.access_order(uow, order_id, actor), now=now)


async def cancel_order_by_system(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """Cancel an unpaid order because its purpose is gone, whoever decided that.

    Raises:
        OrderNotOpen: The order is paid or expired.
        OrderNotFound: No order has this id.
        Unavailable: A newer version wrote the order.
    """
    await _cancel_order(uow, await store.get_order(uow, order_id), now=now)


async def _cancel_order(uow: UnitOfWork, order: Order, *, now: datetime) -> None:
    cancelled = rules.with_cancellation(order, now=now)
    if cancelled is not order:
        await release_claims(uow, order.claims, holder=order.id)
        uow.put(store.order_ref(order.id), cancelled)
        uow.emit(order_events.build_order_cancelled(order, now=now))
        # The same task that closes the invoice of an expired order, now instead of then.
        uow.schedule(jobs.ExpireOrder(order_id=order.id), at=now, key=order.id)


async def get_order_to_close(reader: Reader, order_id: OrderId) -> Order:
    """Get an order whose invoice must no longer be payable.

    Raises:
        OrderNotOpen: The order has been paid.
        OrderNotFound: No order has this id.
    """
    order = await store.get_order(reader, order_id)
    if order.payment.paid_at is not None:
        raise OrderNotOpen(order_status=order.status)
    return order


async def refund_order(
    uow: UnitOfWork,
    order_id: OrderId,
    *,
    amount: int,
    cause: RefundCause,
    now: datetime,
    opened_by: str | None = None,
    for_used: bool = False,
) -> Order:
    """Refund `amount` of a paid order by the way that its payment channel allows; nothing if the amount is 0.

    Args:
        opened_by: Id of the admin who opens the refund; None for a refund that follows from a rule.
        for_used: True if the admin refunds what has been used.

    Raises:
        OrderNotPaid: The order is not paid.
        RefundTooLarge: More than what is left of the payment.
        Unavailable: A newer version wrote the order.
        OrderNotFound: No order has this id.
    """
    order = await store.get_order(uow, order_id)
    rules.check_known(order)
    if order.status not in (OrderStatus.PAID, OrderStatus.REFUNDED):
        raise OrderNotPaid(order_status=order.status)
    if not amount:
        return order
    return refunds.open_refund(uow, order, amount, cause=cause, now=now, opened_by=opened_by, for_used=for_used)


async def refund_remaining_amount(uow: UnitOfWork, order_id: OrderId, *, cause: RefundCause, now: datetime) -> Order:
    """Refund what is left of a paid order; nothing if all of it has been refunded.

    Raises:
        OrderNotPaid: The order is not paid.
        OrderNotFound: No order has this id.
        Unavailable: A newer version wrote the order.
    """
    order = await store.get_order(uow, order_id)
    return await refund_order(uow, order_id, amount=order.unrefunded_amount, cause=cause, now=now)


async def cancel_or_refund_order(uow: UnitOfWork, order_id: OrderId, *, cause: RefundCause, now: datetime) -> None:
    """Cancel an order while it is open; refund what is left of a paid one. An order that is over stays as it is.

    Raises:
        Unavailable: A newer version wrote the order.
        OrderNotFound: No order has this id.
    """
    order = await store.get_order(uow, order_id)
    rules.check_known(order)
    if order.status is OrderStatus.PENDING:
        await cancel_order_by_system(uow, order_id, now=now)
    if order.status is OrderStatus.PAID:
        await refund_remaining_amount(uow, order_id, cause=cause, now=now)


async def schedule_settlements(uow: UnitOfWork, order_ids: Sequence[OrderId]) -> None:
    """Schedule a task for each order that asks the provider about the order's invoices."""
    for order_id in order_ids:
        uow.schedule(jobs.SettleInvoice(order_id=order_id), key=f"{order_id}-again")
