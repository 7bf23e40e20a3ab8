"""Invitations to groups: nobody is a member before accepting, and nothing of an invitation counts for the invited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.chat import group_rules, inboxes, room_opening, sending, store
from shared.chat.block_models import Block
from shared.chat.errors import Blocked, InvitationExpired, RoomInvitationNotFound
from shared.chat.inbox_models import Inbox, InboxEntry
from shared.chat.invitation_models import RoomInvitation
from shared.chat.models import NoticeKind, Room, RoomNotice
from shared.chat.room_schemas import RoomInvitationView
from shared.chat.settings import ChatSettings
from shared.kernel.ids import RoomId, UserId
from shared.kernel.paging import Page, list_rows
from shared.kernel.ports import Load, Reader, Ref, UnitOfWork


@dataclass(frozen=True, slots=True)
class Invitee:
    """Person to be invited to a group.

    Attributes:
        uid: The person's id.
        is_blocked: True if the person or the group's admin has blocked the other.
        invitation: Earlier invitation to the group, if there is one.
    """

    uid: UserId
    is_blocked: bool
    invitation: RoomInvitation | None


@dataclass(frozen=True, slots=True)
class InviteeRefs:
    """Documents that decide if each person can be invited, as one argument of `Reader.get_many`.

    Attributes:
        uids: People to be invited.
        by: Admin who invites the people.
        room_id: Group; None for a new group, to which nobody was invited before.
    """

    uids: tuple[UserId, ...]
    by: UserId
    room_id: RoomId | None

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the paths of the blocks in both directions and of each person's earlier invitation."""
        blocks = [ref.path for uid in self.uids for ref in self._block_refs(uid)]
        return (*blocks, *(ref.path for uid in self.uids for ref in self._invitation_refs(uid)))

    def pick(self, load: Load) -> list[Invitee]:
        """Build an invitee from each person's documents."""
        return [
            Invitee(
                uid,
                any(map(load, self._block_refs(uid))),
                next((found for ref in self._invitation_refs(uid) if (found := load(ref)) is not None), None),
            )
            for uid in self.uids
        ]

    def _block_refs(self, uid: UserId) -> tuple[Ref[Block], Ref[Block]]:
        return store.block_ref(self.by, uid), store.block_ref(uid, self.by)

    def _invitation_refs(self, uid: UserId) -> tuple[Ref[RoomInvitation], ...]:
        return () if self.room_id is None else (store.invitation_ref(uid, self.room_id),)


def list_people_to_invite(
    invitees: Sequence[Invitee], room: Room, *, names: Mapping[UserId, str], now: datetime
) -> tuple[UserId, ...]:
    """List the people who have neither joined the group nor been invited to it.

    Raises:
        PersonNotFound: One of the people has not registered.
        Blocked: One of the people and the group's admin have a block.
    """
    people = []
    for invitee in invitees:
        if invitee.uid in room.members:
            continue
        room_opening.require_name(names, invitee.uid)
        if invitee.is_blocked:
            raise Blocked(user_id=invitee.uid)
        if invitee.invitation is None or now >= invitee.invitation.expire_at:
            people.append(invitee.uid)
    return tuple(people)


def invite_people(
    uow: UnitOfWork,
    room: Room,
    people: Sequence[UserId],
    *,
    by: UserId,
    names: Mapping[UserId, str],
    settings: ChatSettings,
    now: datetime,
) -> None:
    """Save an invitation for each of `people`, who are not members of the group.

    Raises:
        GroupFull: The group would have too many members.
        PersonNotFound: `by` has not registered.
    """
    group_rules.with_members(room, people, most=settings.largest_group)
    for uid in people:
        invitation = RoomInvitation(
            id=room.id,
            name=room.name or "",
            avatar_url=room.avatar_url,
            invited_by=by,
            invited_by_name=room_opening.require_name(names, by),
            invited_at=now,
            expire_at=now + timedelta(days=settings.invitation_days),
        )
        uow.put(store.invitation_ref(uid, room.id), invitation)


def acceptance_reads(
    room_id: RoomId, uid: UserId
) -> tuple[Ref[RoomInvitation], Ref[Room], Ref[Inbox], Ref[ChatSettings]]:
    """Return the documents that `accept_invitation` reads, so that a caller can read more in the same round trip."""
    return store.invitation_ref(uid, room_id), store.room_ref(room_id), store.inbox_ref(uid), store.SETTINGS


async def accept_invitation(
    uow: UnitOfWork, room_id: RoomId, uid: UserId, *, names: Mapping[UserId, str], now: datetime
) -> tuple[Room, InboxEntry]:
    """Make the invited person a member of the group. For a member, a repetition changes nothing.

    Raises:
        RoomInvitationNotFound: The person was not invited, has declined, or the group has no members any more.
        InvitationExpired: The invitation is over.
        PersonNotFound: The person has not registered.
        GroupFull: The group has as many members as it may have.
        TooManyRooms: The person has reached the limit of rooms.
    """
    invitation, room, found, settings = await uow.get_many(*acceptance_reads(room_id, uid))
    inbox = found or Inbox(id=uid)
    if room is not None and uid in room.members:
        return room, inboxes.entry_or_default(inbox, room, uid)
    if invitation is None or invitation.declined or room is None or not room.members:
        raise RoomInvitationNotFound(room_id=room_id)
    if not invitation.is_open_at(now):
        raise InvitationExpired(room_id=room_id, expired_at=invitation.expire_at)
    name = room_opening.require_name(names, uid)
    inboxes.check_room_limit(inbox)
    room = group_rules.with_members(room, (uid,), most=(settings or ChatSettings()).largest_group)
    room = sending.post_notice(uow, room, RoomNotice(kind=NoticeKind.ADDED, by=uid, people=(uid,)), now=now)
    room_opening.add_participant(uow, room, inbox, name)
    uow.delete(store.invitation_ref(uid, room_id))
    return room, InboxEntry(name=name, read_seq=room.seq)


async def decline_invitation(uow: UnitOfWork, room_id: RoomId, uid: UserId) -> None:
    """Decline an invitation. The group is not told. A repetition changes nothing.

    Raises:
        RoomInvitationNotFound: The person was not invited, or is a member by now.
    """
    invitation = await uow.get(store.invitation_ref(uid, room_id))
    if invitation is None:
        raise RoomInvitationNotFound(room_id=room_id)
    if not invitation.declined:
        uow.put(store.invitation_ref(uid, room_id), invitation.having(declined=True))


async def list_invitations(
    reader: Reader, uid: UserId, *, cursor: str | None, limit: int, now: datetime
) -> Page[RoomInvitationView]:
    """List a page of the invitations that the person can accept, the latest first."""
    found = await list_rows(reader, store.open_invitations_query(uid, now), cursor=cursor, limit=limit)
    return found.to_page(RoomInvitationView.of)
