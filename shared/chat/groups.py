"""Groups: made, joined, left, renamed. What happens is told to the room; blocks between members change nothing."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from shared.chat import group_rules, inboxes, room_opening, sending, store
from shared.chat.errors import Blocked
from shared.chat.models import Inbox, InboxEntry, NoticeKind, Room, RoomKind, RoomNotice
from shared.chat.room_opening import PersonRefBuilder
from shared.chat.settings import ChatSettings
from shared.kernel.actors import Actor
from shared.kernel.errors import Invalid
from shared.kernel.ids import RoomId, UserId
from shared.kernel.ports import Ref, UnitOfWork


async def create_group(
    uow: UnitOfWork,
    member_ids: Sequence[UserId],
    *,
    name: str,
    avatar_url: str | None,
    by: UserId,
    people: PersonRefBuilder,
    now: datetime,
) -> tuple[Room, InboxEntry]:
    """Make a group, which *by* runs. Raises `PersonNotFound`, `Blocked`, `GroupFull`, `TooManyRooms`."""
    others = _distinct(member_ids, by)
    refs: list[Ref[Any]] = [store.SETTINGS, people(by), store.inbox_ref(by), *_newcomer_refs(others, by, people)]
    settings, person, inbox, *found = await uow.get_all(refs)
    seats = [
        (inboxes.check_room_limit(inbox or Inbox(id=by)), room_opening.require_person(by, person).full_name),
        *_newcomers_from_documents(others, found),
    ]
    room = Room(
        id=RoomId.new(uow.random_below),
        kind=RoomKind.GROUP,
        name=name,
        avatar_url=avatar_url,
        members=(by,),
        admins=(by,),
        last_at=now,
        created_by=by,
        created_at=now,
    )
    room = group_rules.with_members(room, others, most=(settings or ChatSettings()).largest_group)
    room = room_opening.open_room(uow, room, seats, now=now)
    return room, InboxEntry(name=seats[0][1], read_seq=room.seq)


async def add_members(
    uow: UnitOfWork,
    room_id: RoomId,
    member_ids: Sequence[UserId],
    *,
    actor: Actor,
    people: PersonRefBuilder,
    now: datetime,
) -> tuple[Room, InboxEntry]:
    """Let people in; who is in already stays as they are.

    Raises `RoomNotFound`, `NotAGroup`, `NotRoomAdmin`, `PersonNotFound`, `Blocked`, `GroupFull`.
    """
    by = UserId(actor.id)
    asked = _distinct(member_ids, by)
    refs: list[Ref[Any]] = [
        store.room_ref(room_id),
        store.inbox_ref(by),
        store.SETTINGS,
        *_newcomer_refs(asked, by, people),
    ]
    room, found_inbox, settings, *found = await uow.get_all(refs)
    room, inbox = (
        group_rules.check_group_admin(store.check_room_access(room, room_id, actor), by),
        found_inbox or Inbox(id=by),
    )
    inside = set(room.members)
    seats = _newcomers_from_documents(asked, found, inside)
    if seats:
        new = tuple(inbox.id for inbox, _ in seats)
        room = group_rules.with_members(room, new, most=(settings or ChatSettings()).largest_group)
        room, inbox = _post_notice(uow, room, inbox, RoomNotice(kind=NoticeKind.ADDED, by=by, people=new), now=now)
        for newcomer, name in seats:
            room_opening.add_participant(uow, room, newcomer, name)
    return room, inboxes.entry_or_default(inbox, room, by)


async def remove_member(
    uow: UnitOfWork, room_id: RoomId, uid: UserId, *, actor: Actor, now: datetime
) -> tuple[Room, InboxEntry]:
    """Put somebody out; who is not in it stays out. Raises `RoomNotFound`, `NotAGroup`, `NotRoomAdmin`, `Invalid`."""
    by = UserId(actor.id)
    room, inbox, theirs = await _get_room_and_inboxes(uow, room_id, by, uid)
    room = group_rules.check_group_admin(store.check_room_access(room, room_id, actor), by)
    if uid == by:
        raise Invalid.field("user_id", "is you: leave the room instead")
    if uid in room.members:
        gone = _remove_from_room(uow, room, theirs)
        room, inbox = _post_notice(uow, gone, inbox, RoomNotice(kind=NoticeKind.REMOVED, by=by, people=(uid,)), now=now)
    return room, inboxes.entry_or_default(inbox, room, by)


async def leave_group(uow: UnitOfWork, room_id: RoomId, *, actor: Actor, now: datetime) -> None:
    """Go. Raises `RoomNotFound`, `NotAGroup`."""
    uid = UserId(actor.id)
    room, inbox = await _get_room_and_inboxes(uow, room_id, uid)
    room = group_rules.check_is_group(store.check_room_access(room, room_id, actor))
    sending.post_notice(uow, _remove_from_room(uow, room, inbox), RoomNotice(kind=NoticeKind.LEFT, by=uid), now=now)


async def update_group(
    uow: UnitOfWork, room_id: RoomId, changes: dict[str, Any], *, actor: Actor, now: datetime
) -> tuple[Room, InboxEntry]:
    """Change a group's `name` or `avatar_url`. Raises `RoomNotFound`, `NotAGroup`, `NotRoomAdmin`."""
    by = UserId(actor.id)
    room, inbox = await _get_room_and_inboxes(uow, room_id, by)
    before = group_rules.check_group_admin(store.check_room_access(room, room_id, actor), by)
    room = before.having(**changes)
    if room != before:
        kind = NoticeKind.RENAMED if room.name != before.name else NoticeKind.NEW_AVATAR
        room, inbox = _post_notice(uow, room, inbox, RoomNotice(kind=kind, by=by), now=now)
    return room, inboxes.entry_or_default(inbox, room, by)


async def _get_room_and_inboxes(uow: UnitOfWork, room_id: RoomId, *uids: UserId) -> list[Any]:
    """The room, and everybody's inbox."""
    refs: list[Ref[Any]] = [store.room_ref(room_id), *map(store.inbox_ref, uids)]
    room, *found = await uow.get_all(refs)
    return [room, *(inbox or Inbox(id=uid) for uid, inbox in zip(uids, found, strict=True))]


def _remove_from_room(uow: UnitOfWork, room: Room, inbox: Inbox) -> Room:
    uow.put(store.inbox_ref(inbox.id), inboxes.with_left_room(inbox, room))
    uow.delete(store.participant_ref(room.id, inbox.id))
    return group_rules.without_member(room, inbox.id)


def _post_notice(uow: UnitOfWork, room: Room, inbox: Inbox, notice: RoomNotice, *, now: datetime) -> tuple[Room, Inbox]:
    """Tell the room what the owner of *inbox* has done: to them that is no news."""
    kept = inboxes.entry_or_default(inbox, room, inbox.id)
    room = sending.post_notice(uow, room, notice, now=now)
    inbox = inboxes.with_entry(inbox, room, inboxes.with_sent_message(kept, room.seq), now=now)
    uow.put(store.inbox_ref(inbox.id), inbox)
    return room, inbox


def _distinct(uids: Sequence[UserId], but: UserId) -> tuple[UserId, ...]:
    return tuple(dict.fromkeys(uid for uid in uids if uid != but))


def _newcomer_refs(uids: Sequence[UserId], by: UserId, people: PersonRefBuilder) -> list[Ref[Any]]:
    """What decides on each newcomer, in the order in which `_seats` takes it."""
    return [
        ref
        for uid in uids
        for ref in (people(uid), store.block_ref(by, uid), store.block_ref(uid, by), store.inbox_ref(uid))
    ]


def _newcomers_from_documents(
    uids: Sequence[UserId], found: Sequence[Any], inside: Collection[UserId] = ()
) -> list[tuple[Inbox, str]]:
    """The inboxes and names of those who are not inside yet. Raises `PersonNotFound`, `Blocked`."""
    seats = []
    for uid, person, mine, theirs, inbox in zip(uids, *(found[part::4] for part in range(4)), strict=True):
        if uid not in inside:
            name = room_opening.require_person(uid, person).full_name
            if mine or theirs:
                raise Blocked(user_id=uid)
            seats.append((inboxes.check_room_limit(inbox or Inbox(id=uid)), name))
    return seats
