"""Events of people's accounts."""

from shared.kernel.ids import UserId
from shared.kernel.schemas import Event, Moment


class UserSuspended(Event):
    """An admin suspended an account, or moved the end of a suspension.

    Attributes:
        user_id: Id of the account.
        until: Instant in UTC at which the suspension ends; None if the suspension has no end.
        suspended_at: Instant in UTC of the suspension.
    """

    user_id: UserId
    until: Moment | None = None
    suspended_at: Moment


class UserRestored(Event):
    """A suspension ended: an admin lifted the suspension, or its time was over.

    Attributes:
        user_id: Id of the account.
        restored_at: Instant in UTC of the end.
    """

    user_id: UserId
    restored_at: Moment
