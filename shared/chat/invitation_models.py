"""Entity of invitations to groups."""

from datetime import datetime

from shared.kernel.ids import RoomId, UserId
from shared.kernel.schemas import Entity, Line, Moment


class RoomInvitation(Entity):
    """Invitation of a person to a group, kept below the invited person. The group has no trace of the invitation.

    A declined invitation stays until it expires, so that the same group cannot invite again at once.

    Attributes:
        id: Id of the group.
        name: Name of the group at the time of the invitation.
        avatar_url: Address of the group's picture at that time; None for no picture.
        invited_by: Admin of the group who has invited.
        invited_by_name: Display name of that admin.
        invited_at: Instant in UTC of the invitation.
        declined: True if the person has declined.
        expire_at: Instant in UTC from which on the invitation cannot be accepted, and TTL deletes it.
    """

    id: RoomId
    name: Line
    avatar_url: str | None = None
    invited_by: UserId
    invited_by_name: str
    invited_at: Moment
    declined: bool = False
    expire_at: Moment

    def is_open_at(self, now: datetime) -> bool:
        """Return whether the person can accept the invitation at `now`."""
        return not self.declined and now < self.expire_at
