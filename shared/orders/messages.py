"""E-mails of orders."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from shared.contracts.mail import AddressGrounds, Mail
from shared.kernel.dates import JAKARTA, format_moment
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
    return _compose_buyer_mail(
        order,
        "refund",
        values={
            "amount": str(Money(amount=refund.amount, currency=order.currency)),
            "why": refund.cause,
            "account": refund.to,
            "needs_account": refund.status is RefundStatus.AWAITING_ACCOUNT,
            "account_url": account_url,
        },
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
    return _compose_buyer_mail(
        order,
        "receipt",
        values={
            "invoice": bill.reference,
            "amount": str(order.total),
            "has_product": any(item.kind == "product" for item in order.items),
        },
        minutes=minutes,
        grounds=grounds,
    )


def compose_contact_change(order: Order, *, to: str, grounds: AddressGrounds, masked: str) -> Mail:
    """Compose the e-mail that tells the former address of an order of the change. It has no word of the buyer's.

    Args:
        order: Order with its new address.
        to: Former address.
        grounds: Reason for which mail may go to the former address.
        masked: New address, masked.
    """
    return Mail(
        to=to,
        to_name="",
        template="contact_change",
        locale=order.locale,
        values={"order_id": order.id, "masked": masked},
        reference=order.id,
        grounds=grounds,
        about_payment=grounds is AddressGrounds.PAID,
    )


def compose_payment_reminder(order: Order, *, zone: str | None, grounds: AddressGrounds) -> Mail:
    """Compose the e-mail that reminds a customer of an order that can still be paid.

    Args:
        order: Open order.
        zone: Time zone in which the end of the time to pay is written; Jakarta's if None.
        grounds: Reason for which the mail may go to the buyer's address.
    """
    return _compose_buyer_mail(
        order,
        "payment_reminder",
        values={
            "amount": str(order.total),
            "until": format_moment(order.pay_before, zone=ZoneInfo(zone) if zone else JAKARTA, locale=order.locale),
            "checkout_url": order.payment.checkout_url,
        },
        grounds=grounds,
    )


def _compose_buyer_mail(
    order: Order,
    template: str,
    *,
    values: Mapping[str, Any],
    grounds: AddressGrounds,
    about_payment: bool = False,
    minutes: Mapping[str, int] | None = None,
) -> Mail:
    """Compose an e-mail to the buyer that names the order's items; `values` are those of one template alone."""
    name = quote_name(order.buyer.full_name)
    items = [
        {"quantity": item.quantity, "name": quote_name(item.name), "minutes": (minutes or {}).get(item.product)}
        for item in order.items
    ]
    return Mail(
        to=order.buyer.email,
        to_name=name,
        template=template,
        locale=order.locale,
        values={"name": name, "order_id": order.id, "items": items, **values},
        reference=order.id,
        grounds=grounds,
        about_payment=about_payment,
    )
