"""A push message to one device, or to all who follow a topic, before any vendor has seen it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, Protocol, Self

from pydantic import Field, StringConstraints, model_validator

from shared.kernel.errors import Refused
from shared.kernel.schemas import Line, Model
from shared.kernel.validation_messages import ValidationMessage

PushToken = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,4096}$"), ValidationMessage("not_a_push_token")]
"""Address of one app on one device. The app gets the token from the vendor, and the token may change."""

PushTopic = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9_.~%-]{1,900}$"), ValidationMessage("not_a_push_topic")
]
"""Topic that apps follow: one push reaches them all, and costs the same for any number of them."""


class PushNotice(Model):
    """Notice on a device: to the device with `token`, or to all devices that follow `topic`."""

    title: Line
    body: str = Field(min_length=1)
    data: dict[str, str] = Field(default_factory=dict)
    token: PushToken | None = None
    topic: PushTopic | None = None
    ttl: timedelta = Field(default=timedelta(days=1), ge=timedelta(0), le=timedelta(weeks=4))
    collapse_key: str | None = Field(default=None, pattern=r"^[\x21-\x7e]{1,64}$")

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


class PushSender(Protocol):
    """Provider of push messages.

    Raises:
        Unavailable: The provider does not answer.
        PushRefused: The provider does not accept the message, or its token.
    """

    async def send(self, notice: PushNotice) -> PushReceipt:
        """Send `notice` to one device or topic.

        Several devices need a job each: the retry for one device then reaches no other device twice.
        """
        ...
