"""Event: alert a person to a quarantined payment."""

from shared.contracts.events.orders import PaymentQuarantined
from shared.runtime.context import Context
from shared.runtime.triggers import on


@on(PaymentQuarantined)
async def alert_when_payment_quarantined(event: PaymentQuarantined, ctx: Context) -> None:
    """Alert a person to a payment or refund that contradicts its order. The alert names our ids and the provider's."""
    ctx.alert(
        f"payment quarantined: {event.reason}",
        order_id=event.order_id,
        invoice_id=event.invoice_id,
        reference=event.reference or None,
        provider_id=event.provider_id or None,
    )
