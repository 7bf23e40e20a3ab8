"""Events of tickets."""

from shared.kernel.ids import OrderId, TicketId
from shared.kernel.schemas import Event


class TicketsIssued(Event):
    """The tickets of an order exist and may be scanned."""

    order_id: OrderId
    count: int


class TicketsCancelled(Event):
    """Tickets of an order admit nobody any more, and no money comes back for them.

    Attributes:
        order_id: The order.
        ticket_ids: Tickets that have been revoked, at least one.
        with_event: True if the event itself has been cancelled.
    """

    order_id: OrderId
    ticket_ids: tuple[TicketId, ...]
    with_event: bool
