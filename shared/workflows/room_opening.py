"""Opening of chat rooms: the chat opens them, under the names by which people have registered.

Nobody is put into a group: people are invited, and accept or decline. A person opens rooms with acquaintances, and
invites acquaintances only: any other id is treated like one that does not exist.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from shared.chat import anonymous_senders, groups, room_invitations, room_opening, user_blocks
from shared.chat import store as chat
from shared.chat.errors import Blocked
from shared.chat.inbox_models import InboxEntry
from shared.chat.models import Room
from shared.identity import store as identity
from shared.kernel.actors import Actor
from shared.kernel.ids import RoomId, UserId
from shared.kernel.ports import UnitOfWork, Wanted
from shared.limits import actions as limits
from shared.limits import settings as limit_settings
from shared.limits.subjects import person_limits_ref
from shared.pairing import store as pairings
from shared.workflows import acquaintances


async def open_direct_room(uow: UnitOfWork, other: UserId, *, actor: Actor, now: datetime) -> tuple[Room, InboxEntry]:
    """Return the room of two people, opened if there is none yet.

    Args:
        uow: Unit of work that carries the changes.
        other: The other person.
        actor: The person who asks: a block of any of the actor's ids counts.
        now: Time of the opening.

    Raises:
        WithYourself: The two are one person.
        PersonNotFound: One of the people has not registered, or the actor may not know the other person.
        Blocked: One of the two has blocked the other, under any id.
        IdentityNeeded: The actor is anonymous, and has no booking or call with the other person.
        LimitReached: The actor has opened too many rooms.
        TooManyRooms: One of the people has reached the limit of rooms.
    """
    me, selves = UserId(actor.id), actor.member_ids
    reads = room_opening.direct_room_reads(me, other)
    also = chat.SETTINGS, limit_settings.SETTINGS, person_limits_ref(me)
    account, is_blocked, names = await asyncio.gather(
        pairings.find_caller_account(uow, actor.alias),
        user_blocks.has_block_between(uow, other, selves),
        acquaintances.get_acquainted_names(uow, selves, (other,), *reads, *also, role=actor.role),
    )
    is_new = await uow.get(reads[1]) is None
    found = await room_opening.open_direct_room(uow, me, other, names=names, now=now)
    if is_blocked or (account is not None and account.is_apart_from(other)):
        raise Blocked(user_id=other)
    if is_new:
        settings = await chat.get_chat_settings(uow)
        await anonymous_senders.check_may_write(uow, other, actor=actor, settings=settings)
        await _count_openings(uow, actor, invitations=0, now=now)
    return found


async def _count_openings(uow: UnitOfWork, actor: Actor, *, rooms: int = 1, invitations: int, now: datetime) -> None:
    """Count rooms that the actor opens, and people whom the actor invites. Admins are not limited.

    Raises:
        LimitReached: The actor has opened too many rooms, or invited too many people.
    """
    if actor.role != "admin" and (rooms or invitations):
        settings = await limits.get_limit_settings(uow)
        acts = {settings.new_rooms: rooms, settings.invitations: invitations}
        await limits.count_different_acts(uow, person_limits_ref(actor.id), acts, now=now)


async def open_support_room(uow: UnitOfWork, uid: UserId, *, now: datetime) -> tuple[Room, InboxEntry]:
    """Return the room in which `uid` asks the support, opened if there is none yet.

    Raises:
        PersonNotFound: `uid` has not registered.
    """
    person, *_ = await uow.get_many(identity.user_ref(uid), *room_opening.support_room_reads(uid))
    return await room_opening.open_support_room(uow, uid, person=person, now=now)


async def create_group(
    uow: UnitOfWork, member_ids: Sequence[UserId], *, name: str, avatar_url: str | None, actor: Actor, now: datetime
) -> tuple[Room, InboxEntry]:
    """Create a group of the actor, which the actor runs, and invite these people.

    Raises:
        IdentityNeeded: The actor is anonymous.
        PersonNotFound: One of the people has not registered, or the actor may not know that person.
        Blocked: One of the people has blocked the actor, or is blocked by the actor.
        GroupFull: The group would have too many members.
        LimitReached: The actor has opened too many rooms, or invited too many people.
        TooManyRooms: The actor has reached the limit of rooms.
    """
    anonymous_senders.check_has_identity(actor)
    by = UserId(actor.id)
    reads = groups.creation_reads(member_ids, by)
    names = await _get_invited_names(uow, member_ids, *reads, actor=actor)
    room, kept, invitations = await groups.create_group(
        uow, member_ids, name=name, avatar_url=avatar_url, by=by, names=names, now=now
    )
    await _count_openings(uow, actor, invitations=invitations, now=now)
    return room, kept


async def invite_group_members(
    uow: UnitOfWork, room_id: RoomId, member_ids: Sequence[UserId], *, actor: Actor, now: datetime
) -> tuple[Room, InboxEntry]:
    """Invite people to a group that the actor runs; members stay as they are.

    Raises:
        IdentityNeeded: The actor is anonymous.
        RoomNotFound: The actor does not see such a room.
        NotAGroup: The room is no group.
        NotRoomAdmin: The actor does not run the group.
        PersonNotFound: One of the people has not registered, or the actor may not know that person.
        Blocked: One of the people has blocked the actor, or is blocked by the actor.
        GroupFull: The group would have too many members.
        LimitReached: The actor has invited too many people.
    """
    anonymous_senders.check_has_identity(actor)
    reads = groups.addition_reads(room_id, member_ids, UserId(actor.id))
    names = await _get_invited_names(uow, member_ids, *reads, actor=actor)
    room, kept, invitations = await groups.invite_members(uow, room_id, member_ids, actor=actor, names=names, now=now)
    await _count_openings(uow, actor, rooms=0, invitations=invitations, now=now)
    return room, kept


async def accept_room_invitation(
    uow: UnitOfWork, room_id: RoomId, *, actor: Actor, now: datetime
) -> tuple[Room, InboxEntry]:
    """Make the actor a member of a group to which the actor was invited, under the name of the account.

    Raises:
        RoomInvitationNotFound: The actor was not invited, has declined, or the group has no members any more.
        InvitationExpired: The invitation is over.
        PersonNotFound: The actor has not registered.
        GroupFull: The group has as many members as it may have.
        TooManyRooms: The actor has reached the limit of rooms.
    """
    uid = UserId(actor.id)
    names = await identity.get_user_names(uow, (uid,), *room_invitations.acceptance_reads(room_id, uid))
    return await room_invitations.accept_invitation(uow, room_id, uid, names=names, now=now)


async def _get_invited_names(
    uow: UnitOfWork, member_ids: Sequence[UserId], *reads: Wanted[object], actor: Actor
) -> dict[UserId, str]:
    also = limit_settings.SETTINGS, person_limits_ref(actor.id)
    return await acquaintances.get_acquainted_names(uow, actor.member_ids, member_ids, *reads, *also, role=actor.role)
