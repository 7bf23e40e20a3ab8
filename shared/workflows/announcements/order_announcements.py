"""Announcements of orders: that the payment has arrived, that an order waits for it, and that the contact changed."""

from datetime import datetime

from shared.contracts.mail import AddressGrounds
from shared.contracts.notices import Notice, NoticeSubject, SubjectKind
from shared.kernel.email_addresses import mask_address
from shared.kernel.ids import OrderId, UserId
from shared.kernel.ports import UnitOfWork
from shared.kernel.quoted_words import quote_name
from shared.kernel.schemas import Email
from shared.orders import store
from shared.orders.jobs import EmailContactChange
from shared.orders.models import Order, OrderStatus
from shared.workflows import order_notices
from shared.workflows.announcements import recipients


async def announce_receipt(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> int:
    """Tell the buyer that the payment of an order has arrived, and return the number of new notices.

    The receipt goes to the address of the order, and the app tells the buyer's account. An order that is refunded or
    has no invoice has no receipt. An anonymous buyer without a proven address is told in the app alone.

    Raises:
        OrderNotFound: No order has this id.
    """
    order = await store.get_order(uow, order_id)
    bill, grounds = await order_notices.find_receipt(uow, order)
    if order.status is not OrderStatus.PAID or bill is None:
        return 0
    notices = [_build_notice(order, order_notices.PAID, to=None)] if grounds is not None else []
    if order.customer is not None:
        notices.append(_build_notice(order, order_notices.PAID, to=order.customer))
    return await recipients.tell_people(uow, notices, now=now)


async def announce_unpaid_order(uow: UnitOfWork, order_id: OrderId, *, now: datetime) -> int:
    """Remind the customer of an order that can still be paid, and return how many people are reminded.

    Raises:
        OrderNotFound: No order has this id.
    """
    order = await store.get_order(uow, order_id)
    if order.customer is None or not order.payable_at(now):
        return 0
    notice = _build_notice(order, order_notices.UNPAID, to=order.customer, valid_until=order.pay_before)
    return await recipients.tell_people(uow, [notice], now=now)


async def announce_contact_change(
    uow: UnitOfWork, order: Order, email: Email, *, grounds: AddressGrounds, now: datetime
) -> int:
    """Tell the former address of an order, and the buyer's account, of the new address; return the number of notices.

    Args:
        uow: Unit of work that carries the notices.
        order: Order before the change.
        email: New address.
        grounds: Reason for which mail may go to the former address; with `NONE` the account alone is told.
        now: Instant of the change.
    """
    event, masked = f"order:{order.id}:contact:{now:%Y%m%dT%H%M%S%f}", mask_address(email)
    notices = []
    if grounds is not AddressGrounds.NONE:
        notices.append(_build_contact_notice(order, event, masked, former=order.buyer.email, grounds=grounds))
    if order.customer is not None:
        notices.append(_build_contact_notice(order, event, masked, to=order.customer))
    return await recipients.tell_people(uow, notices, now=now)


async def announce_earlier_contact_change(
    uow: UnitOfWork, job: EmailContactChange, *, asking: str, now: datetime
) -> int:
    """Announce the change about which a job of an earlier version was to mail, to the former address alone.

    Raises:
        OrderNotFound: No order has this id.
    """
    order = await store.get_order(uow, job.order_id)
    event = f"order:{order.id}:contact:{asking}"
    notice = _build_contact_notice(order, event, job.masked, former=job.to, grounds=job.grounds)
    return await recipients.tell_people(uow, [notice], now=now)


def _build_contact_notice(
    order: Order,
    event: str,
    masked: str,
    *,
    to: UserId | None = None,
    former: str | None = None,
    grounds: AddressGrounds = AddressGrounds.NONE,
) -> Notice:
    """Build the notice to the buyer's account, or to the former address of the order if `to` is None."""
    mail = {"former_address": former, "grounds": str(grounds)} if to is None else {}
    return Notice(
        event=event,
        template=order_notices.CONTACT_CHANGED,
        to=to,
        guest=order.id if to is None else None,
        values={"order_id": order.id, "masked": masked, **mail},
        subject=NoticeSubject(kind=SubjectKind.ORDER, id=order.id),
        link=f"/orders/{order.id}",
    )


def _build_notice(order: Order, template: str, *, to: UserId | None, valid_until: datetime | None = None) -> Notice:
    """Build the notice to the buyer's account, or to the address of the order if `to` is None."""
    return Notice(
        event=f"{template.replace('.', ':')}:{order.id}",
        template=template,
        to=to,
        guest=order.id if to is None else None,
        values={
            "order_id": order.id,
            "item": quote_name(order.items[0].name),
            "amount": order.total.amount,
            "currency": order.currency,
            "pay_before": order.pay_before.isoformat(),
        },
        subject=NoticeSubject(kind=SubjectKind.ORDER, id=order.id),
        link=f"/orders/{order.id}",
        valid_until=valid_until,
    )
