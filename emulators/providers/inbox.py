"""Inbox of all messages that the system sends to people, over every vendor."""

import base64
import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from emulators.providers.pages import render_page

_HTML_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data: http: https:; font-src data: http: https:"
)
_CONTENT_ID = re.compile(r"cid:([^\"'\s)>]+)", re.IGNORECASE)


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

    def is_for(self, person: str) -> bool:
        """Return whether `person` is a recipient, in `to`, `cc` or `bcc`."""
        return person.lower() in (each.lower() for each in (*self.to, *self.cc, *self.bcc))

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


def inbox_routes(inbox: Inbox) -> list[Route]:
    """Return the routes of the inbox: the page, its parts and the messages as JSON."""

    def found(request: Request) -> list[InboxMessage]:
        kind, words = request.query_params.get("kind"), request.query_params.get("q", "").lower().split()
        return [
            message
            for message in inbox.newest_first()
            if (not kind or message.kind == kind) and all(word in _words(message) for word in words)
        ][:200]

    async def show(request: Request) -> Response:
        messages = found(request)
        chosen = inbox.get(request.query_params.get("m", "")) or (messages[0] if messages else None)
        counts = Counter(message.kind for message in inbox.newest_first())
        return render_page(
            request,
            "inbox_list.html" if request.query_params.get("part") == "list" else "inbox.html",
            messages=messages,
            chosen=chosen,
            opened="m" in request.query_params,
            kinds=[(kind, CHANNEL_LABELS[kind], counts[kind]) for kind in MessageChannel],
            kind=request.query_params.get("kind", ""),
            q=request.query_params.get("q", ""),
            labels=CHANNEL_LABELS,
        )

    async def as_json(request: Request) -> Response:
        return JSONResponse({"items": [message.as_json() for message in found(request)]})

    async def body(request: Request) -> Response:
        message = inbox.get(request.path_params["message_id"])
        if message is None:
            return render_page(request, "missing.html", status=404, what="Pesan")
        return Response(
            _with_inline_images(message),
            media_type="text/html",
            headers={"content-security-policy": _HTML_POLICY, "referrer-policy": "no-referrer"},
        )

    async def attachment(request: Request) -> Response:
        message = inbox.get(request.path_params["message_id"])
        index = request.path_params["index"]
        if message is None or index >= len(message.attachments):
            return render_page(request, "missing.html", status=404, what="Lampiran")
        file = message.attachments[index]
        how = "inline" if file.is_image else "attachment"
        return Response(
            file.content,
            media_type=file.media_type,
            headers={
                "content-disposition": f"{how}; filename*=UTF-8''{quote(file.filename)}",
                "content-security-policy": "sandbox",
                "x-content-type-options": "nosniff",
            },
        )

    async def clear(_: Request) -> Response:
        return JSONResponse({"removed": inbox.remove_messages(lambda message: True)})

    return [
        Route("/inbox", show, methods=["GET"]),
        Route("/inbox/messages", as_json, methods=["GET"]),
        Route("/inbox/messages", clear, methods=["DELETE"]),
        Route("/inbox/{message_id}/html", body, methods=["GET"]),
        Route("/inbox/{message_id}/attachments/{index:int}", attachment, methods=["GET"]),
    ]


def _words(message: InboxMessage) -> str:
    return " ".join([message.subject, message.sender, *message.to, *message.tags.values(), message.text]).lower()


def _with_inline_images(message: InboxMessage) -> str:
    files = {each.content_id: each for each in message.attachments if each.content_id}

    def replaced(match: re.Match[str]) -> str:
        file = files.get(match[1])
        return file.data_url() if file is not None else match[0]

    return f'<base target="_blank">{_CONTENT_ID.sub(replaced, message.html)}'
