"""Contract of the catalogue: a service as it was offered at the time of a booking."""

from typing import Self

from pydantic import Field

from shared.kernel.ids import ServiceId, UserId
from shared.kernel.schemas import Entity
from shared.kernel.stored_choices import StoredEnum


class ServiceKind(StoredEnum):
    """Way in which expert and customer meet."""

    CHAT = "chat"
    VIDEO = "video"
    OFFLINE = "offline"
    UNKNOWN = "unknown"


class Approval(StoredEnum):
    """Way in which a booking is confirmed: by payment alone, or after the expert's approval."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"

    @classmethod
    def unknown_member(cls) -> Self:
        return cls.MANUAL


class CancellationPolicy(Entity):
    """Terms of a cancellation: a full refund until some hours before the start, later a share."""

    free_until_hours: int = Field(default=24, ge=0, le=24 * 30, strict=True)
    """Hours before the start until which a cancellation refunds everything, 0 to 720; 24 by default."""
    late_refund_percent: int = Field(default=50, ge=0, le=100, strict=True)
    """Percent of the payment that a later cancellation refunds, 0 to 100; 50 by default."""


class MeetingAddress(Entity):
    """Place where expert and customer meet in person. Only the two of a confirmed booking read it.

    Attributes:
        address: Address in the expert's words.
        maps_link: HTTPS address of the place on a map; None for none.
    """

    address: str
    maps_link: str | None = None


class Offer(Entity):
    """A service and whose it is; kept with each booking, so that a later change of the service changes no booking.

    Only the place of a meeting in person follows the service.
    """

    expert: UserId
    expert_name: str
    expert_zone: str
    service_id: ServiceId
    name: str
    kind: ServiceKind
    minutes: int
    price: int
    approval: Approval = Approval.AUTOMATIC
    blocks_while_requested: bool = True
    policy: CancellationPolicy = CancellationPolicy()
    place: MeetingAddress | None = None
