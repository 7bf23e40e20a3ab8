"""Decisions about tickets: pure, told the time."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from shared.kernel.actors import Actor
from shared.kernel.errors import Invalid, Unavailable
from shared.kernel.ids import TicketId, TicketNumber, TicketTypeId
from shared.tickets.errors import (
    ResentTooSoon,
    TicketAlreadyCheckedIn,
    TicketCodeReplaced,
    TicketEventCancelled,
    TicketNotFound,
    TicketOfAnotherEvent,
    TicketRevoked,
    TicketSaleEnded,
    TicketSaleNotStarted,
)
from shared.tickets.models import CheckIn, EventStatus, Ticket, TicketEvent, TicketMailing, TicketStatus, TicketType
from shared.tickets.ports import ShownCode, TicketCode

RESEND_INTERVAL = timedelta(minutes=1)
# One commit holds them all, and one mail carries their pictures.
MAX_TICKETS_PER_ORDER = 100


def can_act_for_event(event: TicketEvent, actor: Actor) -> bool:
    """Return whether the actor may act for the event: a partner only if the key names it, or the event the partner.

    A key that names events is for these events alone.
    """
    return actor.role != "partner" or event.id in actor.events or (not actor.events and event.partner_id == actor.id)


def is_upcoming(event: TicketEvent, *, now: datetime) -> bool:
    """Return whether the event is published and not over."""
    return event.status is EventStatus.PUBLISHED and now < event.ends_at


class TicketObstacle(StrEnum):
    """Reason for which a paid order gets no tickets."""

    EVENT_OVER = "event_over"
    EVENT_CANCELLED = "event_cancelled"
    SALE_OVER = "sale_over"


def find_ticket_obstacle(
    event: TicketEvent | None,
    types: Sequence[TicketType | None],
    *,
    paid_at: datetime,
    pay_before: datetime,
    now: datetime,
) -> TicketObstacle | None:
    """Find the reason for which a paid order gets no tickets; None if the tickets can be issued.

    An order that was paid in time was ordered while the tickets were on sale. It gets its tickets even if the sale has
    been closed or the ticket type retired since. Late news of the payment changes nothing about that.
    A payment that came after the order's end is like a new purchase: event and type must have been on sale then.

    Nobody pays for an event that is cancelled, hidden again, or over when the payment becomes known.

    Args:
        types: Ticket types of the order, None for a type that does not exist. Only late payments need them.
        paid_at: Time at which the provider received the money.
        pay_before: End of the time in which the order could be paid.

    Raises:
        Unavailable: A newer version wrote the event.
    """
    if event is not None and event.status is EventStatus.UNKNOWN:
        raise Unavailable("newer_event")
    if event is None or event.status in (EventStatus.CANCELLED, EventStatus.DRAFT):
        return TicketObstacle.EVENT_CANCELLED
    if now >= event.ends_at:
        return TicketObstacle.EVENT_OVER
    if paid_at < pay_before:
        return None
    on_sale = is_upcoming(event, now=paid_at) and all(one is not None and one.is_on_sale(paid_at) for one in types)
    return None if on_sale else TicketObstacle.SALE_OVER


def check_ticket_sale(
    event: TicketEvent, ticket_type: TicketType, quantity: int, *, field_path: str, now: datetime
) -> None:
    """Check that `quantity` of a ticket type can be sold at `now`, by the server's clock.

    Args:
        field_path: Request field that an error blames, such as `items[0]`.

    Raises:
        Invalid: `quantity` is above the limit of the type.
        TicketSaleEnded: The sale or the event is over.
        TicketSaleNotStarted: The sale begins later.
    """
    named: dict[str, Any] = {"ticket_type_id": ticket_type.id, "name": ticket_type.name}
    if not is_upcoming(event, now=now):
        raise TicketSaleEnded("event_over", **named)
    if now < ticket_type.valid_from:
        raise TicketSaleNotStarted(valid_from=ticket_type.valid_from, **named)
    if now >= ticket_type.valid_until:
        raise TicketSaleEnded(valid_until=ticket_type.valid_until, **named)
    if quantity > ticket_type.per_order:
        raise Invalid.field(
            f"{field_path}.quantity",
            "more_than_per_order",
            most=ticket_type.per_order,
            **named,
        )


def check_single_currency(types: list[TicketType]) -> None:
    """Check that all ticket types of an order have one currency.

    Raises:
        Invalid: The types have several currencies.
    """
    currencies = Counter(ticket_type.currency for ticket_type in types)
    if len(currencies) > 1:
        raise Invalid.field("items", "mixes_currencies", currencies=sorted(currencies))


def check_time_window(starts: datetime, ends: datetime, names: tuple[str, str]) -> None:
    """Check that the start lies before the end.

    Raises:
        Invalid: The start does not lie before the end.
    """
    if ends <= starts:
        raise Invalid.field(names[1], "not_later", than=names[0])


def check_event_change(old: TicketEvent | None, new: TicketEvent) -> None:
    """Check that an event may be saved: a cancelled one stays as it is, and only a cancellation cancels.

    Raises:
        TicketEventCancelled: The event has been cancelled.
        Invalid: The event would be cancelled without the refunds of its orders.
    """
    if old is not None and old.status is EventStatus.CANCELLED:
        raise TicketEventCancelled(event_id=new.id)
    if new.status is EventStatus.CANCELLED:
        raise Invalid.field("status", "cancelled_elsewhere")


def check_currency_unchanged(old: TicketType | None, new: TicketType, *, sold: bool) -> None:
    """Check that a ticket type which has sold units keeps its currency: revenue is one sum.

    Raises:
        Invalid: The currency differs, and units are sold.
    """
    if old is not None and sold and old.currency != new.currency:
        raise Invalid.field("currency", "currency_fixed")


def check_resend_allowed(last: TicketMailing | None, *, now: datetime) -> None:
    """Check that the last e-mail is at least a minute old: buttons are pressed twice, and spam filters count.

    Raises:
        ResentTooSoon: The last e-mail is less than a minute old.
    """
    if last is not None and now - last.sent_at < RESEND_INTERVAL:
        raise ResentTooSoon(retry_after=(last.sent_at + RESEND_INTERVAL - now).total_seconds())


def with_check_in(
    ticket: Ticket, *, event: TicketEvent, shown: ShownCode, gate: str, scan_id: str, by: str, now: datetime
) -> Ticket:
    """Return the ticket checked in, once. The same scan sent again is the same success.

    Args:
        event: Event at whose entrance the ticket is shown.
        shown: Scanned code, or typed number.
        by: Key or admin that sent the scan.

    Raises:
        TicketAlreadyCheckedIn: Another scan has checked in the ticket.
        TicketCodeReplaced: A newer code has replaced the scanned one.
        TicketEventCancelled: The event has been cancelled.
        TicketNotFound: The door typed the id of a ticket that has a number.
        TicketOfAnotherEvent: The ticket belongs to another event.
        TicketRevoked: The ticket is not valid any more.
    """
    if ticket.event_id != event.id:
        raise TicketOfAnotherEvent(event_id=ticket.event_id)
    if event.status is EventStatus.CANCELLED:
        if ticket.check_in is not None and ticket.check_in.is_scan(scan_id, gate=gate, by=by):
            return ticket
        raise TicketEventCancelled(event_id=event.id)
    if ticket.status is not TicketStatus.VALID:
        raise TicketRevoked(ticket_id=ticket.id)
    if isinstance(shown, TicketCode) and shown.version != ticket.code_version:
        raise TicketCodeReplaced(ticket_id=ticket.id)
    if isinstance(shown, TicketId) and ticket.number is not None:
        # Ids stand in addresses and mails of the order; the number is known to the guest alone.
        raise TicketNotFound("type_number")
    if ticket.check_in is None:
        return ticket.having(check_in=CheckIn(at=now, gate=gate, scan_id=scan_id, by=by))
    if ticket.check_in.is_scan(scan_id, gate=gate, by=by):
        return ticket
    raise TicketAlreadyCheckedIn(
        ticket_id=ticket.id, first_checked_in_at=ticket.check_in.at, first_gate=ticket.check_in.gate
    )


def with_revocation(ticket: Ticket, *, now: datetime) -> Ticket:
    """Return the ticket revoked: no code of it admits anybody. Scanners without a network learn it by `revoked_at`."""
    return ticket.having(status=TicketStatus.REVOKED, revoked_at=now)


def with_new_code(ticket: Ticket, number: TicketNumber, *, now: datetime) -> Ticket:
    """Return a valid ticket with another number, whose earlier codes admit nobody."""
    return ticket.having(number=number, code_version=ticket.code_version + 1, revoked_at=now)


def compute_wanted_quantities(items: list[tuple[TicketTypeId, int]]) -> Counter[TicketTypeId]:
    """Compute the quantity of each ticket type. A type named twice is an error: one of the two is a mistake.

    Raises:
        Invalid: A type is named twice, or the tickets are more than `MAX_TICKETS_PER_ORDER`.
    """
    if sum(quantity for _, quantity in items) > MAX_TICKETS_PER_ORDER:
        raise Invalid.field("items", "too_many_tickets", most=MAX_TICKETS_PER_ORDER)
    wanted: Counter[TicketTypeId] = Counter()
    for place, (type_id, quantity) in enumerate(items):
        if type_id in wanted:
            raise Invalid.field(f"items.{place}.ticket_type_id", "ordered_twice")
        wanted[type_id] = quantity
    return wanted
