"""Fulfilment of assignments: the work begins once the order is paid, and ends with an order that is not."""

from datetime import datetime

from shared.assignments import actions, rules, store
from shared.assignments.models import Assignment
from shared.contracts.assignments import AssignmentChange, AssignmentStatus
from shared.identity import store as identity
from shared.kernel.ids import AssignmentId, OrderId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions as orders
from shared.orders import refund_rules
from shared.orders import rules as order_rules
from shared.orders import store as order_store
from shared.orders.models import OrderStatus, RefundCause


async def start_assignment_or_refund(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """Begin the assignment of a paid order, and tell both sides; refund the order if the work cannot be done.

    A cancelled assignment cannot begin, nor one of which a side is suspended beyond the time of the delivery.
    Nothing happens for an order without an assignment.

    Raises:
        Unavailable: A newer version wrote the order.
    """
    order = await order_store.get_order(uow, order_id)
    order_rules.check_known(order)
    # A refund in the same moment must conflict with the beginning.
    uow.verify(order_store.order_ref(order_id))
    before = await store.find_assignment(uow, AssignmentId(order_id))
    if before is None or order.status is not OrderStatus.PAID or refund_rules.is_refunded_in_full(order):
        return
    started = rules.with_payment(before, await store.get_assignment_settings(uow), now=now)
    if started is not None and await _can_both_work(uow, started):
        told = (started.customer, started.expert)
        actions.save_change(uow, started, AssignmentChange.STARTED, told=told, now=now)
    elif started is not None or before.status is AssignmentStatus.CANCELLED:
        cause = RefundCause.NOT_DELIVERED
        refund = order.unrefunded_amount
        await orders.refund_remaining_amount(uow, order_id, cause=cause, now=now)
        cancelled = rules.with_cancellation(before, "system", "", refund=refund, now=now)
        if cancelled is not None:
            actions.save_change(uow, cancelled, AssignmentChange.CANCELLED, told=(cancelled.customer,), now=now)


async def _can_both_work(uow: UnitOfWork, assignment: Assignment) -> bool:
    """Return whether neither side is suspended at the time of the delivery. The commit conflicts with a suspension."""
    refs = [identity.restriction_ref(uid) for uid in (assignment.customer, assignment.expert)]
    restrictions = await uow.get_all(refs)
    for ref in refs:
        uow.verify(ref)
    due_at = assignment.due_at
    return due_at is not None and not any(one is not None and due_at < one.suspended_until for one in restrictions)


async def end_unpaid_assignment(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> None:
    """End the assignment of an order that was cancelled or has expired. Nobody is told: the order's notices say it.

    Its files are deleted some days later.

    Nothing happens if the order was paid after all.
    """
    order = await order_store.get_order(uow, order_id)
    uow.verify(order_store.order_ref(order_id))
    assignment = await store.find_assignment(uow, AssignmentId(order_id))
    if assignment is None or assignment.status is not AssignmentStatus.AWAITING_PAYMENT:
        return
    if order.status is OrderStatus.EXPIRED:
        ended = rules.with_expiry(assignment, now=now)
    elif order.status in (OrderStatus.CANCELLED, OrderStatus.REFUNDED):
        ended = rules.with_cancellation(assignment, "customer", "", refund=0, now=now)
    else:
        return
    if ended is not None:
        actions.save_unpaid_end(uow, ended, now=now)
