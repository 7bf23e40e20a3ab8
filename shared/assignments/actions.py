"""Actions of assignments: delivery, correction and acceptance, and the files of both sides.

What moves money stands in `workflows`: payment, cancellation, lateness and disputes.
"""

from collections.abc import Sequence
from datetime import datetime

from shared.assignments import dispute_rules, files, reminders, rules, store
from shared.assignments.jobs import DeleteUnusedAssignmentFile, RemindOfAssignment
from shared.assignments.models import Assignment, AssignmentFile, AssignmentSide
from shared.contracts.assignments import AssignmentChange
from shared.contracts.events.assignments import (
    AssignmentChanged,
    AssignmentConcluded,
    AssignmentOutcome,
    DeliveryDisputed,
)
from shared.kernel.actors import Actor
from shared.kernel.ids import AssignmentId, Id, UserId
from shared.kernel.ports import Reader, UnitOfWork
from shared.limits.actions import count_act, get_limit_settings
from shared.limits.settings import SETTINGS as LIMIT_SETTINGS
from shared.limits.subjects import person_limits_ref


def save_change(
    uow: UnitOfWork,
    assignment: Assignment,
    change: AssignmentChange,
    *,
    told: Sequence[UserId],
    now: datetime,
    outcome: AssignmentOutcome | None = None,
) -> Assignment:
    """Save a changed assignment with its next reminder, and announce the change, and the end if the change is one.

    Args:
        uow: Unit of work that carries the change.
        assignment: Assignment in its new version.
        change: Change of which people are told.
        told: People to tell.
        now: Present instant.
        outcome: End of the assignment; None if it goes on.
    """
    assignment = save_with_next_reminder(uow, assignment, now=now)
    if assignment.paid_at is None:
        # Only its end is announced of one that was never paid.
        _schedule_deletions(uow, assignment, now=now)
    uow.emit(
        AssignmentChanged(
            assignment_id=assignment.id, version=assignment.version, change=change, told=tuple(told), at=now
        )
    )
    if outcome is not None:
        uow.emit(
            AssignmentConcluded(
                assignment_id=assignment.id,
                customer=assignment.customer,
                expert=assignment.expert,
                outcome=outcome,
                paid=assignment.total,
                refunded=assignment.refund,
                at=now,
            )
        )
    return assignment


def save_with_next_reminder(uow: UnitOfWork, assignment: Assignment, *, now: datetime) -> Assignment:
    """Save an assignment, and have its next reminder sent in time instead of the one that was planned before."""
    planned = reminders.with_next_reminder(assignment, now=now)
    uow.put(store.assignment_ref(planned.id), planned)
    if planned.next_reminder_at is not None:
        job = RemindOfAssignment(assignment_id=planned.id)
        uow.schedule(job, at=planned.next_reminder_at, key=planned.id, precise=False)
    elif assignment.next_reminder_at is not None:
        uow.cancel_job(RemindOfAssignment, planned.id)
    return planned


async def open_upload(uow: UnitOfWork, assignment_id: AssignmentId, *, actor: Actor, now: datetime) -> Id:
    """Count an upload for an assignment, and return its id. A file that is not used within a day is deleted.

    Raises:
        AssignmentNotFound: There is no such assignment of the actor's.
        AssignmentNotOpen: The assignment is over, or disputed.
        DeliveryTimeOver: The payment goes back, because nothing was delivered for too long.
        AcceptanceTimeOver: The latest delivery counts as accepted.
        TooManyAssignmentFiles: The actor has added as many files as allowed, or delivered as often.
        LimitReached: The actor has uploaded too many files.
    """
    subject = person_limits_ref(actor.id)
    await uow.prefetch(store.assignment_ref(assignment_id), LIMIT_SETTINGS, subject)
    assignment = await store.access_assignment(uow, assignment_id, actor)
    if actor.id == assignment.customer:
        rules.check_can_add_file(assignment)
    else:
        rules.check_can_deliver(assignment, now=now)
    await count_act(uow, subject, (await get_limit_settings(uow)).uploads, now=now)
    upload_id = Id.new(uow.random_below)
    key = files.file_key(assignment_id, UserId(actor.id), upload_id)
    job = DeleteUnusedAssignmentFile(assignment_id=assignment_id, file_id=upload_id, key=key)
    uow.schedule(job, at=now + files.UNUSED_UPLOAD_TTL, precise=False)
    return upload_id


async def is_file_used(reader: Reader, job: DeleteUnusedAssignmentFile, *, now: datetime) -> bool:
    """Return whether the assignment names the uploaded file, and was paid or may still be."""
    return files.is_file_used(await store.find_assignment(reader, job.assignment_id), job.file_id, now=now)


def save_unpaid_end(uow: UnitOfWork, assignment: Assignment, *, now: datetime) -> None:
    """Save an assignment that ended unpaid, and have its files deleted some days later."""
    uow.put(store.assignment_ref(assignment.id), assignment)
    _schedule_deletions(uow, assignment, now=now)


def _schedule_deletions(uow: UnitOfWork, assignment: Assignment, *, now: datetime) -> None:
    for file in assignment.files:
        job = DeleteUnusedAssignmentFile(assignment_id=assignment.id, file_id=file.id, key=file.key)
        uow.schedule(job, at=now + files.UNPAID_FILES_TTL, precise=False)


async def add_customer_file(
    uow: UnitOfWork, assignment_id: AssignmentId, file: AssignmentFile, *, actor: Actor
) -> Assignment:
    """Add an uploaded file of the customer's to the brief. The same file again changes nothing.

    Raises:
        AssignmentNotFound: There is no such assignment of the actor's.
        AssignmentNotOpen: Something was delivered, or the assignment has ended.
        TooManyAssignmentFiles: The customer has added as many files as allowed.
    """
    before = await store.access_assignment_as(uow, assignment_id, actor, "customer")
    assignment = rules.with_customer_file(before, file)
    if assignment is not before:
        uow.put(store.assignment_ref(assignment_id), assignment)
    return assignment


async def deliver_assignment(
    uow: UnitOfWork,
    assignment_id: AssignmentId,
    text: str,
    delivered: Sequence[AssignmentFile],
    *,
    actor: Actor,
    now: datetime,
) -> Assignment:
    """Deliver text or files as the expert, once or again. The customer is told.

    Raises:
        AssignmentNotFound: There is no such assignment of the actor's.
        Invalid: The delivery has neither text nor files.
        AssignmentNotOpen: The assignment is disputed or over.
        DeliveryTimeOver: The payment goes back, because nothing was delivered for too long.
        AcceptanceTimeOver: The latest delivery counts as accepted.
        TooManyAssignmentFiles: The expert has delivered as often as possible.
    """
    before = await store.access_assignment_as(uow, assignment_id, actor, "expert")
    settings = await store.get_assignment_settings(uow)
    assignment = rules.with_delivery(before, text, delivered, settings, now=now)
    return save_change(uow, assignment, AssignmentChange.DELIVERED, told=[assignment.customer], now=now)


async def request_correction(
    uow: UnitOfWork, assignment_id: AssignmentId, text: str, *, actor: Actor, now: datetime
) -> Assignment:
    """Ask the expert to correct what was delivered. The expert is told, and has some days.

    Raises:
        AssignmentNotFound: There is no such assignment of the actor's.
        AssignmentNotOpen: Nothing is delivered that waits for the customer.
        AcceptanceTimeOver: The delivery counts as accepted.
        NoCorrectionsLeft: The customer has asked for as many corrections as allowed.
    """
    before = await store.access_assignment_as(uow, assignment_id, actor, "customer")
    settings = await store.get_assignment_settings(uow)
    assignment = rules.with_correction_request(before, text, settings, now=now)
    return save_change(uow, assignment, AssignmentChange.CORRECTION_REQUESTED, told=[assignment.expert], now=now)


async def accept_delivery(uow: UnitOfWork, assignment_id: AssignmentId, *, actor: Actor, now: datetime) -> Assignment:
    """Accept what was delivered, as the customer. A second call changes nothing.

    Raises:
        AssignmentNotFound: There is no such assignment of the actor's.
        AssignmentNotOpen: Nothing is delivered, or the delivery is disputed, or the assignment has ended.
    """
    before = await store.access_assignment_as(uow, assignment_id, actor, "customer")
    assignment = rules.with_acceptance(before, now=now)
    if assignment is before:
        return before
    told = [assignment.expert]
    return save_change(uow, assignment, AssignmentChange.ACCEPTED, told=told, now=now, outcome="accepted")


async def dispute_delivery(
    uow: UnitOfWork, assignment_id: AssignmentId, text: str, *, actor: Actor, now: datetime
) -> Assignment:
    """Dispute what was delivered, as the customer, or say something in the open dispute, as either side.

    Raises:
        AssignmentNotFound: There is no such assignment of the actor's.
        AssignmentNotOpen: Nothing is delivered that waits for the customer.
        AcceptanceTimeOver: The delivery counts as accepted.
        DeliveryDisputeClosed: There is no open dispute in which the actor could speak.
    """
    before = await store.access_assignment(uow, assignment_id, actor)
    side: AssignmentSide = "customer" if actor.id == before.customer else "expert"
    settings = await store.get_assignment_settings(uow)
    assignment = dispute_rules.with_statement(before, side, text, settings, now=now)
    if assignment.version == before.version:
        uow.put(store.assignment_ref(assignment_id), assignment)
        return assignment
    decide_before = dispute_rules.get_open_dispute(assignment, now=now).decide_before
    uow.emit(DeliveryDisputed(assignment_id=assignment_id, decide_before=decide_before, at=now))
    return save_change(uow, assignment, AssignmentChange.DISPUTED, told=[assignment.expert], now=now)
