"""Inbox of all messages that the system sends to people, over every vendor."""

import base64
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any


class MessageChannel(StrEnum):
    """Channel over which a message reaches a person."""

    EMAIL = "email"
    SMS = "sms"
    WHATSAPP = "whatsapp"
    PUSH = "push"


CHANNEL_LABELS = {
    MessageChannel.EMAIL: "E-mail",
    MessageChannel.SMS: "SMS",
    MessageChannel.WHATSAPP: "WhatsApp",
    MessageChannel.PUSH: "Push",
}


@dataclass(frozen=True)
class InboxAttachment:
    """File attached to a message."""

    filename: str
    media_type: str
    content: bytes
    content_id: str | None = None
    inline: bool = False

    @property
    def is_image(self) -> bool:
        """Return whether the file is an image that a browser can show."""
        return self.media_type in ("image/png", "image/jpeg", "image/gif", "image/webp")

    def data_url(self) -> str:
        """Return the file as a data URL."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.content).decode()}"


@dataclass(frozen=True)
class InboxMessage:
    """Message that was sent to a person."""

    kind: MessageChannel
    account: str
    """API key or account at the vendor that sent the message."""

    sender: str
    to: tuple[str, ...]
    subject: str
    text: str = ""
    html: str = ""
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    attachments: tuple[InboxAttachment, ...] = ()
    tags: dict[str, str] = field(default_factory=dict)
    """Custom arguments or data fields that the sender added."""

    vendor_id: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def recipients(self) -> tuple[str, ...]:
        """Addresses in `to`, `cc` and `bcc`."""
        return (*self.to, *self.cc, *self.bcc)

    @property
    def searched_text(self) -> str:
        """Text in which the page searches, in lower case."""
        return " ".join([self.subject, self.sender, *self.to, *self.tags.values(), self.text]).lower()

    def is_for(self, person: str) -> bool:
        """Return whether `person` is a recipient, in `to`, `cc` or `bcc`."""
        return person.lower() in (each.lower() for each in self.recipients)

    def as_json(self) -> dict[str, Any]:
        """Return the message as JSON, with the size and the URL of each attachment."""
        return {
            "id": self.id,
            "kind": self.kind,
            "at": self.at.isoformat(),
            "from": self.sender,
            "to": list(self.to),
            "cc": list(self.cc),
            "bcc": list(self.bcc),
            "subject": self.subject,
            "text": self.text,
            "html": self.html,
            "custom_args": self.tags,
            "message_id": self.vendor_id,
            "attachments": [
                {
                    "filename": each.filename,
                    "type": each.media_type,
                    "size": len(each.content),
                    "content_id": each.content_id,
                    "inline": each.inline,
                    "url": f"/inbox/{self.id}/attachments/{index}",
                }
                for index, each in enumerate(self.attachments)
            ],
            **self.details,
        }


class Inbox:
    """All messages, in the order in which they were sent."""

    def __init__(self) -> None:
        self._messages: dict[str, InboxMessage] = {}

    def receive(self, message: InboxMessage) -> None:
        """Add a message."""
        self._messages[message.id] = message

    def get(self, message_id: str) -> InboxMessage | None:
        """Return a message by its id, or None."""
        return self._messages.get(message_id)

    def newest_first(self) -> Iterator[InboxMessage]:
        """Return all messages, newest first."""
        return reversed(self._messages.values())

    def select_messages(self, choice: Callable[[InboxMessage], bool]) -> list[InboxMessage]:
        """Return the messages that match `choice`, oldest first."""
        return [message for message in self._messages.values() if choice(message)]

    def remove_messages(self, choice: Callable[[InboxMessage], bool]) -> int:
        """Remove the messages that match `choice`, and return their number."""
        gone = [message.id for message in self.select_messages(choice)]
        for message_id in gone:
            del self._messages[message_id]
        return len(gone)
