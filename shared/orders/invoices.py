"""Invoices and credit notes: an invoice for each paid order, a credit note for each refund.

Each has a number of a yearly series without gaps, is written once, and never changes: a mistake is corrected by the
next
document.
"""

from pydantic import Field

from shared.contracts.people import Locale
from shared.kernel.dates import jakarta_date
from shared.kernel.ids import OrderId, PartnerId, UserId
from shared.kernel.money import Currency
from shared.kernel.ports import Reader, Ref
from shared.kernel.schemas import Entity, Line, Moment
from shared.kernel.settings import declare_settings
from shared.kernel.stored_choices import StoredEnum
from shared.orders.models import Buyer

_BASIS_POINTS = 10_000


class BillKind(StoredEnum):
    """Kind of document about money."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    UNKNOWN = "unknown"


SERIES_PREFIXES = {BillKind.INVOICE: "INV", BillKind.CREDIT_NOTE: "CN"}


class TaxRule(Entity):
    """Rule of the tax in prices. By law of 2025, PPN is 12 % of 11/12 of the price."""

    name: Line = "PPN"
    """Name of the tax on invoices; `PPN` by default."""
    charged: bool = Field(default=False, strict=True)
    """True if we charge the tax; false by default."""
    rate: int = Field(default=1_200, ge=0, le=_BASIS_POINTS, strict=True)
    """Tax rate in ten-thousandths of the base, 0 to 10,000; 1,200 (12 %) by default."""
    base_numerator: int = Field(default=11, ge=1, le=1_000, strict=True)
    """Numerator of the share of the price that is taxed, 1 to 1,000; 11 by default."""
    base_denominator: int = Field(default=12, ge=1, le=1_000, strict=True)
    """Denominator of the share of the price that is taxed, 1 to 1,000; 12 by default."""


class Tax(Entity):
    """Tax that is included in a total.

    Attributes:
        base: Amount to which the rate is applied, in whole rupiah.
        faktur: Number that the tax office gave to the tax invoice.
    """

    name: str
    rate: int
    base_numerator: int
    base_denominator: int
    base: int
    amount: int
    faktur: str | None = None


class BillingSettings(Entity):
    """Settings of invoices: seller and tax. Documents that were issued stay as they are."""

    brand: Line = "Temani"
    """Name that people know the seller by, in large letters at the head of invoices; `Temani` by default."""
    seller: Line = "Temani"
    """Legal name of the seller on invoices, such as `PT Temani Indonesia`, one line; `Temani` by default."""
    seller_address: tuple[Line, ...] = Field(default=(), max_length=6)
    """Lines of the seller's address on invoices, at most 6; none by default."""
    seller_npwp: Line | None = None
    """Tax number (NPWP) of the seller; null when invoices show none."""
    tax: TaxRule = TaxRule()
    """Tax that prices include."""


BILLING_SETTINGS = declare_settings("billing", "Seller and tax shown on invoices.", BillingSettings)


class BillLine(Entity):
    name: str
    quantity: int
    unit_price: int
    amount: int


class Bill(Entity):
    """Invoice, or credit note of the refund `number`. Prices include the tax, if there is any.

    Attributes:
        channel: Provider's code of the channel that the order was paid through, such as `QRIS`.
        brand: Name that people know the seller by. Earlier documents were all issued by `Temani`.
        seller: Legal name of the seller.
    """

    reference: str
    kind: BillKind
    order_id: OrderId
    number: int | None = None
    corrects: str | None = None
    issued_at: Moment
    paid_at: Moment | None = None
    channel: str | None = None
    brand: str = "Temani"
    seller: str
    seller_address: tuple[str, ...] = ()
    seller_npwp: str | None = None
    buyer: Buyer
    customer: UserId | None = None
    partner: PartnerId | None = None
    locale: Locale = "id"
    lines: tuple[BillLine, ...]
    total: int
    currency: Currency
    tax: Tax | None = None


class BillSeries(Entity):
    """Last number given in a year's series."""

    last: int = 0


def bill_ref(order_id: str, number: int | None = None) -> Ref[Bill]:
    """Build the reference of an order's invoice, or of the credit note for its refund of this number."""
    return Ref(f"bills/{order_id}" if number is None else f"bills/{order_id}-R{number}", Bill)


def bill_series_ref(kind: BillKind, at: Moment) -> Ref[BillSeries]:
    """Build the reference of the series of a year (in Jakarta)."""
    return Ref(f"bill_series/{SERIES_PREFIXES[kind]}-{jakarta_date(at).year}", BillSeries)


async def get_billing_settings(reader: Reader) -> BillingSettings:
    """Get the billing terms as they are now."""
    return await reader.get(BILLING_SETTINGS.ref) or BillingSettings()


def compute_bill_reference(kind: BillKind, at: Moment, count: int) -> str:
    """Compute the reference of a document, such as `INV/2026/000123`."""
    return f"{SERIES_PREFIXES[kind]}/{jakarta_date(at).year}/{count:06}"


def compute_included_tax(total: int, rule: TaxRule) -> Tax | None:
    """Compute the tax that a total includes, in whole rupiah; None if no tax is charged."""
    if not rule.charged:
        return None
    share, whole = rule.rate * rule.base_numerator, _BASIS_POINTS * rule.base_denominator
    before = -(-total * whole // (whole + share))
    return Tax(
        name=rule.name,
        rate=rule.rate,
        base_numerator=rule.base_numerator,
        base_denominator=rule.base_denominator,
        base=before * rule.base_numerator // rule.base_denominator,
        amount=total - before,
    )
