"""What orders write to people."""

from shared.kernel.mail import Mail
from shared.kernel.money import Money
from shared.orders.models import Order, RefundStatus


def refund_notice(order: Order) -> Mail:
    """Why the money comes back, and what (if anything) the buyer has to do for it."""
    refund = order.refund
    return Mail(
        to=order.buyer.email,
        to_name=order.buyer.full_name,
        template="refund",
        locale=order.locale,
        values={
            "name": order.buyer.full_name,
            "order_id": order.id,
            "amount": str(Money(amount=refund.amount if refund else 0, currency=order.currency)),
            "items": order.items,
            "cancelled": order.status == "CANCELLED",
            "needs_account": refund is not None and refund.status is RefundStatus.AWAITING_ACCOUNT,
        },
        reference=order.id,
    )
