"""Rooms of groups: one room for the expert and everybody who has a paid seat at a date.

A block between two people has no effect on the room, as in other groups.
"""

from datetime import datetime, timedelta

from shared.chat import groups, room_archiving, room_opening, sending, store
from shared.chat.inbox_models import Inbox
from shared.chat.models import NoticeKind, Room, RoomKind, RoomNotice
from shared.chat.settings import ChatSettings
from shared.contracts.bookings import BookingStatus, MeetingTerms
from shared.contracts.sessions import SessionTimes
from shared.kernel.ids import RoomId
from shared.kernel.ports import UnitOfWork

_WITH_SEAT = frozenset({BookingStatus.CONFIRMED, BookingStatus.COMPLETED, BookingStatus.NO_SHOW})


async def sync_seat_in_room(
    uow: UnitOfWork, terms: MeetingTerms, session: SessionTimes | None, *, takes_place: bool, now: datetime
) -> None:
    """Let the customer of a seat into the group's room, or out of it, as the seat requires now.

    The first seat opens the room. The room of a date that was cancelled closes.

    Args:
        uow: Unit of work that carries the room.
        terms: Terms of the seat.
        session: Times of the seat's session; None if it has none.
        takes_place: False if the date was cancelled.
        now: Present instant.
    """
    room_id = RoomId(terms.group_date or terms.booking_id)
    room, mine, experts, settings = await uow.get_many(
        store.room_ref(room_id), store.inbox_ref(terms.customer), store.inbox_ref(terms.expert), store.SETTINGS
    )
    has_seat, mine = terms.status in _WITH_SEAT, mine or Inbox(id=terms.customer)
    if room is None:
        if has_seat and takes_place:
            _open(uow, terms, session, (experts or Inbox(id=terms.expert), mine), settings or ChatSettings(), now=now)
        return
    if has_seat and terms.customer not in room.members:
        names = {**room.names, terms.customer: terms.customer_name}
        room = room.having(members=(*room.members, terms.customer), names=names)
        room = sending.post_notice(uow, room, RoomNotice(kind=NoticeKind.ADDED, people=(terms.customer,)), now=now)
        room_opening.add_participant(uow, room, mine, terms.customer_name)
    elif not has_seat and terms.customer in room.members:
        room = groups.remove_from_room(uow, room, mine).having(admins=())
        room = sending.post_notice(uow, room, RoomNotice(kind=NoticeKind.LEFT, by=terms.customer), now=now)
    if not takes_place and room.is_open_at(now):
        room = sending.post_notice(uow, room.having(closes_at=now), RoomNotice(kind=NoticeKind.CLOSED), now=now)
        room_archiving.schedule_room_archiving(uow, room)


def _open(
    uow: UnitOfWork,
    terms: MeetingTerms,
    session: SessionTimes | None,
    inboxes: tuple[Inbox, Inbox],
    settings: ChatSettings,
    *,
    now: datetime,
) -> None:
    names: dict[str, str] = {terms.expert: terms.expert_name, terms.customer: terms.customer_name}
    minutes_after = settings.get_minutes_after(terms.kind)
    ends_at = terms.ends_at if session is None else session.ends_at
    room = Room(
        id=RoomId(terms.group_date or terms.booking_id),
        kind=RoomKind.MENTOR_STUDENT,
        name=terms.service_name or None,
        members=(terms.expert, terms.customer),
        names=names,
        expert=terms.expert,
        opens_at=session.opens_at if session is not None else None,
        closes_at=ends_at and ends_at + timedelta(minutes=minutes_after),
        minutes_after_session=minutes_after,
        last_at=now,
        created_at=now,
    )
    room_opening.open_room(uow, room, [(inbox, names[inbox.id]) for inbox in inboxes], now=now)
    room_archiving.schedule_room_archiving(uow, room)
