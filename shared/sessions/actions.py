"""Actions of sessions. Workflows combine them with the actions of rooms and of experts' availability."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.claims.names import claim_name
from shared.contracts.bookings import MeetingTerms
from shared.contracts.events.sessions import SessionEnded
from shared.contracts.sessions import AcceptedPairing, SessionExpert
from shared.kernel.actors import Actor
from shared.kernel.ids import OrderId, PairingId, SessionId, UserId
from shared.kernel.ports import Reader, UnitOfWork
from shared.sessions import jobs, rules, store
from shared.sessions.errors import SessionNotFound
from shared.sessions.models import EndedBy, Session, SessionStatus
from shared.sessions.settings import SessionSettings

_PAYMENT_NOTICE_GRACE = timedelta(minutes=1)


async def begin_session(uow: UnitOfWork, call: AcceptedPairing, expert: SessionExpert, *, now: datetime) -> Session:
    """Begin the session of an accepted call, or give a session that lost its expert to another; schedule its end.

    Raises:
        SessionOver: The session that lost its expert has ended.
    """
    known = await uow.get(store.session_ref(call.session_id))
    session = (
        rules.with_new_expert(known, call, expert, now=now)
        if known
        else rules.session_from_pairing(call, expert, now=now)
    )
    await _save_with_timers(uow, session, now=now)
    return session


async def sync_booked_session(uow: UnitOfWork, terms: MeetingTerms, *, now: datetime) -> Session | None:
    """Open, move or end the session of a booking as the booking is now; None if the booking has no session.

    Only the present terms count: events of a booking may arrive late, twice or out of order.
    """
    before, settings = await uow.get_many(store.session_ref(terms.booking_id), store.SETTINGS)
    session = rules.with_meeting_terms(before, terms, settings or SessionSettings(), now=now)
    if session is not None and session is not before:
        uow.put(store.session_ref(session.id), session)
        if session.status is SessionStatus.SCHEDULED:
            jobs.schedule_session_opening(uow, session)
    return session


async def open_booked_session(uow: UnitOfWork, session: Session, *, now: datetime) -> Session:
    """Open a scheduled session whose time to join has come, with its timers; another session stays as it is."""
    if not rules.can_open(session, now=now):
        return session
    session = rules.with_opening(session)
    await _save_with_timers(uow, session, now=now)
    return session


async def reroute_session(uow: UnitOfWork, session_id: SessionId, *, to: UserId | None, now: datetime) -> Session:
    """Schedule the handover of a running session to another expert.

    Raises:
        SessionNotFound: No session has this id.
        SessionOver: The session has ended.
        SessionIsBooked: The session belongs to a booking.
    """
    session = rules.check_ongoing(await store.get_session(uow, session_id), now=now)
    rules.check_is_call(session)
    if to is None or to != session.expert:
        jobs.schedule_expert_search(uow, session.id, session.expert, to=to)
    return session


async def find_detachable_session(uow: UnitOfWork, job: jobs.FindAnotherExpert, *, now: datetime) -> Session | None:
    """Find the session to take from the job's expert.

    None if the session is over, has another expert, or belongs to a booking, whose customer has chosen the expert. An
    expert who was only silent keeps the session after an answer.

    Raises:
        SessionNotFound: No session has this id.
    """
    session = await store.get_session(uow, job.session_id)
    if job.expert is None or session.expert != job.expert or rules.is_overdue(session, now=now):
        return None
    if session.kind != "pairing":
        return None
    if job.silent and session.answered_at is not None:
        return None
    return session if session.status is SessionStatus.ACTIVE else None


def detach_expert(uow: UnitOfWork, before: Session, *, now: datetime) -> Session:
    """Take a session from its expert; its clock stops."""
    session = rules.without_expert(before, now=now)
    uow.put(store.session_ref(session.id), session)
    return session


async def attach_pairing(uow: UnitOfWork, session: Session, pairing_id: PairingId) -> None:
    """Record that the call `pairing_id` searches for an expert for the session."""
    uow.put(store.session_ref(session.id), session.having(pairing_id=pairing_id))


async def join_session(uow: UnitOfWork, session_id: SessionId, *, actor: Actor, now: datetime) -> Session:
    """Record that customer or expert has joined the session.

    Raises:
        SessionNotFound: The session is not the caller's.
        SessionOver: The session has ended.
        SessionNotOpen: The booked session cannot be joined yet.
    """
    before = await store.access_session(uow, session_id, actor)
    opened = await open_booked_session(uow, before, now=now)
    session = rules.with_participant_joined(opened, UserId(actor.id), now=now)
    if session != before:
        uow.put(store.session_ref(session.id), session)
    return session


async def is_joinable(reader: Reader, session_id: SessionId, *, now: datetime) -> bool:
    """Return whether a session exists, is open, and goes on."""
    session = await reader.get(store.session_ref(session_id))
    return session is not None and session.status is SessionStatus.ACTIVE and rules.is_ongoing(session, now=now)


def allow_recognition(uow: UnitOfWork, session: Session, *, alias: UserId, name: str) -> Session:
    """Let the expert of a session know the customer again, by an alias and a name for this expert alone."""
    session = session.having(known_as=alias, known_name=name)
    uow.put(store.session_ref(session.id), session)
    return session


async def end_session(uow: UnitOfWork, session_id: SessionId, *, actor: Actor, now: datetime) -> Session:
    """End a session for customer, expert or admin.

    Raises:
        SessionNotFound: The session is not the caller's.
        SessionNotBegun: The booked session has not begun.
    """
    before = await store.access_session(uow, session_id, actor)
    rules.check_has_begun(before, now=now)
    return record_session_end(uow, before, rules.compute_ended_by(before, actor), now=now)


async def expire_session(uow: UnitOfWork, session_id: SessionId, version: int, *, now: datetime) -> None:
    """End a session whose time, in this `version`, is over. A session that has got more time since goes on.

    Raises:
        SessionNotFound: No session has this id.
    """
    before = await store.get_session(uow, session_id)
    if before.version == version and rules.is_overdue(before, now=now):
        record_session_end(uow, before, EndedBy.TIMEOUT, now=now)


async def end_overdue_session(uow: UnitOfWork, session_id: SessionId, *, now: datetime) -> Session | None:
    """End a session whose time is over, and return the session as it is then; None if no session has this id."""
    before = await uow.get(store.session_ref(session_id))
    if before is not None and rules.is_overdue(before, now=now):
        return record_session_end(uow, before, EndedBy.TIMEOUT, now=now)
    return before


async def end_searching_session(uow: UnitOfWork, session_id: SessionId, by: EndedBy, *, now: datetime) -> Session:
    """End a session for which no expert could be found, unless it has ended already.

    Raises:
        SessionNotFound: No session has this id.
    """
    before = await store.get_session(uow, session_id)
    return record_session_end(uow, before, by, now=now) if before.status is SessionStatus.SEARCHING else before


def record_session_end(uow: UnitOfWork, before: Session, by: EndedBy, *, now: datetime) -> Session:
    """End a session and announce the end once. A session that has ended stays as it ended."""
    session = rules.with_end(before, by, now=now)
    if session is not before and session.ended_at and session.ended_by:
        uow.put(store.session_ref(session.id), session)
        uow.emit(
            SessionEnded(
                session_id=session.id,
                kind=session.kind,
                expert=session.expert,
                customer=session.customer,
                pairing_id=session.pairing_id,
                booking_id=session.booking_id,
                order_id=session.order_id,
                extended_by=tuple(OrderId(each) for each in session.extended_by),
                starts_at=session.starts_at,
                minutes=session.minutes,
                joined=session.joined,
                had_crisis=session.crisis_at is not None,
                ended_by=session.ended_by,
                ended_at=session.ended_at,
            )
        )
    return session


async def replace_blocked_expert(uow: UnitOfWork, session_id: SessionId, *two: UserId) -> None:
    """Schedule the search for another expert of a call, because customer and expert have blocked each other."""
    session = await uow.get(store.session_ref(session_id))
    if session is None or session.kind != "pairing" or session.expert is None:
        return
    if {session.customer, session.expert} == {*two}:
        jobs.schedule_expert_search(uow, session_id, session.expert)


async def mark_answered(uow: UnitOfWork, session_id: SessionId, expert: UserId, *, now: datetime) -> None:
    """Record that the session's expert has said something.

    Raises:
        SessionNotFound: No session has this id.
    """
    before = await store.get_session(uow, session_id)
    session = rules.with_answer(before, now=now) if before.expert == expert else before
    if session is not before:
        uow.put(store.session_ref(session.id), session)


async def access_extendable_session(
    uow: UnitOfWork, session_id: SessionId, *, actor: Actor, now: datetime
) -> tuple[Session, SessionSettings]:
    """Get a session of the caller's that can be extended.

    Raises:
        SessionNotFound: The session is not the caller's.
        SessionOver: The session has ended.
        SessionNotBegun: The booked session has not begun.
        SessionInCrisis: The clock stands still, so no time can be bought.
        SessionTooLong: The session would exceed the longest duration.
    """
    session = await store.access_session(uow, session_id, actor)
    # The second is for `hold_extension`.
    known, _ = await uow.get_many(store.SETTINGS, store.next_extension_ref(session))
    settings = known or SessionSettings()
    rules.check_can_extend(session, settings, now=now)
    return session, settings


async def hold_extension(uow: UnitOfWork, session: Session, order_id: OrderId, *, now: datetime) -> OrderId:
    """Hold the next extension for `order_id` while that order can be paid; return the order that holds it."""
    place = store.next_extension_ref(session)
    held = await uow.get(place)
    if held is not None and held.holder and not held.is_free_at(now):
        return OrderId(held.holder)
    # What is paid at the last moment takes a little to be known, and still finds it held.
    await claim_name(uow, place, holder=order_id, now=now, until=now + rules.PAY_WITHIN + _PAYMENT_NOTICE_GRACE)
    return order_id


async def extend_session(uow: UnitOfWork, session_id: SessionId, order_id: OrderId, *, now: datetime) -> Session | None:
    """Extend a session by the time that an order has paid for, once; None if the session can have no more time.

    Raises:
        SessionNotFound: No session has this id.
    """
    before, settings = await store.get_session(uow, session_id), await store.get_session_settings(uow)
    session = rules.with_extension(before, order_id, settings, now=now)
    if session is not None and session is not before:
        await _save_with_timers(uow, session, now=now)
    return session


async def record_crisis_report(uow: UnitOfWork, session_id: SessionId, *, actor: Actor) -> Session:
    """Record who has reported a crisis of a session first. Later reports change nothing.

    Raises:
        SessionNotFound: The session does not exist, or the actor is neither its expert nor an admin.
    """
    before = await store.access_session(uow, session_id, actor)
    if actor.role != "admin" and actor.id != before.expert:
        raise SessionNotFound(session_id=session_id)
    if before.crisis_at is not None or before.crisis_reported_by is not None or before.status is SessionStatus.ENDED:
        return before
    session = before.having(crisis_reported_by=UserId(actor.id))
    uow.put(store.session_ref(session_id), session)
    return session


async def enter_crisis(uow: UnitOfWork, session_id: SessionId, *, now: datetime) -> bool:
    """Stop the clock of a session in which somebody is in danger; return False if no session goes on."""
    before = await uow.get(store.session_ref(session_id))
    if before is None or before.status is SessionStatus.SCHEDULED or not rules.is_ongoing(before, now=now):
        return False
    session = rules.with_crisis(before, now=now)
    if session is not before:
        uow.put(store.session_ref(session.id), session)
    return True


async def is_in_crisis(reader: Reader, session_id: SessionId, *, now: datetime) -> bool:
    """Return whether a session exists, goes on, and has a crisis."""
    session = await reader.get(store.session_ref(session_id))
    return session is not None and session.crisis_at is not None and rules.is_ongoing(session, now=now)


async def end_false_alarm(
    uow: UnitOfWork, session_id: SessionId, reason: str, *, actor: Actor, now: datetime
) -> Session:
    """End the crisis of a session, with a record of the reason; the clock goes on where it stopped.

    Raises:
        SessionNotFound: The session does not exist, or the actor has no part in the session.
        SessionOver: The session has ended.
        NoCrisis: The session has no crisis.
    """
    before = await store.access_session(uow, session_id, actor)
    session = rules.with_false_alarm(before, now=now)
    record = rules.crisis_record_from(before, reason, actor=actor, now=now)
    uow.put(store.crisis_record_ref(record.id), record)
    if session.status is SessionStatus.ACTIVE:
        await _save_with_timers(uow, session, now=now)
    else:
        uow.put(store.session_ref(session.id), session)
    if session.status is SessionStatus.SCHEDULED:
        jobs.schedule_session_opening(uow, session)
    return session


async def schedule_session_expiries(uow: UnitOfWork, sessions: Sequence[Session]) -> None:
    """Schedule the end of each of these sessions."""
    for session in sessions:
        jobs.schedule_session_expiry(uow, session)


async def _save_with_timers(uow: UnitOfWork, session: Session, *, now: datetime) -> None:
    uow.put(store.session_ref(session.id), session)
    jobs.schedule_session_timers(uow, session, await store.get_session_settings(uow), now=now)
