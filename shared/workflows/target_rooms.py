"""Chat rooms of groups and courses of a host platform: opened by the partner, whose news say who is a member.

A person who leaves the room keeps following. News of the same membership do not put the person back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.chat import groups, hosted_rooms, inboxes
from shared.chat import store as chat
from shared.chat.errors import GroupFull, TooManyRooms
from shared.chat.hosted_rooms import Seat
from shared.chat.inbox_models import Inbox
from shared.chat.models import Room, RoomHost
from shared.chat.settings import ChatSettings
from shared.contracts.follows import FollowedTarget, TargetKind
from shared.identity.store import UserNames
from shared.kernel.actors import Actor
from shared.kernel.errors import Invalid
from shared.kernel.ids import PartnerId, RoomId, UserId
from shared.kernel.ports import Reader, Refs, UnitOfWork
from shared.notifications import follow_rules, follow_store, host_rules
from shared.notifications.errors import TargetNotFound
from shared.notifications.follow_models import Follower, FollowTarget
from shared.notifications.host_models import list_linked_people
from shared.notifications.host_schemas import TargetRoomInput, TargetRoomView
from shared.notifications.jobs import LeaveHostRooms
from shared.notifications.settings import NOTIFICATION_SETTINGS, NotificationSettings

_MEMBERSHIPS_PER_TASK = 100


@dataclass(frozen=True, slots=True)
class Unseated:
    """People who are not in the room although they are members at the host platform.

    Attributes:
        full: People for whom the room has no place left.
        overfull: People who are in too many rooms.
        gone: People who have left the room.
    """

    full: frozenset[UserId] = frozenset()
    overfull: frozenset[UserId] = frozenset()
    gone: frozenset[UserId] = frozenset()


async def open_target_room(uow: UnitOfWork, sent: TargetRoomInput, *, actor: Actor, now: datetime) -> TargetRoomView:
    """Open the chat room of a group or course with its present members. The room of the same target is one.

    An open room gets the name that is sent, and the partner's present name.

    Raises:
        TargetNotFound: The target does not exist, was deleted, or belongs to another partner.
        GroupFull: The target has more members than a room may have.
        Invalid: Neither the target nor the request has a name.
    """
    target = FollowedTarget(kind=TargetKind(sent.kind), id=sent.target_id)
    ref = follow_store.follow_target_ref(target.key)
    found, room, notices, settings = await uow.get_many(
        ref, hosted_rooms.hosted_room_ref(actor.id, target.key), NOTIFICATION_SETTINGS.ref, chat.SETTINGS
    )
    if found is None or found.partner_id != actor.id or found.closed_at is not None:
        raise TargetNotFound(target=target.key)
    name = sent.name or (room.name if room is not None else found.name)
    if name is None:
        raise Invalid.field("name", "missing")
    names = (notices or NotificationSettings()).host_names
    host = RoomHost(partner_id=PartnerId(actor.id), name=host_rules.find_host_name(actor.id, names), target=target.key)
    if room is None:
        seats = await _list_seats(uow, target, actor.id, most=(settings or ChatSettings()).largest_group)
        room = hosted_rooms.open_hosted_room(uow, host, name, seats, now=now)
        uow.put(ref, found.having(room_id=room.id, changed_at=now))
    else:
        room = hosted_rooms.update_hosted_room(uow, room, host, name, now=now)
    return TargetRoomView(room_id=room.id, name=name, host_name=host.name, members=len(room.members))


async def _list_seats(uow: UnitOfWork, target: FollowedTarget, partner_id: str, *, most: int) -> list[Seat]:
    """List the places of the linked members who have not left the room and may have one more.

    Raises:
        GroupFull: There are more than `most` members.
    """
    members = await uow.query(follow_store.members_query(target).first(most + 1))
    if len(members) > most:
        raise GroupFull(most=most)
    linked = await list_linked_people(uow, partner_id, [one.user_id for one in members])
    uids = [one.user_id for one in members if one.user_id in linked and one.belongs_in_room]
    seats, _ = await _find_seats(uow, uids)
    return seats


async def _find_seats(uow: UnitOfWork, uids: Sequence[UserId]) -> tuple[list[Seat], frozenset[UserId]]:
    """Find the places of people in a room, and list those who are in too many rooms already."""
    if not uids:
        return [], frozenset()
    names, found = await uow.get_many(UserNames(uids), Refs([chat.inbox_ref(uid) for uid in uids]))
    seats: list[Seat] = []
    overfull: set[UserId] = set()
    for uid, known in zip(uids, found, strict=True):
        try:
            inbox = inboxes.check_room_limit(known or Inbox(id=uid))
        except TooManyRooms:
            overfull.add(uid)
            continue
        if uid in names:
            seats.append(Seat(inbox, names[uid]))
    return seats, frozenset(overfull)


async def update_room_members(
    uow: UnitOfWork, room_id: RoomId, people: Mapping[UserId, Follower], *, now: datetime
) -> Unseated:
    """Make the room of a target fit what the host platform has told of these people.

    Args:
        uow: Unit of work of the news.
        room_id: Room of the target.
        people: Memberships of the people by their ids, after the news.
        now: Present instant.

    Returns:
        Members at the host platform who are not in the room.
    """
    room, settings = await uow.get_many(chat.room_ref(room_id), chat.SETTINGS)
    if room is None:
        return Unseated()
    leaving = [uid for uid, one in people.items() if uid in room.members and not one.belongs_in_room]
    wanted = [uid for uid, one in people.items() if uid not in room.members and one.belongs_in_room]
    places = max(0, (settings or ChatSettings()).largest_group - len(room.members) + len(leaving))
    seats, overfull = await _find_seats(uow, wanted)
    left = await _get_inboxes(uow, leaving)
    hosted_rooms.update_hosted_members(uow, room, seats[:places], left, now=now)
    return Unseated(
        full=frozenset(seat.inbox.id for seat in seats[places:]),
        overfull=overfull,
        gone=frozenset(uid for uid, one in people.items() if one.is_member and one.left_room),
    )


async def _get_inboxes(reader: Reader, uids: Sequence[UserId]) -> list[Inbox]:
    found = await reader.get_all([chat.inbox_ref(uid) for uid in uids])
    return [inbox or Inbox(id=uid) for uid, inbox in zip(uids, found, strict=True)]


async def update_room_closing(uow: UnitOfWork, target: FollowTarget, *, now: datetime) -> None:
    """Close the room of a target that was deleted, or open it again with the target."""
    room = await uow.get(chat.room_ref(target.room_id)) if target.room_id is not None else None
    if room is None:
        return
    if target.closed_at is not None:
        hosted_rooms.close_hosted_room(uow, room, now=now)
    else:
        await hosted_rooms.reopen_hosted_room(uow, room, now=now)


async def leave_room(uow: UnitOfWork, room_id: RoomId, *, actor: Actor, now: datetime) -> None:
    """Remove the actor from a group. Of a room of a host platform it is remembered that the person has left.

    Raises:
        RoomNotFound: The actor is no member of such a room.
        NotAGroup: The room is of another kind.
    """
    room = await groups.leave_group(uow, room_id, actor=actor, now=now)
    if room.host is None:
        return
    ref = follow_store.follower_ref(room.host.target, actor.id)
    found = await uow.get(ref)
    if found is not None:
        uow.put(ref, follow_rules.with_left_room(found, now=now))


async def leave_host_rooms(uow: UnitOfWork, job: LeaveHostRooms, *, now: datetime) -> None:
    """Remove a person from the rooms of a partner who has unlinked them. A person who is linked stays.

    What the person follows stays theirs, but the partner tells of no membership any more.
    """
    uid, partner_id = job.user_id, job.partner_id
    if await list_linked_people(uow, partner_id, [uid]):
        return
    query = follow_store.memberships_query(uid)
    query = query.after(job.after) if job.after is not None else query
    found = await uow.query(query.first(_MEMBERSHIPS_PER_TASK))
    targets = await uow.get_all([follow_store.follow_target_ref(one.target) for one in found])
    ended = [
        (one, target)
        for one, target in zip(found, targets, strict=True)
        if target is not None and target.partner_id == partner_id
    ]
    rooms = await _get_rooms(uow, [target.room_id for _, target in ended if target.room_id is not None])
    for follower, target in ended:
        uow.put(follow_store.follower_ref(follower.target, uid), follow_rules.without_link(follower, now=now))
        room = rooms.get(target.room_id) if target.room_id is not None else None
        if room is not None and uid in room.members:
            hosted_rooms.update_hosted_members(uow, room, [], await _get_inboxes(uow, [uid]), now=now)
    if len(found) == _MEMBERSHIPS_PER_TASK:
        uow.schedule(LeaveHostRooms(partner_id=partner_id, user_id=uid, after=found[-1].id))


async def _get_rooms(reader: Reader, ids: Sequence[RoomId]) -> dict[RoomId, Room]:
    found = await reader.get_all([chat.room_ref(one) for one in ids])
    return {room.id: room for room in found if room is not None}
