"""Notices of orders: whether a receipt, a reminder to pay or a new contact is still true, and their mails."""

from datetime import datetime

from shared.contracts.mail import AddressGrounds, Mail
from shared.identity import store as identity
from shared.identity.models import User
from shared.kernel.ids import OrderId
from shared.kernel.ports import Reader
from shared.notifications.delivery_models import NoticeDelivery
from shared.notifications.errors import NoMailAddress
from shared.orders import invoices, messages, store
from shared.orders.errors import InvoiceNotFound, OrderNotOpen, OrderNotPaid
from shared.orders.invoices import Bill
from shared.orders.models import Order, OrderStatus
from shared.pairing import store as pairings
from shared.workflows import address_grounds
from shared.workflows.notice_mail_requests import NoticeMailRequest

PAID = "order.paid"
"""Template of the receipt of a product, a call or an extension."""

UNPAID = "order.unpaid"
"""Template of the reminder to pay a product. Bookings have their own; other orders are paid within minutes or end."""


CONTACT_CHANGED = "order.contact_changed"
"""Template of the change of an order's address. The mail goes to the former address."""


async def get_told_order(reader: Reader, delivery: NoticeDelivery, *, now: datetime) -> Order:
    """Get the order of a delivery, if what the delivery says is still so.

    Raises:
        OrderNotFound: The order does not exist.
        OrderNotPaid: The delivery is a receipt, and the order is refunded.
        OrderNotOpen: The delivery reminds of a payment, and the order can no longer be paid.
    """
    order = await store.get_order(reader, OrderId(delivery.subject.id if delivery.subject else ""))
    if delivery.template == PAID and order.status is not OrderStatus.PAID:
        raise OrderNotPaid(order_status=order.status)
    if delivery.template == UNPAID and not order.payable_at(now):
        raise OrderNotOpen(order_status=order.status)
    return order


async def compose_order_mail(reader: Reader, request: NoticeMailRequest) -> Mail:
    """Compose the receipt of an order, the reminder to pay it, or the mail about its new contact.

    Raises:
        NoMailAddress: An anonymous buyer has no proven address, or the former address is not known any more.
        OrderNotFound: The order does not exist.
        OrderNotPaid: The order is refunded, so that it has no receipt.
        OrderNotOpen: The order can no longer be paid.
        InvoiceNotFound: The order has no invoice.
    """
    order = await get_told_order(reader, request.delivery, now=request.now)
    if request.delivery.template == CONTACT_CHANGED:
        return _compose_contact_change(order, request.delivery)
    if request.delivery.template == UNPAID:
        person = request.account
        grounds = address_grounds.find_account_grounds(person, order.buyer.email)
        return messages.compose_payment_reminder(
            order, zone=person.zone if person is not None else None, grounds=grounds
        )
    bill, buyer_grounds = await find_receipt(reader, order)
    if bill is None:
        raise InvoiceNotFound()
    if buyer_grounds is None:
        raise NoMailAddress(delivery_id=request.delivery.id)
    calls = [item.product for item in order.items if item.kind == "pairing"]
    found = await reader.get_all([pairings.pairing_ref(call) for call in calls]) if calls else []
    minutes = {str(call.id): call.minutes for call in found if call is not None}
    return messages.compose_receipt(order, bill, minutes=minutes, grounds=buyer_grounds)


def _compose_contact_change(order: Order, delivery: NoticeDelivery) -> Mail:
    told = {name: str(value) for name, value in delivery.values.items()}
    if "former_address" not in told:
        raise NoMailAddress(delivery_id=delivery.id)
    grounds = AddressGrounds(told["grounds"])
    return messages.compose_contact_change(order, to=told["former_address"], grounds=grounds, masked=told["masked"])


async def find_receipt(reader: Reader, order: Order) -> tuple[Bill | None, AddressGrounds | None]:
    """Find the invoice of an order, and the reason for which a receipt may go to the order's address.

    The reason is None for an anonymous buyer without a proven address.
    """
    bill = await reader.get(invoices.bill_ref(order.id))
    buyer = await reader.get(identity.user_ref(order.customer)) if order.customer else None
    return bill, _find_grounds(order, buyer)


def _find_grounds(order: Order, buyer: User | None) -> AddressGrounds | None:
    """Find the reason for which the receipt may go to the order's address; None where it must not.

    An anonymous caller may have named an address that other people read. It gets mail once its owner has verified it.
    """
    if buyer is None or not buyer.anonymous:
        return AddressGrounds.PAID
    return AddressGrounds.VERIFIED if buyer.email == order.buyer.email and buyer.email_verified else None
