"""Rules of attendance: who came to a booked session, what part of the payment goes back, and disputes. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from shared.contracts.offers import ServiceKind
from shared.contracts.sessions import AttendanceOutcome
from shared.kernel.ids import SessionId, UserId
from shared.sessions.attendance_models import (
    Attendance,
    AttendanceCorrection,
    AttendanceDispute,
    DisputeStatement,
    DisputeStatus,
    SideName,
    SidePresence,
)
from shared.sessions.attendance_settings import AttendanceSettings
from shared.sessions.errors import AttendanceUnchanged, DisputeClosed, DisputeOpen, DisputeTimeOver
from shared.sessions.models import EndedBy, Session
from shared.sessions.presence_rules import Interval, measure_seconds, measure_shared_seconds

_Outcome = AttendanceOutcome
ABSENCES = (_Outcome.CUSTOMER_ABSENT, _Outcome.EXPERT_ABSENT, _Outcome.NOBODY_CAME)
"""Outcomes in which a side did not come."""
MOST_MESSAGES = 1_000
"""Messages of a session that count as signs of its sides, the first ones from its opening on."""
# Time that it takes at most to tell people of a decision, unless something is in the way.
_TELLING_TIME = timedelta(minutes=5)
# The provider's clock and ours differ a little.
_CLOCK_TOLERANCE = timedelta(minutes=1)


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
    return SidePresence(
        first_at=seen[0], last_at=seen[-1], messages=len(written), first_message_at=min(written, default=None)
    )


def with_video_presence(
    presence: SidePresence, own: Sequence[Interval], others: Sequence[Interval], session: Session
) -> SidePresence:
    """Return the signs of a side with the time that it spent in the video room, together and alone.

    Args:
        presence: Signs of the side.
        own: Intervals of the side in the video room.
        others: Intervals of the other side.
        session: Ended session.
    """
    seconds = measure_seconds(own)
    stays = presence_from_signs((), (at for one in own for at in one), session)
    firsts = [at for at in (presence.first_at, stays.first_at) if at]
    lasts = [at for at in (presence.last_at, stays.last_at) if at]
    return presence.having(
        first_at=min(firsts, default=None),
        last_at=max(lasts, default=None),
        present_seconds=seconds,
        waited_seconds=seconds - measure_shared_seconds(own, others),
    )


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

    A side did not come if the session lasted for some minutes and the side gave no sign in them. An expert must have
    waited as long before the customer's absence counts. Nobody is absent from a meeting that we do not see, or in which
    somebody was in danger. An expert who ends the session early owes the rest of the time. So does an expert who leaves
    the customer alone in the video room, or blocks the customer in a chat. An expert who leaves all messages of a chat
    unanswered did not come. An expert's own report of danger is no excuse for the expert's absence.

    Args:
        session: Ended session.
        customer: Signs of the customer.
        expert: Signs of the expert.
        settings: Settings of attendance.
        is_observed: False for a meeting in person, at a link of another service, or whose log never came.
        ended_at: Instant in UTC of the end.
    """
    latest = session.starts_at + settings.absent_after
    is_own_word = session.crisis_reported_by is not None and session.crisis_reported_by == session.expert
    is_excused = session.crisis_at is not None and (not is_own_word or _came(expert, latest))
    if not is_observed or is_excused:
        return _Outcome.NOT_OBSERVED
    if ended_at >= latest and not (_came(customer, latest) and _came(expert, latest)):
        return _decide_absence(customer, expert, latest)
    missed = _measure_missed_alone(session, customer, expert, settings)
    if session.ended_by is EndedBy.EXPERT:
        missed = max(missed, _measure_missed_after_end(session, ended_at))
    if missed and _compute_missed_percent(missed, session) >= settings.ended_early_share:
        return _Outcome.ENDED_EARLY
    if not (_came(customer, latest) and _came(expert, latest)):
        return _Outcome.NOT_OBSERVED
    if _is_unanswered(session, customer, expert, settings):
        return _Outcome.EXPERT_ABSENT
    is_cut_off = _compute_missed_percent(_measure_kept_out(session, customer), session) >= settings.ended_early_share
    return _Outcome.ENDED_EARLY if is_cut_off else _Outcome.BOTH_CAME


def _came(side: SidePresence, latest: datetime) -> bool:
    return side.first_at is not None and side.first_at <= latest


def _tried(side: SidePresence, latest: datetime) -> bool:
    return side.tried_at is not None and side.tried_at <= latest


def _decide_absence(customer: SidePresence, expert: SidePresence, latest: datetime) -> AttendanceOutcome:
    """Decide who was absent from a session in which one side or both did not come by `latest`."""
    if _came(customer, latest):
        return _Outcome.EXPERT_ABSENT
    if _came(expert, latest):
        left_at = expert.last_at if expert.present_seconds is not None else None
        has_waited = left_at is None or left_at >= latest - _CLOCK_TOLERANCE
        return _Outcome.CUSTOMER_ABSENT if has_waited else _Outcome.NOBODY_CAME
    nobody_entered = customer.first_at is None and expert.first_at is None
    if nobody_entered and _tried(customer, latest) and _tried(expert, latest):
        return _Outcome.TECHNICAL_FAILURE
    return _Outcome.NOBODY_CAME


def _is_unanswered(
    session: Session, customer: SidePresence, expert: SidePresence, settings: AttendanceSettings
) -> bool:
    """Return whether a customer wrote in a chat, and the expert had time to answer and wrote nothing at all."""
    if session.service_kind is not ServiceKind.CHAT or customer.first_message_at is None or expert.messages:
        return False
    if customer.messages >= MOST_MESSAGES:  # an answer may stand behind the last message that counts
        return False
    asked_at = max(customer.first_message_at, session.starts_at)
    return session.ended_at is not None and asked_at + settings.absent_after <= session.ended_at


def _compute_missed_percent(missed: timedelta, session: Session) -> int:
    """Compute the part of the agreed time that was left out, in whole percent, rounded down."""
    length = timedelta(minutes=session.minutes)
    return max(0, 100 * missed // length) if length else 0


def _measure_missed_after_end(session: Session, ended_at: datetime) -> timedelta:
    return session.agreed_end - max(ended_at, session.starts_at)


def _measure_missed_alone(
    session: Session, customer: SidePresence, expert: SidePresence, settings: AttendanceSettings
) -> timedelta:
    """Measure the agreed time without the expert, if the customer waited alone for as long as an absence needs."""
    waited = timedelta(seconds=customer.waited_seconds or 0)
    if expert.present_seconds is None or waited < settings.absent_after:
        return timedelta()
    return timedelta(minutes=session.minutes) - timedelta(seconds=expert.present_seconds)


def _measure_kept_out(session: Session, customer: SidePresence) -> timedelta:
    """Measure the agreed time of a chat in which the expert had blocked the customer, who could not write."""
    is_chat = session.service_kind is ServiceKind.CHAT
    return timedelta(seconds=customer.kept_out_seconds) if is_chat else timedelta()


def compute_refund_percent(
    outcome: AttendanceOutcome,
    session: Session,
    customer: SidePresence,
    expert: SidePresence,
    settings: AttendanceSettings,
    *,
    ended_at: datetime,
) -> int:
    """Compute the percent of the payment that goes back by an outcome."""
    missed = max(
        _measure_missed_after_end(session, ended_at),
        _measure_missed_alone(session, customer, expert, settings),
        _measure_kept_out(session, customer),
    )
    return {
        _Outcome.EXPERT_ABSENT: settings.expert_absent_refund_percent,
        _Outcome.CUSTOMER_ABSENT: settings.customer_absent_refund_percent,
        _Outcome.NOBODY_CAME: settings.nobody_came_refund_percent,
        _Outcome.TECHNICAL_FAILURE: settings.technical_failure_refund_percent,
        _Outcome.ENDED_EARLY: _compute_missed_percent(missed, session),
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
        ends_at=session.agreed_end,
        ended_at=session.ended_at,
        ended_by=session.ended_by,
        seen_customer=customer,
        seen_expert=expert,
        decided_at=now,
        dispute_before=now + timedelta(hours=settings.dispute_hours),
    )


def with_dispute_time_from_telling(attendance: Attendance, *, now: datetime) -> Attendance:
    """Return a first decision with the whole time to dispute it from `now`, if its people are told late.

    Unchanged for a decision that is disputed or corrected, and for one that was told within five minutes.
    """
    was_late = now - attendance.decided_at > _TELLING_TIME
    if not was_late or attendance.version > 1 or attendance.dispute is not None:
        return attendance
    return attendance.having(dispute_before=now + (attendance.dispute_before - attendance.decided_at))


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


def with_correction(
    attendance: Attendance, outcome: AttendanceOutcome, reason: str, *, gives_more: bool, by: UserId, now: datetime
) -> Attendance:
    """Return the decision as an admin corrects it without a dispute, in its next version.

    Args:
        attendance: Decision without an open dispute.
        outcome: Outcome of the session in the admin's judgement.
        reason: Reason of the admin.
        gives_more: True if more money goes back than before, which is a correction whatever the outcome.
        by: Uid of the admin.
        now: Present instant.

    Raises:
        DisputeOpen: The decision is disputed.
        AttendanceUnchanged: The correction changes nothing.
    """
    if attendance.dispute is not None and attendance.dispute.status is DisputeStatus.OPEN:
        raise DisputeOpen()
    if outcome is attendance.outcome and not gives_more:
        raise AttendanceUnchanged()
    correction = AttendanceCorrection(before=attendance.outcome, outcome=outcome, reason=reason, by=by, at=now)
    return attendance.having(
        outcome=outcome, version=attendance.version + 1, corrections=(*attendance.corrections, correction)
    )


def with_dispute_lapsed(attendance: Attendance, *, now: datetime) -> Attendance | None:
    """Return the decision kept, because no admin has decided its dispute in time; None if there is nothing to end."""
    dispute = attendance.dispute
    if dispute is None or dispute.status is not DisputeStatus.OPEN or now < dispute.decide_before:
        return None
    return attendance.having(dispute=dispute.having(status=DisputeStatus.KEPT, closed_at=now))
