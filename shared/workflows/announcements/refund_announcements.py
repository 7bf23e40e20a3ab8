"""Announcements of refunds: in the app and by push to a buyer with an account, by mail to the address of the order."""

from datetime import datetime

from shared.contracts.events.orders import RefundChanged
from shared.contracts.notices import Notice, NoticeSubject, SubjectKind
from shared.kernel.errors import Unavailable
from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork
from shared.orders import order_events, refunds
from shared.orders.jobs import EmailRefundNotice
from shared.orders.models import Order, Refund
from shared.workflows import refund_notices
from shared.workflows.announcements import recipients


async def tell_buyer_when_refund_changed(uow: UnitOfWork, event: RefundChanged, *, now: datetime) -> int:
    """Tell the buyer of a change of a refund, and return how many notices had not been given before.

    The buyer's mail has the order's id as its recipient: a suspended person hears of their money too.

    Raises:
        NothingToRefund: The order has no refund of this number.
        OrderNotFound: No order has this id.
        Unavailable: Only a newer version knows the change, or has written the refund.
    """
    if event.change is None:
        raise Unavailable("newer_refund")
    order, refund = await refunds.get_refund(uow, event.order_id, event.number)
    notices = []
    if event.change != "succeeded":
        # The mail about an accepted refund has said already that the money comes.
        notices.append(_build_notice(order, refund, event, to=None))
    if order.customer is not None and not event.again:
        notices.append(_build_notice(order, refund, event, to=order.customer))
    return await recipients.tell_people(uow, notices, now=now)


async def announce_earlier_refund(uow: UnitOfWork, job: EmailRefundNotice, *, now: datetime) -> int:
    """Announce the refund about which a job of an earlier version was to mail.

    Raises:
        NothingToRefund: The order has no refund of this number.
        OrderNotFound: No order has this id.
        Unavailable: A newer version wrote the refund.
    """
    order, refund = await refunds.get_refund(uow, job.order_id, job.number)
    return await tell_buyer_when_refund_changed(uow, order_events.build_refund_changed(order, refund, now=now), now=now)


def _build_notice(order: Order, refund: Refund, event: RefundChanged, *, to: UserId | None) -> Notice:
    """Build the notice to the buyer's account, or to the address of the order if `to` is None."""
    key = f"refund:{order.id}:{event.number}:{event.attempt}:{event.change}"
    return Notice(
        event=f"{key}:again:{event.at:%Y%m%dT%H%M%S}" if event.again else key,
        template=refund_notices.TEMPLATES[str(event.change)],
        to=to,
        guest=order.id if to is None else None,
        values={
            "order_id": order.id,
            "number": event.number,
            "attempt": event.attempt,
            "amount": refund.amount,
            "currency": order.currency,
        },
        subject=NoticeSubject(kind=SubjectKind.ORDER, id=order.id),
        link=f"/orders/{order.id}",
    )
