"""Who is in a group, and who runs it: pure."""

from collections.abc import Collection

from shared.chat.errors import GroupFull, NotAGroup, NotRoomAdmin
from shared.chat.models import Room, RoomKind
from shared.kernel.ids import UserId


def check_is_group(room: Room) -> Room:
    """The room, if it is a group. Raises `NotAGroup`."""
    if room.kind is not RoomKind.GROUP:
        raise NotAGroup()
    return room


def check_group_admin(room: Room, uid: UserId) -> Room:
    """The room, if it is a group that *uid* runs. Raises `NotAGroup`, `NotRoomAdmin`."""
    if uid not in check_is_group(room).admins:
        raise NotRoomAdmin()
    return room


def with_members(room: Room, people: Collection[UserId], *, most: int) -> Room:
    """*room* with *people*, who were not in it: the latest to come stand last. Raises `GroupFull`."""
    members = (*room.members, *people)
    if len(members) > most:
        raise GroupFull(f"At most {most} people can be in a group.", most=most)
    return room.having(members=members)


def without_member(room: Room, uid: UserId) -> Room:
    """*room* without *uid*. When nobody is left to run it, whoever has been there longest does."""
    members = tuple(one for one in room.members if one != uid)
    admins = tuple(one for one in room.admins if one != uid)
    return room.having(members=members, admins=admins or members[:1])
