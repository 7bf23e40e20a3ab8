"""Reading: rooms, messages, and how far everybody has come."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from shared.chat import inboxes, rules, store
from shared.chat.models import Inbox, Message, Participant, Room
from shared.chat.schemas import MessagesView, MessageView, RoomsView, RoomView, UnreadView
from shared.kernel import paging
from shared.kernel.actors import Actor
from shared.kernel.errors import Invalid
from shared.kernel.ids import MessageId, RoomId, UserId
from shared.kernel.ports import Reader, UnitOfWork


async def rooms(reader: Reader, uid: UserId, *, cursor: str | None, limit: int, now: datetime) -> RoomsView:
    """A page of somebody's rooms: the pinned ones first, then by their newest message."""
    inbox, (found, said) = await asyncio.gather(store.inbox(reader, uid), _page_and_said(reader, uid, cursor, limit))
    top = [] if cursor else await _top(reader, inbox, found, uid)
    rest = [room for room in found if not _pinned(inbox, room)]
    while not rest and not top and len(found) == limit:
        # All of these stood on top of the first page.
        found = await _page(reader, uid, _place(found[-1]), limit)
        rest = [room for room in found if not _pinned(inbox, room)]
    # What the pinned ones push out comes on the next page.
    page = rest[: max(1, limit - len(top))]
    more = len(found) == limit or len(page) < len(rest)
    return RoomsView(
        items=[RoomView.of(room, inboxes.entry(inbox, room, uid), viewer=uid, now=now) for room in (*top, *page)],
        next_cursor=_place(found[-1] if len(page) == len(rest) else page[-1]) if more else None,
        unread_total=inboxes.unread_total(inbox, said),
    )


async def _page_and_said(reader: Reader, uid: UserId, cursor: str | None, limit: int) -> tuple[list[Room], int]:
    """A page of rooms, and how many messages there are in all; a first page that has all rooms tells that itself."""
    if cursor:
        return await asyncio.gather(_page(reader, uid, cursor, limit), _said(reader, uid))
    found = await _page(reader, uid, None, limit)
    return found, sum(room.seq for room in found) if len(found) < limit else await _said(reader, uid)


async def _page(reader: Reader, uid: UserId, cursor: str | None, limit: int) -> list[Room]:
    return await reader.query(store.latest_first(store.rooms_of(uid), cursor=cursor, limit=limit))


async def _top(reader: Reader, inbox: Inbox, found: Sequence[Room], uid: UserId) -> list[Room]:
    known: dict[str, Room | None] = {room.id: room for room in found}
    ids = inboxes.pinned(inbox)
    if missing := [id for id in ids if id not in known]:
        known |= dict(zip(missing, await reader.get_all([store.room_ref(id) for id in missing]), strict=True))
    return [room for id in ids if (room := known[id]) is not None and uid in room.members]


def _pinned(inbox: Inbox, room: Room) -> bool:
    return room.id in inbox.rooms and inbox.rooms[room.id].pinned_at is not None


def _place(room: Room) -> str:
    return paging.cursor(room.last_at.isoformat(), room.id)


async def _said(reader: Reader, uid: UserId) -> int:
    """How many messages there are in all rooms that somebody sees."""
    return (await reader.totals(store.rooms_of(uid), "seq"))[1]


async def unread(reader: Reader, uid: UserId) -> UnreadView:
    """How many messages of all rooms are unread: two reads, however many rooms there are."""
    inbox, said = await asyncio.gather(store.inbox(reader, uid), _said(reader, uid))
    return UnreadView(unread_total=inboxes.unread_total(inbox, said))


async def messages(
    reader: Reader, room_id: RoomId, *, before: MessageId | None, after_seq: int | None, limit: int, actor: Actor
) -> MessagesView:
    """The newest messages, or those before one, or those behind a number. Raises `RoomNotFound`, `MessageNotFound`."""
    if before and after_seq is not None:
        raise Invalid.field("after_seq", "cannot be given together with before")
    if before:
        room, mark = await store.message_for(reader, room_id, before, actor)
        found = await reader.query(store.messages(room_id).after(mark.seq).first(limit))
    else:
        newest = store.messages(room_id) if after_seq is None else store.messages_after(room_id, after_seq)
        room, found = await asyncio.gather(store.room_for(reader, room_id, actor), reader.query(newest.first(limit)))
    in_order = found if after_seq is not None else found[::-1]
    return MessagesView(
        items=[MessageView.of(room_id, message) for message in in_order],
        has_more=_more(in_order, room, forward=after_seq is not None),
        room_seq=room.seq,
    )


def _more(items: Sequence[Message], room: Room, *, forward: bool) -> bool:
    """Numbers run without gap, so they tell."""
    if not items:
        return False
    return items[-1].seq < room.seq if forward else items[0].seq > 1


async def mark_read(
    uow: UnitOfWork, room_id: RoomId, seq: int | None, *, actor: Actor, now: datetime
) -> tuple[Room, Inbox]:
    """Read everything up to *seq*, or to the end. Raises `RoomNotFound`, `Invalid`."""
    room, before, participant = await _place_of(uow, room_id, actor)
    seq = _within(room, seq)
    inbox = before
    # Admins answer in the rooms of the support without being in them.
    if actor.id in room.members:
        kept = inboxes.read_to(inboxes.entry(before, room, before.id), seq)
        inbox = inboxes.keep(before, room, kept, now=now)
    if inbox != before:
        uow.put(store.inbox_ref(inbox.id), inbox)
        if room.id not in inbox.rooms:
            # It is let go as it was read: should it be opened again at this moment, it is not.
            uow.verify(store.room_ref(room.id))
    _mark(uow, room, participant, delivered=seq, read=seq)
    return room, inbox


async def mark_delivered(uow: UnitOfWork, room_id: RoomId, seq: int | None, *, actor: Actor) -> Room:
    """Everything up to *seq*, or to the end, has reached this person. Raises `RoomNotFound`, `Invalid`."""
    room, _, participant = await _place_of(uow, room_id, actor)
    _mark(uow, room, participant, delivered=_within(room, seq))
    return room


async def _place_of(uow: UnitOfWork, room_id: RoomId, actor: Actor) -> tuple[Room, Inbox, Participant]:
    refs: list[Any] = [store.room_ref(room_id), store.inbox_ref(actor.id), store.participant_ref(room_id, actor.id)]
    found, inbox, participant = await uow.get_all(refs)
    room = store.seen(found, room_id, actor)
    uid = UserId(actor.id)
    return room, inbox or Inbox(id=uid), participant or Participant(id=uid, name=rules.name_of(room, actor))


def _within(room: Room, seq: int | None) -> int:
    if seq is None:
        return room.seq
    if seq > room.seq:
        raise Invalid.field("seq", f"is beyond the newest message, which is {room.seq}")
    return seq


def _mark(uow: UnitOfWork, room: Room, was: Participant, *, delivered: int, read: int = 0) -> None:
    marked = was.having(delivered_seq=max(was.delivered_seq, delivered), read_seq=max(was.read_seq, read))
    if marked != was:
        uow.put(store.participant_ref(room.id, was.id), marked)
