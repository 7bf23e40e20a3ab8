"""Context of the demo: clients of the local cloud, and the state that steps share."""

import contextlib
import zlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import httpx

from emulators.demo.expectations import poll_until_equal
from emulators.demo.external_clients import AuthClient, ControlClient, InboxClient, VideoClient, XenditClient
from emulators.demo.function_client import FunctionClient, FunctionResponse
from emulators.settings import Settings

SCOPES = ["tickets.read", "tickets.sell", "tickets.check_in"]


def moment_from_now(**parts: float) -> str:
    """Return the time after a `timedelta` of `parts` from now, as the functions accept it."""
    return (datetime.now(UTC) + timedelta(**parts)).isoformat(timespec="seconds")


@dataclass
class DemoContext:
    """Context of the stories about tickets: clients of one local cloud, and the results of earlier steps.

    Attributes:
        admin: Headers of the admin's calls.
        front_end: Headers of the partner's calls.
        order: Order of the present step.
        now: Time to which a story has moved the clock of the functions; None for the true time.
        codes: Texts of the QR codes in the ticket mail, or numbers that the door types.
        ticket_links: Links to the page with a guest's tickets, the latest last.
        first_scan: Response to the first check-in.
        last_seat_orders: Ids of the orders that hold the last seats.
        hoarder: Headers of the calls of the buyer who wants all seats.
        hoarded_orders: Ids of the hoarder's unpaid orders, each with the headers that may cancel the order.
    """

    http: httpx.AsyncClient
    functions: FunctionClient
    sign_in: AuthClient
    xendit: XenditClient
    video: VideoClient
    inbox: InboxClient
    control: ControlClient
    event_id: str
    admin: dict[str, str] = field(default_factory=dict)
    front_end: dict[str, str] = field(default_factory=dict)
    order: dict[str, Any] = field(default_factory=dict)
    now: datetime | None = None
    codes: list[str] = field(default_factory=list)
    ticket_links: list[str] = field(default_factory=list)
    first_scan: dict[str, Any] = field(default_factory=dict)
    last_seat_orders: list[str] = field(default_factory=list)
    hoarder: dict[str, str] = field(default_factory=dict)
    hoarded_orders: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    async def sign_in_admin(self) -> None:
        """Sign in an admin, unless an earlier story has done so."""
        if not self.admin:
            self.admin = await self.sign_in.sign_up_with_role(f"citra.{self.event_id}@temani.example", role="admin")

    async def move_clock(self, moment: datetime | None) -> None:
        """Move the clock of the functions to a later moment; None moves it back to the true time."""
        await self.control.move_clock(moment)
        self.now = moment

    async def update_settings(self, **settings: dict[str, Any]) -> None:
        """Change `settings` as the admin, given by section."""
        (await self.functions.post("update-settings", settings, as_=self.admin)).require_success()

    async def open_event(self, name: str) -> None:
        """Create and publish the event as the admin."""
        event = {
            "event_id": self.event_id,
            "name": name,
            "venue": "Sasana Budaya Ganesha",
            "starts_at": moment_from_now(days=30),
            "ends_at": moment_from_now(days=30, hours=8),
            "status": "published",
            "partner_id": self.event_id,
        }
        (await self.functions.post("save-ticket-event", event, as_=self.admin)).require_success()

    async def save_ticket_type(self, type_id: str, **given: Any) -> Any:
        """Create a ticket type as the admin. Its sale began an hour ago unless `given` says otherwise."""
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

    async def create_front_end_key(self) -> str:
        """Create an API key for the event's front-end as the admin, and return the key's first characters."""
        wanted = {"partner_id": self.event_id, "name": "front-end", "scopes": SCOPES}
        made = (await self.functions.post("create-partner-key", wanted, as_=self.admin)).require_success()
        self.front_end = {"X-Api-Key": made["key"]}
        hint: str = made["hint"]
        return hint

    async def order_tickets(
        self,
        type_id: str,
        quantity: int,
        buyer: str,
        *,
        phone: str | None = None,
        as_: Mapping[str, str] | None = None,
        key: str | None = None,
    ) -> FunctionResponse:
        """Order tickets for a guest as the front-end, or as the customer with the headers `as_`.

        Each buyer has an e-mail address and a phone number of their own, unless `phone` is given.
        """
        body = {
            "event_id": self.event_id,
            "items": [{"ticket_type_id": type_id, "quantity": quantity}],
            "buyer": {
                "full_name": buyer,
                "email": f"{buyer.lower().replace(' ', '.')}@example.com",
                # A phone number may hold few seats, so each buyer has one of their own.
                "phone": phone or f"0812{zlib.crc32(buyer.encode()) % 10**8:08}",
            },
        }
        return await self.functions.post("create-ticket-order", body, as_=as_ or self.front_end, key=key)

    async def get_order(self, order_id: str, *, as_: Mapping[str, str] | None = None) -> Any:
        """Return an order with the headers `as_`, or without them as the front-end sees it."""
        return (await self.functions.get("get-order", as_=as_ or self.front_end, order_id=order_id)).require_success()

    async def wait_for_order(self, order_id: str, status: str, *, as_: Mapping[str, str] | None = None) -> Any:
        """Wait until an order has `status`, and return the order."""
        return await poll_until_equal(
            "the order", lambda: self.get_order(order_id, as_=as_), status, of=lambda order: order["status"]
        )

    async def get_stock(self) -> dict[str, int]:
        """Return the number of tickets left of each type, as the front-end sees it."""
        listed = (
            await self.functions.get("list-ticket-types", as_=self.front_end, event_id=self.event_id)
        ).require_success()
        return {each["ticket_type_id"]: each["left"] for each in listed["items"]}

    async def get_sales(self) -> dict[str, Any]:
        """Return the sales of each ticket type, as the admin sees them."""
        told = (await self.functions.get("get-ticket-sales", as_=self.admin, event_id=self.event_id)).require_success()
        return {each["ticket_type_id"]: each for each in told["items"]}


ContextT = TypeVar("ContextT", bound=DemoContext)


@contextlib.asynccontextmanager
async def open_context(kind: type[ContextT], settings: Settings, event_id: str) -> AsyncIterator[ContextT]:
    """Open a context of the class `kind` for the local cloud in `settings`, and close it at the end."""
    # One connection for each parallel buyer. A proxy does not apply, because all addresses are local.
    limits = httpx.Limits(max_connections=250, max_keepalive_connections=50)
    async with httpx.AsyncClient(limits=limits, timeout=60, trust_env=False) as http:
        on = kind(
            http,
            FunctionClient(http, settings),
            AuthClient(http, settings),
            XenditClient(http, settings),
            VideoClient(http, settings),
            InboxClient(http, settings),
            ControlClient(http, settings),
            event_id,
        )
        try:
            yield on
        finally:
            # Whatever became of a story that moved the clock, the next one begins at the true time.
            if on.now is not None:
                await on.control.move_clock()
