"""Work for later."""

from typing import ClassVar

from shared.kernel.ids import OrderId, TicketEventId, TicketTypeId
from shared.kernel.schemas import Job


class EmailTickets(Job):
    """Send an order's tickets to its buyer."""

    queue: ClassVar[str] = "mail"
    order_id: OrderId


class FillTicketStock(Job):
    """Make (or withdraw) units until there are as many as the quota says."""

    queue: ClassVar[str] = "stock"
    event_id: TicketEventId
    type_id: TicketTypeId
