"""Links in mails by which buyers name the bank account for a refund: sent again when the first has expired."""

from datetime import datetime

from shared.kernel.actors import Actor
from shared.kernel.ports import UnitOfWork
from shared.limits import actions as limits
from shared.limits.subjects import order_limits_ref
from shared.orders import order_events, store
from shared.orders.errors import RefundNotWaiting
from shared.orders.models import Order, RefundStatus
from shared.orders.schemas import RefundOfOrder


async def resend_refund_link(uow: UnitOfWork, wish: RefundOfOrder, *, actor: Actor, now: datetime) -> Order:
    """Have the mail about a refund that waits for an account sent again, with a new link.

    Raises:
        OrderNotFound: No order has this id, or the caller may not see it.
        RefundNotWaiting: The refund does not wait for an account.
        LimitReached: The order has had its new links of this hour.
    """
    order = await store.access_order(uow, wish.order_id, actor)
    refund = order.find_refund(wish.number)
    if refund is None or refund.status is not RefundStatus.AWAITING_ACCOUNT:
        raise RefundNotWaiting(order_id=order.id)
    settings = await limits.get_limit_settings(uow)
    await limits.count_act(uow, order_limits_ref(order.id), settings.refund_links, now=now)
    uow.emit(order_events.build_refund_changed(order, refund, now=now, again=True))
    return order
