"""Ends of assignments that move money: cancellation, a delivery that never comes, suspension, and the clock."""

from collections.abc import Sequence
from datetime import datetime

from shared.assignments import actions, dispute_rules, rules, store
from shared.assignments.jobs import CancelAssignmentOfSuspended
from shared.assignments.models import Assignment, AssignmentSide, EndingSide
from shared.catalogue import profiles
from shared.contracts.assignments import AssignmentChange, AssignmentStatus
from shared.contracts.events.assignments import AssignmentOutcome
from shared.identity import store as identity
from shared.identity import suspensions
from shared.kernel.actors import Actor
from shared.kernel.ids import AssignmentId, OrderId, SessionId, UserId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions as orders
from shared.orders import store as order_store
from shared.orders.models import OrderStatus, RefundCause
from shared.workflows import review_publication
from shared.workflows.announcements import assignment_announcements
from shared.workflows.fulfilment import assignments

_OPEN = (AssignmentStatus.AWAITING_PAYMENT, AssignmentStatus.IN_PROGRESS)
_PAGE = 100


async def cancel_assignment(
    uow: UnitOfWork, assignment_id: AssignmentId, reason: str, *, actor: Actor, now: datetime
) -> Assignment:
    """Cancel an assignment in progress with a full refund, in one commit: as its expert, or as its customer once late.

    Raises:
        AssignmentNotFound: There is no such assignment of the actor's.
        AssignmentNotOpen: The assignment is not in progress.
        AssignmentNotLate: The expert may still deliver.
        Unavailable: A newer version wrote the order.
    """
    before = await store.access_assignment(uow, assignment_id, actor)
    side: AssignmentSide = "customer" if actor.id == before.customer else "expert"
    rules.check_can_cancel(before, side, now=now)
    change, other = AssignmentChange.CANCELLED, before.expert if side == "customer" else before.customer
    return await _cancel_and_refund(uow, before, side, reason, change=change, told=(other,), now=now)


async def _cancel_and_refund(
    uow: UnitOfWork,
    before: Assignment,
    by: EndingSide,
    reason: str,
    *,
    change: AssignmentChange,
    told: tuple[UserId, ...],
    now: datetime,
) -> Assignment:
    """Cancel an assignment; cancel its unpaid order, or refund what is left of a paid one."""
    order = await order_store.get_order(uow, OrderId(before.id))
    # The decision depends on the order, which must not move before the commit even if nothing is to be paid back.
    uow.verify(order_store.order_ref(order.id))
    refund = order.unrefunded_amount if order.status is OrderStatus.PAID else 0
    cancelled = rules.with_cancellation(before, by, reason, refund=refund, now=now)
    if cancelled is None:
        return before
    await orders.cancel_or_refund_order(uow, order.id, cause=RefundCause.NOT_DELIVERED, now=now)
    outcome: AssignmentOutcome | None = "cancelled" if before.paid_at is not None else None
    return actions.save_change(uow, cancelled, change, told=told, now=now, outcome=outcome)


async def advance_assignment(uow: UnitOfWork, assignment_id: AssignmentId, *, now: datetime) -> None:
    """Do what follows because nobody has done anything in time. Nothing happens if somebody has since.

    A reminder whose task was lost is sent.

    Raises:
        AssignmentNotFound: There is no such assignment.
        Unavailable: A newer version wrote the order.
    """
    before = await store.get_assignment(uow, assignment_id)
    both = (before.customer, before.expert)
    if before.status is AssignmentStatus.AWAITING_PAYMENT:
        await assignments.start_assignment_or_refund(uow, OrderId(before.id), now=now)
        await assignments.end_unpaid_assignment(uow, OrderId(before.id), now=now)
    elif rules.can_be_refunded(before, now=now):
        change = AssignmentChange.REFUNDED
        await _cancel_and_refund(uow, before, "system", "", change=change, told=both, now=now)
    elif (late := rules.with_lateness(before, now=now)) is not None:
        actions.save_change(uow, late, AssignmentChange.LATE, told=both, now=now)
    elif (accepted := rules.with_silent_acceptance(before, now=now)) is not None:
        change = AssignmentChange.ACCEPTED_BY_SILENCE
        actions.save_change(uow, accepted, change, told=both, now=now, outcome="accepted")
    elif (kept := dispute_rules.with_dispute_lapsed(before, now=now)) is not None:
        actions.save_change(uow, kept, AssignmentChange.KEPT, told=both, now=now, outcome="accepted")
    else:
        await assignment_announcements.remind_of_assignment(uow, assignment_id, now=now)


async def cancel_assignment_with_order(uow: UnitOfWork, assignment_id: AssignmentId, *, now: datetime) -> None:
    """Cancel the assignment of an order whose payment an admin gives back in full. The refund is the caller's."""
    before = await store.find_assignment(uow, assignment_id)
    if before is None or before.status is AssignmentStatus.EXPIRED:
        return
    order = await order_store.get_order(uow, OrderId(before.id))
    cancelled = rules.with_cancellation(before, "admin", "", refund=order.unrefunded_amount, now=now)
    if cancelled is None:
        return
    await review_publication.void_reviews(uow, SessionId(before.id))
    # The earning of an assignment that has ended is settled: what follows of the refund is told by the order.
    outcome: AssignmentOutcome | None = None if rules.has_ended(before) else "cancelled"
    told = (before.customer, before.expert) if before.paid_at is not None else (before.customer,)
    actions.save_change(uow, cancelled, AssignmentChange.CANCELLED, told=told, now=now, outcome=outcome)


async def schedule_cancellations_of_suspended(
    uow: UnitOfWork, uid: UserId, *, sides: Sequence[AssignmentSide] = ("customer", "expert")
) -> None:
    """Schedule the cancellation of each assignment in which nothing waits for acceptance.

    Args:
        uow: Unit of work that carries the jobs.
        uid: Suspended person, or expert whom a new vetting has refused.
        sides: Sides of the person to consider.
    """
    for side in sides:
        cursor = None
        while True:
            page = await store.list_open_assignments(uow, uid, side, cursor=cursor, limit=_PAGE)
            for assignment in page.items:
                job = CancelAssignmentOfSuspended(assignment_id=assignment.id, user_id=uid)
                uow.schedule(job, key=assignment.id)
            if (cursor := page.next_cursor) is None:
                break


async def cancel_assignment_of_suspended(uow: UnitOfWork, job: CancelAssignmentOfSuspended, *, now: datetime) -> None:
    """Cancel an open assignment of a suspended person with a full refund.

    What is delivered stays: silence accepts it, and a suspended customer who awaits a correction has the work. An
    assignment also stays if the suspension ends before the delivery is due. One of an expert whom a new vetting has
    refused is cancelled too.
    """
    before = await store.find_assignment(uow, job.assignment_id)
    if before is None or before.status not in _OPEN:
        return
    if job.user_id == before.customer and before.deliveries:
        return
    due_at = max(now, before.due_at or now)
    is_suspended = await suspensions.is_suspended(uow, job.user_id, now=due_at)
    uow.verify(identity.restriction_ref(job.user_id))
    if not is_suspended and not (job.user_id == before.expert and await profiles.is_refused(uow, job.user_id)):
        return
    told = (before.customer, before.expert) if before.paid_at is not None else (before.customer,)
    await _cancel_and_refund(uow, before, "system", "", change=AssignmentChange.CANCELLED, told=told, now=now)
