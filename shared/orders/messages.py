"""E-mails of orders."""

from shared.contracts.mail import Mail
from shared.kernel.money import Money
from shared.orders.models import Order, Refund, RefundStatus


def compose_refund_notice(order: Order, refund: Refund) -> Mail:
    """Compose the e-mail that explains a refund and what, if anything, the buyer has to do."""
    return Mail(
        to=order.buyer.email,
        to_name=order.buyer.full_name,
        template="refund",
        locale=order.locale,
        values={
            "name": order.buyer.full_name,
            "order_id": order.id,
            "amount": str(Money(amount=refund.amount, currency=order.currency)),
            "items": order.items,
            "why": refund.cause,
            "account": refund.to,
            "needs_account": refund.status is RefundStatus.AWAITING_ACCOUNT,
        },
        reference=order.id,
    )
