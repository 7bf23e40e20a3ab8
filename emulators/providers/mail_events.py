"""Events of SendGrid's event webhook about mails, in signed batches, with their faults."""

import asyncio
import json
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

import httpx
from pydantic import BaseModel, ConfigDict, Field

from emulators.providers.deliveries import DeliveryAttempt, DeliveryLevers, DeliverySender, DeliveryState
from emulators.providers.event_signatures import EventSigner
from emulators.providers.inbox import InboxMessage

FUNCTION = "receive-sendgrid-events"
POISON: dict[str, Any] = {"event": ["delivered"], "timestamp": "yesterday", "delivery": {"id": 7}}
"""Event that no reader can make sense of."""

EventName = Literal[
    "processed", "deferred", "delivered", "bounce", "block", "drop", "open", "machine_open", "click", "spamreport",
    "unsubscribe", "group_unsubscribe",
]  # fmt: skip

_BROWSER = {"useragent": "Mozilla/5.0 (Linux; Android 14)", "ip": "203.0.113.7"}
_SHAPES: dict[EventName, dict[str, Any]] = {
    "deferred": {"response": "451 4.7.1 try again later", "attempt": "1"},
    "delivered": {"response": "250 OK", "tls": 1},
    "bounce": {
        "type": "bounce",
        "reason": "550 5.1.1 The account {email} does not exist",
        "status": "5.1.1",
        "bounce_classification": "Invalid Address",
    },
    "block": {
        "event": "bounce",
        "type": "blocked",
        "reason": "452 4.2.2 The mailbox of {email} is full",
        "status": "4.2.2",
        "bounce_classification": "Mailbox Unavailable",
    },
    "drop": {"event": "dropped", "reason": "Bounced Address", "status": "5.0.0"},
    "open": {**_BROWSER, "sg_content_type": "html", "sg_machine_open": False},
    "machine_open": {**_BROWSER, "event": "open", "sg_content_type": "html", "sg_machine_open": True},
    "click": {**_BROWSER, "url": "https://temani.example/", "url_offset": {"index": 0, "type": "html"}},
    "group_unsubscribe": {**_BROWSER, "asm_group_id": 1},
}


class EventLevers(DeliveryLevers):
    """Faults on the way of a batch. Each copy of the batch has other values of `sg_event_id`.

    Attributes:
        poison: True if an event that nobody can read stands amid the others.
        age_seconds: Age of the signature.
    """

    poison: bool = False
    age_seconds: float = 0


class MailEvents(EventLevers):
    """Events that happen to one mail now.

    Attributes:
        message_id: Id of the mail, from the header `X-Message-Id`; None for the newest that fits.
        to: Address of the mail; None for any.
        custom_arg: Custom argument of the mail as `name:value`; None for any.
        events: Events, in the order in which they happen.
        url: Link that is clicked.
        wait_seconds: Time to wait for the end of the first attempts.
    """

    message_id: str | None = None
    to: str | None = None
    custom_arg: str | None = None
    events: list[EventName] = Field(min_length=1)
    url: str | None = None
    wait_seconds: float = Field(default=0, ge=0)

    def fits(self, message: InboxMessage) -> bool:
        """Return whether the events happen to `message`."""
        name, _, value = (self.custom_arg or "").partition(":")
        return (
            self.message_id in (None, message.vendor_id)
            and (self.to is None or message.is_for(self.to))
            and (self.custom_arg is None or message.tags.get(name) == value)
        )


class MailAccountChanges(BaseModel):
    """Changes of an account's events; what is left out stays as it is.

    Attributes:
        webhook_target: URL of the receiver, in which `{name}` becomes the function's name. None: nothing is sent.
        retry_seconds: Seconds to wait before each further attempt.
        outcome: Events that happen to each mail that is accepted from now on.
        levers: Faults of the batches of these mails.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    webhook_target: str | None = None
    retry_seconds: list[float] = Field(default_factory=list)
    outcome: list[EventName] = Field(default_factory=list)
    levers: EventLevers = EventLevers()


@dataclass
class EventDelivery:
    """Record of one batch and its attempts."""

    message_id: str
    url: str | None
    events: list[dict[str, Any]]
    levers: EventLevers
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    id: str = field(default_factory=lambda: f"dlv-{secrets.token_hex(8)}")
    state: DeliveryState = "waiting"
    attempts: list[DeliveryAttempt] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the record as JSON."""
        attempts = [vars(attempt) for attempt in self.attempts]
        return {**vars(self), "levers": self.levers.model_dump(), "attempts": attempts}


class EventDispatcher(DeliverySender):
    """Sender of one account's events. A batch is in progress until its last retry.

    Args:
        client: HTTP client.
        target: URL of the receiver, in which `{name}` becomes the function's name. None: nothing is sent.
        retry_seconds: Seconds to wait before each further attempt.
        timeout_seconds: Seconds after which an attempt fails.
    """

    def __init__(
        self, client: httpx.AsyncClient, *, target: str | None, retry_seconds: Sequence[float], timeout_seconds: float
    ) -> None:
        super().__init__(client, timeout_seconds=timeout_seconds)
        self.target = target
        self.retry_seconds = tuple(retry_seconds)
        self.outcome: tuple[EventName, ...] = ("processed", "delivered")
        self.levers = EventLevers()
        self.deliveries: list[EventDelivery] = []
        self._signer, self._stranger = EventSigner(), EventSigner("stranger")

    def change_settings(self, changes: MailAccountChanges) -> None:
        """Apply the changes that were given."""
        for name in changes.model_fields_set:
            value = getattr(changes, name)
            setattr(self, {"webhook_target": "target"}.get(name, name), tuple(value) if name in _LISTS else value)

    def report_accepted(self, message: InboxMessage) -> None:
        """Send what happens to a mail that was accepted; nothing without a receiver."""
        if self.target is not None and self.outcome:
            self.send_events(message, self.outcome, levers=self.levers)

    def send_events(
        self, message: InboxMessage, names: Sequence[EventName], *, levers: EventLevers, url: str | None = None
    ) -> list[EventDelivery]:
        """Send a batch of events and its copies, and return their records, which are signed already."""
        events = [build_event(message, name, url=url) for name in names]
        if levers.reorder:
            events.reverse()
        if levers.poison:
            events.insert(len(events) // 2, POISON)
        target = self.target.replace("{name}", FUNCTION) if self.target else None
        batches = [
            EventDelivery(message.vendor_id, target, [_with_new_id(event) for event in events], levers)
            for _ in range(1 + levers.duplicates)
        ]
        self.deliveries += batches
        for batch in batches:
            self._sign(batch)
            self.spawn_work(self._deliver(batch))
        return batches

    def _sign(self, batch: EventDelivery) -> None:
        # SendGrid writes an event a line, and signs the line end behind the last one too.
        batch.body = "[" + ",\r\n".join(json.dumps(event) for event in batch.events) + "]\r\n"
        signer = self._stranger if batch.levers.forged else self._signer
        signed = signer.sign_batch(batch.body.encode(), age_seconds=batch.levers.age_seconds)
        batch.headers = {"content-type": "application/json; charset=utf-8", "user-agent": "SendGrid Event API"} | signed

    async def _deliver(self, batch: EventDelivery) -> None:
        if batch.url is None or batch.levers.drop:
            batch.state = "dropped" if batch.levers.drop else "no_target"
            return
        await asyncio.sleep(batch.levers.delay_seconds)
        for wait in (*self.retry_seconds, None):
            attempt = await self.post_once(batch.url, batch.headers, batch.body.encode(), at=datetime.now(UTC))
            batch.attempts.append(attempt)
            if attempt.is_taken:
                batch.state = "delivered"
                return
            if wait is None:
                batch.state = "failed"
                return
            batch.state = "retrying"
            await asyncio.sleep(wait)
            # A retried event comes under another id: sendgrid-nodejs#1435.
            batch.events = [_with_new_id(event) for event in batch.events]
            self._sign(batch)


_LISTS = ("retry_seconds", "outcome")


def build_event(message: InboxMessage, name: EventName, *, url: str | None = None) -> dict[str, Any]:
    """Build an event about a mail, in the shape of SendGrid's documentation; its id comes when it is sent."""
    email = message.to[0]
    categories: list[str] = message.details.get("categories") or []
    event: dict[str, Any] = {
        "email": email,
        "timestamp": int(time.time()),
        "smtp-id": f"<{message.vendor_id}@ismtpd-local>",
        "event": name,
        "sg_message_id": f"{message.vendor_id}.filter-local.1.{message.id}.0",
        **({"category": categories[0] if len(categories) == 1 else categories} if categories else {}),
        **message.tags,
        **_SHAPES.get(name, {}),
    }
    if "reason" in event:
        event["reason"] = event["reason"].format(email=email)
    if url is not None and name == "click":
        event["url"] = url
    return event


def _with_new_id(event: dict[str, Any]) -> dict[str, Any]:
    return event if event is POISON else {**event, "sg_event_id": secrets.token_urlsafe(16)}
