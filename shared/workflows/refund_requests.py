"""Requests of refunds: the provider is asked what has gone back already, before and after money leaves."""

from shared.kernel.errors import Unavailable
from shared.kernel.ids import OrderId
from shared.orders import refund_attempts, refunds
from shared.orders.models import RefundStatus
from shared.orders.ports import PaymentProvider, RefundProvider, RefundReceipt
from shared.orders.refund_attempts import AttemptReference
from shared.workflows.call import Call


async def request_refund(call: Call, provider: RefundProvider, order_id: OrderId, number: int) -> None:
    """Request the refund that is due, unless the provider's own list speaks against it.

    An earlier attempt that has gone through after all takes the place of this one. An attempt that would give back more
    than was paid is held back.

    Raises:
        NothingToRefund: The refund is not due, or is over.
        OrderNotFound: No order has this id.
        Unavailable: The provider does not answer, or a newer version wrote the refund.
    """
    order, refund, account = await call.read(refunds.get_due_refund, order_id, number)
    listed = await provider.list_refund_receipts(order, refund, refund_attempts.list_payouts_to_ask(order, refund))
    news = refund_attempts.with_listed_receipts(order, number, listed, now=call.now)
    if news.order != order or news.contradictions:
        order = await call.commit(refunds.record_listed_receipts, order_id, number, listed, now=call.now)
        if not refund_attempts.is_to_begin(order.refunds[number - 1], refund.attempt):
            return
    receipt = await provider.request_refund(order, refund, account)
    about = AttemptReference(order_id, number, refund.attempt)
    await call.commit_final(refunds.record_refund_receipt, about, receipt, now=call.now)


async def find_refund_receipt(call: Call, payments: PaymentProvider, about: AttemptReference) -> RefundReceipt:
    """Find the provider's answer about an attempt, even if the request was cut off before its answer was stored.

    Raises:
        NothingToRefund: The order has no refund of this number.
        OrderNotFound: No order has this id.
        Unavailable: The provider does not answer, or does not show the attempt.
    """
    order, refund = await call.read(refunds.get_refund, about.order_id, about.number)
    receipt = await payments.find_refund_receipt(order, refund, about.attempt)
    is_due = refund.status is RefundStatus.DUE and about.attempt == refund.attempt
    if receipt is not None and not receipt.reference and is_due and refund_attempts.has_due_twin(order, refund):
        # The next request tells which of the two it is about: the provider answers with the refund of that key.
        receipt = None
    if receipt is None:
        raise Unavailable("refund_not_listed")
    return receipt
