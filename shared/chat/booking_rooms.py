"""The room of a booking: open while the two have a meeting ahead of them, and some hours after it."""

from datetime import datetime, timedelta
from typing import Any, Protocol

from shared.chat import inboxes, room_archiving, room_opening, sending, store, user_pairs
from shared.chat.errors import RoomNotFound
from shared.chat.models import NoticeKind, Room, RoomKind, RoomNotice, pair_from_users
from shared.chat.settings import ChatSettings
from shared.chat.user_pairs import PairState
from shared.contracts.offers import Offer
from shared.kernel.ids import BookingId, RoomId, UserId
from shared.kernel.ports import Ref, UnitOfWork

_MEETING = frozenset({"confirmed", "completed", "no_show"})


class NamedContact(Protocol):
    """Somebody by their name."""

    @property
    def full_name(self) -> str: ...


class BookingInfo(Protocol):
    """What the chat has to know of a booking."""

    @property
    def id(self) -> BookingId: ...

    @property
    def status(self) -> str: ...

    @property
    def customer(self) -> UserId: ...

    @property
    def contact(self) -> NamedContact: ...

    @property
    def offer(self) -> Offer: ...

    @property
    def ends_at(self) -> datetime: ...


async def sync_booking_room(uow: UnitOfWork, ref: Ref[Any], *, now: datetime) -> None:
    """Let the room of the booking at *ref* be what the booking allows now, whatever has led there.

    News of it may come late, twice, or in another order than it happened. Raises `RoomNotFound` without a booking.
    """
    booking: BookingInfo | None = await uow.get(ref)
    if booking is None:
        raise RoomNotFound(room_id=ref.id)
    room_ref = store.room_ref(booking.id)
    pair = pair_from_users(booking.customer, booking.offer.expert)
    two, (room, settings) = await user_pairs.get_pair(uow, pair, room_ref, store.SETTINGS)
    closes_at = _compute_closes_at(booking, room, settings or ChatSettings(), now)
    if room is None and now < closes_at:
        _open(uow, booking, two, closes_at, now=now)
    elif room is not None and closes_at != room.closes_at:
        _move_closing_time(uow, room, two, closes_at, now=now)
    else:
        return
    # What was read here may be old news by the time of the commit.
    uow.verify(ref)


def _compute_closes_at(booking: BookingInfo, room: Room | None, settings: ChatSettings, now: datetime) -> datetime:
    """When the room closes: some time after the meeting; without one it is closed, since now if not before."""
    if booking.status in _MEETING:
        return booking.ends_at + timedelta(hours=settings.open_hours_after_meeting)
    return min(now, room.closes_at) if room and room.closes_at else now


def _open(uow: UnitOfWork, booking: BookingInfo, two: PairState, closes_at: datetime, *, now: datetime) -> None:
    names: dict[str, str] = {
        booking.customer: booking.contact.full_name,
        booking.offer.expert: booking.offer.expert_name,
    }
    room = Room(
        id=RoomId(booking.id),
        kind=RoomKind.MENTOR_STUDENT,
        members=two.members,
        pair=two.pair,
        names=names,
        blocked_by=two.blocked_by,
        booking_id=booking.id,
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
    """Whoever has read the room to its end counts anew from there; and nobody lets go of it at this moment."""
    for inbox in two.inboxes:
        reopened = inboxes.with_reopened_room(inbox, room, inbox.id)
        if reopened != inbox:
            uow.put(store.inbox_ref(inbox.id), reopened)
    two.require_unchanged(uow)
