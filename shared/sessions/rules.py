"""Decisions about a session's people and time: pure, told the time."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.contracts.bookings import BookingStatus, MeetingTerms
from shared.contracts.sales import Sale, SaleItem
from shared.contracts.sessions import AcceptedPairing, SessionExpert
from shared.kernel.actors import Actor
from shared.kernel.ids import Id, OrderId, RoomId, SessionId, UserId
from shared.sessions.errors import (
    NoCrisis,
    SessionInCrisis,
    SessionIsBooked,
    SessionNotBegun,
    SessionNotOpen,
    SessionOver,
    SessionTooLong,
)
from shared.sessions.models import ClockPause, CrisisRecord, EndedBy, Session, SessionStatus
from shared.sessions.settings import SessionSettings

PAY_WITHIN = timedelta(minutes=15)
CRISIS_REMINDER_AFTER = timedelta(hours=1)
_Status = SessionStatus
_NOT_OVER = (_Status.SCHEDULED, _Status.ACTIVE, _Status.SEARCHING)
_WITHOUT_MEETING = (BookingStatus.CANCELLED, BookingStatus.REJECTED, BookingStatus.EXPIRED)


def session_from_pairing(call: AcceptedPairing, expert: SessionExpert, *, now: datetime) -> Session:
    """Create the session of an accepted call; the room has the session's id."""
    return Session(
        id=call.session_id,
        pairing_id=call.pairing_id,
        order_id=call.order_id,
        customer=call.customer,
        pseudonym=call.pseudonym,
        expert=expert.id,
        expert_name=expert.name,
        room_id=RoomId(call.session_id),
        minutes=call.minutes,
        starts_at=now,
        ends_at=now + timedelta(minutes=call.minutes),
        expert_since=now,
    )


def with_meeting_terms(
    session: Session | None, terms: MeetingTerms, settings: SessionSettings, *, now: datetime
) -> Session | None:
    """Return the session of a booking as the present terms of the meeting demand, whatever was known before.

    A confirmed booking has a session. A new time sets the session back to that time, and nobody has joined it. The
    session of a booking without a meeting ends by `cancellation`. An ended session stays as it ended.

    Args:
        session: Session of the booking; None if there is none yet.
        terms: Terms of the meeting as they are now.
        settings: Settings of sessions.
        now: Present instant.

    Returns:
        The session; None if the booking has none and needs none.
    """
    if session is None:
        return _session_from_terms(terms, settings) if terms.status is BookingStatus.CONFIRMED else None
    if session.status not in _NOT_OVER:
        return session
    if terms.status in _WITHOUT_MEETING:
        ended = session.having(status=_Status.ENDED, ended_at=now, ended_by=EndedBy.CANCELLATION)
        return _with_new_times(ended)
    if terms.status is not BookingStatus.CONFIRMED or session.starts_at == terms.starts_at:
        return session
    return _with_new_start(session, terms, settings)


def _session_from_terms(terms: MeetingTerms, settings: SessionSettings) -> Session:
    """Create the session of a confirmed booking, with the booking's id. Its room has that id too, or the group's."""
    return Session(
        id=SessionId(terms.booking_id),
        kind="booking",
        status=_Status.SCHEDULED,
        booking_id=terms.booking_id,
        order_id=OrderId(terms.booking_id),
        service_kind=terms.kind,
        customer=terms.customer,
        pseudonym=terms.customer_name,
        expert=terms.expert,
        expert_name=terms.expert_name,
        room_id=RoomId(terms.group_date or terms.booking_id),
        minutes=terms.minutes,
        starts_at=terms.starts_at,
        opens_at=_compute_opening_time(terms, settings),
        ends_at=terms.ends_at,
        expert_since=terms.starts_at,
    )


def _with_new_start(session: Session, terms: MeetingTerms, settings: SessionSettings) -> Session:
    """Return the session at another agreed time, with the minutes that were bought, and without any arrival.

    A clock that stands still has not gone on since the new opening.
    """
    length = timedelta(minutes=session.minutes)
    opens_at = _compute_opening_time(terms, settings)
    is_paused = session.ends_at is None
    left = terms.starts_at + length - opens_at
    return _with_new_times(
        session,
        status=_Status.SCHEDULED,
        starts_at=terms.starts_at,
        opens_at=opens_at,
        ends_at=None if is_paused else terms.starts_at + length,
        left_seconds=int(left.total_seconds()) if is_paused else 0,
        expert_since=terms.starts_at,
        answered_at=None,
        customer_joined_at=None,
        expert_joined_at=None,
    )


def _compute_opening_time(terms: MeetingTerms, settings: SessionSettings) -> datetime:
    return terms.starts_at - timedelta(minutes=settings.open_minutes_before)


def can_open(session: Session, *, now: datetime) -> bool:
    """Return whether a scheduled session can be joined from now on."""
    return session.status is _Status.SCHEDULED and session.opens_at is not None and session.opens_at <= now


def with_opening(session: Session) -> Session:
    """Return a scheduled session open: both can join it, and its clock decides its end."""
    return session.having(status=_Status.ACTIVE)


def check_is_call(session: Session) -> None:
    """Check that the session is a call, whose expert may change.

    Raises:
        SessionIsBooked: The session belongs to a booking.
    """
    if session.kind != "pairing":
        raise SessionIsBooked()


def check_has_begun(session: Session, *, now: datetime) -> None:
    """Check that the agreed time of a booked session has begun.

    A meeting ahead is cancelled, not ended. It can still be moved or cancelled, so no further time is sold for it.

    Raises:
        SessionNotBegun: The booked session has not begun.
    """
    if session.kind == "booking" and session.status in _NOT_OVER and now < session.starts_at:
        raise SessionNotBegun()


def is_ongoing(session: Session, *, now: datetime) -> bool:
    """Return whether the session's time lasts, stands still, or is still to come."""
    return session.status in _NOT_OVER and (session.ends_at is None or now < session.ends_at)


def check_ongoing(session: Session, *, now: datetime) -> Session:
    """Return `session` if its time lasts, stands still, or is still to come.

    Raises:
        SessionOver: The session has ended.
    """
    if not is_ongoing(session, now=now):
        raise SessionOver(ended_by=session.ended_by or EndedBy.TIMEOUT)
    return session


def compute_ended_by(session: Session, actor: Actor) -> EndedBy:
    """Compute as whom the caller ends the session."""
    if actor.id == session.customer:
        return EndedBy.CUSTOMER
    return EndedBy.EXPERT if actor.id == session.expert else EndedBy.ADMIN


def with_participant_joined(session: Session, uid: UserId, *, now: datetime) -> Session:
    """Return the session with a person who has joined; an expert who joins has answered.

    Raises:
        SessionOver: The session has ended.
        SessionNotOpen: The booked session cannot be joined yet.
    """
    check_ongoing(session, now=now)
    if session.status is _Status.SCHEDULED:
        raise SessionNotOpen(opens_at=session.opens_at)
    if uid == session.customer:
        return session.having(customer_joined_at=session.customer_joined_at or now)
    return with_answer(session, now=now).having(expert_joined_at=session.expert_joined_at or now)


def with_answer(session: Session, *, now: datetime) -> Session:
    """Return the session with its expert's first answer."""
    return session if session.answered_at else session.having(answered_at=now)


def with_end(session: Session, by: EndedBy, *, now: datetime) -> Session:
    """Return the session ended; the first end counts. If its time was over before, time has ended it, whoever calls."""
    if session.status in (_Status.ENDED, _Status.UNKNOWN):
        return session
    if session.ends_at is not None and session.ends_at <= now:
        now, by = session.ends_at, EndedBy.TIMEOUT
    return session.having(status=_Status.ENDED, ended_at=now, ended_by=by)


def is_overdue(session: Session, *, now: datetime) -> bool:
    """Return whether the session's time is over and its end is not recorded yet."""
    return session.status in _NOT_OVER and session.ends_at is not None and session.ends_at <= now


def check_can_extend(session: Session, settings: SessionSettings, *, now: datetime) -> None:
    """Check that the session can have more time.

    Raises:
        SessionOver: The session has ended.
        SessionNotBegun: The booked session has not begun.
        SessionInCrisis: The clock stands still.
        SessionTooLong: The session would exceed the longest duration.
    """
    check_ongoing(session, now=now)
    check_has_begun(session, now=now)
    if session.crisis_at:
        raise SessionInCrisis()
    if session.minutes + settings.extension_minutes > settings.longest_minutes:
        raise SessionTooLong(most=settings.longest_minutes)


def sale_from_extension(session: Session, settings: SessionSettings, name: str, *, held: Sequence[str]) -> Sale:
    """Compute the sale of one extension, to be paid while the session can be extended.

    Args:
        name: Name of the extension in the buyer's language.
        held: Paths of what the order holds: the extension, and for a booking the time after the session.
    """
    item = SaleItem(
        kind="extension",
        product=session.id,
        name=name,
        quantity=1,
        unit_price=settings.extension_price,
        expert=session.expert,
        claims=tuple(held),
        irreplaceable=True,
    )
    return Sale(items=(item,), currency="IDR", hold=PAY_WITHIN, alias=session.customer)


def with_extension(session: Session, order_id: OrderId, settings: SessionSettings, *, now: datetime) -> Session | None:
    """Return the session with more time, once for each paid order; None if it is over or may have no more time."""
    if order_id in session.extended_by:
        return session
    try:
        check_can_extend(session, settings, now=now)
    except (SessionOver, SessionNotBegun, SessionInCrisis, SessionTooLong):
        return None
    more = timedelta(minutes=settings.extension_minutes)
    return _with_new_times(
        session,
        minutes=session.minutes + settings.extension_minutes,
        ends_at=session.ends_at + more if session.ends_at else None,
        left_seconds=session.left_seconds + (0 if session.ends_at else int(more.total_seconds())),
        extended_by=(*session.extended_by, order_id),
    )


def without_expert(session: Session, *, now: datetime) -> Session:
    """Return the session without its expert; its clock stands still until another expert accepts."""
    before = (*session.experts_before, *([session.expert] if session.expert else []))
    return _with_clock_paused(session, now=now).having(
        status=_Status.SEARCHING,
        expert=None,
        known_as=None,
        known_name=None,
        answered_at=None,
        expert_joined_at=None,
        experts_before=before,
    )


def with_new_expert(session: Session, call: AcceptedPairing, expert: SessionExpert, *, now: datetime) -> Session:
    """Return the session with another expert, who goes on where the last one stopped.

    In a crisis the clock stays still.

    Raises:
        SessionOver: The session has ended.
    """
    check_ongoing(session, now=now)
    given = {"expert": expert.id, "expert_name": expert.name, "expert_since": now, "pairing_id": call.pairing_id}
    held = session.having(status=_Status.ACTIVE, **given)
    return held if session.crisis_at else _with_new_times(held, ends_at=now + session.time_left, left_seconds=0)


def with_crisis(session: Session, *, now: datetime) -> Session:
    """Return the session in crisis: its clock stands still while somebody is in danger."""
    return session if session.crisis_at else _with_clock_paused(session, now=now).having(crisis_at=now)


def with_false_alarm(session: Session, *, now: datetime) -> Session:
    """Return the session without its crisis: the clock goes on where it stopped, unless an expert is searched for.

    The clock of a session that is not open yet goes on from the opening.

    Raises:
        SessionOver: The session has ended.
        NoCrisis: The session has no crisis.
    """
    check_ongoing(session, now=now)
    if session.crisis_at is None:
        raise NoCrisis()
    pause = ClockPause(began_at=session.crisis_at, ended_at=now)
    calm = session.having(crisis_at=None, crisis_reported_by=None, pauses=(*session.pauses, pause))
    if session.status is _Status.SEARCHING:
        return calm
    begins_at = max(now, session.opens_at or now)
    return _with_new_times(calm, ends_at=begins_at + session.time_left, left_seconds=0)


def crisis_record_from(session: Session, reason: str, *, actor: Actor, now: datetime) -> CrisisRecord:
    """Create the record of the crisis of `session`, which the actor ends as a false alarm."""
    began_at = session.crisis_at or now
    return CrisisRecord(
        id=Id(f"{session.id}-{int(began_at.timestamp())}"),
        session_id=session.id,
        began_at=began_at,
        ended_at=now,
        ended_by=UserId(actor.id),
        role="admin" if actor.role == "admin" else "expert",
        reason=reason,
    )


def _with_clock_paused(session: Session, *, now: datetime) -> Session:
    if session.ends_at is None:
        return session
    return _with_new_times(session, ends_at=None, left_seconds=int((session.ends_at - now).total_seconds()))


def _with_new_times(session: Session, **changes: object) -> Session:
    return session.having(version=session.version + 1, **changes)
