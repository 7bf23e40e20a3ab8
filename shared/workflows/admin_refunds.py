"""Refunds that an admin decides on, together with what the refunded money had bought."""

from datetime import datetime

from shared.bookings import cancellation
from shared.kernel.actors import Actor
from shared.kernel.ids import AssignmentId, BookingId, OrderId, PairingId, TicketId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions as orders
from shared.orders import refund_rules, refund_settings, store
from shared.orders.models import Order, OrderStatus, RefundCause
from shared.pairing import pairing_requests
from shared.tickets import revocations
from shared.tickets import store as tickets
from shared.tickets.models import TicketStatus
from shared.workflows import assignment_ends
from shared.workflows.fulfilment import products


async def refund_order_by_admin(
    uow: UnitOfWork, order_id: OrderId, amount: int | None, *, even_if_used: bool, actor: Actor, now: datetime
) -> Order:
    """Refund a paid order, in full or in part.

    A full refund also takes back what was bought, in the same commit. Tickets are revoked, and their seats are free. A
    booking is cancelled, and a product can no longer be downloaded. A call that nobody has answered ends, and so
    does a service without a meeting. A running session does not.
    A partial refund takes nothing back; `refund_ticket` refunds one ticket.

    Args:
        amount: Amount in whole units of the currency; None for all that has not been refunded.
        even_if_used: True to refund in full though a ticket has been checked in. The refund records it.

    Raises:
        OrderNotFound: No order has this id.
        OrderNotPaid: The order is not paid.
        RefundTooLarge: `amount` is more than what is left, or nothing is left.
        RefundNeedsOwner: Refunds of the order by admins are above the limit, and the admin is no owner.
        TicketUsed: A ticket has been checked in.
        Unavailable: A newer version wrote the order.
    """
    order = await store.get_order(uow, order_id)
    settings = await refund_settings.get_refund_settings(uow)
    left = refund_rules.check_refundable_amount(order, amount)
    refunded = left if amount is None else amount
    refund_rules.check_admin_refund_of_order(order, refunded, settings.admin_limit, actor=actor)
    for_used = False
    if refunded == left:
        for_used = await _take_back_goods(uow, order, even_if_used=even_if_used, now=now)
    return await orders.refund_order(
        uow,
        order_id,
        amount=refunded,
        cause=RefundCause.BY_ADMIN,
        now=now,
        opened_by=actor.id,
        for_used=for_used,
    )


async def _take_back_goods(uow: UnitOfWork, order: Order, *, even_if_used: bool, now: datetime) -> bool:
    """Take back what an order has bought; return whether a ticket among it had been used.

    Raises:
        TicketUsed: A ticket has been checked in, and `even_if_used` is False.
    """
    kinds = {item.kind for item in order.items}
    used = False
    if "ticket" in kinds:
        issued = await revocations.list_tickets_to_revoke(uow, order.id)
        used = any(ticket.check_in is not None and ticket.status is TicketStatus.VALID for ticket in issued)
        if not even_if_used:
            revocations.check_unused(issued)
        await revocations.revoke_tickets(uow, order.id, issued, now=now)
    if "booking" in kinds:
        await cancellation.cancel_booking_with_order(uow, BookingId(order.id), whole=True, now=now)
    if "product" in kinds:
        await products.revoke_products_of_order(uow, order.id, in_full=True, now=now)
    if "assignment" in kinds:
        await assignment_ends.cancel_assignment_with_order(uow, AssignmentId(order.id), now=now)
    for item in order.items:
        if item.kind == "pairing":
            await pairing_requests.cancel_unpaid_pairing(uow, PairingId(item.product), now=now)
    return used


async def refund_ticket(
    uow: UnitOfWork, ticket_id: TicketId, *, even_if_used: bool, actor: Actor, now: datetime
) -> Order:
    """Revoke one ticket of an order, free its seat, and refund its price; one commit, once.

    The last valid ticket brings back all that is left of the payment, fees included. Otherwise the refund is the
    ticket's price. After an earlier refund of a part, the refund is at most the ticket's share of what is left. A free
    ticket is only revoked.

    Args:
        even_if_used: True to refund a ticket that has been checked in. The refund records it.

    Raises:
        TicketNotFound: No ticket has this id.
        TicketRevoked: The ticket was revoked before.
        TicketUsed: The ticket has been checked in.
        RefundNeedsOwner: Refunds of the order by admins are above the limit, and the admin is no owner.
        OrderNotPaid: The order has been refunded already, or is not paid.
        Unavailable: A newer version wrote the order or the ticket.
    """
    ticket = await tickets.get_ticket(uow, ticket_id)
    revocations.check_valid(ticket)
    if not even_if_used:
        revocations.check_unused([ticket])
    order = await store.get_order(uow, ticket.order_id)
    valid = [one for one in await tickets.list_order_tickets(uow, order.id) if one.status is TicketStatus.VALID]
    left = order.unrefunded_amount
    sells_only_tickets = all(item.kind == "ticket" for item in order.items)
    amount = revocations.compute_ticket_refund([ticket], valid, left)
    if len(valid) == 1 and sells_only_tickets and ticket.price:
        amount = left
    settings = await refund_settings.get_refund_settings(uow)
    refund_rules.check_admin_refund_of_order(order, amount, settings.admin_limit, actor=actor)
    await revocations.revoke_tickets(uow, order.id, [ticket], now=now)
    if not amount:
        revocations.emit_cancellation(uow, order.id, [ticket], with_event=False)
    if order.status is OrderStatus.PAID:
        # Two tickets of one order at once: the order decides who was the last.
        uow.put(store.order_ref(order.id), order)
    return await orders.refund_order(
        uow,
        order.id,
        amount=amount,
        cause=RefundCause.TICKET_REFUNDED,
        now=now,
        opened_by=actor.id,
        for_used=ticket.check_in is not None,
    )
