"""Lists of rooms and messages, and receipts for read and delivered messages."""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from shared.chat import inboxes, rules, store
from shared.chat.inbox_models import Inbox, InboxEntry
from shared.chat.models import Message, Participant, Room
from shared.chat.schemas import MessagesView, MessageView, RoomsView, RoomView, UnreadView
from shared.kernel import paging
from shared.kernel.actors import Actor
from shared.kernel.errors import Invalid
from shared.kernel.ids import MessageId, RoomId, UserId
from shared.kernel.ports import Query, Reader, UnitOfWork

MAX_CALL_ROOMS = 30
"""Limit for rooms of calls in lists: a query has at most 30 alternatives, and each call has an alias of its own."""


@dataclass(frozen=True, slots=True)
class _OwnInboxes:
    """Inboxes of one person, one for each id under which the person is in rooms."""

    inboxes: Sequence[Inbox]

    def entry_of(self, room: Room) -> tuple[UserId, InboxEntry]:
        """Return the id under which the person is in `room`, and the inbox entry of the room."""
        inbox = next((inbox for inbox in self.inboxes if inbox.id in room.members), self.inboxes[0])
        return inbox.id, inboxes.entry_or_default(inbox, room, inbox.id)

    def view(self, room: Room, now: datetime) -> RoomView:
        """Build the view of `room` for the person."""
        viewer, kept = self.entry_of(room)
        return RoomView.of(room, kept, viewer=viewer, now=now)

    def joined_by(self, others: Self) -> Self:
        """Return these inboxes and `others`."""
        return replace(self, inboxes=(*self.inboxes, *others.inboxes))

    def is_pinned(self, room: Room) -> bool:
        """Check if the person has pinned `room`."""
        return self.entry_of(room)[1].pinned_at is not None

    def unread_total(self, said: int) -> int:
        """Compute the unread messages of all rooms, where `said` is the sum of their `seq`."""
        return inboxes.compute_unread_total(self.inboxes, said)


async def _get_own_inboxes(reader: Reader, selves: Sequence[UserId]) -> _OwnInboxes:
    found = await reader.get_all([store.inbox_ref(uid) for uid in selves])
    return _OwnInboxes([inbox or Inbox(id=uid) for uid, inbox in zip(selves, found, strict=True)])


async def list_rooms(
    reader: Reader,
    selves: Sequence[UserId],
    *,
    aliases: Awaitable[Sequence[UserId]] | None = None,
    cursor: str | None,
    limit: int,
    now: datetime,
) -> RoomsView:
    """List a page of a person's rooms: pinned rooms on top of the first page, then by the newest message.

    Args:
        reader: Reader of the documents.
        selves: Ids under which the person is in any number of rooms.
        aliases: Aliases under which the person is in one room each, the latest last; the latest 30 count.
        cursor: Cursor of the page before; None for the first page.
        limit: Rooms on the page. The first page counts pinned rooms too, and has place for at least one other room.
        now: Time of the call.
    """
    rooms = store.latest_rooms_query(store.rooms_of_user_query(*selves))
    (mine, calls), (found, said) = await asyncio.gather(
        _get_inboxes_and_aliases(reader, selves, aliases), _page_and_total_seq(reader, selves, rooms, cursor, limit)
    )
    queries = [rooms]
    if calls:
        of_calls = store.latest_rooms_query(store.rooms_of_user_query(*calls))
        theirs, (more, said_in_calls) = await asyncio.gather(
            _get_own_inboxes(reader, calls), _page_and_total_seq(reader, calls, of_calls, cursor, limit)
        )
        mine, queries = mine.joined_by(theirs), [rooms, of_calls]
        found, said = _merge_pages([found, more], limit), said + said_in_calls
    top = [] if cursor else await _get_pinned_rooms(reader, mine, found)
    rest = [room for room in found if not mine.is_pinned(room)]
    # Read on until an unpinned room follows this page or the list ends: pinned rooms appear on the first page only.
    while len(rest) < 2 and len(found) > limit:
        after = paging.encode_cursor(rooms, found[-1])
        found = _merge_pages(await asyncio.gather(*(_page(reader, query, after, limit) for query in queries)), limit)
        rest += [room for room in found if not mine.is_pinned(room)]
    # Rooms that the pinned ones displace come on the next page.
    size = max(1, limit - len(top))
    page = rest[: min(size, len(rest) - 1) if len(found) > limit else size]
    return RoomsView(
        items=[mine.view(room, now) for room in (*top, *page)],
        next_cursor=paging.encode_cursor(rooms, page[-1]) if len(page) < len(rest) else None,
        unread_total=mine.unread_total(said),
    )


async def _get_inboxes_and_aliases(
    reader: Reader, selves: Sequence[UserId], aliases: Awaitable[Sequence[UserId]] | None
) -> tuple[_OwnInboxes, Sequence[UserId]]:
    """Read the inboxes of the person, and the latest aliases of single rooms in the same round trip."""
    if aliases is None:
        return await _get_own_inboxes(reader, selves), ()
    mine, found = await asyncio.gather(_get_own_inboxes(reader, selves), aliases)
    return mine, found[-MAX_CALL_ROOMS:]


def _merge_pages(pages: Sequence[Sequence[Room]], limit: int) -> list[Room]:
    """Merge pages of rooms that begin at the same place, and keep one room more than a page has."""
    return sorted((room for page in pages for room in page), key=lambda room: (room.last_at, room.id), reverse=True)[
        : limit + 1
    ]


async def _page_and_total_seq(
    reader: Reader, selves: Sequence[UserId], rooms: Query[Room], cursor: str | None, limit: int
) -> tuple[list[Room], int]:
    """Read a page of rooms, and the sum of `seq` over all rooms.

    A first page with all rooms needs no aggregation query.
    """
    if cursor:
        return await asyncio.gather(_page(reader, rooms, cursor, limit), _sum_seq(reader, selves))
    found = await _page(reader, rooms, None, limit)
    return found, sum(room.seq for room in found) if len(found) <= limit else await _sum_seq(reader, selves)


async def _page(reader: Reader, rooms: Query[Room], cursor: str | None, limit: int) -> list[Room]:
    """Read a page of rooms, and one room more if there is a further page."""
    return await reader.query(paging.start_after_cursor(rooms, cursor).first(limit + 1))


async def _get_pinned_rooms(reader: Reader, mine: _OwnInboxes, found: Sequence[Room]) -> list[Room]:
    known: dict[str, Room | None] = {room.id: room for room in found}
    ids = inboxes.compute_pinned_room_ids(mine.inboxes)
    if missing := [id for id in ids if id not in known]:
        known |= dict(zip(missing, await reader.get_all([store.room_ref(id) for id in missing]), strict=True))
    selves = {inbox.id for inbox in mine.inboxes}
    return [room for id in ids if (room := known[id]) is not None and selves.intersection(room.members)]


async def _sum_seq(reader: Reader, selves: Sequence[UserId]) -> int:
    """Sum `seq` over all rooms that the person sees."""
    return (await reader.count_and_sum(store.rooms_of_user_query(*selves), "seq"))[1]


async def count_unread(
    reader: Reader, selves: Sequence[UserId], *, aliases: Awaitable[Sequence[UserId]] | None = None
) -> UnreadView:
    """Count the unread messages of all rooms, with one read of the inboxes and one aggregation query.

    Rooms of the latest 30 `aliases` cost one read and one query more.
    """
    (mine, calls), said = await asyncio.gather(
        _get_inboxes_and_aliases(reader, selves, aliases), _sum_seq(reader, selves)
    )
    if calls:
        theirs, more = await asyncio.gather(_get_own_inboxes(reader, calls), _sum_seq(reader, calls))
        mine, said = mine.joined_by(theirs), said + more
    return UnreadView(unread_total=mine.unread_total(said))


async def list_messages(
    reader: Reader, room_id: RoomId, *, before: MessageId | None, after_seq: int | None, limit: int, actor: Actor
) -> MessagesView:
    """List the newest messages of a room, or the messages just before or after a given message.

    Args:
        reader: Reader of the documents.
        room_id: Room to read.
        before: Message before which the page ends.
        after_seq: Sequence number after which the page begins. Not together with `before`.
        limit: Messages on the page.
        actor: Person who reads.

    Raises:
        RoomNotFound: The actor does not see such a room.
        MessageNotFound: The room has no message `before`.
        Invalid: Both `before` and `after_seq` are given.
    """
    if before and after_seq is not None:
        raise Invalid.field("after_seq", "not_combinable", other="before")
    if before:
        room, mark = await store.access_message(reader, room_id, before, actor)
        found = await reader.query(store.messages_query(room_id).after(mark.seq).first(limit))
    else:
        newest = store.messages_query(room_id) if after_seq is None else store.messages_after_query(room_id, after_seq)
        room, found = await asyncio.gather(store.access_room(reader, room_id, actor), reader.query(newest.first(limit)))
    in_order = found if after_seq is not None else found[::-1]
    return MessagesView(
        items=[MessageView.of(room_id, message) for message in in_order],
        has_more=_has_more(in_order, room, forward=after_seq is not None),
        room_seq=room.seq,
    )


def _has_more(items: Sequence[Message], room: Room, *, forward: bool) -> bool:
    """Check if the room has messages beyond `items`, by the sequence numbers, which have no gaps."""
    if not items:
        return False
    return items[-1].seq < room.seq if forward else items[0].seq > 1


async def mark_read(
    uow: UnitOfWork, room_id: RoomId, seq: int | None, *, actor: Actor, now: datetime
) -> tuple[Room, Inbox]:
    """Mark messages as read up to number `seq`, or all messages when `seq` is None.

    Raises:
        RoomNotFound: The actor does not see such a room.
        Invalid: `seq` is above the newest message's number.
    """
    room, before, participant = await _get_room_and_receipts(uow, room_id, actor)
    seq = _check_seq(room, seq)
    inbox = before
    # Admins answer in support rooms without being members.
    if actor.id in room.members:
        kept = inboxes.with_read_up_to(inboxes.entry_or_default(before, room, before.id), seq)
        inbox = inboxes.with_entry(before, room, kept, now=now)
    if inbox != before:
        uow.put(store.inbox_ref(inbox.id), inbox)
        if room.id not in inbox.rooms:
            # The entry was dropped; the commit must fail if the room is reopened at the same time.
            uow.verify(store.room_ref(room.id))
    _put_receipts(uow, room, participant, delivered=seq, read=seq, now=now)
    return room, inbox


async def mark_delivered(uow: UnitOfWork, room_id: RoomId, seq: int | None, *, actor: Actor, now: datetime) -> Room:
    """Mark messages as delivered up to number `seq`, or all messages when `seq` is None.

    Raises:
        RoomNotFound: The actor does not see such a room.
        Invalid: `seq` is above the newest message's number.
    """
    room, _, participant = await _get_room_and_receipts(uow, room_id, actor)
    _put_receipts(uow, room, participant, delivered=_check_seq(room, seq), now=now)
    return room


async def _get_room_and_receipts(uow: UnitOfWork, room_id: RoomId, actor: Actor) -> tuple[Room, Inbox, Participant]:
    found, inbox, participant = await uow.get_many(
        store.room_ref(room_id), store.inbox_ref(actor.id), store.participant_ref(room_id, actor.id)
    )
    room = store.check_room_access(found, room_id, actor)
    uid = UserId(actor.id)
    return (
        room,
        inbox or Inbox(id=uid),
        participant or Participant(id=uid, name=rules.compute_display_name(room, actor)),
    )


def _check_seq(room: Room, seq: int | None) -> int:
    if seq is None:
        return room.seq
    if seq > room.seq:
        raise Invalid.field("seq", "beyond_newest_message", newest=room.seq)
    return seq


def _put_receipts(
    uow: UnitOfWork, room: Room, was: Participant, *, delivered: int, read: int = 0, now: datetime
) -> None:
    marked = rules.with_receipts(was, delivered=delivered, read=read, now=now)
    if marked is not was:
        uow.put(store.participant_ref(room.id, was.id), marked)
