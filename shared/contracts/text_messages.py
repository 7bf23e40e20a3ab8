"""A text message to one phone, by SMS or WhatsApp, before any vendor has seen the message."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any, Protocol, Self

from pydantic import Field, StringConstraints, model_validator

from shared.contracts.delivery_reports import E164
from shared.kernel.errors import Refused
from shared.kernel.ids import Id
from shared.kernel.ports import WebhookSender
from shared.kernel.schemas import Line, Model

MAX_BODY_LENGTH = 1600
MAX_VALIDITY = timedelta(hours=10)


class TextChannel(StrEnum):
    """Channel of a text message."""

    SMS = "sms"
    WHATSAPP = "whatsapp"


class WhatsAppTemplate(Model):
    """Approved template with its values: the only message that a person gets who has not written for 24 hours.

    Attributes:
        name: Our name of the template.
        content_sid: Twilio's id of the template in one language.
        variables: Value of each placeholder, by its name such as `1`. No value may be empty.
    """

    name: Line
    content_sid: Annotated[str, StringConstraints(pattern=r"^HX[0-9a-fA-F]{32}$")]
    variables: dict[
        Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_]{1,32}$")],
        Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1024)],
    ] = Field(default_factory=dict)


class TextMessage(Model):
    """Message to one phone: free text, or a template of WhatsApp.

    Attributes:
        channel: SMS or WhatsApp.
        to: Phone number in E.164.
        body: Free text of 1 to 1,600 characters. By WhatsApp only within 24 hours after the person has written.
        template: Approved template of WhatsApp; none for SMS.
        reference: Id of the delivery, which comes back in the vendor's reports.
        valid_for: Time after which the vendor drops the message unsent, from 1 second to 10 hours.
    """

    channel: TextChannel
    to: E164
    body: Annotated[str, StringConstraints(min_length=1, max_length=MAX_BODY_LENGTH)] | None = None
    template: WhatsAppTemplate | None = None
    reference: Id
    valid_for: timedelta = Field(default=MAX_VALIDITY, ge=timedelta(seconds=1), le=MAX_VALIDITY)

    @model_validator(mode="after")
    def _has_one_content(self) -> Self:
        if (self.body is None) == (self.template is None):
            raise ValueError("a message has a body or a template")
        if self.template is not None and self.channel is not TextChannel.WHATSAPP:
            raise ValueError("only WhatsApp has templates")
        return self


class TextRefusalCause(StrEnum):
    """Side at fault when a message is refused for good.

    Attributes:
        PERSON: The number cannot be reached, has opted out or is not on WhatsApp: true for every message to the person.
        TEMPLATE: The template is paused, is not approved or takes other variables: true for every use of the template.
        MESSAGE: The message or our account is wrong: other messages may pass.
    """

    PERSON = "person"
    TEMPLATE = "template"
    MESSAGE = "message"


class TextRefused(Refused):
    """The provider of text messages understood the message and refused it; `cause` says which side is at fault."""

    code = "text_refused"

    def __init__(self, detail: str = "", /, *, cause: TextRefusalCause, **fields: Any) -> None:
        super().__init__(detail, cause=cause, **fields)
        self.cause = cause


class TextSender(Protocol):
    """Provider of SMS and WhatsApp messages.

    Raises:
        Unavailable: The provider is busy or does not answer; `unanswered` if the message may have been sent.
        TextRefused: The provider does not accept the message.
    """

    async def send(self, message: TextMessage) -> str:
        """Send `message`, and return the provider's id of the message. A repeated call sends it again."""
        ...


class TextCallbacks(WebhookSender, Protocol):
    """Callbacks of the provider of text messages: `DeliveryReports` and `InboundText`."""
