"""What we write to a buyer about money: an invoice when an order is paid, a credit note for each refund.

Each has a number of a yearly series without gaps, is written once, and never changes: what was wrong in one is put
right by the next.
"""

from enum import StrEnum

from pydantic import Field

from shared.kernel.clock import jakarta_date
from shared.kernel.ids import OrderId, PartnerId, UserId
from shared.kernel.money import Currency
from shared.kernel.ports import Reader, Ref
from shared.kernel.schemas import Entity, Line, Moment
from shared.kernel.settings import GIVEN
from shared.orders.models import Buyer, Locale

_BASIS = 10_000


class BillKind(StrEnum):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


SERIES = {BillKind.INVOICE: "INV", BillKind.CREDIT_NOTE: "CN"}


class TaxRule(Entity):
    """PPN as the law has it since 2025: 12 % of 11/12 of the price; `charged` says whether we are to charge it."""

    name: Line = "PPN"
    charged: bool = Field(default=False, strict=True)
    rate: int = Field(default=1_200, ge=0, le=_BASIS, strict=True)
    base_numerator: int = Field(default=11, ge=1, le=1_000, strict=True)
    base_denominator: int = Field(default=12, ge=1, le=1_000, strict=True)


class Tax(Entity):
    """The tax that is in a total. `base` is what the rate is applied to; `faktur` is the tax office's own number."""

    name: str
    rate: int
    base_numerator: int
    base_denominator: int
    base: int
    amount: int
    faktur: str | None = None


class Terms(Entity):
    """Who sells, and under which tax: `settings/billing`. Bills that are written keep what they were written with."""

    seller: Line = "Temani"
    seller_address: tuple[Line, ...] = Field(default=(), max_length=6)
    seller_npwp: Line | None = None
    tax: TaxRule = TaxRule()


class GivenTaxRule(TaxRule):
    """Some of the tax's numbers; the others stay as they are."""

    model_config = GIVEN


class GivenTerms(Terms):
    """Some of the terms; the others stay as they are."""

    model_config = GIVEN

    tax: GivenTaxRule = GivenTaxRule()


class BillLine(Entity):
    name: str
    quantity: int
    unit_price: int
    amount: int


class Bill(Entity):
    """`number` is the refund's that a credit note is for. Prices include the tax, if there is any."""

    reference: str
    kind: BillKind
    order_id: OrderId
    number: int | None = None
    corrects: str | None = None
    issued_at: Moment
    paid_at: Moment | None = None
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


class Series(Entity):
    """How far a year's numbers have come."""

    last: int = 0


def ref(order_id: str, number: int | None = None) -> Ref[Bill]:
    """Where an order's invoice is kept, or the credit note for its refund of this number."""
    return Ref(f"bills/{order_id}" if number is None else f"bills/{order_id}-R{number}", Bill)


def series(kind: BillKind, at: Moment) -> Ref[Series]:
    """Where the numbers of the year (in Jakarta) are counted."""
    return Ref(f"bill_series/{SERIES[kind]}-{jakarta_date(at).year}", Series)


TERMS = Ref("settings/billing", Terms)


async def terms(reader: Reader) -> Terms:
    """The terms as they are now."""
    return await reader.get(TERMS) or Terms()


def reference(kind: BillKind, at: Moment, count: int) -> str:
    """`INV/2026/000123`."""
    return f"{SERIES[kind]}/{jakarta_date(at).year}/{count:06}"


def tax_within(total: int, rule: TaxRule) -> Tax | None:
    """The tax that a total includes, in whole rupiah; None where none is charged."""
    if not rule.charged:
        return None
    share, whole = rule.rate * rule.base_numerator, _BASIS * rule.base_denominator
    before = -(-total * whole // (whole + share))
    return Tax(
        name=rule.name,
        rate=rule.rate,
        base_numerator=rule.base_numerator,
        base_denominator=rule.base_denominator,
        base=before * rule.base_numerator // rule.base_denominator,
        amount=total - before,
    )
