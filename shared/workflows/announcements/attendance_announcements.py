"""Announcements of attendance: the decision who came to a session, and its disputes, to both people of the session."""

from datetime import datetime

from shared.contracts.events.sessions import AttendanceDecided, AttendanceDisputed, AttendanceKept
from shared.contracts.notices import Notice, NoticeSubject, SubjectKind
from shared.contracts.sessions import AttendanceOutcome
from shared.kernel.errors import Unavailable
from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork
from shared.kernel.quoted_words import quote_name
from shared.sessions import attendance, attendance_rules
from shared.sessions.attendance_models import Attendance
from shared.workflows.announcements import recipients

_Outcome = AttendanceOutcome
_TEMPLATES: dict[AttendanceOutcome, tuple[str, str]] = {
    _Outcome.BOTH_CAME: ("session.completed", "session.completed"),
    _Outcome.NOT_OBSERVED: ("session.completed", "session.completed"),
    _Outcome.TECHNICAL_FAILURE: ("session.failed", "session.failed"),
    _Outcome.ENDED_EARLY: ("session.ended_early", "session.ended_early"),
    _Outcome.CUSTOMER_ABSENT: ("session.you_absent", "session.other_absent"),
    _Outcome.EXPERT_ABSENT: ("session.other_absent", "session.you_absent"),
    _Outcome.NOBODY_CAME: ("session.nobody_came", "session.nobody_came"),
}
"""Templates of the first decision, for the customer and for the expert."""


async def tell_people_when_attendance_decided(uow: UnitOfWork, event: AttendanceDecided, *, now: datetime) -> int:
    """Tell both people the decision who came to their session, and return the number of new notices.

    If they are told late, the time to dispute the decision begins now.

    Raises:
        AttendanceNotFound: Nothing was decided about this session.
        Unavailable: Only a newer version knows the outcome.
    """
    if event.outcome is None or event.outcome not in _TEMPLATES:
        raise Unavailable("newer_attendance")
    decided = await attendance.get_attendance(uow, event.session_id)
    if decided.version != event.version:
        return 0
    before, decided = decided, attendance_rules.with_dispute_time_from_telling(decided, now=now)
    for_customer, for_expert = _TEMPLATES[event.outcome] if event.version == 1 else ("session.decided_anew",) * 2
    key = f"session:{decided.id}:attendance:{decided.version}"
    notices = [
        _build_notice(decided, decided.customer, for_customer, event=key),
        _build_notice(decided, decided.expert, for_expert, event=key),
    ]
    told = await recipients.tell_people(uow, notices, now=now)
    if told and decided != before:
        uow.put(attendance.attendance_ref(decided.id), decided)
    return told


async def tell_person_when_attendance_disputed(uow: UnitOfWork, event: AttendanceDisputed, *, now: datetime) -> int:
    """Tell the other side that somebody disputes who came, once, and return the number of new notices.

    Raises:
        AttendanceNotFound: Nothing was decided about this session.
        Unavailable: Only a newer version knows the side.
    """
    if event.side is None:
        raise Unavailable("newer_attendance")
    if not event.opened:
        return 0
    decided = await attendance.get_attendance(uow, event.session_id)
    other = decided.expert if event.side == "customer" else decided.customer
    notice = _build_notice(decided, other, "session.disputed", event=f"session:{decided.id}:disputed")
    notice = notice.model_copy(update={"values": {**notice.values, "decide_before": event.decide_before.isoformat()}})
    return await recipients.tell_people(uow, [notice], now=now)


async def tell_people_when_attendance_kept(uow: UnitOfWork, event: AttendanceKept, *, now: datetime) -> int:
    """Tell both people that the decision about their session is kept, and return the number of new notices.

    Raises:
        AttendanceNotFound: Nothing was decided about this session.
    """
    decided = await attendance.get_attendance(uow, event.session_id)
    key = f"session:{decided.id}:kept"
    notices = [
        _build_notice(decided, uid, "session.dispute_kept", event=key) for uid in (decided.customer, decided.expert)
    ]
    return await recipients.tell_people(uow, notices, now=now)


def _build_notice(decided: Attendance, to: UserId, template: str, *, event: str) -> Notice:
    other = decided.expert_name if to == decided.customer else decided.customer_name
    return Notice(
        event=event,
        template=template,
        to=to,
        values={
            "other": quote_name(other),
            "starts_at": decided.starts_at.isoformat(),
            "dispute_before": decided.dispute_before.isoformat(),
        },
        subject=NoticeSubject(kind=SubjectKind.SESSION, id=decided.id, version=decided.version),
        link=f"/bookings/{decided.booking_id}",
    )
