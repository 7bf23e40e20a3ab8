"""Telling of chat messages: each member has one notification a room, which is updated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from shared.chat import inboxes, store
from shared.chat.block_models import Block
from shared.chat.inbox_models import InboxEntry
from shared.chat.jobs import AnnounceMessages
from shared.chat.models import Message, MessageKind, Room, RoomKind
from shared.chat.open_rooms import open_rooms_ref
from shared.contracts.notices import Notice, NoticeActor, NoticeSubject, SubjectKind
from shared.kernel.ids import UserId
from shared.kernel.ports import Reader, Ref, Refs, UnitOfWork
from shared.kernel.quoted_words import quote_name
from shared.pairing import store as pairing
from shared.workflows.announcements.recipients import tell_people
from shared.workflows.call import Call

PAGE_SIZE = 25
"""Members whom one commit tells. Each takes up to ten writes."""
_MOST_MESSAGES = 20
_MOST_SENDERS = 3
_TEMPLATES = {MessageKind.IMAGE: "picture", MessageKind.FILE: "file"}


class Reading(NamedTuple):
    """A member of a room, and the account that is told.

    Attributes:
        member: Id in the room, in a call the alias of the customer.
        uid: Id of the account.
    """

    member: UserId
    uid: UserId


@dataclass(frozen=True, slots=True)
class RoomNews:
    """New messages of a room.

    Attributes:
        room: Room of the messages.
        messages: Newest message of each of the latest senders, the latest first.
        people: Members, in a fixed order.
        blocked: People whom a sender has blocked, as pairs of sender and blocked person. Empty for rooms of two.
    """

    room: Room
    messages: tuple[Message, ...]
    people: tuple[Reading, ...]
    blocked: frozenset[tuple[UserId, UserId]]

    def list_blocks_by(self, reading: Reading) -> list[Ref[Block]]:
        """List where a member's blocks of the senders would stand. A block empties a room of two by itself."""
        if self.room.kind is not RoomKind.GROUP:
            return []
        return [store.block_ref(reading.uid, sender) for sender in self.senders if sender != reading.member]

    @property
    def senders(self) -> tuple[UserId, ...]:
        """Return the senders of the messages."""
        return tuple(message.sender for message in self.messages if message.sender is not None)

    def find_message(self, reading: Reading, blocked: frozenset[UserId]) -> Message | None:
        """Find the newest message to tell a member of: of somebody else, and of nobody with a block between them.

        Args:
            reading: The member.
            blocked: Senders whom the member has blocked.
        """
        for message in self.messages:
            sender = message.sender
            if sender is None or sender in (reading.member, *blocked) or (sender, reading.uid) in self.blocked:
                continue
            return message
        return None


async def announce_messages(call: Call, job: AnnounceMessages) -> None:
    """Tell the members of a room of its new messages, page by page.

    A repeated task tells nobody again: each member's notification knows the number of its message.
    """
    news = await call.read(_get_room_news, job)
    if news is None or not news.people:
        return
    pages = [news.people[start : start + PAGE_SIZE] for start in range(0, len(news.people), PAGE_SIZE)]
    for page in pages[:-1]:
        await call.commit(_tell_page, news, page, now=call.current_time())
    await call.commit_final(_tell_page, news, pages[-1], now=call.current_time())


async def _get_room_news(reader: Reader, job: AnnounceMessages) -> RoomNews | None:
    """Get the new messages that still have content, and the members; None if there is nothing to tell."""
    room = await reader.get(store.room_ref(job.room_id))
    if room is None or not room.members or room.seq < job.seq:
        return None
    count = min(_MOST_MESSAGES, room.seq - job.seq + 1)
    found = await reader.query(store.messages_query(room.id).first(count))
    latest: dict[UserId, Message] = {}
    for message in found:
        if message.sender is not None and message.deleted_at is None and message.kind is not MessageKind.UNKNOWN:
            latest.setdefault(message.sender, message)
    messages = tuple(latest.values())[:_MOST_SENDERS]
    if not messages:
        return None
    blocked: set[tuple[UserId, UserId]] = set()
    if room.kind is RoomKind.GROUP:
        for sender in latest:
            blocked |= {(sender, block.id) for block in await reader.query(store.blocks_query(sender))}
    people = [Reading(member, uid) for member in room.members if (uid := await _find_account(reader, member))]
    return RoomNews(room, messages, tuple(people), frozenset(blocked))


async def _find_account(reader: Reader, member: UserId) -> UserId | None:
    """Find the account of a member. Nobody is shown the account, so nothing is disclosed and nothing recorded."""
    if not member.is_alias:
        return member
    caller = await pairing.find_account_by_alias(reader, member)
    return caller.account if caller else None


async def _tell_page(uow: UnitOfWork, news: RoomNews, page: Sequence[Reading], *, now: datetime) -> int:
    """Tell those of a page who are not looking, have not muted the room, and have not read the message."""
    blocks = [news.list_blocks_by(reading) for reading in page]
    found, shown, _ = await uow.get_many(
        Refs([store.inbox_ref(reading.member) for reading in page]),
        Refs([open_rooms_ref(reading.uid) for reading in page]),
        Refs([ref for refs in blocks for ref in refs]),
    )
    notices: list[Notice] = []
    for reading, inbox, screens, refs in zip(page, found, shown, blocks, strict=True):
        own = frozenset(block.id for block in await uow.get_all(refs) if block is not None)
        message = news.find_message(reading, own)
        # A room without an entry has been read to its end.
        kept = inbox.rooms.get(news.room.id) if inbox is not None else None
        if message is None or kept is None or message.seq <= kept.read_seq or inboxes.is_muted(kept, now):
            continue
        if screens is not None and screens.is_open(news.room.id, now):
            continue
        notices.append(build_message_notice(news.room, message, reading.uid, kept))
    return await tell_people(uow, notices, now=now) if notices else 0


def build_message_notice(room: Room, message: Message, uid: UserId, kept: InboxEntry) -> Notice:
    """Build the notice of the newest message of a room to one member. The text stays in the message alone.

    Args:
        room: Room of the message.
        message: Newest message that the member has not read.
        uid: Account of the member.
        kept: Inbox entry of the member.
    """
    in_group = "group_" if room.kind is RoomKind.GROUP else ""
    # The name is the one in the room: in a call the pseudonym, in a support room that of the support.
    sender = quote_name(message.sender_name or room.names.get(str(message.sender), "")) or "Temani"
    count = max(1, inboxes.compute_unread(room, kept))
    values = {"sender": sender, "room": quote_name(room.name or sender), "count": count, "message": message.id}
    return Notice(
        event=f"chat:{room.id}:{message.seq}",
        template=f"chat.{in_group}{_TEMPLATES.get(message.kind, 'message')}",
        to=uid,
        values=values,
        subject=NoticeSubject(kind=SubjectKind.ROOM, id=room.id, version=message.seq),
        link=f"/rooms/{room.id}",
        actor=NoticeActor(id=message.sender, name=sender),
        group=room.id,
        group_version=message.seq,
        count=count,
    )
