"""Entities of tickets: events, ticket types, tickets."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import Field

from shared.contracts.people import Locale
from shared.kernel.dates import format_moment
from shared.kernel.frozen_values import FrozenDict, FrozenMap
from shared.kernel.ids import OrderId, PartnerId, TicketEventId, TicketId, TicketNumber, TicketTypeId, UserId
from shared.kernel.money import Currency
from shared.kernel.schemas import Email, Entity, Line, Moment, Text
from shared.kernel.stored_choices import StoredEnum
from shared.kernel.zones import Zone


class EventStatus(StoredEnum):
    """State of a ticketed event."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


class TicketEvent(Entity):
    """Event for which tickets are sold.

    Attributes:
        partner_id: Partner who organises the event; None if only keys that name the event may act for it.
        hold_minutes: Minutes for which an order holds its seats while the buyer pays.
        zone: IANA time zone of the venue, in which times are written.
        reminded: Start of which the holders of tickets were reminded, or are being, by reminder.
    """

    id: TicketEventId
    name: Line
    description: Text = ""
    venue: Line
    starts_at: Moment
    ends_at: Moment
    status: EventStatus = EventStatus.DRAFT
    partner_id: PartnerId | None = None
    hold_minutes: int = 15
    zone: Zone = "Asia/Jakarta"
    saved_at: Moment
    reminded: FrozenMap[str, Moment] = Field(default_factory=FrozenDict)

    @property
    def hold_duration(self) -> timedelta:
        return timedelta(minutes=self.hold_minutes)

    def format_start(self, locale: str) -> str:
        """Write the start as people at the venue read it, such as `26 Desember 2026 12.00 WITA`."""
        return format_moment(self.starts_at, zone=ZoneInfo(self.zone), locale=locale)


class TicketType(Entity):
    """Kind of ticket of one event, sold from `valid_from` until just before `valid_until`.

    Attributes:
        made: Number of units ever created, from which the next unit gets its number.
    """

    id: TicketTypeId
    event_id: TicketEventId
    name: Line
    description: Text = ""
    price: int
    currency: Currency = "IDR"
    quota: int
    made: int = 0
    per_order: int = 10
    valid_from: Moment
    valid_until: Moment
    position: int = 0
    saved_at: Moment

    @property
    def product(self) -> str:
        """Name under which an order lists the ticket type."""
        return f"{self.event_id}/{self.id}"

    def is_on_sale(self, now: datetime) -> bool:
        return self.valid_from <= now < self.valid_until


class TicketStatus(StoredEnum):
    """State of a ticket."""

    VALID = "valid"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


class CheckIn(Entity):
    """Admission of one ticket.

    Attributes:
        scan_id: Scanner's own id of the scan; the same scan sent twice is one check-in.
        by: Key or admin that sent the scan; None in older documents.
    """

    at: Moment
    gate: str
    scan_id: str
    by: str | None = None

    def is_scan(self, scan_id: str, *, gate: str, by: str) -> bool:
        """Return whether this is the same scan: scanners at two gates, or with two keys, may use the same id."""
        return (self.scan_id, self.gate) == (scan_id, gate) and self.by in (None, by)


class Ticket(Entity):
    """Right of one person to enter an event.

    Attributes:
        unit: Seat in the stock of the ticket type.
        price: Price paid for the ticket, in whole units of its currency.
        number: Number that the door may type; None in documents of earlier versions, whose id is typed instead.
        code_version: Version of the ticket's codes, from 0. Codes of earlier versions admit nobody.
        revoked_at: Instant in UTC at which a code of the ticket was last revoked; None if none was.
    """

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
    locale: Locale = "id"
    status: TicketStatus = TicketStatus.VALID
    check_in: CheckIn | None = None
    issued_at: Moment
    number: TicketNumber | None = None
    code_version: int = 0
    revoked_at: Moment | None = None

    @property
    def printed_number(self) -> str:
        """Number that is printed on the ticket, which the door may type."""
        return self.number.printed if self.number is not None else self.id


class TicketMailing(Entity):
    """E-mails of one order's tickets.

    Attributes:
        sent_at: Instant in UTC at which the tickets were last sent, or at which they were last asked for.
        times: Number of e-mails with tickets.
        confirmed_at: Instant in UTC at which the owner of the address confirmed the order; None before.
        vouched: True if the partner's key has answered for the address.
        readdressed: True if an admin has named the present address.
        link_version: Version of the link to the order's tickets; links of earlier versions show nothing.
    """

    order_id: OrderId
    sent_at: Moment
    times: int = 1
    confirmed_at: Moment | None = None
    vouched: bool = False
    readdressed: bool = False
    link_version: int = 0
