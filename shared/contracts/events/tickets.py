"""Events of tickets."""

from shared.kernel.ids import OrderId
from shared.kernel.schemas import Event


class TicketsIssued(Event):
    """The tickets of an order exist and may be scanned."""

    order_id: OrderId
    count: int
