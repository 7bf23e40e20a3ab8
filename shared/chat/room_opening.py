"""Opening rooms: of two people, and of one with the support; each of these is there once."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

from shared.chat import inboxes, sending, store, user_pairs
from shared.chat.errors import Blocked, PersonNotFound, WithYourself
from shared.chat.models import (
    Inbox,
    InboxEntry,
    NoticeKind,
    Participant,
    Room,
    RoomKind,
    RoomNotice,
    pair_from_users,
    unique_room_id,
    users_from_pair,
)
from shared.chat.room_schemas import support_view
from shared.chat.schemas import RoomView
from shared.kernel import paging
from shared.kernel.ids import UserId
from shared.kernel.paging import Page
from shared.kernel.ports import Reader, Ref, UnitOfWork

SUPPORT_NAME = "Support"


class RegisteredPerson(Protocol):
    """Somebody who has registered."""

    @property
    def id(self) -> UserId: ...

    @property
    def full_name(self) -> str: ...


PersonRefBuilder = Callable[[UserId], Ref[Any]]
"""Where a `Person` is kept, by uid."""


def require_person(uid: UserId, person: RegisteredPerson | None) -> RegisteredPerson:
    """The person. Raises `PersonNotFound`."""
    if person is None:
        raise PersonNotFound(user_id=uid)
    return person


def add_participant(uow: UnitOfWork, room: Room, inbox: Inbox, name: str) -> None:
    """Give somebody their place in *room*, from now on; out of sight where the two are blocked."""
    at = room.seq
    joined = inboxes.with_joined_room(inbox, room, name)
    kept = inboxes.with_hidden_room(joined, room, inbox.id) if room.blocked_by else joined
    uow.put(store.inbox_ref(inbox.id), kept)
    place = Participant(id=inbox.id, name=name, joined_seq=at, delivered_seq=at, read_seq=at)
    uow.put(store.participant_ref(room.id, inbox.id), place)


def open_room(uow: UnitOfWork, room: Room, seats: Sequence[tuple[Inbox, str]], *, now: datetime) -> Room:
    """Make *room*, which tells by whom it was opened, with a place for everybody."""
    others = tuple(inbox.id for inbox, _ in seats if inbox.id != room.created_by)
    room = sending.post_notice(
        uow, room, RoomNotice(kind=NoticeKind.OPENED, by=room.created_by, people=others), now=now
    )
    for inbox, name in seats:
        add_participant(uow, room, inbox, name)
    return room


async def open_direct_room(
    uow: UnitOfWork, me: UserId, other: UserId, *, people: PersonRefBuilder, now: datetime
) -> tuple[Room, InboxEntry]:
    """The room of these two, made if it is not there yet.

    Raises `WithYourself`, `PersonNotFound`, `Blocked`, `TooManyRooms`.
    """
    if me == other:
        raise WithYourself.field("user_id", "is you")
    pair = pair_from_users(me, other)
    room_id = unique_room_id("direct", pair)
    two, (room, *found) = await user_pairs.get_pair(
        uow, pair, store.room_ref(room_id), *map(people, users_from_pair(pair))
    )
    names = {str(uid): require_person(uid, person).full_name for uid, person in zip(two.people, found, strict=True)}
    if two.blocks:
        raise Blocked(user_id=other)
    if room is None:
        room = Room(
            id=room_id,
            kind=RoomKind.DIRECT,
            members=two.members,
            pair=pair,
            names=names,
            last_at=now,
            created_by=me,
            created_at=now,
        )
        two.require_unchanged(uow)
        seats = [(inboxes.check_room_limit(inbox), names[inbox.id]) for inbox in two.inboxes]
        room = open_room(uow, room, seats, now=now)
    (mine,) = (inbox for inbox in two.inboxes if inbox.id == me)
    return room, inboxes.entry_or_default(mine, room, me)


async def open_support_room(
    uow: UnitOfWork, uid: UserId, *, people: PersonRefBuilder, now: datetime
) -> tuple[Room, InboxEntry]:
    """The room in which this person asks the support, made if it is not there yet. Raises `PersonNotFound`."""
    room_id = store.support_room_id(uid)
    refs: list[Ref[Any]] = [store.room_ref(room_id), people(uid), store.inbox_ref(uid)]
    room, person, found = await uow.get_all(refs)
    name, inbox = require_person(uid, person).full_name, found or Inbox(id=uid)
    if room is None:
        room = Room(
            id=room_id,
            kind=RoomKind.SUPPORT,
            name=SUPPORT_NAME,
            members=(uid,),
            names={uid: name},
            last_at=now,
            created_by=uid,
            created_at=now,
        )
        room = open_room(uow, room, [(inbox, name)], now=now)
    return room, inboxes.entry_or_default(inbox, room, uid)


async def list_support_rooms(
    reader: Reader, viewer: UserId, *, cursor: str | None, limit: int, now: datetime
) -> Page[RoomView]:
    """A page of what people ask the support, the newest messages first."""
    query = store.latest_rooms_query(store.support_rooms_query(), cursor=cursor, limit=limit + 1, at="support_at")
    found = await reader.query(query)
    page = found[:limit]
    more = len(found) > limit
    return Page(
        items=[support_view(room, viewer=viewer, now=now) for room in page],
        next_cursor=paging.encode_cursor(page[-1].last_at.isoformat(), page[-1].id) if more else None,
    )
