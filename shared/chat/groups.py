"""Groups: create, add and remove members, leave and rename. A notice in the room tells of each change.

A block between two members has no effect on their groups.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.chat import group_rules, inboxes, room_opening, sending, store
from shared.chat.errors import Blocked
from shared.chat.models import Block, Inbox, InboxEntry, NoticeKind, Room, RoomKind, RoomNotice
from shared.chat.settings import ChatSettings
from shared.kernel.actors import Actor
from shared.kernel.errors import Invalid
from shared.kernel.ids import RoomId, UserId
from shared.kernel.ports import Load, Ref, Refs, UnitOfWork


def creation_reads(member_ids: Sequence[UserId], by: UserId) -> tuple[Ref[ChatSettings], Ref[Inbox], "NewcomerRefs"]:
    """Return the documents that `create_group` reads, so that a caller can read more in the same round trip."""
    return store.SETTINGS, store.inbox_ref(by), NewcomerRefs(_distinct(member_ids, by), by)


def addition_reads(
    room_id: RoomId, member_ids: Sequence[UserId], by: UserId
) -> tuple[Ref[Room], Ref[Inbox], Ref[ChatSettings], "NewcomerRefs"]:
    """Return the documents that `add_members` reads, so that a caller can read more in the same round trip."""
    return (
        store.room_ref(room_id),
        store.inbox_ref(by),
        store.SETTINGS,
        NewcomerRefs(_distinct(member_ids, by), by),
    )


async def create_group(
    uow: UnitOfWork,
    member_ids: Sequence[UserId],
    *,
    name: str,
    avatar_url: str | None,
    by: UserId,
    names: Mapping[UserId, str],
    now: datetime,
) -> tuple[Room, InboxEntry]:
    """Create a group with `by` as its admin.

    Args:
        uow: Unit of work that carries the changes.
        member_ids: Other members; duplicates and `by` are ignored.
        name: Name of the group.
        avatar_url: Address of the group's picture; None for no picture.
        by: Person who creates the group.
        names: Display names of the members by id; an id that has not registered is absent.
        now: Time of the creation.

    Raises:
        PersonNotFound: A member has not registered.
        Blocked: A member has blocked `by`, or is blocked by `by`.
        GroupFull: The group would have too many members.
        TooManyRooms: A member has reached the limit of rooms.
    """
    others = _distinct(member_ids, by)
    settings, inbox, newcomers = await uow.get_many(*creation_reads(member_ids, by))
    seats = [
        (inboxes.check_room_limit(inbox or Inbox(id=by)), room_opening.require_name(names, by)),
        *_check_newcomers(newcomers, names),
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
    names: Mapping[UserId, str],
    now: datetime,
) -> tuple[Room, InboxEntry]:
    """Add people to a group. People who are members already keep their state.

    Raises:
        RoomNotFound: The actor does not see such a room.
        NotAGroup: The room is of another kind.
        NotRoomAdmin: The actor is no admin of the group.
        PersonNotFound: A new member has not registered.
        Blocked: A new member has blocked the actor, or is blocked by the actor.
        GroupFull: The group would have too many members.
        TooManyRooms: A new member has reached the limit of rooms.
    """
    by = UserId(actor.id)
    found, found_inbox, settings, newcomers = await uow.get_many(*addition_reads(room_id, member_ids, by))
    room = group_rules.check_group_admin(store.check_room_access(found, room_id, actor), by)
    inbox = found_inbox or Inbox(id=by)
    seats = _check_newcomers([one for one in newcomers if one.uid not in room.members], names)
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
    """Remove a person from a group. Nothing changes if the person is no member.

    Raises:
        RoomNotFound: The actor does not see such a room.
        NotAGroup: The room is of another kind.
        NotRoomAdmin: The actor is no admin of the group.
        Invalid: `uid` is the actor, who can leave the group instead.
    """
    by = UserId(actor.id)
    found, (inbox, theirs) = await _get_room_and_inboxes(uow, room_id, by, uid)
    room = group_rules.check_group_admin(store.check_room_access(found, room_id, actor), by)
    if uid == by:
        raise Invalid.field("user_id", "is your own user id: call leave-room instead")
    if uid in room.members:
        gone = _remove_from_room(uow, room, theirs)
        room, inbox = _post_notice(uow, gone, inbox, RoomNotice(kind=NoticeKind.REMOVED, by=by, people=(uid,)), now=now)
    return room, inboxes.entry_or_default(inbox, room, by)


async def leave_group(uow: UnitOfWork, room_id: RoomId, *, actor: Actor, now: datetime) -> None:
    """Remove the actor from a group.

    Raises:
        RoomNotFound: The actor is no member of such a room.
        NotAGroup: The room is of another kind.
    """
    uid = UserId(actor.id)
    found, (inbox,) = await _get_room_and_inboxes(uow, room_id, uid)
    room = group_rules.check_is_group(store.check_room_access(found, room_id, actor))
    sending.post_notice(uow, _remove_from_room(uow, room, inbox), RoomNotice(kind=NoticeKind.LEFT, by=uid), now=now)


async def update_group(
    uow: UnitOfWork, room_id: RoomId, changes: dict[str, Any], *, actor: Actor, now: datetime
) -> tuple[Room, InboxEntry]:
    """Change the `name` or `avatar_url` of a group.

    Raises:
        RoomNotFound: The actor does not see such a room.
        NotAGroup: The room is of another kind.
        NotRoomAdmin: The actor is no admin of the group.
    """
    by = UserId(actor.id)
    found, (inbox,) = await _get_room_and_inboxes(uow, room_id, by)
    before = group_rules.check_group_admin(store.check_room_access(found, room_id, actor), by)
    room = before.having(**changes)
    if room != before:
        kind = NoticeKind.RENAMED if room.name != before.name else NoticeKind.NEW_AVATAR
        room, inbox = _post_notice(uow, room, inbox, RoomNotice(kind=kind, by=by), now=now)
    return room, inboxes.entry_or_default(inbox, room, by)


async def _get_room_and_inboxes(uow: UnitOfWork, room_id: RoomId, *uids: UserId) -> tuple[Room | None, list[Inbox]]:
    """Get the room and the inbox of each person, in the order of `uids`."""
    room, found = await uow.get_many(store.room_ref(room_id), Refs([store.inbox_ref(uid) for uid in uids]))
    return room, [inbox or Inbox(id=uid) for uid, inbox in zip(uids, found, strict=True)]


def _remove_from_room(uow: UnitOfWork, room: Room, inbox: Inbox) -> Room:
    uow.put(store.inbox_ref(inbox.id), inboxes.with_left_room(inbox, room))
    uow.delete(store.participant_ref(room.id, inbox.id))
    return group_rules.without_member(room, inbox.id)


def _post_notice(uow: UnitOfWork, room: Room, inbox: Inbox, notice: RoomNotice, *, now: datetime) -> tuple[Room, Inbox]:
    """Post a notice in the room; for the owner of `inbox`, who caused the notice, the notice is not unread."""
    kept = inboxes.entry_or_default(inbox, room, inbox.id)
    room = sending.post_notice(uow, room, notice, now=now)
    inbox = inboxes.with_entry(inbox, room, inboxes.with_sent_message(kept, room.seq), now=now)
    uow.put(store.inbox_ref(inbox.id), inbox)
    return room, inbox


def _distinct(uids: Sequence[UserId], but: UserId) -> tuple[UserId, ...]:
    return tuple(dict.fromkeys(uid for uid in uids if uid != but))


@dataclass(frozen=True, slots=True)
class _Newcomer:
    """Person to be added to a group.

    Attributes:
        uid: The person's id.
        inbox: The person's inbox, empty before the first room.
        is_blocked: True if the person or the group's admin has blocked the other.
    """

    uid: UserId
    inbox: Inbox
    is_blocked: bool


@dataclass(frozen=True, slots=True)
class NewcomerRefs:
    """Documents that decide if each person can be added, as one argument of `Reader.get_many`.

    Attributes:
        uids: People to be added.
        by: Admin who adds the people.
    """

    uids: tuple[UserId, ...]
    by: UserId

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the paths of each person's inbox and of the blocks in both directions."""
        return tuple(ref.path for uid in self.uids for ref in (store.inbox_ref(uid), *self._block_refs(uid)))

    def pick(self, load: Load) -> list[_Newcomer]:
        """Build a newcomer from each person's documents."""
        return [
            _Newcomer(uid, load(store.inbox_ref(uid)) or Inbox(id=uid), any(map(load, self._block_refs(uid))))
            for uid in self.uids
        ]

    def _block_refs(self, uid: UserId) -> tuple[Ref[Block], Ref[Block]]:
        return store.block_ref(self.by, uid), store.block_ref(uid, self.by)


def _check_newcomers(newcomers: Sequence[_Newcomer], names: Mapping[UserId, str]) -> list[tuple[Inbox, str]]:
    """Check that the newcomers can be added, and return the inbox and name of each.

    Raises:
        PersonNotFound: A newcomer has not registered.
        Blocked: A newcomer and the group's admin have a block.
        TooManyRooms: A newcomer has reached the limit of rooms.
    """
    seats = []
    for newcomer in newcomers:
        name = room_opening.require_name(names, newcomer.uid)
        if newcomer.is_blocked:
            raise Blocked(user_id=newcomer.uid)
        seats.append((inboxes.check_room_limit(newcomer.inbox), name))
    return seats
