"""Checkout: open an order for reserved goods, and have exactly one call create its invoice.

The order names the call that may create its invoice, and until when (`InvoiceLease`). The lease is written in the
commit that opens the order, or in a later commit of its own. All other calls wait for the invoice of that call.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Concatenate, ParamSpec

from shared.kernel.errors import NotFound, Unavailable
from shared.kernel.ids import OrderId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions, invoice_leases, store
from shared.orders.errors import PaymentRefused
from shared.orders.models import Order
from shared.orders.ports import PaymentProvider
from shared.workflows.call import Call

P = ParamSpec("P")

_MIN_PAUSE_SECONDS = 0.1
_MAX_PAUSE_SECONDS = 1.0


async def check_out(
    call: Call,
    payments: PaymentProvider,
    open_order: Callable[Concatenate[UnitOfWork, P], Awaitable[OrderId]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> Order:
    """Open an order on reserved goods and create its invoice.

    Commits twice: reservation and order, then invoice. Safe to repeat. If the provider fails, the order is returned
    without an invoice, and the task `open_invoice` creates the invoice later.

    Args:
        open_order: Action that reserves the goods, opens the order with `call_id=call.call_id`, and returns its id.
    """
    order_id = await call.commit(open_order, *args, **kwargs)
    return await open_invoice(call, payments, order_id)


async def open_invoice(call: Call, payments: PaymentProvider, order_id: OrderId) -> Order:
    """Create the invoice of an order if this call has opened the order; else wait for the call that has.

    If that call has died, a repeated request takes over once the lease has ended. The order is returned without an
    invoice if the provider does not answer or the lease goes on: the task `open_invoice` is already scheduled.
    """
    order = await _wait_for_lease_holder(call, order_id)
    try:
        if invoice_leases.can_create_invoice(order, call.call_id, now=call.current_time()):
            return await _create_invoice(call, payments, order)
        if invoice_leases.is_invoice_missing(order, now=call.current_time()):
            return await ensure_invoice(call, payments, order)
    except (Unavailable, NotFound, PaymentRefused):
        return await call.read(store.get_order, order_id)
    return order


async def ensure_invoice(call: Call, payments: PaymentProvider, order: Order) -> Order:
    """Ensure that an open order has exactly one payable invoice, and attach the invoice; close duplicates.

    The provider is asked first. An invoice is created only if this call gets the order's lease.

    Raises:
        Unavailable: The provider does not answer, or another call is still creating the invoice.
        PaymentRefused: The provider refuses to create the invoice.
        NotFound: The provider does not know what the invoice refers to.
    """
    asked_at = call.current_time()
    found = await payments.find_invoice(order, now=asked_at)
    if found is not None or not order.payable_at(asked_at):
        return await call.commit_final(actions.attach_invoice, order.id, found, call_id=call.call_id, now=call.now)
    await call.commit(
        actions.claim_invoice_lease, order, call_id=call.call_id, asked_at=asked_at, now=call.current_time()
    )
    claimed = await _wait_for_lease_holder(call, order.id)
    if invoice_leases.can_create_invoice(claimed, call.call_id, now=call.current_time()):
        return await _create_invoice(call, payments, claimed)
    if claimed.payable_at(call.current_time()) and claimed.payment.invoice_id == order.payment.invoice_id:
        raise Unavailable("invoice_not_ready")
    return claimed


async def _create_invoice(call: Call, payments: PaymentProvider, order: Order) -> Order:
    """Create the invoice under the lease of this call. A refusal of the provider ends the lease.

    After anything else the lease lasts until its end: a time-out, an error of the provider or of a proxy, or an answer
    that cannot be read. The provider may have created the invoice or still be creating it, and may not list it yet.
    """
    try:
        invoice = await payments.create_invoice(order, now=call.current_time())
    except (PaymentRefused, NotFound):
        await call.commit(actions.record_payment_refusal, order, call_id=call.call_id, now=call.now)
        raise
    except Unavailable as fault:
        if not fault.unanswered:
            await call.commit(actions.release_invoice_lease, order.id, call_id=call.call_id, now=call.now)
        raise
    return await call.commit_final(actions.attach_invoice, order.id, invoice, call_id=call.call_id, now=call.now)


async def _wait_for_lease_holder(call: Call, order_id: OrderId) -> Order:
    """Read an order, again and again while another call may be creating its invoice, for `call.max_wait_seconds`."""
    end, pause = time.monotonic() + call.max_wait_seconds, _MIN_PAUSE_SECONDS
    while True:
        order = await call.read(store.get_order, order_id)
        is_holder = invoice_leases.is_invoice_lease_holder(order, call.call_id)
        is_decided = is_holder or not invoice_leases.is_invoice_leased(order, now=call.current_time())
        if is_decided or time.monotonic() + pause > end:
            return order
        await asyncio.sleep(pause)
        pause = min(2 * pause, _MAX_PAUSE_SECONDS)
