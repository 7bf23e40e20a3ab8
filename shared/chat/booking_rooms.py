"""Room of a booking: open until some time after the session, and closed without a meeting."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.chat import inboxes, room_archiving, room_opening, sending, store
from shared.chat.models import NoticeKind, Room, RoomKind, RoomNotice, pair_from_users
from shared.chat.settings import ChatSettings
from shared.chat.user_pairs import PairRefs, PairState
from shared.contracts.bookings import BookingStatus, MeetingTerms
from shared.contracts.sessions import SessionTimes
from shared.kernel.ids import RoomId
from shared.kernel.ports import Ref, UnitOfWork

_MEETING = frozenset({BookingStatus.CONFIRMED, BookingStatus.COMPLETED, BookingStatus.NO_SHOW})


async def sync_booking_room(
    uow: UnitOfWork, terms: MeetingTerms, session: SessionTimes | None, *, now: datetime
) -> None:
    """Open, close or reopen the room of a booking, as the booking's terms and its session require now.

    Only the current terms count: events of a booking may arrive late, twice or out of order. The caller makes the
    commit depend on unchanged terms.

    Args:
        uow: Unit of work that carries the room.
        terms: Terms of the booking.
        session: Times of the booking's session; None if it has none.
        now: Present instant.
    """
    two, room, settings = await uow.get_many(*booking_room_reads(terms))
    minutes_after = (settings or ChatSettings()).get_minutes_after(terms.kind)
    wanted = _compute_times(terms, session, room, minutes_after, now)
    if room is None:
        if wanted.closes_at is None or now < wanted.closes_at:
            _open(uow, terms, two, wanted, now=now)
    elif wanted != _RoomTimes(room.opens_at, room.closes_at, room.minutes_after_session):
        _move_times(uow, room, two, wanted, now=now)


def booking_room_reads(terms: MeetingTerms) -> tuple[PairRefs, Ref[Room], Ref[ChatSettings]]:
    """Return the documents that `sync_booking_room` reads, for a caller that reads more in the same round trip."""
    return PairRefs(pair_from_users(terms.customer, terms.expert)), store.room_ref(terms.booking_id), store.SETTINGS


@dataclass(frozen=True, slots=True)
class _RoomTimes:
    opens_at: datetime | None
    closes_at: datetime | None
    minutes_after: int


def _compute_times(
    terms: MeetingTerms, session: SessionTimes | None, room: Room | None, minutes_after: int, now: datetime
) -> _RoomTimes:
    """Compute the times of the room.

    With a meeting, the room closes some time after the end of the session. It stays open while the clock stands still.
    Without a meeting, the room closes now, or keeps an earlier closing time.
    """
    opens_at = session.opens_at if session is not None else None
    if terms.status not in _MEETING:
        return _RoomTimes(opens_at, min(now, room.closes_at) if room and room.closes_at else now, minutes_after)
    ends_at = terms.ends_at if session is None else session.ends_at
    return _RoomTimes(opens_at, ends_at and ends_at + timedelta(minutes=minutes_after), minutes_after)


def _open(uow: UnitOfWork, terms: MeetingTerms, two: PairState, times: _RoomTimes, *, now: datetime) -> None:
    names: dict[str, str] = {terms.customer: terms.customer_name, terms.expert: terms.expert_name}
    room = Room(
        id=RoomId(terms.booking_id),
        kind=RoomKind.MENTOR_STUDENT,
        members=two.members,
        pair=two.pair,
        names=names,
        blocked_by=two.blocked_by,
        booking_id=terms.booking_id,
        expert=terms.expert,
        opens_at=times.opens_at,
        closes_at=times.closes_at,
        minutes_after_session=times.minutes_after,
        last_at=now,
        created_at=now,
    )
    two.require_unchanged(uow)
    room_opening.open_room(uow, room, [(inbox, names[inbox.id]) for inbox in two.inboxes], now=now)
    room_archiving.schedule_room_archiving(uow, room)


def _move_times(uow: UnitOfWork, before: Room, two: PairState, times: _RoomTimes, *, now: datetime) -> None:
    room = before.having(opens_at=times.opens_at, closes_at=times.closes_at, minutes_after_session=times.minutes_after)
    room_archiving.schedule_room_archiving(uow, room)
    was_open, is_open = before.is_open_at(now), room.is_open_at(now)
    if was_open == is_open:
        uow.put(store.room_ref(room.id), room)
        return
    if is_open:
        _reopen(uow, before, two)
    kind = NoticeKind.REOPENED if is_open else NoticeKind.CLOSED
    sending.post_notice(uow, room, RoomNotice(kind=kind), now=now)


def _reopen(uow: UnitOfWork, room: Room, two: PairState) -> None:
    """Count unread messages from now on for people who had read the closed room to its end.

    The commit verifies both inboxes, so that no archiving job drops the room at the same time.
    """
    for inbox in two.inboxes:
        reopened = inboxes.with_reopened_room(inbox, room, inbox.id)
        if reopened != inbox:
            uow.put(store.inbox_ref(inbox.id), reopened)
    two.require_unchanged(uow)
