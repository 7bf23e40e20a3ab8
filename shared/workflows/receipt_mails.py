"""Receipts by e-mail for products, calls and extensions."""

from shared.contracts.mail import AddressGrounds, Mail, MailProvider
from shared.identity import store as identity
from shared.identity.models import User
from shared.kernel.ids import OrderId
from shared.kernel.ports import Reader
from shared.orders import invoices, messages, store
from shared.orders.jobs import EmailReceipt
from shared.orders.models import Order, OrderStatus
from shared.pairing import store as pairings
from shared.workflows import mail_delivery
from shared.workflows.call import Call


async def send_receipt(call: Call, provider: MailProvider, job: EmailReceipt) -> None:
    """Send the receipt of an order, if the order is still paid and its buyer may be written to."""
    mail = await call.read(compose_receipt, job.order_id)
    if mail is not None:
        await mail_delivery.send_mail(call, provider, mail)


async def compose_receipt(reader: Reader, order_id: OrderId) -> Mail | None:
    """Compose the receipt of an order.

    None for an order that is refunded or has no invoice, and for an anonymous buyer without a proven address.

    Raises:
        OrderNotFound: No order has this id.
    """
    order = await store.get_order(reader, order_id)
    bill = await reader.get(invoices.bill_ref(order_id))
    if order.status is not OrderStatus.PAID or bill is None:
        return None
    buyer = await reader.get(identity.user_ref(order.customer)) if order.customer else None
    grounds = _find_grounds(order, buyer)
    if grounds is None:
        return None
    calls = [item.product for item in order.items if item.kind == "pairing"]
    found = await reader.get_all([pairings.pairing_ref(call) for call in calls]) if calls else []
    minutes = {str(call.id): call.minutes for call in found if call is not None}
    return messages.compose_receipt(order, bill, minutes=minutes, grounds=grounds)


def _find_grounds(order: Order, buyer: User | None) -> AddressGrounds | None:
    """Find the reason for which the receipt may go to the order's address; None where it must not.

    Who calls anonymously may have named an address that others read: it gets mail only once its owner has verified it.
    """
    if buyer is None or not buyer.anonymous:
        return AddressGrounds.PAID
    return AddressGrounds.VERIFIED if buyer.email == order.buyer.email and buyer.email_verified else None
