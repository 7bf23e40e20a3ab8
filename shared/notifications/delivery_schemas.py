"""Views of deliveries and suppressions, as admins see them: without texts, addresses and numbers."""

from datetime import date
from typing import Literal, Self

from shared.contracts.notices import Channel, NoticeSubject, NotificationKind
from shared.kernel.dates import jakarta_date
from shared.kernel.schemas import Moment, View
from shared.notifications.delivery_models import DeliveryState, DropReason, NoticeDelivery
from shared.notifications.suppression_models import Suppression, SuppressionCause

AddressedChannel = Literal[Channel.EMAIL, Channel.SMS, Channel.WHATSAPP]
"""Channel that has an address or number: `email`, `sms` or `whatsapp`."""


class SuppressionView(View):
    """Suppression of an address or number on one channel."""

    cause: SuppressionCause
    """Cause: `bounced` and `soft_bounced` stop everything, `complained` and `stopped` stop marketing alone."""
    since: date
    """Day in Jakarta of the news that brought the suppression; no time, which could be that of an anonymous call."""
    is_lasting: bool
    """True if the suppression does not end by itself; a `soft_bounced` one ends after three days."""

    @classmethod
    def of(cls, found: Suppression) -> Self:
        """Build the view of a suppression."""
        return cls(cause=found.cause, since=jakarta_date(found.since), is_lasting=found.until is None)


class NoticeDeliveryView(View):
    """Delivery of a notification on one channel."""

    delivery_id: str
    """Id of the delivery: a hash of the happening, the recipient and the channel."""
    channel: Channel
    """Way on which the notification goes: `push`, `email`, `sms` or `whatsapp`."""
    kind: NotificationKind
    """Kind of the notification, by which people choose channels."""
    template: str
    """Name of the texts, such as `order.paid`; the texts themselves are not shown."""
    subject: NoticeSubject | None
    """Thing that the notification is about, such as a booking or an order; null without one."""
    state: DeliveryState
    """State: waiting (`held`, `queued`, `sending`), `sent`, `delivered`, `failed`, `dropped` or `digested`."""
    reason: DropReason | None
    """Reason of a delivery that was dropped, such as `suppressed`; null for others."""
    failure: str
    """Code of a failure, as the vendor names it; empty without one."""
    is_permanent: bool
    """True if the failure would come again at each attempt."""
    attempts: int
    """Number of calls that have tried to send, from 0."""
    retry_at: Moment | None
    """Instant in UTC at which a mail is tried again, some hours after its provider was away; null for others."""
    fallback_of: str | None
    """Id of the delivery that this one replaces; null for the first."""
    ladder_at: Moment | None
    """Instant in UTC at which an SMS or WhatsApp message goes if the notification is unread; null if not waited for."""
    created_at: Moment
    """Instant in UTC of the decision to tell."""
    release_at: Moment | None
    """Instant in UTC at which a held delivery is released; null for others."""
    sent_at: Moment | None
    """Instant in UTC at which the vendor took the notification; null before."""
    delivered_at: Moment | None
    """Instant in UTC of the arrival, as the vendor says; null before."""
    failed_at: Moment | None
    """Instant in UTC of the failure; null without one."""
    passed_on_at: Moment | None
    """Instant in UTC at which the next channel was used, because the vendor was silent; null otherwise."""
    valid_until: Moment
    """Instant in UTC after which the notification is worthless."""
    suppression: SuppressionView | None
    """Present suppression of the address to which the notification went or would go; null without one."""

    @classmethod
    def of(cls, delivery: NoticeDelivery, *, suppression: Suppression | None) -> Self:
        """Build the view of a delivery.

        Args:
            delivery: Delivery to show.
            suppression: Suppression of the address, which has not ended; None without one.
        """
        return cls(
            delivery_id=delivery.id,
            channel=delivery.channel,
            kind=delivery.kind,
            template=delivery.template,
            subject=delivery.subject,
            state=delivery.state,
            reason=delivery.reason,
            failure=delivery.failure,
            is_permanent=delivery.permanent,
            attempts=delivery.attempts,
            retry_at=delivery.retry_at,
            fallback_of=delivery.fallback_of,
            ladder_at=delivery.ladder_at,
            created_at=delivery.created_at,
            release_at=delivery.release_at,
            sent_at=delivery.sent_at,
            delivered_at=delivery.delivered_at,
            failed_at=delivery.failed_at,
            passed_on_at=delivery.passed_on_at,
            valid_until=delivery.valid_until,
            suppression=SuppressionView.of(suppression) if suppression is not None else None,
        )


class LiftedSuppression(View):
    """Result of lifting a suppression."""

    lifted: SuppressionView | None
    """Suppression that was lifted; null if the present address or number had none."""

    @classmethod
    def of(cls, lifted: Suppression | None) -> Self:
        """Build the view of what was lifted, if anything was."""
        return cls(lifted=SuppressionView.of(lifted) if lifted is not None else None)
