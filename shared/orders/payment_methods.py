"""Payment methods: the channels of each on an invoice, and which of them an order offers.

The channels and their limits are Xendit's Indonesian ones (docs.xendit.co/docs/available-payment-channels, 2026).
"""

from collections.abc import Collection
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, Field

from shared.contracts.checkout import PaymentMethod
from shared.kernel.errors import Invalid
from shared.kernel.money import Money
from shared.kernel.ports import Reader
from shared.kernel.schemas import Entity
from shared.kernel.settings import declare_settings
from shared.kernel.validation_messages import InvalidValue
from shared.orders.models import Order


class InvoiceChannel(NamedTuple):
    """Payment channel by its name on invoices, with the least and the greatest amount in whole rupiah."""

    name: str
    method: PaymentMethod
    least: int
    most: int

    def takes(self, total: Money) -> bool:
        """Return whether the channel can pay `total`. The limits of other currencies are the provider's own."""
        return total.currency != "IDR" or self.least <= total.amount <= self.most


_Method = PaymentMethod
CHANNELS = (
    InvoiceChannel("CREDIT_CARD", _Method.CARD, 5_000, 200_000_000),
    InvoiceChannel("BCA", _Method.BANK_TRANSFER, 10_000, 50_000_000),
    InvoiceChannel("BJB", _Method.BANK_TRANSFER, 1, 2_000_000_000),
    InvoiceChannel("BNC", _Method.BANK_TRANSFER, 1, 50_000_000_000),
    InvoiceChannel("BNI", _Method.BANK_TRANSFER, 1, 50_000_000),
    InvoiceChannel("BRI", _Method.BANK_TRANSFER, 1, 50_000_000_000),
    InvoiceChannel("BSI", _Method.BANK_TRANSFER, 1, 50_000_000_000),
    InvoiceChannel("CIMB", _Method.BANK_TRANSFER, 1, 50_000_000),
    InvoiceChannel("HANA", _Method.BANK_TRANSFER, 1, 50_000_000_000),
    InvoiceChannel("MANDIRI", _Method.BANK_TRANSFER, 1, 50_000_000_000),
    InvoiceChannel("MUAMALAT", _Method.BANK_TRANSFER, 1, 50_000_000_000),
    InvoiceChannel("PERMATA", _Method.BANK_TRANSFER, 1, 9_999_999_999),
    InvoiceChannel("SAHABAT_SAMPOERNA", _Method.BANK_TRANSFER, 1, 50_000_000_000),
    InvoiceChannel("ASTRAPAY", _Method.EWALLET, 100, 20_000_000),
    InvoiceChannel("DANA", _Method.EWALLET, 100, 20_000_000),
    InvoiceChannel("GOPAY", _Method.EWALLET, 1, 50_000_000),
    InvoiceChannel("JENIUSPAY", _Method.EWALLET, 1_000, 20_000_000),
    InvoiceChannel("LINKAJA", _Method.EWALLET, 1, 20_000_000),
    InvoiceChannel("NEXCASH", _Method.EWALLET, 1, 20_000_000),
    InvoiceChannel("OVO", _Method.EWALLET, 100, 20_000_000),
    InvoiceChannel("SHOPEEPAY", _Method.EWALLET, 1, 20_000_000),
    InvoiceChannel("QRIS", _Method.QRIS, 1, 20_000_000),
    InvoiceChannel("ALFAMART", _Method.RETAIL_OUTLET, 10_000, 5_000_000),
    InvoiceChannel("INDOMARET", _Method.RETAIL_OUTLET, 10_000, 2_500_000),
    InvoiceChannel("AKULAKU", _Method.PAY_LATER, 1_000, 25_000_000),
    InvoiceChannel("ATOME", _Method.PAY_LATER, 50_000, 6_000_000),
    InvoiceChannel("KREDIVO", _Method.PAY_LATER, 1_000, 30_000_000),
    InvoiceChannel("DD_BRI", _Method.DIRECT_DEBIT, 1, 50_000_000),
)


class PaymentSettings(Entity):
    """Settings of payments. They apply to new orders; existing ones keep their channels."""

    payment_methods: tuple[PaymentMethod, ...] = Field(default=(), max_length=20)
    """Ways of paying that we offer to every buyer; all ways by default."""
    inactive_channels: tuple[str, ...] = Field(default=(), max_length=100)
    """Channels by their names on invoices that our account lacks, such as `NEXCASH`; none by default."""


def _check_channel_name(name: str) -> str:
    if name not in {one.name for one in CHANNELS}:
        raise InvalidValue("not_a_payment_channel")
    return name


class _CheckedPaymentSettings(PaymentSettings):
    """Each channel must be one that invoices know."""

    inactive_channels: tuple[Annotated[str, AfterValidator(_check_channel_name)], ...] = Field(
        default=(), max_length=100
    )
    """Channels by their names on invoices that our account lacks, such as `NEXCASH`; none by default."""


PAYMENT_SETTINGS = declare_settings(
    "payments", "Ways of paying that buyers are offered.", PaymentSettings, checked=_CheckedPaymentSettings
)


async def get_payment_settings(reader: Reader) -> PaymentSettings:
    """Get the settings of payments as they are now."""
    return await reader.get(PAYMENT_SETTINGS.ref) or PaymentSettings()


def check_payment_methods(wanted: Collection[PaymentMethod], total: Money) -> None:
    """Check that the methods that a buyer chose can pay `total`.

    Raises:
        Invalid: None of the chosen methods takes this amount.
    """
    if wanted and total.amount and not any(one.method in wanted and one.takes(total) for one in CHANNELS):
        raise Invalid.field("payment_methods", "no_method_takes", amount=total.amount, currency=total.currency)


def list_invoice_channels(order: Order, settings: PaymentSettings) -> tuple[str, ...]:
    """List the channels that the invoice of `order` offers; empty for all that the provider has.

    The buyer's choice is narrowed by the settings. If nothing is left of the choice, the settings alone decide.
    """
    wanted = [one for one in order.payment_methods if one is not PaymentMethod.UNKNOWN]
    allowed = [one for one in settings.payment_methods if one is not PaymentMethod.UNKNOWN]
    if not wanted and not allowed:
        return ()
    usable = [
        one
        for one in CHANNELS
        if (not allowed or one.method in allowed)
        and one.name not in settings.inactive_channels
        and one.takes(order.total)
    ]
    chosen = [one for one in usable if one.method in wanted]
    return tuple(one.name for one in chosen or (usable if allowed else ()))
