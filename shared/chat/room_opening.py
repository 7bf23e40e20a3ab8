"""Opening of rooms of two people and of support rooms. Each pair and each person has at most one such room."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.chat import inboxes, sending, store
from shared.chat.errors import Blocked, PersonNotFound, WithYourself
from shared.chat.inbox_models import Inbox, InboxEntry
from shared.chat.messages import SUPPORT_NAMES
from shared.chat.models import NoticeKind, Participant, Room, RoomKind, RoomNotice, pair_from_users, unique_room_id
from shared.chat.room_schemas import support_view
from shared.chat.schemas import RoomView
from shared.chat.user_pairs import PairRefs
from shared.contracts.people import AccountCard
from shared.contracts.support import SUPPORT_ID
from shared.kernel.ids import UserId
from shared.kernel.paging import Page, list_rows
from shared.kernel.ports import Reader, Ref, UnitOfWork


def require_name(names: Mapping[UserId, str], uid: UserId) -> str:
    """Return the display name of `uid`.

    Raises:
        PersonNotFound: `names` has no such id: nobody has registered under that id.
    """
    if uid not in names:
        raise PersonNotFound(user_id=uid)
    return names[uid]


def add_participant(uow: UnitOfWork, room: Room, inbox: Inbox, name: str) -> None:
    """Add a person to `room`, with earlier messages counted as read. A block hides the room at once."""
    at = room.seq
    joined = inboxes.with_joined_room(inbox, room, name)
    kept = inboxes.with_hidden_room(joined, room, inbox.id) if room.blocked_by else joined
    uow.put(store.inbox_ref(inbox.id), kept)
    place = Participant(id=inbox.id, name=name, joined_seq=at, delivered_seq=at, read_seq=at)
    uow.put(store.participant_ref(room.id, inbox.id), place)


def open_room(uow: UnitOfWork, room: Room, seats: Sequence[tuple[Inbox, str]], *, now: datetime) -> Room:
    """Create `room` with its opening notice, and add a participant for each seat.

    Args:
        uow: Unit of work that carries the changes.
        room: Room without messages.
        seats: Inbox and display name of each member.
        now: Time of the opening.
    """
    others = tuple(inbox.id for inbox, _ in seats if inbox.id != room.created_by)
    room = sending.post_notice(
        uow, room, RoomNotice(kind=NoticeKind.OPENED, by=room.created_by, people=others), now=now
    )
    for inbox, name in seats:
        add_participant(uow, room, inbox, name)
    return room


def direct_room_reads(me: UserId, other: UserId) -> tuple[PairRefs, Ref[Room]]:
    """Return the documents that `open_direct_room` reads, so that a caller can read more in the same round trip.

    Raises:
        WithYourself: The two are one person.
    """
    if me == other:
        raise WithYourself.field("user_id", "own_id")
    pair = pair_from_users(me, other)
    return PairRefs(pair), store.room_ref(unique_room_id("direct", pair))


async def open_direct_room(
    uow: UnitOfWork, me: UserId, other: UserId, *, names: Mapping[UserId, str], now: datetime
) -> tuple[Room, InboxEntry]:
    """Get the room of two people, or open the room if there is none yet.

    Args:
        uow: Unit of work that carries the changes.
        me: The person who asks.
        other: The other person.
        names: Display names by id; an id that has not registered is absent.
        now: Time of the opening.

    Raises:
        WithYourself: The two are one person.
        PersonNotFound: One of the two has not registered.
        Blocked: One of the two has blocked the other.
        TooManyRooms: One of the two has reached the limit of rooms.
    """
    two, room = await uow.get_many(*direct_room_reads(me, other))
    names_of = {str(uid): require_name(names, uid) for uid in two.people}
    if two.blocks:
        raise Blocked(user_id=other)
    if room is None:
        room = Room(
            id=unique_room_id("direct", two.pair),
            kind=RoomKind.DIRECT,
            members=two.members,
            pair=two.pair,
            names=names_of,
            last_at=now,
            created_by=me,
            created_at=now,
        )
        two.require_unchanged(uow)
        seats = [(inboxes.check_room_limit(inbox), names_of[inbox.id]) for inbox in two.inboxes]
        room = open_room(uow, room, seats, now=now)
    (mine,) = (inbox for inbox in two.inboxes if inbox.id == me)
    return room, inboxes.entry_or_default(mine, room, me)


def support_room_reads(uid: UserId) -> tuple[Ref[Room], Ref[Inbox]]:
    """Return the documents that `open_support_room` reads, so that a caller can read more in the same round trip."""
    return store.room_ref(store.support_room_id(uid)), store.inbox_ref(uid)


async def open_support_room(
    uow: UnitOfWork, uid: UserId, *, person: AccountCard | None, now: datetime
) -> tuple[Room, InboxEntry]:
    """Get the support room of `uid`, or open the room if there is none yet. Its name is in the person's language.

    Raises:
        PersonNotFound: `uid` has not registered.
    """
    room, found = await uow.get_many(*support_room_reads(uid))
    if person is None:
        raise PersonNotFound(user_id=uid)
    name, inbox = person.full_name, found or Inbox(id=uid)
    if room is None:
        support = SUPPORT_NAMES[person.locale]
        room = Room(
            id=store.support_room_id(uid),
            kind=RoomKind.SUPPORT,
            name=support,
            members=(uid,),
            names={uid: name, SUPPORT_ID: support},
            last_at=now,
            created_by=uid,
            created_at=now,
        )
        room = open_room(uow, room, [(inbox, name)], now=now)
    return room, inboxes.entry_or_default(inbox, room, uid)


async def list_support_rooms(
    reader: Reader, viewer: UserId, *, cursor: str | None, limit: int, now: datetime
) -> Page[RoomView]:
    """List a page of the support rooms with their unread counts, the rooms with the newest messages first."""
    query = store.latest_rooms_query(store.support_rooms_query(), at="support_at")
    found = await list_rows(reader, query, cursor=cursor, limit=limit)
    places = [store.participant_ref(room.id, SUPPORT_ID) for room in found.items if room.seq > room.support_seq]
    marks = {ref.path: mark for ref, mark in zip(places, await reader.get_all(places), strict=True)} if places else {}

    def view(room: Room) -> RoomView:
        mark = marks.get(store.participant_ref(room.id, SUPPORT_ID).path)
        return support_view(room, read_seq=mark.read_seq if mark else 0, viewer=viewer, now=now)

    return found.to_page(view)
