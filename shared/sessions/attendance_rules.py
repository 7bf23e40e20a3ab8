"""Rules of attendance: who came to a booked session, what part of the payment goes back, and disputes. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from shared.contracts.offers import ServiceKind
from shared.contracts.sessions import AttendanceOutcome
from shared.kernel.ids import SessionId, UserId
from shared.sessions.attendance_models import (
    Attendance,
    AttendanceDispute,
    DisputeStatement,
    DisputeStatus,
    SideName,
    SidePresence,
)
from shared.sessions.attendance_settings import AttendanceSettings
from shared.sessions.errors import DisputeClosed, DisputeTimeOver
from shared.sessions.models import EndedBy, Session

_Outcome = AttendanceOutcome
ABSENCES = (_Outcome.CUSTOMER_ABSENT, _Outcome.EXPERT_ABSENT, _Outcome.NOBODY_CAME)
"""Outcomes in which a side did not come."""
MOST_MESSAGES = 200
"""Messages of a session that count as signs of a side."""


def presence_from_signs(
    messages: Iterable[datetime], other_signs: Iterable[datetime], session: Session
) -> SidePresence:
    """Compute the signs of a side that count: those between the opening and the end of the session."""
    begin, end = session.opens_at or session.starts_at, session.ended_at

    def during(signs: Iterable[datetime]) -> list[datetime]:
        return [at for at in signs if begin <= at and (end is None or at <= end)]

    written = during(messages)
    seen = sorted((*written, *during(other_signs)))
    if not seen:
        return SidePresence()
    return SidePresence(first_at=seen[0], last_at=seen[-1], messages=len(written))


def decide_outcome(
    session: Session,
    customer: SidePresence,
    expert: SidePresence,
    settings: AttendanceSettings,
    *,
    is_observed: bool,
    ended_at: datetime,
) -> AttendanceOutcome:
    """Decide who came to an ended session.

    A side did not come if the session lasted for some minutes and the side gave no sign in them. Nobody is absent from
    a meeting that we do not see, or in which somebody was in danger. An expert who ends the session early owes the rest
    of the time.

    Args:
        session: Ended session.
        customer: Signs of the customer.
        expert: Signs of the expert.
        settings: Settings of attendance.
        is_observed: False for a meeting in person, or at a link of another service.
        ended_at: Instant in UTC of the end.
    """
    if not is_observed or session.crisis_at is not None:
        return _Outcome.NOT_OBSERVED
    latest = session.starts_at + settings.absent_after
    came = {side: seen.first_at is not None and seen.first_at <= latest for side, seen in _by_side(customer, expert)}
    if ended_at >= latest and not all(came.values()):
        if not any(came.values()):
            return _Outcome.NOBODY_CAME
        return _Outcome.EXPERT_ABSENT if came["customer"] else _Outcome.CUSTOMER_ABSENT
    if session.ended_by is EndedBy.EXPERT and _compute_missed_percent(session, ended_at) >= settings.ended_early_share:
        return _Outcome.ENDED_EARLY
    return _Outcome.BOTH_CAME if all(came.values()) else _Outcome.NOT_OBSERVED


def _by_side(customer: SidePresence, expert: SidePresence) -> tuple[tuple[SideName, SidePresence], ...]:
    return ("customer", customer), ("expert", expert)


def _compute_missed_percent(session: Session, ended_at: datetime) -> int:
    """Compute the part of the agreed time that was left out, in whole percent, rounded down."""
    length = timedelta(minutes=session.minutes)
    missed = session.starts_at + length - max(ended_at, session.starts_at)
    return max(0, 100 * missed // length) if length else 0


def compute_refund_percent(
    outcome: AttendanceOutcome, session: Session, settings: AttendanceSettings, *, ended_at: datetime
) -> int:
    """Compute the percent of the payment that goes back by an outcome."""
    return {
        _Outcome.EXPERT_ABSENT: settings.expert_absent_refund_percent,
        _Outcome.CUSTOMER_ABSENT: settings.customer_absent_refund_percent,
        _Outcome.NOBODY_CAME: settings.nobody_came_refund_percent,
        _Outcome.ENDED_EARLY: _compute_missed_percent(session, ended_at),
    }.get(outcome, 0)


def attendance_from_session(
    session: Session,
    outcome: AttendanceOutcome,
    customer: SidePresence,
    expert: SidePresence,
    settings: AttendanceSettings,
    *,
    now: datetime,
) -> Attendance:
    """Create the decision about an ended session of a booking."""
    if session.booking_id is None or session.expert is None or session.ended_at is None or session.ended_by is None:
        raise ValueError(f"the session {session.id} is no ended session of a booking")
    return Attendance(
        id=SessionId(session.id),
        booking_id=session.booking_id,
        customer=session.customer,
        customer_name=session.pseudonym,
        expert=session.expert,
        expert_name=session.expert_name,
        service_kind=session.service_kind or ServiceKind.UNKNOWN,
        outcome=outcome,
        starts_at=session.starts_at,
        ends_at=session.starts_at + timedelta(minutes=session.minutes),
        ended_at=session.ended_at,
        ended_by=session.ended_by,
        seen_customer=customer,
        seen_expert=expert,
        decided_at=now,
        dispute_before=now + timedelta(hours=settings.dispute_hours),
    )


def with_statement(
    attendance: Attendance, side: SideName, text: str, settings: AttendanceSettings, *, now: datetime
) -> Attendance:
    """Return the decision disputed by a side, or with the statement of the other side in an open dispute.

    The same side's second statement replaces its first.

    Raises:
        DisputeTimeOver: Nobody has disputed the decision in time.
        DisputeClosed: The dispute has ended.
    """
    statement = DisputeStatement(side=side, text=text, at=now)
    dispute = attendance.dispute
    if dispute is None:
        if now >= attendance.dispute_before:
            raise DisputeTimeOver(dispute_before=attendance.dispute_before)
        days = timedelta(days=settings.decide_dispute_days)
        return attendance.having(
            dispute=AttendanceDispute(statements=(statement,), opened_at=now, decide_before=now + days)
        )
    if dispute.status is not DisputeStatus.OPEN or now >= dispute.decide_before:
        raise DisputeClosed()
    others = tuple(each for each in dispute.statements if each.side != side)
    is_opener = dispute.statements[0].side == side
    return attendance.having(
        dispute=dispute.having(statements=(statement, *others) if is_opener else (*others, statement))
    )


def with_dispute_resolved(
    attendance: Attendance, outcome: AttendanceOutcome, reason: str, *, gives_more: bool, by: UserId, now: datetime
) -> Attendance:
    """Return the decision as an admin decides a dispute: kept, or changed in its next version.

    Args:
        attendance: Decision with an open dispute.
        outcome: Outcome of the session in the admin's judgement.
        reason: Reason of the admin.
        gives_more: True if more money goes back than before, which is a change whatever the outcome.
        by: Uid of the admin.
        now: Present instant.

    Raises:
        DisputeClosed: There is no open dispute.
    """
    dispute = attendance.dispute
    if dispute is None or dispute.status is not DisputeStatus.OPEN:
        raise DisputeClosed()
    changed = gives_more or outcome is not attendance.outcome
    closed = dispute.having(
        status=DisputeStatus.CHANGED if changed else DisputeStatus.KEPT, closed_at=now, closed_by=by, reason=reason
    )
    return attendance.having(dispute=closed, outcome=outcome, version=attendance.version + changed)


def with_dispute_lapsed(attendance: Attendance, *, now: datetime) -> Attendance | None:
    """Return the decision kept, because no admin has decided its dispute in time; None if there is nothing to end."""
    dispute = attendance.dispute
    if dispute is None or dispute.status is not DisputeStatus.OPEN or now < dispute.decide_before:
        return None
    return attendance.having(dispute=dispute.having(status=DisputeStatus.KEPT, closed_at=now))
