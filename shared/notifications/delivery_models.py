"""Entities of deliveries: one notification to one person on one channel."""

from datetime import datetime

from pydantic import Field

from shared.contracts.notices import Channel, NoticeActor, NoticeSubject, NotificationKind
from shared.contracts.people import PersonRole
from shared.kernel.frozen_values import FrozenDict, FrozenJson
from shared.kernel.ids import UserId
from shared.kernel.schemas import Entity, Moment
from shared.kernel.stored_choices import StoredEnum


class DeliveryState(StoredEnum):
    """State of a delivery.

    Attributes:
        HELD: Waits for the end of the person's quiet hours.
        QUEUED: A task is to send the notification.
        SENDING: A task is calling the vendor.
        SENT: The vendor has taken the notification.
        DELIVERED: The vendor says that the notification has arrived.
        FAILED: The notification cannot arrive on this channel.
        DROPPED: The notification was not sent on purpose; `reason` says why.
        DIGESTED: The notification is part of a digest.
    """

    HELD = "held"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    DROPPED = "dropped"
    DIGESTED = "digested"
    UNKNOWN = "unknown"


class DropReason(StoredEnum):
    """Reason for which a delivery was not sent.

    Attributes:
        UNTRUE: The notification is no longer true.
        TOO_LATE: The notification's time was over.
        UNWANTED: The person switched the channel off meanwhile.
        CAPPED: The person has had the most notifications of this kind a day.
        SUPPRESSED: The address refuses mail or messages of ours.
        UNREACHABLE: The person has no device, address or number for the channel.
        SUSPENDED: The account is suspended.
        WITHHELD: Nothing shows that the address is the person's, or it has had its mails of the hour.
        READ: The person has read the notification meanwhile: in the app, by a link or push, or by WhatsApp's word.
        TEMPLATE: The vendor does not allow the template at present.
        LIMITED: The number has had its SMS and WhatsApp messages of the hour or the day.
        NUMBER_BUDGET: The rupiah a day for SMS and WhatsApp messages to the number are spent.
        PLATFORM_BUDGET: The rupiah a day of the platform for SMS and WhatsApp messages are spent.
    """

    UNTRUE = "untrue"
    TOO_LATE = "too_late"
    UNWANTED = "unwanted"
    CAPPED = "capped"
    SUPPRESSED = "suppressed"
    UNREACHABLE = "unreachable"
    SUSPENDED = "suspended"
    WITHHELD = "withheld"
    READ = "read"
    TEMPLATE = "template"
    LIMITED = "limited"
    NUMBER_BUDGET = "number_budget"
    PLATFORM_BUDGET = "platform_budget"
    UNKNOWN = "unknown"


NEWS_FIELDS = (
    "event",
    "user_id",
    "guest",
    "kind",
    "template",
    "values",
    "subject",
    "link",
    "actor",
    "image_url",
    "group",
    "target",
    "notification_id",
    "valid_until",
    "needed_by",
    "role",
)
"""Fields of a delivery that say what is told to whom, on any channel and at any stage."""


class NoticeDelivery(Entity):
    """Delivery of a notification to a person on a channel.

    Marks of two families: the progress of the delivery, and the acts of the person.

    Attributes:
        id: Hash of the happening, the recipient and the channel.
        event: Natural key of the happening.
        user_id: Id of the person; None for a guest.
        guest: Key of a guest, such as an order's id; None for a person.
        channel: Channel of the delivery.
        kind: Kind of the notification.
        template: Name of the texts.
        values: Values for the placeholders of the texts.
        subject: Thing that is read again before sending; None when nothing can make the notification untrue.
        link: Place in the app that the notification opens; None without one.
        actor: Person who caused the notification; None when nobody in particular did.
        image_url: Address of a picture; None without one.
        group: Key of notifications that replace one another; None without one.
        target: Followed thing whose follower is told; None when it is not about following.
        mail_event: Key of the happening under which the address of the order is mailed; None if it is `event`.
        notification_id: Id of the notification in the app; None if the person does not see one there.
        state: State of the delivery.
        reason: Reason of a delivery that was dropped; None otherwise.
        failure: Code of a failure, as the vendor names it; empty without one.
        permanent: True if the failure would come again at each attempt.
        release_at: Instant in UTC at which a held delivery is released; None otherwise.
        lease_until: Instant in UTC until which a task may be sending; None before the first attempt.
        attempts: Number of calls that have tried to send, from 0.
        retry_at: Instant in UTC at which a mail is tried again some hours after an attempt; None if no such one waits.
        done_devices: Hashes of the tokens to which a push has gone, so that a retry reaches no device twice.
        digest: Id of the digest that tells of the notification; None outside of digests.
        fallback_of: Id of the failed delivery that this one replaces; None for the first.
        ladder_at: Instant in UTC at which a message on the cost ladder goes, if the notification is unread then. None
            for what goes at once.
        address: Key of the address or number, a hash, to which the notification went; None before.
        provider_id: Id that the vendor gave; None before.
        overdue_at: Instant in UTC from which the next channel is used, if no vendor has taken the notification by then;
            None if nothing goes on.
        passed_on_at: Instant in UTC at which the next channel was used, though the vendor may still take this one; None
            before.
        valid_until: Instant in UTC after which the notification is worthless.
        needed_by: Instant in UTC by which the person must know; None if quiet hours may hold the notification.
        created_at: Instant in UTC of the decision.
        sent_at: Instant in UTC at which the vendor took the notification; None before.
        delivered_at: Instant in UTC of the arrival, as the vendor says; None before.
        failed_at: Instant in UTC of the failure; None without one.
        opened_at: Instant in UTC at which a mail program loaded the mail. It says nothing about reading.
        read_at: Instant in UTC at which the person read the notification: by a link or push, or by WhatsApp's word.
        clicked_at: Instant in UTC at which the person opened the link or the push; None before.
        role: Role of the person at the decision, for statistics; None for a guest, and in earlier documents.
        expire_at: Instant in UTC, 180 days after the decision, after which TTL deletes the document.
    """

    id: str
    event: str
    user_id: UserId | None = None
    guest: str | None = None
    channel: Channel
    kind: NotificationKind
    role: PersonRole | None = None
    template: str
    values: FrozenJson = Field(default_factory=FrozenDict)
    subject: NoticeSubject | None = None
    link: str | None = None
    actor: NoticeActor | None = None
    image_url: str | None = None
    group: str | None = None
    target: str | None = None
    mail_event: str | None = None
    notification_id: str | None = None
    state: DeliveryState
    reason: DropReason | None = None
    failure: str = ""
    permanent: bool = False
    release_at: Moment | None = None
    lease_until: Moment | None = None
    attempts: int = 0
    retry_at: Moment | None = None
    done_devices: tuple[str, ...] = ()
    digest: str | None = None
    fallback_of: str | None = None
    ladder_at: Moment | None = None
    address: str | None = None
    provider_id: str | None = None
    overdue_at: Moment | None = None
    passed_on_at: Moment | None = None
    valid_until: Moment
    needed_by: Moment | None = None
    created_at: Moment
    sent_at: Moment | None = None
    delivered_at: Moment | None = None
    failed_at: Moment | None = None
    opened_at: Moment | None = None
    read_at: Moment | None = None
    clicked_at: Moment | None = None
    expire_at: Moment

    def is_worthless_at(self, now: datetime) -> bool:
        """Return whether the time of the notification is over."""
        return now >= self.valid_until
