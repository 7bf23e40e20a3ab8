"""Payloads of the tasks of tickets."""

from typing import ClassVar

from shared.kernel.ids import OrderId, TicketEventId, TicketTypeId
from shared.kernel.schemas import Job


class EmailTickets(Job):
    """Send the tickets of an order to its buyer."""

    queue: ClassVar[str] = "mail"
    order_id: OrderId


class RefundCancelledEvent(Job):
    """Refund a page of the orders of a cancelled event.

    Attributes:
        page: Number of the page; a page that is done is not done again.
    """

    queue: ClassVar[str] = "refunds"
    event_id: TicketEventId
    page: int


class FillTicketStock(Job):
    """Create or withdraw units of a ticket type until their number equals the quota."""

    queue: ClassVar[str] = "stock"
    event_id: TicketEventId
    type_id: TicketTypeId
