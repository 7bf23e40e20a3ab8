"""What happens to orders."""

from shared.kernel.ids import OrderId
from shared.kernel.schemas import Event, Moment


class OrderPaid(Event):
    """The money is there, and so is what was bought."""

    order_id: OrderId
    paid_at: Moment


class OrderRefunded(Event):
    """The provider has taken on to give the money back."""

    order_id: OrderId
    amount: int
    refunded_at: Moment


class PaymentQuarantined(Event):
    """The provider told us something that cannot be right; nothing was fulfilled."""

    order_id: str
    invoice_id: str
    reason: str
