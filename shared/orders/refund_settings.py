"""Settings of refunds by admins, which owners can change."""

from typing import Annotated

from pydantic import Field

from shared.contracts.sales import MAX_ORDER_AMOUNT
from shared.kernel.ports import Reader
from shared.kernel.schemas import Entity
from shared.kernel.settings import declare_settings


class RefundSettings(Entity):
    """Settings of refunds by admins.

    Attributes:
        admin_limit: Most that admins who are no owners may refund of one order, in whole units of the currency.
        event_limit: The same for all refunds of one cancelled event.
    """

    admin_limit: Annotated[int, Field(strict=True, ge=0, le=MAX_ORDER_AMOUNT)] = 2_000_000
    """Most that admins who are no owners may refund of one order, in whole rupiah; 2,000,000 by default."""
    event_limit: Annotated[int, Field(strict=True, ge=0, le=1_000 * MAX_ORDER_AMOUNT)] = 20_000_000
    """Most that such an admin may refund by cancelling an event, in whole rupiah; 20,000,000 by default."""


REFUND_SETTINGS = declare_settings("refunds", "Limits of refunds by admins.", RefundSettings)


async def get_refund_settings(reader: Reader) -> RefundSettings:
    """Get the settings of refunds as they are now."""
    return await reader.get(REFUND_SETTINGS.ref) or RefundSettings()
