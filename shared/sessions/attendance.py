"""Actions of attendance: the decision who came to a booked session, its disputes, and the lists of both."""

from collections.abc import Sequence
from datetime import UTC, datetime

from shared.contracts.events.sessions import AttendanceDecided, AttendanceDisputed, AttendanceKept
from shared.contracts.sessions import AttendanceOutcome
from shared.kernel.actors import Actor
from shared.kernel.ids import SessionId, UserId
from shared.kernel.paging import Rows, list_rows
from shared.kernel.ports import Query, Reader, Ref, UnitOfWork
from shared.sessions import attendance_rules as rules
from shared.sessions.attendance_models import Attendance, SideName
from shared.sessions.attendance_settings import ATTENDANCE_SETTINGS, AttendanceSettings
from shared.sessions.errors import AttendanceNotFound

SETTINGS = ATTENDANCE_SETTINGS.ref


def attendance_ref(session_id: str) -> Ref[Attendance]:
    """Build the reference of the decision about a session."""
    return Ref(f"attendance/{session_id}", Attendance)


async def get_attendance(reader: Reader, session_id: SessionId) -> Attendance:
    """Get the decision about a session without a check of the caller. For people: `access_attendance`.

    Raises:
        AttendanceNotFound: Nothing was decided about this session.
    """
    found = await reader.get(attendance_ref(session_id))
    if found is None:
        raise AttendanceNotFound(session_id=session_id)
    return found


async def access_attendance(reader: Reader, session_id: SessionId, actor: Actor) -> Attendance:
    """Get the decision about a session if the caller may see it: its customer, its expert, or an admin.

    Raises:
        AttendanceNotFound: Nothing was decided about this session, or the caller may not see it.
    """
    found = await get_attendance(reader, session_id)
    if actor.role != "admin" and actor.id not in (found.customer, found.expert):
        raise AttendanceNotFound(session_id=session_id)
    return found


async def list_open_disputes(reader: Reader, *, cursor: str | None, limit: int) -> Rows[Attendance]:
    """List the decisions with an open dispute, the most urgent first."""
    # Decisions without an open dispute have null there, which no comparison matches.
    query = Query("attendance", Attendance).matching("undecided_before", ">", datetime.fromtimestamp(0, UTC))
    query = query.order_by("undecided_before").order_by("id")
    return await list_rows(reader, query, cursor=cursor, limit=limit)


async def list_overdue_disputes(reader: Reader, *, at: datetime, limit: int) -> Sequence[SessionId]:
    """List the sessions with a dispute that no admin has decided in time."""
    query = Query("attendance", Attendance).matching("undecided_before", "<=", at).order_by("undecided_before")
    return [found.id for found in await reader.query(query.first(limit))]


def save_decision(
    uow: UnitOfWork,
    attendance: Attendance,
    *,
    before: AttendanceOutcome | None,
    refunded: int,
    now: datetime,
) -> Attendance:
    """Save a new decision, and announce it with the money that goes back by it.

    Args:
        uow: Unit of work that carries the decision.
        attendance: Decision to save.
        before: Outcome that was decided before; None for the first decision.
        refunded: Money that goes back by this decision, in whole rupiah.
        now: Present instant.
    """
    attendance = attendance.having(refund=attendance.refund + refunded)
    uow.put(attendance_ref(attendance.id), attendance)
    uow.emit(
        AttendanceDecided(
            session_id=attendance.id,
            booking_id=attendance.booking_id,
            customer=attendance.customer,
            expert=attendance.expert,
            version=attendance.version,
            outcome=attendance.outcome,
            before=before,
            refunded=refunded,
            at=now,
        )
    )
    return attendance


async def dispute_attendance(
    uow: UnitOfWork, session_id: SessionId, text: str, *, actor: Actor, now: datetime
) -> Attendance:
    """Dispute the decision about a session of the actor's, or say something in the open dispute about it.

    Raises:
        AttendanceNotFound: Nothing was decided about this session, or the actor has no part in it.
        DisputeTimeOver: Nobody has disputed the decision in time.
        DisputeClosed: The dispute has ended.
    """
    before = await access_attendance(uow, session_id, actor)
    side: SideName = "customer" if actor.id == before.customer else "expert"
    settings = await uow.get(SETTINGS) or AttendanceSettings()
    attendance = rules.with_statement(before, side, text, settings, now=now)
    uow.put(attendance_ref(session_id), attendance)
    if attendance.dispute is not None:
        uow.emit(
            AttendanceDisputed(
                session_id=session_id,
                booking_id=attendance.booking_id,
                customer=attendance.customer,
                expert=attendance.expert,
                side=side,
                opened=before.dispute is None,
                decide_before=attendance.dispute.decide_before,
                at=now,
            )
        )
    return attendance


async def end_silent_dispute(uow: UnitOfWork, session_id: SessionId, *, now: datetime) -> None:
    """Keep the decision about a session whose dispute no admin has decided in time.

    Raises:
        AttendanceNotFound: Nothing was decided about this session.
    """
    attendance = rules.with_dispute_lapsed(await get_attendance(uow, session_id), now=now)
    if attendance is not None:
        _keep_decision(uow, attendance, by_admin=False, now=now)


def resolve_dispute(
    uow: UnitOfWork,
    before: Attendance,
    outcome: AttendanceOutcome,
    reason: str,
    *,
    gives_more: bool,
    by: UserId,
    now: datetime,
) -> Attendance:
    """Return the decision as an admin decides its dispute. A kept decision is saved; a changed one is not yet.

    Args:
        uow: Unit of work that carries a kept decision.
        before: Decision with an open dispute.
        outcome: Outcome of the session in the admin's judgement.
        reason: Reason of the admin.
        gives_more: True if more money goes back than before.
        by: Uid of the admin.
        now: Present instant.

    Raises:
        DisputeClosed: There is no open dispute.
    """
    attendance = rules.with_dispute_resolved(before, outcome, reason, gives_more=gives_more, by=by, now=now)
    if attendance.version == before.version:
        _keep_decision(uow, attendance, by_admin=True, now=now)
    return attendance


def _keep_decision(uow: UnitOfWork, attendance: Attendance, *, by_admin: bool, now: datetime) -> None:
    uow.put(attendance_ref(attendance.id), attendance)
    uow.emit(
        AttendanceKept(
            session_id=attendance.id,
            customer=attendance.customer,
            expert=attendance.expert,
            by_admin=by_admin,
            at=now,
        )
    )
