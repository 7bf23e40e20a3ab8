"""Callbacks about refunds and payouts: recorded, and asked about, unless the provider has confirmed them already."""

from datetime import datetime

from shared.contracts.events.orders import PaymentQuarantined
from shared.kernel.ids import OrderId
from shared.kernel.ports import Ref, UnitOfWork
from shared.orders import jobs, store
from shared.orders.models import AttemptStatus, Order, RecordedRefundNotice, RefundStatus
from shared.orders.ports import PayoutNotice, RefundNotice, RefundOutcome
from shared.orders.refund_attempts import AttemptReference, refund_attempt_from_reference

_NEW_OUTCOME = "UNKNOWN"
"""Outcome of a callback whose own word for it is new to us."""


async def record_refund_notice(uow: UnitOfWork, notice: RefundNotice | PayoutNotice, *, now: datetime) -> None:
    """Record a callback about a refund or a payout; a task asks the provider.

    News that repeats what the provider has confirmed changes nothing. News that was only claimed before is asked about
    again: the earlier callback may have been forged.
    """
    named = refund_attempt_from_reference(notice.reference or "")
    if named is not None and notice.id is not None:
        # Both are needed below: one call reads them.
        await uow.get_many(_note_ref(notice.id, notice), store.order_ref(named.order_id))
    is_new = await _record_notice(uow, notice, now=now)
    about, orders = await _find_attempts(uow, notice)
    for one in about:
        if not _is_confirmed(orders.get(one.order_id), one, notice):
            _schedule_told_check(uow, one, notice.outcome or RefundOutcome.REQUESTED)
    if not about and is_new:
        reason = "the provider reports a payout or refund that was not requested"
        invoice_id = notice.invoice_id if isinstance(notice, RefundNotice) else None
        uow.emit(
            PaymentQuarantined(
                order_id=notice.reference or "",
                invoice_id=invoice_id or "",
                reason=reason,
                reference=notice.reference or "",
                provider_id=notice.id or "",
            )
        )


def _note_ref(id: str, notice: RefundNotice | PayoutNotice) -> Ref[RecordedRefundNotice]:
    return store.refund_notice_ref(id, notice.outcome or _NEW_OUTCOME)


async def _record_notice(uow: UnitOfWork, notice: RefundNotice | PayoutNotice, *, now: datetime) -> bool:
    """Record a callback that names an id of the provider's; False if the same news is on record."""
    if notice.id is None:
        return True
    return await store.create_once(
        uow,
        _note_ref(notice.id, notice),
        RecordedRefundNotice(
            id=notice.id,
            reference=notice.reference,
            outcome=notice.outcome or _NEW_OUTCOME,
            received_at=now,
            request_id=uow.request_id,
        ),
    )


def _schedule_told_check(uow: UnitOfWork, about: AttemptReference, told: RefundOutcome) -> None:
    job = jobs.CheckRefund(order_id=about.order_id, number=about.number, attempt=about.attempt, told=told)
    uow.schedule(job, key=f"{about.order_id}-{about.number}-{about.attempt}-{told}")


def _is_confirmed(order: Order | None, about: AttemptReference, notice: RefundNotice | PayoutNotice) -> bool:
    """Return whether the provider has confirmed this news already, when it was asked."""
    refund = order.find_refund(about.number) if order else None
    known = refund.attempts if refund else ()
    told = AttemptStatus(notice.outcome) if notice.outcome else None
    return any(one.number == about.attempt and one.id == notice.id and one.status is told for one in known)


async def _find_attempts(
    uow: UnitOfWork, notice: RefundNotice | PayoutNotice
) -> tuple[list[AttemptReference], dict[OrderId, Order]]:
    """Find the attempts that a callback is about, and their orders.

    By our reference; by the invoice if the reference is missing: the attempt with the provider's id, else all that may
    be meant.
    """
    if (named := refund_attempt_from_reference(notice.reference or "")) is not None:
        found = await uow.get(store.order_ref(named.order_id))
        return [named], {named.order_id: found} if found else {}
    if notice.reference or isinstance(notice, PayoutNotice) or notice.invoice_id is None:
        return [], {}
    orders = {order.id: order for order in await store.list_orders_paid_by_invoice(uow, notice.invoice_id)}
    every = [
        (AttemptReference(order.id, refund.number, one.number), one.id)
        for order in orders.values()
        for refund in order.refunds
        for one in refund.attempts
    ]
    exact = [about for about, id in every if id == notice.id and notice.id is not None]
    # The answer to a request may be lost, so that its id is not known yet.
    begun = [
        AttemptReference(order.id, refund.number, refund.attempt)
        for order in orders.values()
        for refund in order.refunds
        if refund.status in (RefundStatus.DUE, RefundStatus.REQUESTED)
    ]
    return exact or begun, orders
