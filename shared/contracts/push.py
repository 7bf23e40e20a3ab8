"""A push message to one device, or to all who follow a topic, before any vendor has seen it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, Protocol, Self

from pydantic import Field, StringConstraints, model_validator

from shared.kernel.errors import Refused, Unavailable
from shared.kernel.schemas import Line, Model
from shared.kernel.validation_messages import ValidationMessage

PushToken = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,4096}$"), ValidationMessage("not_a_push_token")]
"""Address of one app on one device. The app gets the token from the vendor, and the token may change."""

PushTopic = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9_.~%-]{1,900}$"), ValidationMessage("not_a_push_topic")
]
"""Topic that apps follow: one push reaches them all, and costs the same for any number of them."""


class PushContent(Model):
    """Content of a push message, the same for all devices of a person.

    Attributes:
        title: First line on the screen.
        body: Text below the title.
        data: Values for the app.
        ttl: Time for which the notice is worth showing, from 0 (now or never) to 4 weeks. There is no default: the
            vendor's is 4 weeks, and a phone that comes back would show old news.
        collapse_key: Notices with the same key replace one another.
        urgent: True if the notice wakes a sleeping device at once. Others may wait until the device wakes up.
        channel: Android's channel of the notice, whose sound and place the person chooses; None for the app's default.
        link: Page that a browser opens for the notice; None for no page.
    """

    title: Line
    body: str = Field(min_length=1)
    data: dict[str, str] = Field(default_factory=dict)
    ttl: timedelta = Field(ge=timedelta(0), le=timedelta(weeks=4))
    collapse_key: str | None = Field(default=None, pattern=r"^[\x21-\x7e]{1,64}$")
    urgent: bool = False
    channel: str | None = Field(default=None, pattern=r"^[A-Za-z0-9_.-]{1,64}$")
    link: str | None = Field(default=None, pattern=r"^https://[\x21-\x7e]{1,2000}$")


class PushNotice(PushContent):
    """Notice on a device: to the device with `token`, or to all devices that follow `topic`."""

    token: PushToken | None = None
    topic: PushTopic | None = None

    @model_validator(mode="after")
    def _goes_to_one(self) -> Self:
        if (self.token is None) == (self.topic is None):
            raise ValueError("a notice goes to a token or to a topic")
        return self


@dataclass(frozen=True, slots=True)
class PushReceipt:
    """Result of a notice: the provider accepted it under an `id`, or the device does not exist any more."""

    id: str | None

    @property
    def is_token_invalid(self) -> bool:
        """Return whether the token is useless: the app is gone from the device, or was never ours."""
        return self.id is None


class PushRefused(Refused):
    """The push provider understood the message and refused it; `token_at_fault` says whether for its token.

    A token at fault belongs to no device, so it is of no use for any other message either. Otherwise the message itself
    is wrong, and the token stays good.
    """

    code = "push_refused"

    def __init__(self, detail: str = "", /, *, token_at_fault: bool, **fields: Any) -> None:
        super().__init__(detail, token_at_fault=token_at_fault, **fields)
        self.token_at_fault = token_at_fault


PushOutcome = PushReceipt | Unavailable | PushRefused
"""Result of a notice to one device: accepted, device gone, to be tried again, or refused for the message's fault."""


class PushSender(Protocol):
    """Provider of push messages.

    Raises:
        Unavailable: The provider does not answer.
        PushRefused: The provider does not accept the message, or its token.
    """

    async def send(self, notice: PushNotice) -> PushReceipt:
        """Send `notice` to one device or topic."""
        ...

    async def send_each(self, content: PushContent, tokens: Sequence[str]) -> Mapping[str, PushOutcome]:
        """Send `content` to several devices, a call for each, and return the result of each by its token.

        A receipt tells whether the token is dead. Only tokens with `Unavailable` are worth another attempt: the other
        devices have the notice, and would show it twice. Never raises for one device.
        """
        ...
