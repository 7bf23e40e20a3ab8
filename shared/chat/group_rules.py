"""Rules on members and admins of groups."""

from collections.abc import Collection

from shared.chat.errors import GroupFull, NotAGroup, NotRoomAdmin
from shared.chat.models import Room, RoomKind
from shared.kernel.ids import UserId


def check_is_group(room: Room) -> Room:
    """Check that `room` is a group, and return the room.

    Raises:
        NotAGroup: The room is of another kind.
    """
    if room.kind is not RoomKind.GROUP:
        raise NotAGroup()
    return room


def check_group_admin(room: Room, uid: UserId) -> Room:
    """Check that `room` is a group of which `uid` is an admin, and return the room.

    Raises:
        NotAGroup: The room is of another kind.
        NotRoomAdmin: `uid` is no admin of the group.
    """
    if uid not in check_is_group(room).admins:
        raise NotRoomAdmin()
    return room


def with_members(room: Room, people: Collection[UserId], *, most: int) -> Room:
    """Add `people`, who are not members yet, at the end of the room's members.

    Raises:
        GroupFull: The group would have more than `most` members.
    """
    members = (*room.members, *people)
    if len(members) > most:
        raise GroupFull(most=most)
    return room.having(members=members)


def without_member(room: Room, uid: UserId) -> Room:
    """Remove `uid` from the members and admins. Without any admin left, the longest-standing member becomes admin.

    A room of a host platform has no admins among its members.
    """
    members = tuple(one for one in room.members if one != uid)
    admins = tuple(one for one in room.admins if one != uid)
    heirs = () if room.host is not None else members[:1]
    return room.having(members=members, admins=admins or heirs)
