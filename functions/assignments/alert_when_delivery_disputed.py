"""Event: the team is alerted to a dispute about a delivery."""

from shared.contracts.events.assignments import DeliveryDisputed
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows import delivery_disputes


@on(DeliveryDisputed)
async def alert_when_delivery_disputed(event: DeliveryDisputed, ctx: Context) -> None:
    """Alert the team to a new dispute. If no admin decides in time, the delivery counts as accepted."""
    delivery_disputes.alert_new_dispute(ctx, event)
