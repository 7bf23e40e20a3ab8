"""What every step of the demo works with: clients of the local cloud, an admin, and an event that sells tickets."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import httpx

from emulators.demo.expectations import poll_until_equal
from emulators.demo.external_clients import AuthClient, ControlClient, InboxClient, XenditClient
from emulators.demo.function_client import FunctionClient, FunctionResponse
from emulators.settings import Settings

SCOPES = ["tickets.read", "tickets.sell", "tickets.check_in"]


def moment_from_now(**parts: float) -> str:
    """A moment so long from now, as the functions take it."""
    return (datetime.now(UTC) + timedelta(**parts)).isoformat(timespec="seconds")


@dataclass
class DemoContext:
    """Clients of one local cloud, an admin, and one event; `front_end` holds the headers of the seller."""

    http: httpx.AsyncClient
    functions: FunctionClient
    sign_in: AuthClient
    xendit: XenditClient
    inbox: InboxClient
    control: ControlClient
    event_id: str
    admin: dict[str, str] = field(default_factory=dict)
    front_end: dict[str, str] = field(default_factory=dict)
    order: dict[str, Any] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)
    first_scan: dict[str, Any] = field(default_factory=dict)
    last_seat_orders: list[str] = field(default_factory=list)

    async def sign_in_admin(self) -> None:
        """Sign an admin in, unless an earlier story has done so."""
        if not self.admin:
            self.admin = await self.sign_in.sign_up_with_role(f"citra.{self.event_id}@temani.example", role="admin")

    async def update_settings(self, **settings: dict[str, Any]) -> None:
        """Have the admin change *settings*, given by section."""
        (await self.functions.post("update-settings", settings, as_=self.admin)).require_success()

    async def open_event(self, name: str) -> None:
        """Have the admin open the event."""
        event = {
            "event_id": self.event_id,
            "name": name,
            "venue": "Sasana Budaya Ganesha",
            "starts_at": moment_from_now(days=30),
            "ends_at": moment_from_now(days=30, hours=8),
            "status": "published",
        }
        (await self.functions.post("save-ticket-event", event, as_=self.admin)).require_success()

    async def save_ticket_type(self, type_id: str, **given: Any) -> Any:
        """Have the admin offer a ticket type, on sale since an hour unless told otherwise."""
        body = {
            "event_id": self.event_id,
            "ticket_type_id": type_id,
            "name": type_id.replace("-", " ").capitalize(),
            "price": 150_000,
            "quota": 10,
            "valid_from": moment_from_now(hours=-1),
            "valid_until": moment_from_now(days=29),
        } | given
        return (await self.functions.post("save-ticket-type", body, as_=self.admin)).require_success()

    async def create_front_end_key(self, partner: str) -> str:
        """Have the admin make a key, which the front-end uses from then on; how it begins."""
        wanted = {"partner_id": partner, "name": "front-end", "scopes": SCOPES}
        made = (await self.functions.post("create-partner-key", wanted, as_=self.admin)).require_success()
        self.front_end = {"X-Api-Key": made["key"]}
        hint: str = made["hint"]
        return hint

    async def order_tickets(
        self, type_id: str, quantity: int, buyer: str, *, key: str | None = None
    ) -> FunctionResponse:
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
        return await self.functions.post("create-ticket-order", body, as_=self.front_end, key=key)

    async def get_order(self, order_id: str, *, as_: Mapping[str, str] | None = None) -> Any:
        """Get an order with the headers *as_*; without them, as the front-end."""
        return (await self.functions.get("get-order", as_=as_ or self.front_end, order_id=order_id)).require_success()

    async def wait_for_order(self, order_id: str, status: str, *, as_: Mapping[str, str] | None = None) -> Any:
        """Wait until an order is *status*, and return it."""
        return await poll_until_equal(
            "the order", lambda: self.get_order(order_id, as_=as_), status, of=lambda order: order["status"]
        )

    async def get_stock(self) -> dict[str, int]:
        """See what the world is told to be left of each type."""
        listed = (
            await self.functions.get("list-ticket-types", as_=self.front_end, event_id=self.event_id)
        ).require_success()
        return {each["ticket_type_id"]: each["left"] for each in listed["items"]}

    async def get_sales(self) -> dict[str, Any]:
        """See what the admin is told about the sales of each type."""
        told = (await self.functions.get("get-ticket-sales", as_=self.admin, event_id=self.event_id)).require_success()
        return {each["ticket_type_id"]: each for each in told["items"]}


ContextT = TypeVar("ContextT", bound=DemoContext)


@contextlib.asynccontextmanager
async def open_context(kind: type[ContextT], settings: Settings, event_id: str) -> AsyncIterator[ContextT]:
    """Open a context of the class *kind* on the local cloud of *settings*."""
    # As many connections as there are buyers; the addresses are local, whatever proxy this machine has.
    limits = httpx.Limits(max_connections=250, max_keepalive_connections=50)
    async with httpx.AsyncClient(limits=limits, timeout=60, trust_env=False) as http:
        yield kind(
            http,
            FunctionClient(http, settings),
            AuthClient(http, settings),
            XenditClient(http, settings),
            InboxClient(http, settings),
            ControlClient(http, settings),
            event_id,
        )
