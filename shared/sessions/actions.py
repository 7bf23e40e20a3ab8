"""What becomes of sessions: load, decide, save, tell. Their rooms and their experts' diaries are others' business."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from shared.events.sessions import SessionEnded
from shared.kernel import claims
from shared.kernel.actors import Actor
from shared.kernel.ids import OrderId, PairingId, RoomId, SessionId, UserId
from shared.kernel.ports import Reader, Ref, UnitOfWork
from shared.sessions import jobs, rules, store
from shared.sessions.models import Call, EndedBy, Expert, Session, SessionStatus
from shared.sessions.settings import SessionSettings

_TO_BE_KNOWN = timedelta(minutes=1)


async def begin(uow: UnitOfWork, call: Call, expert: Expert, *, now: datetime) -> Session:
    """Begin the session of a call that was taken, or give one that lost its expert to another: either ends in time."""
    known = await uow.get(store.ref(call.session_id))
    session = rules.taken_over(known, call, expert, now=now) if known else rules.begun(call, expert, now=now)
    await _keep_retimed(uow, session, now=now)
    return session


async def reroute(uow: UnitOfWork, session_id: SessionId, *, to: UserId | None, now: datetime) -> Session:
    """Have a session that goes on given to somebody else. Raises `SessionNotFound`, `SessionOver`."""
    session = rules.running(await store.session(uow, session_id), now=now)
    if to is None or to != session.expert:
        jobs.find_another(uow, session.id, session.expert, to=to)
    return session


class Spoken(Protocol):
    """Whether somebody has said anything in a room since then."""

    async def __call__(self, reader: Reader, room_id: RoomId, uid: UserId, *, since: datetime) -> bool: ...


async def stop(uow: UnitOfWork, job: jobs.FindAnotherExpert, *, spoken: Spoken, now: datetime) -> Session | None:
    """Take a session from its expert; None where it is over, no longer theirs, or they were not silent after all."""
    before = await store.session(uow, job.session_id)
    if job.expert is None or before.expert != job.expert or rules.overdue(before, now=now):
        return None
    if job.silent and (
        before.answered_at is not None or await spoken(uow, before.room_id, job.expert, since=before.expert_since)
    ):
        return None
    if before.status is not SessionStatus.ACTIVE:
        return None
    session = rules.stopped(before, now=now)
    uow.put(store.ref(session.id), session)
    return session


async def called_for(uow: UnitOfWork, session: Session, pairing_id: PairingId) -> None:
    """*session* is looked after by the call *pairing_id* from now on."""
    uow.put(store.ref(session.id), session.having(pairing_id=pairing_id))


async def join(uow: UnitOfWork, session_id: SessionId, *, actor: Actor, now: datetime) -> Session:
    """One of the two is there. Raises `SessionNotFound`, `SessionOver`."""
    before = await store.session_for(uow, session_id, actor)
    session = rules.joined(before, UserId(actor.id), now=now)
    if session != before:
        uow.put(store.ref(session.id), session)
    return session


async def end(uow: UnitOfWork, session_id: SessionId, *, actor: Actor, now: datetime) -> Session:
    """One of the two, or an admin, ends it. Raises `SessionNotFound`."""
    before = await store.session_for(uow, session_id, actor)
    return end_for(uow, before, rules.side(before, actor), now=now)


async def end_in_time(uow: UnitOfWork, session_id: SessionId, version: int, *, now: datetime) -> None:
    """The time of the session's *version* is over; one that has got more time since goes on."""
    before = await store.session(uow, session_id)
    if before.version == version and rules.overdue(before, now=now):
        end_for(uow, before, EndedBy.TIMEOUT, now=now)


async def give_up(uow: UnitOfWork, session_id: SessionId, by: EndedBy, *, now: datetime) -> Session:
    """There is nobody to go on with it: it ends, unless it has ended already."""
    before = await store.session(uow, session_id)
    return end_for(uow, before, by, now=now) if before.status is SessionStatus.SEARCHING else before


def end_for(uow: UnitOfWork, before: Session, by: EndedBy, *, now: datetime) -> Session:
    """End a session. One that has ended stays as it ended, and is told of once."""
    session = rules.ended(before, by, now=now)
    if session is not before and session.ended_at and session.ended_by:
        uow.put(store.ref(session.id), session)
        uow.emit(
            SessionEnded(
                session_id=session.id,
                kind=session.kind,
                expert=session.expert,
                customer=session.customer,
                ended_by=session.ended_by,
                ended_at=session.ended_at,
            )
        )
    return session


async def part(uow: UnitOfWork, session_id: SessionId, *two: UserId) -> None:
    """The two of a session want nothing to do with each other any more: somebody else is called for its customer."""
    session = await uow.get(store.ref(session_id))
    if session is not None and session.expert is not None and {session.customer, session.expert} == {*two}:
        jobs.find_another(uow, session_id, session.expert)


async def mark_answered(uow: UnitOfWork, session_id: SessionId, expert: UserId, *, now: datetime) -> None:
    """Its *expert* has said something after all."""
    before = await store.session(uow, session_id)
    session = rules.answered(before, now=now) if before.expert == expert else before
    if session is not before:
        uow.put(store.ref(session.id), session)


async def extensible(
    uow: UnitOfWork, session_id: SessionId, *, actor: Actor, now: datetime
) -> tuple[Session, SessionSettings]:
    """A session of the actor's that may have more time.

    Raises `SessionNotFound`, `SessionOver`, `SessionInCrisis`, `SessionTooLong`.
    """
    session = await store.session_for(uow, session_id, actor)
    # The second is for `hold_extension`.
    refs: list[Ref[Any]] = [store.SETTINGS, store.next_extension(session)]
    known, _ = await uow.get_all(refs)
    settings = known or SessionSettings()
    rules.may_extend(session, settings, now=now)
    return session, settings


async def hold_extension(uow: UnitOfWork, session: Session, order_id: OrderId, *, now: datetime) -> OrderId:
    """Hold the next extension for *order_id* while that may be paid; the order that has it is the answer."""
    place = store.next_extension(session)
    held = await uow.get(place)
    if held is not None and held.holder and not held.free_at(now):
        return OrderId(held.holder)
    # What is paid at the last moment takes a little to be known, and still finds it held.
    await claims.claim(uow, place, holder=order_id, now=now, until=now + rules.PAY_WITHIN + _TO_BE_KNOWN)
    return order_id


async def extend(uow: UnitOfWork, session_id: SessionId, order_id: OrderId, *, now: datetime) -> Session | None:
    """Give a session the time that an order paid for, once; None when it can have none."""
    before, settings = await store.session(uow, session_id), await store.settings(uow)
    session = rules.extended(before, order_id, settings, now=now)
    if session is not None and session is not before:
        await _keep_retimed(uow, session, now=now)
    return session


async def enter_crisis(uow: UnitOfWork, session_id: SessionId, *, now: datetime) -> bool:
    """Stop the clock of a session in which somebody is in danger; False where there is none, or none any more."""
    before = await uow.get(store.ref(session_id))
    if before is None or not rules.goes_on(before, now=now):
        return False
    session = rules.in_crisis(before, now=now)
    if session is not before:
        uow.put(store.ref(session.id), session)
    return True


async def end_overdue(uow: UnitOfWork, sessions: Sequence[Session]) -> None:
    """Have each of these ended, each by its own task."""
    for session in sessions:
        jobs.end_now(uow, session)


async def _keep_retimed(uow: UnitOfWork, session: Session, *, now: datetime) -> None:
    uow.put(store.ref(session.id), session)
    jobs.set_timers(uow, session, await store.settings(uow), now=now)
