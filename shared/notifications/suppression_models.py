"""Entities of addresses and numbers that are not written to."""

from datetime import datetime

from shared.contracts.notices import Channel
from shared.kernel.schemas import Entity, Moment
from shared.kernel.stored_choices import StoredEnum


class SuppressionCause(StoredEnum):
    """Cause for which an address or number is not written to.

    Attributes:
        BOUNCED: The mailbox or number does not exist: nothing is sent.
        SOFT_BOUNCED: The mailbox was full or refused a mail: nothing is sent until the suppression ends.
        COMPLAINED: The owner called a mail spam: no marketing is sent.
        STOPPED: The owner asked for an end: no marketing is sent.
    """

    BOUNCED = "bounced"
    SOFT_BOUNCED = "soft_bounced"
    COMPLAINED = "complained"
    STOPPED = "stopped"
    UNKNOWN = "unknown"


class Suppression(Entity):
    """Address or number on one channel that is not written to. The document's id is a hash of the address.

    Attributes:
        channel: Channel.
        cause: Cause.
        since: Instant in UTC of the news.
        until: Instant in UTC at which the suppression ends; None for one that lasts.
        delivery_id: Delivery that brought the news; None if the owner asked.
    """

    channel: Channel
    cause: SuppressionCause
    since: Moment
    until: Moment | None = None
    delivery_id: str | None = None

    def has_ended_at(self, now: datetime) -> bool:
        """Return whether the suppression has ended by itself."""
        return self.until is not None and now >= self.until

    def forbids(self, *, marketing: bool, now: datetime) -> bool:
        """Return whether a message may not go out: any message, or `marketing` alone."""
        if self.has_ended_at(now):
            return False
        if self.cause in (SuppressionCause.COMPLAINED, SuppressionCause.STOPPED):
            return marketing
        return True
