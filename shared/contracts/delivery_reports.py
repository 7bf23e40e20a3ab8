"""News from vendors about messages: what became of a delivery, and what people write back."""

import hashlib
import json
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.kernel.ids import Id
from shared.kernel.schemas import Model, Moment

ReportedChannel = Literal["email", "sms", "whatsapp", "push"]
"""Channel of a delivery."""

InboundChannel = Literal["sms", "whatsapp"]
"""Channel on which people write back."""

E164 = Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9]{6,14}$")]
"""Phone number in its international form."""

LONGEST_INBOUND_BODY = 4096


class ReportedStatus(StrEnum):
    """State of a delivery as a vendor reports the state.

    Attributes:
        SENT: The vendor has passed the message on.
        DELIVERED: The message is on the device, or in the mailbox.
        FAILED: The message will not arrive.
        READ: A person has read the message.
        CLICKED: Somebody has followed a link in the message.
        OPENED: A mail was displayed, perhaps by a machine. Never means that a person has read the mail.
        DEFERRED: The vendor keeps trying.
        BOUNCED: The recipient's server refuses the mail.
        DROPPED: The vendor refuses to send the message, because of an earlier failure or refusal.
        COMPLAINED: The recipient calls the message spam.
        UNSUBSCRIBED: The recipient wants no more such messages.
    """

    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    READ = "read"
    CLICKED = "clicked"
    OPENED = "opened"
    DEFERRED = "deferred"
    BOUNCED = "bounced"
    DROPPED = "dropped"
    COMPLAINED = "complained"
    UNSUBSCRIBED = "unsubscribed"


class FailureCause(StrEnum):
    """Side on which a failure lies.

    Attributes:
        PERSON: The address cannot be reached, or its owner refuses messages.
        TEMPLATE: The template is paused, not approved, or takes other variables.
        MESSAGE: Our message or our account is wrong.
        VENDOR: The vendor or a network has a fault.
    """

    PERSON = "person"
    TEMPLATE = "template"
    MESSAGE = "message"
    VENDOR = "vendor"


class DeliveryReport(Model):
    """News about one delivery. The same news may come several times, in any order.

    Attributes:
        delivery_id: Our id of the delivery, which went out as the message's reference.
        channel: Channel of the delivery.
        status: Reported state.
        at: Time of the news in UTC: the vendor's, or the time of arrival if the vendor names none.
        cause: Side on which a failure lies; None if nothing failed, or the vendor does not tell.
        code: Vendor's code of the failure as text; empty without one.
        permanent: True if a new attempt for the same person, template or message would fail too.
        by_machine: True if a machine opened the mail or followed the link.
        provider_id: Vendor's id of the message; None if the vendor does not tell.
        url: Link that was followed; None for other news.
        key: Hash that is equal for reports of the same news, however often a vendor sends the news.
    """

    delivery_id: Id
    channel: ReportedChannel
    status: ReportedStatus
    at: Moment
    cause: FailureCause | None = None
    code: str = Field(default="", max_length=100)
    permanent: bool = False
    by_machine: bool = False
    provider_id: str | None = Field(default=None, max_length=200)
    url: str | None = Field(default=None, max_length=4096)
    key: str = Field(pattern=r"^[0-9a-f]{40}$")


class DeliveryReports(Model):
    """Reports of one callback.

    Attributes:
        items: Reports in the vendor's order.
        skipped: Number of items that could not be read, or are not about a delivery of ours.
    """

    items: tuple[DeliveryReport, ...] = ()
    skipped: int = Field(default=0, ge=0)


class InboundText(Model):
    """A text message from a person.

    Attributes:
        id: Vendor's id of the message.
        channel: Channel of the message.
        sender: Phone number of the person.
        body: Text as the person wrote it; empty for a picture or another message without text.
        at: Time of arrival in UTC.
    """

    id: Id
    channel: InboundChannel
    sender: E164
    body: str = Field(max_length=LONGEST_INBOUND_BODY)
    at: Moment


def compute_report_key(delivery_id: str, status: ReportedStatus, *facts: datetime | str | None) -> str:
    """Compute the key of a report.

    Args:
        delivery_id: Our id of the delivery.
        status: Reported state.
        facts: Differences between reports of one status, such as the time of the event and the link.
            The vendor's id of the event is none: a retried event may carry another id.
    """
    told = [fact.isoformat() if isinstance(fact, datetime) else fact for fact in facts]
    return hashlib.sha256(json.dumps([delivery_id, status, *told]).encode()).hexdigest()[:40]
