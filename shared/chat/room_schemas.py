"""Requests and views of rooms, members and blocks."""

from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints

from shared.chat.block_models import Block
from shared.chat.inbox_models import InboxEntry
from shared.chat.invitation_models import RoomInvitation
from shared.chat.models import Room
from shared.chat.schemas import RoomView
from shared.kernel.ids import RoomId, UserId
from shared.kernel.public_texts import GroupName
from shared.kernel.schemas import Moment, Request, View
from shared.kernel.validation_messages import ValidationMessage

MAX_MEMBERS_PER_CALL = 200

AvatarUrl = Annotated[
    str,
    StringConstraints(pattern=r"^https?://[^\s\x00-\x1f\x7f]{1,500}$"),
    ValidationMessage("not_a_url"),
]

RoomName = GroupName
"""Name of a group of people who chat."""

MemberIds = Annotated[tuple[UserId, ...], Field(min_length=1, max_length=MAX_MEMBERS_PER_CALL)]
"""Ids of people to invite; at most 200, because each takes one of the 500 writes of a commit."""


class RoomChanges(Request):
    """Changes of a group's name and picture. Fields that are left out stay as they are."""

    name: RoomName | None = None
    """New name of the group, one line of 1 to 200 characters with a letter; unchanged when null or left out."""
    avatar_url: AvatarUrl | None = None
    """New HTTP or HTTPS address of the picture; null removes the picture, left out keeps it."""

    def changed_fields(self) -> dict[str, Any]:
        """Return the fields that the request sets. A `name` of null changes nothing: a group always has a name."""
        given = self.model_fields_set & {"name", "avatar_url"}
        return self.model_dump(include=given - {"name"} if self.name is None else given)


class BlockTarget(Request):
    """Body of `block_user` and `unblock_user`. In the room of a call, both are known by the ids of that room."""

    user_id: UserId
    """Id of the other person, or the alias as which a room of a call shows the customer."""
    room_id: RoomId | None = None
    """Id of the call's room in which the two meet; left out for people known by their accounts."""


class BlockedUserView(View):
    """A person whom the caller has blocked."""

    user_id: UserId
    """Id or alias of the blocked person."""
    name: str
    """Name of the blocked person; empty when the account no longer exists."""
    blocked_at: Moment
    """Instant in UTC at which the caller blocked the person."""

    @classmethod
    def of(cls, block: Block, name: str) -> Self:
        return cls(user_id=block.id, name=name, blocked_at=block.blocked_at)


class RoomInvitationView(View):
    """Invitation of the caller to a group."""

    room_id: RoomId
    """Id of the group, for `accept_room_invitation` and `decline_room_invitation`."""
    name: str
    """Name of the group at the time of the invitation."""
    avatar_url: str | None
    """HTTP or HTTPS address of the group's picture at that time; null when there was none."""
    invited_by: UserId
    """Id of the person who has invited the caller."""
    invited_by_name: str
    """Name of the person who has invited the caller."""
    invited_at: Moment
    """Instant in UTC of the invitation."""
    expires_at: Moment
    """Instant in UTC from which on the invitation cannot be accepted."""

    @classmethod
    def of(cls, invitation: RoomInvitation) -> Self:
        told = invitation.model_dump(exclude={"id", "declined", "expire_at"})
        return cls(room_id=invitation.id, expires_at=invitation.expire_at, **told)


def support_view(room: Room, *, read_seq: int, viewer: UserId, now: datetime) -> RoomView:
    """Build the view of a support room for admins, with the name of the person who asks.

    Args:
        room: The support room.
        read_seq: Number up to which any admin has read as the support. An answer reads all before it.
        viewer: The admin.
        now: Time of the call.
    """
    asks = room.members[0]
    read = max(read_seq, room.support_seq)
    shown = RoomView.of(room, InboxEntry(name="", read_seq=read), viewer=viewer, now=now)
    return shown.having(name=room.names.get(asks, ""), with_user=asks)
