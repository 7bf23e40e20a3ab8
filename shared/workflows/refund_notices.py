"""Notices of refunds: whether a notice is still true, and its mail, which goes to the address of the order."""

from datetime import datetime

from shared.contracts.mail import Mail
from shared.contracts.mail_links import MailLinks, RefundAccountLink
from shared.kernel.ids import OrderId
from shared.kernel.ports import Reader
from shared.notifications import store as notifications
from shared.notifications.delivery_models import NoticeDelivery
from shared.notifications.settings import MailSettings
from shared.orders import messages, refunds
from shared.orders.errors import NothingToRefund
from shared.orders.models import Order, Refund, RefundStatus
from shared.workflows.notice_mail_requests import NoticeMailRequest

TEMPLATES = {
    "account_needed": "refund.account_needed",
    "account_failed": "refund.account_failed",
    "sent": "refund.sent",
    "succeeded": "refund.succeeded",
}
"""Templates by change of a refund."""


async def get_told_refund(reader: Reader, delivery: NoticeDelivery) -> tuple[Order, Refund]:
    """Get the order and the refund of a delivery, if what the delivery says is still so.

    Raises:
        OrderNotFound: The order does not exist.
        NothingToRefund: The order has no such refund, or the refund has gone on since the buyer was told.
        Unavailable: A newer version wrote the refund.
    """
    order_id = OrderId(delivery.subject.id if delivery.subject else "")
    order, refund = await refunds.get_refund(reader, order_id, int(str(delivery.values.get("number", 1))))
    if not _is_true(delivery, refund):
        raise NothingToRefund(order_id=order.id)
    return order, refund


def _is_true(delivery: NoticeDelivery, refund: Refund) -> bool:
    is_waiting = refund.status is RefundStatus.AWAITING_ACCOUNT
    match delivery.template:
        case "refund.account_needed" | "refund.account_failed":
            return is_waiting and refund.attempt == delivery.values.get("attempt")
        case "refund.succeeded":
            return refund.status is RefundStatus.SUCCEEDED
        case _:
            # An attempt that failed is tried again, and that is told to nobody. A lost account has a notice of its own.
            return not is_waiting


async def compose_refund_mail(reader: Reader, request: NoticeMailRequest) -> Mail:
    """Compose the mail about a refund, from the order as it is now, to the address of the order.

    Raises:
        OrderNotFound: The order does not exist.
        NothingToRefund: The order has no such refund, or the refund has gone on since the buyer was told.
        Unavailable: A newer version wrote the refund.
    """
    order, refund = await get_told_refund(reader, request.delivery)
    if refund.status is not RefundStatus.AWAITING_ACCOUNT:
        return messages.compose_refund_notice(order, refund)
    url = await _sign_account_link(reader, request.links, order, refund, now=request.now)
    return messages.compose_refund_notice(order, refund, account_url=url)


async def _sign_account_link(reader: Reader, links: MailLinks, order: Order, refund: Refund, *, now: datetime) -> str:
    """Sign the link of the page on which the buyer names a bank account for `refund`."""
    settings = await reader.get(notifications.SETTINGS) or MailSettings()
    link = RefundAccountLink(
        order_id=order.id,
        number=refund.number,
        attempt=refund.attempt,
        address_tag=links.compute_address_tag(order.buyer.email),
        locale=order.locale,
        expires_at=now + settings.refund_link_validity,
    )
    return links.sign_link(link, page=settings.refund_account_page)
