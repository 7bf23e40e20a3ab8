"""Groups: create, invite and remove members, leave and rename. A notice in the room tells of each change.

A block between two members has no effect on their groups.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from shared.chat import group_rules, inboxes, room_invitations, room_opening, sending, store
from shared.chat.inbox_models import Inbox, InboxEntry
from shared.chat.models import NoticeKind, Room, RoomKind, RoomNotice
from shared.chat.room_invitations import InviteeRefs
from shared.chat.settings import ChatSettings
from shared.kernel.actors import Actor
from shared.kernel.errors import Invalid
from shared.kernel.ids import RoomId, UserId
from shared.kernel.ports import Ref, Refs, UnitOfWork


def creation_reads(member_ids: Sequence[UserId], by: UserId) -> tuple[Ref[ChatSettings], Ref[Inbox], InviteeRefs]:
    """Return the documents that `create_group` reads, so that a caller can read more in the same round trip."""
    return store.SETTINGS, store.inbox_ref(by), InviteeRefs(_distinct(member_ids, by), by, None)


def addition_reads(
    room_id: RoomId, member_ids: Sequence[UserId], by: UserId
) -> tuple[Ref[Room], Ref[Inbox], Ref[ChatSettings], InviteeRefs]:
    """Return the documents that `invite_members` reads, so that a caller can read more in the same round trip."""
    return (
        store.room_ref(room_id),
        store.inbox_ref(by),
        store.SETTINGS,
        InviteeRefs(_distinct(member_ids, by), by, room_id),
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
) -> tuple[Room, InboxEntry, int]:
    """Create a group with `by` as its admin and only member, and invite the other people.

    Args:
        uow: Unit of work that carries the changes.
        member_ids: People to invite; duplicates and `by` are ignored.
        name: Name of the group.
        avatar_url: Address of the group's picture; None for no picture.
        by: Person who creates the group.
        names: Display names of the people by id; an id that has not registered is absent.
        now: Time of the creation.

    Returns:
        The group, the creator's inbox entry, and the number of invitations.

    Raises:
        PersonNotFound: One of the people has not registered.
        Blocked: One of the people has blocked `by`, or is blocked by `by`.
        GroupFull: The group would have too many members.
        TooManyRooms: `by` has reached the limit of rooms.
    """
    settings, inbox, invitees = await uow.get_many(*creation_reads(member_ids, by))
    seat = inboxes.check_room_limit(inbox or Inbox(id=by)), room_opening.require_name(names, by)
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
    people = room_invitations.list_people_to_invite(invitees, room, names=names, now=now)
    room = room_opening.open_room(uow, room, [seat], now=now)
    room_invitations.invite_people(uow, room, people, by=by, names=names, settings=settings or ChatSettings(), now=now)
    return room, InboxEntry(name=seat[1], read_seq=room.seq), len(people)


async def invite_members(
    uow: UnitOfWork,
    room_id: RoomId,
    member_ids: Sequence[UserId],
    *,
    actor: Actor,
    names: Mapping[UserId, str],
    now: datetime,
) -> tuple[Room, InboxEntry, int]:
    """Invite people to a group. Members, and people with an open or declined invitation, are not invited again.

    Returns:
        The group, the actor's inbox entry, and the number of new invitations.

    Raises:
        RoomNotFound: The actor does not see such a room.
        NotAGroup: The room is of another kind.
        NotRoomAdmin: The actor is no admin of the group.
        PersonNotFound: One of the people has not registered.
        Blocked: One of the people has blocked the actor, or is blocked by the actor.
        GroupFull: The group would have too many members.
    """
    by = UserId(actor.id)
    found, inbox, settings, invitees = await uow.get_many(*addition_reads(room_id, member_ids, by))
    room = group_rules.check_group_admin(store.check_room_access(found, room_id, actor), by)
    people = room_invitations.list_people_to_invite(invitees, room, names=names, now=now)
    room_invitations.invite_people(uow, room, people, by=by, names=names, settings=settings or ChatSettings(), now=now)
    return room, inboxes.entry_or_default(inbox or Inbox(id=by), room, by), len(people)


async def remove_member(
    uow: UnitOfWork, room_id: RoomId, uid: UserId, *, actor: Actor, now: datetime
) -> tuple[Room, InboxEntry]:
    """Remove a person from a group, or withdraw the person's invitation. Nothing changes if there is neither.

    Raises:
        RoomNotFound: The actor does not see such a room.
        NotAGroup: The room is of another kind.
        NotRoomAdmin: The actor is no admin of the group.
        Invalid: `uid` is the actor, who can leave the group instead.
    """
    by = UserId(actor.id)
    invitation = store.invitation_ref(uid, room_id)
    await uow.prefetch(store.room_ref(room_id), store.inbox_ref(by), store.inbox_ref(uid), invitation)
    found, (inbox, theirs) = await _get_room_and_inboxes(uow, room_id, by, uid)
    room = group_rules.check_group_admin(store.check_room_access(found, room_id, actor), by)
    if uid == by:
        raise Invalid.field("user_id", "own_id_leave_room")
    open_invitation = await uow.get(invitation)
    # A declined one stays, or the same group could invite again at once.
    if open_invitation is not None and not open_invitation.declined:
        uow.delete(invitation)
    if uid in room.members:
        gone = remove_from_room(uow, room, theirs)
        room, inbox = _post_notice(uow, gone, inbox, RoomNotice(kind=NoticeKind.REMOVED, by=by, people=(uid,)), now=now)
    return room, inboxes.entry_or_default(inbox, room, by)


async def leave_group(uow: UnitOfWork, room_id: RoomId, *, actor: Actor, now: datetime) -> Room:
    """Remove the actor from a group, and return the group as it is then.

    Raises:
        RoomNotFound: The actor is no member of such a room.
        NotAGroup: The room is of another kind.
    """
    uid = UserId(actor.id)
    found, (inbox,) = await _get_room_and_inboxes(uow, room_id, uid)
    room = group_rules.check_is_group(store.check_room_access(found, room_id, actor))
    return sending.post_notice(
        uow, remove_from_room(uow, room, inbox), RoomNotice(kind=NoticeKind.LEFT, by=uid), now=now
    )


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


def remove_from_room(uow: UnitOfWork, room: Room, inbox: Inbox) -> Room:
    """Take a room out of a member's inbox, and return the room without the member. The caller saves the room."""
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
