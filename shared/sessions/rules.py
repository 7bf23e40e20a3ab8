"""Decisions about a session's people and time: pure, told the time."""

from datetime import datetime, timedelta

from shared.contracts.sales import Sale, SaleItem
from shared.contracts.sessions import AcceptedPairing, SessionExpert
from shared.kernel.actors import Actor
from shared.kernel.ids import Id, OrderId, RoomId, UserId
from shared.sessions.errors import NoCrisis, SessionInCrisis, SessionOver, SessionTooLong
from shared.sessions.models import CrisisRecord, EndedBy, Session, SessionStatus
from shared.sessions.settings import SessionSettings

PAY_WITHIN = timedelta(minutes=15)
CRISIS_REMINDER_AFTER = timedelta(hours=1)
_Status = SessionStatus


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


def is_ongoing(session: Session, *, now: datetime) -> bool:
    """Return whether the session's time lasts or stands still."""
    known = session.status in (_Status.ACTIVE, _Status.SEARCHING)
    return known and (session.ends_at is None or now < session.ends_at)


def check_ongoing(session: Session, *, now: datetime) -> Session:
    """Return `session` if its time lasts or stands still.

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
    """
    check_ongoing(session, now=now)
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
    known = session.status in (_Status.ACTIVE, _Status.SEARCHING)
    return known and session.ends_at is not None and session.ends_at <= now


def check_can_extend(session: Session, settings: SessionSettings, *, now: datetime) -> None:
    """Check that the session can have more time.

    Raises:
        SessionOver: The session has ended.
        SessionInCrisis: The clock stands still.
        SessionTooLong: The session would exceed the longest duration.
    """
    check_ongoing(session, now=now)
    if session.crisis_at:
        raise SessionInCrisis()
    if session.minutes + settings.extension_minutes > settings.longest_minutes:
        raise SessionTooLong(most=settings.longest_minutes)


def sale_from_extension(session: Session, settings: SessionSettings, name: str, *, held: str) -> Sale:
    """Compute the sale of one extension, to be paid while the session can be extended.

    Args:
        name: Name of the extension in the buyer's language.
        held: Path of the extension's claim.
    """
    item = SaleItem(
        kind="extension",
        product=session.id,
        name=name,
        quantity=1,
        unit_price=settings.extension_price,
        expert=session.expert,
        claims=(held,),
        irreplaceable=True,
    )
    return Sale(items=(item,), currency="IDR", hold=PAY_WITHIN, alias=session.customer)


def with_extension(session: Session, order_id: OrderId, settings: SessionSettings, *, now: datetime) -> Session | None:
    """Return the session with more time, once for each paid order; None if it is over or may have no more time."""
    if order_id in session.extended_by:
        return session
    try:
        check_can_extend(session, settings, now=now)
    except (SessionOver, SessionInCrisis, SessionTooLong):
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

    Raises:
        SessionOver: The session has ended.
        NoCrisis: The session has no crisis.
    """
    check_ongoing(session, now=now)
    if session.crisis_at is None:
        raise NoCrisis()
    calm = session.having(crisis_at=None)
    if session.status is not _Status.ACTIVE:
        return calm
    return _with_new_times(calm, ends_at=now + session.time_left, left_seconds=0)


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
