"""Tickets, and bodies of requests about ticket events."""

from typing import Any

from shared.contracts.mail_links import TicketsLink
from shared.kernel.ids import OrderId
from shared.tickets.models import Ticket
from tests.builders import EVENT, NOON

TICKET_EVENT_BODY = {
    "event_id": EVENT,
    "name": "TEDx Bandung 2026",
    "venue": "Sasana Budaya Ganesha",
    "starts_at": "2026-12-26T12:00:00+07:00",
    "ends_at": "2026-12-26T20:00:00+07:00",
    "status": "published",
    "partner_id": "front-end",
}


TICKET_TYPE_BODY = {
    "event_id": EVENT,
    "ticket_type_id": "regular",
    "name": "Regular",
    "price": 150_000,
    "quota": 10,
    "valid_from": "2026-11-25T00:00:00+07:00",
    "valid_until": "2026-12-25T00:00:00+07:00",
}


A_TICKETS_LINK = TicketsLink(order_id=OrderId("BE-20261126-ACD346"), expires_at=NOON)
"""Link to the page with the tickets of an order."""


def a_ticket(**given: Any) -> Ticket:
    """Build a valid ticket of a guest."""
    values: dict[str, Any] = {
        "id": "BE-20261126-ACD346-1",
        "order_id": "BE-20261126-ACD346",
        "event_id": EVENT,
        "type_id": "regular",
        "type_name": "TEDx Bandung 2026: Regular",
        "unit": "units/1",
        "price": 150_000,
        "holder": "Sari Wulandari",
        "email": "sari@example.com",
        "issued_at": NOON,
    } | given
    return Ticket.model_validate(values)
