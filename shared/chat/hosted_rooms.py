"""Rooms of host platforms: a partner opens the room of its group or course, and says who its members are.

Such a room is a group without admins among its members. Nobody is invited: members have joined at the host platform.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.chat import groups, inboxes, room_archiving, room_opening, sending, store
from shared.chat.inbox_models import Inbox
from shared.chat.models import NoticeKind, Room, RoomHost, RoomKind, RoomNotice, unique_room_id
from shared.kernel.ids import RoomId
from shared.kernel.ports import Ref, UnitOfWork


@dataclass(frozen=True, slots=True)
class Seat:
    """Place of a person who becomes a member.

    Attributes:
        inbox: Inbox of the person.
        name: Name of the person in the room.
    """

    inbox: Inbox
    name: str


def hosted_room_id(partner_id: str, target: str) -> RoomId:
    """Derive the id of the only room that a group or course of a partner can have."""
    return unique_room_id("host", f"{partner_id}|{target}")


def hosted_room_ref(partner_id: str, target: str) -> Ref[Room]:
    """Build the reference of the only room that a group or course of a partner can have."""
    return store.room_ref(hosted_room_id(partner_id, target))


def open_hosted_room(uow: UnitOfWork, host: RoomHost, name: str, seats: Sequence[Seat], *, now: datetime) -> Room:
    """Open the room of a group or course with its present members."""
    room = Room(
        id=hosted_room_id(host.partner_id, host.target),
        kind=RoomKind.GROUP,
        name=name,
        members=tuple(seat.inbox.id for seat in seats),
        host=host,
        last_at=now,
        created_at=now,
    )
    return room_opening.open_room(uow, room, [(seat.inbox, seat.name) for seat in seats], now=now)


def update_hosted_room(uow: UnitOfWork, before: Room, host: RoomHost, name: str, *, now: datetime) -> Room:
    """Change the name of a room, of which a notice tells, and the name of its host."""
    room = before.having(host=host, name=name)
    if room.name != before.name:
        return sending.post_notice(uow, room, RoomNotice(kind=NoticeKind.RENAMED), now=now)
    if room != before:
        uow.put(store.room_ref(room.id), room)
    return room


def update_hosted_members(
    uow: UnitOfWork, room: Room, joining: Sequence[Seat], leaving: Sequence[Inbox], *, now: datetime
) -> Room:
    """Add people to a room and remove members. One notice tells of those who left, and one of those who joined.

    Args:
        uow: Unit of work that carries the changes.
        room: Room of a host platform.
        joining: People who are not members yet, with room for all of them.
        leaving: Inboxes of members.
        now: Time of the change.
    """
    for inbox in leaving:
        room = groups.remove_from_room(uow, room, inbox)
    if leaving:
        gone = tuple(inbox.id for inbox in leaving)
        room = sending.post_notice(uow, room, RoomNotice(kind=NoticeKind.REMOVED, people=gone), now=now)
    if joining:
        new = tuple(seat.inbox.id for seat in joining)
        room = room.having(members=(*room.members, *new))
        room = sending.post_notice(uow, room, RoomNotice(kind=NoticeKind.ADDED, people=new), now=now)
        for seat in joining:
            room_opening.add_participant(uow, room, seat.inbox, seat.name)
    return room


def close_hosted_room(uow: UnitOfWork, room: Room, *, now: datetime) -> Room:
    """Close a room, because its group or course was deleted. Members still read it. A closed room stays as it is."""
    if not room.is_open_at(now):
        return room
    closed = sending.post_notice(uow, room.having(closes_at=now), RoomNotice(kind=NoticeKind.CLOSED), now=now)
    room_archiving.schedule_room_archiving(uow, closed)
    return closed


async def reopen_hosted_room(uow: UnitOfWork, room: Room, *, now: datetime) -> Room:
    """Open a closed room again. Unread messages count from now on for people who had read it to its end."""
    if room.is_open_at(now):
        return room
    refs = [store.inbox_ref(uid) for uid in room.members]
    for ref, inbox in zip(refs, await uow.get_all(refs), strict=True):
        if inbox is not None and (reopened := inboxes.with_reopened_room(inbox, room, inbox.id)) != inbox:
            uow.put(ref, reopened)
        elif inbox is not None:
            uow.verify(ref)
    return sending.post_notice(uow, room.having(closes_at=None), RoomNotice(kind=NoticeKind.REOPENED), now=now)
