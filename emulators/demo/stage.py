"""Where the story plays, and what has happened in it so far."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from emulators.demo.office import Answer, Office
from emulators.demo.outside import Backstage, Inbox, SignIn, Xendit
from emulators.settings import Settings

SCOPES = ["tickets.read", "tickets.sell", "tickets.check_in"]


def from_now(**parts: float) -> str:
    """A moment so long from now, as the functions take it."""
    return (datetime.now(UTC) + timedelta(**parts)).isoformat(timespec="seconds")


@dataclass
class Stage:
    """One local cloud from outside, the people at it, and one event."""

    http: httpx.AsyncClient
    office: Office
    sign_in: SignIn
    xendit: Xendit
    inbox: Inbox
    backstage: Backstage
    event_id: str
    admin: dict[str, str] = field(default_factory=dict)
    front_end: dict[str, str] = field(default_factory=dict)
    order: dict[str, Any] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)
    first_scan: dict[str, Any] = field(default_factory=dict)
    rush: list[str] = field(default_factory=list)

    async def open_event(self, name: str) -> None:
        """Have the admin open the event."""
        event = {
            "event_id": self.event_id,
            "name": name,
            "venue": "Sasana Budaya Ganesha",
            "starts_at": from_now(days=30),
            "ends_at": from_now(days=30, hours=8),
            "status": "published",
        }
        (await self.office.post("save-ticket-event", event, as_=self.admin)).good()

    async def offer(self, type_id: str, **given: Any) -> Any:
        """Have the admin offer a ticket type, on sale since an hour unless told otherwise."""
        body = {
            "event_id": self.event_id,
            "ticket_type_id": type_id,
            "name": type_id.replace("-", " ").capitalize(),
            "price": 150_000,
            "quota": 10,
            "valid_from": from_now(hours=-1),
            "valid_until": from_now(days=29),
        } | given
        return (await self.office.post("save-ticket-type", body, as_=self.admin)).good()

    async def make_front_end_key(self, partner: str) -> str:
        """Have the admin make a key, which the front-end uses from then on; how it begins."""
        wanted = {"partner_id": partner, "name": "front-end", "scopes": SCOPES}
        made = (await self.office.post("create-partner-key", wanted, as_=self.admin)).good()
        self.front_end = {"X-Api-Key": made["key"]}
        hint: str = made["hint"]
        return hint

    async def order_tickets(self, type_id: str, quantity: int, buyer: str, *, key: str | None = None) -> Answer:
        """Have the front-end order for a guest."""
        body = {
            "event_id": self.event_id,
            "items": [{"ticket_type_id": type_id, "quantity": quantity}],
            "buyer": {
                "full_name": buyer,
                "email": f"{buyer.lower().replace(' ', '.')}@example.com",
                "phone": "081234567890",
            },
        }
        return await self.office.post("create-ticket-order", body, as_=self.front_end, key=key)

    async def show(self, order_id: str) -> Any:
        """Have the front-end look at an order."""
        return (await self.office.get("get-order", as_=self.front_end, order_id=order_id)).good()

    async def left(self) -> dict[str, int]:
        """See what the world is told to be left of each type."""
        listed = (await self.office.get("list-ticket-types", as_=self.front_end, event_id=self.event_id)).good()
        return {each["ticket_type_id"]: each["left"] for each in listed["items"]}

    async def sales(self) -> dict[str, Any]:
        """See what the admin is told about the sales of each type."""
        told = (await self.office.get("ticket-sales", as_=self.admin, event_id=self.event_id)).good()
        return {each["ticket_type_id"]: each for each in told["items"]}


@contextlib.asynccontextmanager
async def stage(settings: Settings, event_id: str) -> AsyncIterator[Stage]:
    """Set the stage at the local cloud of *settings*."""
    # As many connections as there are buyers; the addresses are local, whatever proxy this machine has.
    limits = httpx.Limits(max_connections=250, max_keepalive_connections=50)
    async with httpx.AsyncClient(limits=limits, timeout=60, trust_env=False) as http:
        yield Stage(
            http,
            Office(http, settings),
            SignIn(http, settings),
            Xendit(http, settings),
            Inbox(http, settings),
            Backstage(http, settings),
            event_id,
        )
