"""Room of a booking: open until some hours after the meeting, and closed without a meeting."""

from datetime import datetime, timedelta

from shared.chat import inboxes, room_archiving, room_opening, sending, store
from shared.chat.models import NoticeKind, Room, RoomKind, RoomNotice, pair_from_users
from shared.chat.settings import ChatSettings
from shared.chat.user_pairs import PairRefs, PairState
from shared.contracts.bookings import BookingStatus, MeetingTerms
from shared.kernel.ids import RoomId
from shared.kernel.ports import UnitOfWork

_MEETING = frozenset({BookingStatus.CONFIRMED, BookingStatus.COMPLETED, BookingStatus.NO_SHOW})


async def sync_booking_room(uow: UnitOfWork, terms: MeetingTerms, *, now: datetime) -> bool:
    """Open, close or reopen the room of a booking, as the booking's terms require now.

    Only the current terms count: events of a booking may arrive late, twice or out of order.

    Returns:
        True if something changed. The caller then makes the commit depend on unchanged terms.
    """
    two, room, settings = await uow.get_many(
        PairRefs(pair_from_users(terms.customer, terms.expert)),
        store.room_ref(terms.booking_id),
        store.SETTINGS,
    )
    closes_at = _compute_closes_at(terms, room, settings or ChatSettings(), now)
    if room is None and now < closes_at:
        _open(uow, terms, two, closes_at, now=now)
    elif room is not None and closes_at != room.closes_at:
        _move_closing_time(uow, room, two, closes_at, now=now)
    else:
        return False
    return True


def _compute_closes_at(terms: MeetingTerms, room: Room | None, settings: ChatSettings, now: datetime) -> datetime:
    """Compute the closing time of the room.

    With a meeting, the room closes the configured hours after its end.
    Without a meeting, the room closes now, or keeps an earlier closing time.
    """
    if terms.status in _MEETING:
        return terms.ends_at + timedelta(hours=settings.open_hours_after_meeting)
    return min(now, room.closes_at) if room and room.closes_at else now


def _open(uow: UnitOfWork, terms: MeetingTerms, two: PairState, closes_at: datetime, *, now: datetime) -> None:
    names: dict[str, str] = {terms.customer: terms.customer_name, terms.expert: terms.expert_name}
    room = Room(
        id=RoomId(terms.booking_id),
        kind=RoomKind.MENTOR_STUDENT,
        members=two.members,
        pair=two.pair,
        names=names,
        blocked_by=two.blocked_by,
        booking_id=terms.booking_id,
        closes_at=closes_at,
        last_at=now,
        created_at=now,
    )
    two.require_unchanged(uow)
    room_opening.open_room(uow, room, [(inbox, names[inbox.id]) for inbox in two.inboxes], now=now)
    room_archiving.schedule_room_archiving(uow, room)


def _move_closing_time(uow: UnitOfWork, before: Room, two: PairState, closes_at: datetime, *, now: datetime) -> None:
    room = before.having(closes_at=closes_at)
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
