"""Paths and queries of orders, and the check of who may see an order."""

from collections.abc import Sequence
from datetime import datetime

from shared.contracts.sales import ItemKind
from shared.kernel.actors import Actor
from shared.kernel.ids import OrderId, UserId
from shared.kernel.paging import Rows, list_rows
from shared.kernel.ports import EntityT, Query, Reader, Ref, UnitOfWork
from shared.orders import rules
from shared.orders.errors import OrderNotFound
from shared.orders.invoices import Bill
from shared.orders.models import (
    Order,
    OrderStatus,
    QuarantinedPayment,
    RecordedInvoiceNotice,
    RecordedRefundNotice,
    RefundAccount,
)

BUYER_ROLES = ("customer", "expert", "admin")
"""Roles that buy for themselves: an expert may be another expert's customer, and an admin may go to an event."""


def order_ref(order_id: str) -> Ref[Order]:
    """Build the reference of an order."""
    return Ref(f"orders/{order_id}", Order)


def invoice_notice_ref(invoice_id: str, status: str) -> Ref[RecordedInvoiceNotice]:
    """Build the reference of a callback about an invoice. The same news twice has one place."""
    return Ref(f"payment_inbox/{invoice_id}-{status}", RecordedInvoiceNotice)


def quarantined_payment_ref(order_id: str, invoice_id: str) -> Ref[QuarantinedPayment]:
    """Build the reference of a quarantined payment."""
    return Ref(f"payment_quarantine/{order_id}-{invoice_id}", QuarantinedPayment)


def refund_notice_ref(id: str, outcome: str) -> Ref[RecordedRefundNotice]:
    """Build the reference of a callback about a refund or payout. The same news twice has one place."""
    return Ref(f"payment_inbox/{id}-{outcome}", RecordedRefundNotice)


def refund_account_ref(order_id: str, number: int) -> Ref[RefundAccount]:
    """Build the reference of the bank account of a refund."""
    return Ref(f"refund_accounts/{order_id}-{number}", RefundAccount)


async def create_once(uow: UnitOfWork, ref: Ref[EntityT], entity: EntityT) -> bool:
    """Create a document unless the document exists.

    Returns:
        True if the document did not exist.
    """
    if await uow.get(ref) is not None:
        return False
    uow.create(ref, entity)
    return True


async def get_order(reader: Reader, order_id: OrderId) -> Order:
    """Get an order without a check of the caller; for our own machines. For people: `access_order`.

    Raises:
        OrderNotFound: No order has this id.
    """
    found = await reader.get(order_ref(order_id))
    if found is None:
        raise OrderNotFound(order_id=order_id)
    return found


async def access_order(reader: Reader, order_id: OrderId, actor: Actor) -> Order:
    """Get an order if the caller may see it: its customer, the partner who sold it, or an admin.

    A key that names events is for the orders of these events alone.

    Raises:
        OrderNotFound: No order has this id, or the caller may not see it.
    """
    found = await reader.get(order_ref(order_id))
    if found is None or not can_access(found, actor) or not covers_order(found, actor):
        raise OrderNotFound(order_id=order_id)
    return found


def can_access(thing: Order | Bill, actor: Actor) -> bool:
    """Return whether the caller may see the order."""
    if actor.role == "admin":
        return True
    return (actor.role in BUYER_ROLES and thing.customer == actor.id) or (
        actor.role == "partner" and thing.partner == actor.id
    )


def covers_order(order: Order, actor: Actor) -> bool:
    """Return whether the caller's key is for the events of all tickets in the order. People are not limited."""
    return all(actor.covers_event(item.product.partition("/")[0]) for item in order.items if item.kind == "ticket")


async def find_orders(reader: Reader, ids: Sequence[str]) -> list[Order | None]:
    """Find the orders of these ids that exist, in one round trip."""
    return await reader.get_all([order_ref(order_id) for order_id in ids])


async def list_orders_of_customer(
    reader: Reader,
    customer: UserId,
    *,
    kind: ItemKind | None,
    status: OrderStatus | None,
    cursor: str | None,
    limit: int,
) -> Rows[Order]:
    """List a customer's orders of one kind, or of all, and in one status, or in any; the latest first.

    A free booking shows as a booking alone. Earlier versions gave it an order, which is left out: such a page is short.
    """
    query = Query("orders", Order).matching("customer", "==", customer)
    if kind is not None:
        query = query.matching("kinds", "array_contains", kind)
    if status is not None:
        query = query.matching("status", "==", status)
    query = query.order_by("created_at", "desc").order_by("id", "desc")
    found = await list_rows(reader, query, cursor=cursor, limit=limit)
    return Rows([order for order in found.items if not rules.is_free_booking(order)], found.next_cursor)


async def list_quarantined_payments(reader: Reader, *, cursor: str | None, limit: int) -> Rows[QuarantinedPayment]:
    """List the payments in quarantine, the latest first."""
    query = Query("payment_quarantine", QuarantinedPayment).order_by("at", "desc").order_by("invoice_id", "desc")
    return await list_rows(reader, query, cursor=cursor, limit=limit)


async def list_open_orders(reader: Reader, *, made_after: datetime, made_before: datetime, limit: int) -> list[Order]:
    """List open orders, the oldest first."""
    return await reader.query(
        Query("orders", Order)
        .matching("status", "==", OrderStatus.PENDING)
        .matching("created_at", ">", made_after)
        .matching("created_at", "<", made_before)
        .order_by("created_at")
        .first(limit)
    )


async def list_orders_with_open_refunds(reader: Reader, *, asked_by: datetime, limit: int) -> list[Order]:
    """List orders with a refund that is on its way or overdue, the oldest first."""
    return await reader.query(
        Query("orders", Order).matching("refunding_since", "<=", asked_by).order_by("refunding_since").first(limit)
    )


async def list_overdue_orders(reader: Reader, *, due_before: datetime, limit: int) -> list[Order]:
    """List open orders whose time to pay is over, the longest overdue first."""
    return await reader.query(
        Query("orders", Order)
        .matching("status", "==", OrderStatus.PENDING)
        .matching("pay_before", "<", due_before)
        .order_by("pay_before")
        .first(limit)
    )


async def list_orders_paid_by_invoice(reader: Reader, invoice_id: str) -> list[Order]:
    """List the orders that this invoice has paid; there should be one."""
    return await reader.query(Query("orders", Order).matching("payment.invoice_id", "==", invoice_id).first(2))
