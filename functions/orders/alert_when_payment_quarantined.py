"""A payment that does not fit wakes somebody."""

from shared.contracts.events.orders import PaymentQuarantined
from shared.runtime.context import Context
from shared.runtime.triggers import on


@on(PaymentQuarantined)
async def alert_when_payment_quarantined(event: PaymentQuarantined, ctx: Context) -> None:
    """Raise the alarm for a payment that was not believed."""
    ctx.alert(f"payment quarantined: {event.reason}", order_id=event.order_id, invoice_id=event.invoice_id)
