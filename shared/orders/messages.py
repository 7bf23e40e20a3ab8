"""E-mails of orders."""

from collections.abc import Mapping

from shared.contracts.mail import AddressGrounds, Mail
from shared.kernel.money import Money
from shared.kernel.quoted_words import quote_name
from shared.orders.invoices import Bill
from shared.orders.models import Order, Refund, RefundStatus


def compose_refund_notice(order: Order, refund: Refund, *, account_url: str | None = None) -> Mail:
    """Compose the e-mail that explains a refund and what, if anything, the buyer has to do.

    Args:
        order: Order of the refund.
        refund: Refund to explain.
        account_url: Page on which the buyer names a bank account, for a refund that waits for one.
    """
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
            "account_url": account_url,
        },
        reference=order.id,
        # Money goes back only where money came from.
        grounds=AddressGrounds.PAID,
        about_payment=True,
    )


def compose_receipt(order: Order, bill: Bill, *, minutes: Mapping[str, int], grounds: AddressGrounds) -> Mail:
    """Compose the e-mail that tells a buyer that the payment has arrived, and what was bought.

    Args:
        order: Paid order.
        bill: Invoice of the order.
        minutes: Minutes of each call among the items, by the item's product.
        grounds: Reason for which the mail may go to the buyer's address.
    """
    name = quote_name(order.buyer.full_name)
    return Mail(
        to=order.buyer.email,
        to_name=name,
        template="receipt",
        locale=order.locale,
        values={
            "name": name,
            "order_id": order.id,
            "invoice": bill.reference,
            "amount": str(order.total),
            "items": [
                {"quantity": item.quantity, "name": quote_name(item.name), "minutes": minutes.get(item.product)}
                for item in order.items
            ],
            "has_product": any(item.kind == "product" for item in order.items),
        },
        reference=order.id,
        grounds=grounds,
    )
