"""An event, its ticket types, and a ticket."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from shared.kernel.ids import OrderId, PartnerId, TicketEventId, TicketId, TicketTypeId, UserId
from shared.kernel.money import Currency
from shared.kernel.schemas import Email, Entity, Line, Moment, Text


class EventStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"


class TicketEvent(Entity):
    """`hold_minutes` is how long a buyer has to pay."""

    id: TicketEventId
    name: Line
    description: Text = ""
    venue: Line
    starts_at: Moment
    ends_at: Moment
    status: EventStatus = EventStatus.DRAFT
    hold_minutes: int = 15
    saved_at: Moment

    @property
    def hold_duration(self) -> timedelta:
        return timedelta(minutes=self.hold_minutes)


class TicketType(Entity):
    """Sold from `valid_from` until just before `valid_until`. `made` counts the units ever made, to number the next."""

    id: TicketTypeId
    event_id: TicketEventId
    name: Line
    description: Text = ""
    price: int
    currency: Currency = "IDR"
    quota: int
    made: int = 0
    per_order: int
    valid_from: Moment
    valid_until: Moment
    position: int = 0
    saved_at: Moment

    @property
    def product(self) -> str:
        """How an order names it."""
        return f"{self.event_id}/{self.id}"

    def is_on_sale(self, now: datetime) -> bool:
        return self.valid_from <= now < self.valid_until


class TicketStatus(StrEnum):
    VALID = "valid"
    REVOKED = "revoked"


class CheckIn(Entity):
    """`scan_id` is the scanner's own id of the scan: the same scan sent twice is one."""

    at: Moment
    gate: str
    scan_id: str


class Ticket(Entity):
    """`unit` is the seat in the stock; `price` what was paid for it."""

    id: TicketId
    order_id: OrderId
    event_id: TicketEventId
    type_id: TicketTypeId
    type_name: str
    unit: str
    price: int
    holder: str
    email: Email
    partner: PartnerId | None = None
    customer: UserId | None = None
    locale: Literal["id", "en"] = "id"
    status: TicketStatus = TicketStatus.VALID
    check_in: CheckIn | None = None
    issued_at: Moment


class TicketMailing(Entity):
    """The last time that an order's tickets were sent."""

    order_id: OrderId
    sent_at: Moment
    times: int = 1
