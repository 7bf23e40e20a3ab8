"""A message to one person, before any vendor has seen it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class InlineImage:
    """A PNG, shown in the mail where it says `cid:<name>`; drawn only when the mail is put together."""

    name: str
    draw: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class MailAttachment:
    """A file that goes with the mail; `kind` is its media type."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """`template` names three files: `.subject`, `.html` and `.txt`. `reference` comes back in the provider's events."""

    to: str
    to_name: str
    template: str
    locale: str
    values: Mapping[str, Any]
    reference: str
    inline_images: Sequence[InlineImage] = ()
    attachments: Sequence[MailAttachment] = ()


class MailProvider(Protocol):
    """Provider of e-mail.

    Raises:
        Unavailable: The provider does not answer.
        Refused: The provider does not accept the e-mail.
    """

    async def send(self, mail: Mail) -> str:
        """Send `mail`, and return the provider's id of the e-mail."""
        ...
