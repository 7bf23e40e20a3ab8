"""Events of people's accounts."""

from typing import Annotated, Literal

from shared.contracts.events.known_values import keep_known, known_or_none
from shared.kernel.ids import Id, UserId
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


RoleChange = Literal["admin_granted", "admin_removed", "expert_granted"]
"""Change of what an account may do: access of an admin given, changed or taken, or the role of an expert given."""

ContactPart = Literal["email", "phone"]
"""Part of the contact details of an account."""


class RoleChanged(Event):
    """An admin changed what an account may do, and the person is to be told.

    Attributes:
        user_id: Id of the account.
        change: Change of the account. None for a change that only a newer version knows.
        at: Instant in UTC of the change.
    """

    user_id: UserId
    change: Annotated[RoleChange | None, known_or_none(RoleChange)]
    at: Moment


class ContactChanged(Event):
    """The address or the phone number of an account was replaced. The former ones stand in the record alone.

    Attributes:
        user_id: Id of the account.
        change_id: Id of the record of the change.
        parts: Parts that were replaced, at least one; those that only a newer version knows are left out.
        at: Instant in UTC of the change.
    """

    user_id: UserId
    change_id: Id
    parts: Annotated[tuple[ContactPart, ...], keep_known(ContactPart)]
    at: Moment


class DeviceRegistered(Event):
    """A device that an account never had was registered, and the account had others before.

    Attributes:
        user_id: Id of the account.
        device: Hash of the device's token.
        platform: Operating system, or `web`.
        name: Name that the app gave to the device; empty without one.
        at: Instant in UTC of the registration.
    """

    user_id: UserId
    device: str
    platform: str
    name: str = ""
    at: Moment
