"""What happens to orders."""

from shared.kernel.ids import OrderId
from shared.kernel.schemas import Event, Moment


class OrderPaid(Event):
    """The money is there, and so is what was bought."""

    order_id: OrderId
    paid_at: Moment


class OrderExpired(Event):
    """The time to pay is over, or what was held had gone to others when it was paid: the buyer gets nothing of it."""

    order_id: OrderId
    expired_at: Moment


class OrderCancelled(Event):
    """The order was called off before anybody paid."""

    order_id: OrderId
    cancelled_at: Moment


class OrderRefunded(Event):
    """The provider has taken on to give `amount` back, the order's refund number `number`; said once of each.

    `in_full`: with it, all that was paid goes back.
    """

    order_id: OrderId
    number: int = 1
    amount: int
    in_full: bool = True
    refunded_at: Moment


class PaymentQuarantined(Event):
    """The provider told us something that cannot be right; nothing was fulfilled."""

    order_id: str
    invoice_id: str
    reason: str
