"""Entities of devices: the apps to which a person's pushes go, and the owner of each token."""

from typing import Annotated, Literal

from pydantic import Field

from shared.kernel.frozen_values import FrozenDict, FrozenMap
from shared.kernel.ids import UserId
from shared.kernel.schemas import Entity, Moment
from shared.kernel.stored_choices import UnknownAs

Platform = Annotated[Literal["android", "ios", "web"], UnknownAs("android")]


class Device(Entity):
    """App on one device, to which pushes go.

    Attributes:
        token: Token of the push service, a secret of the app.
        platform: Operating system, or `web`.
        app: Name and version of the app, such as `temani 2.4.1`.
        name: Name of the device that its owner recognises, such as `Pixel 8`; empty without one.
        registered_at: Instant in UTC of the first registration.
        seen_at: Instant in UTC at which the app last registered.
        signed_in_at: Instant in UTC of the sign-in on the device, by which an app whose token has changed is known
            again; None if the sign-in did not tell.
    """

    token: str
    platform: Platform
    app: str = ""
    name: str = ""
    registered_at: Moment
    seen_at: Moment
    signed_in_at: Moment | None = None


class PushDevices(Entity):
    """Devices of one person, by the hash of their tokens. At most `MAX_DEVICES`; the longest unseen one gives way.

    Attributes:
        id: Id of the person, the uid.
        devices: Devices by the hash of the token.
        known: Hashes of the tokens that the person has had, the latest last; so a phone that comes back is not new.
    """

    id: UserId
    devices: FrozenMap[str, Device] = Field(default_factory=FrozenDict)
    known: tuple[str, ...] = ()


class PushTokenOwner(Entity):
    """Person to whose account a token belongs at present: of two people on one phone, the one who signed in last.

    Attributes:
        uid: Id of the person.
        claimed_at: Instant in UTC of the claim.
    """

    uid: UserId
    claimed_at: Moment
