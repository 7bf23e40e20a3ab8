"""E-mails of orders."""

from shared.contracts.mail import AddressGrounds, Mail
from shared.kernel.money import Money
from shared.kernel.quoted_words import quote_name
from shared.orders.models import Order, Refund, RefundStatus


def compose_refund_notice(order: Order, refund: Refund) -> Mail:
    """Compose the e-mail that explains a refund and what, if anything, the buyer has to do."""
    name = quote_name(order.buyer.full_name)
    return Mail(
        to=order.buyer.email,
        to_name=name,
        template="refund",
        locale=order.locale,
        values={
            "name": name,
            "order_id": order.id,
            "amount": str(Money(amount=refund.amount, currency=order.currency)),
            "items": [{"quantity": item.quantity, "name": quote_name(item.name)} for item in order.items],
            "why": refund.cause,
            "account": refund.to,
            "needs_account": refund.status is RefundStatus.AWAITING_ACCOUNT,
        },
        reference=order.id,
        # Money goes back only where money came from.
        grounds=AddressGrounds.PAID,
        about_payment=True,
    )
