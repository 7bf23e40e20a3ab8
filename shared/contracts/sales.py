"""Contract of sales: reserved things, their prices and deadlines, as one domain gives them to orders."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from shared.kernel.ids import UserId
from shared.kernel.money import Currency
from shared.kernel.schemas import Entity
from shared.kernel.stored_choices import UnknownAs

DEFAULT_FEE_BASIS_POINTS = 500
"""Our fee on top of an expert's price, in ten-thousandths of the price, unless the settings say otherwise."""

MAX_ORDER_AMOUNT = 10_000_000_000
"""The most that one order may come to, in the smallest unit of its currency that we use."""

ItemKind = Literal["booking", "ticket", "product", "subscription", "extension", "pairing", "assignment", "unknown"]
"""Domain that provides a product. `unknown` is what a newer version sells: this version leaves such orders alone."""


class SaleItem(Entity):
    """A quantity of one product, with its reservations.

    Attributes:
        kind: Domain that provides the product.
        product: Path of the product within its domain, e.g. `dewi/cv`.
        name: Name on the invoice.
        quantity: Number of units, at least 1.
        unit_price: Price of one unit, in the sale's currency.
        expert: Expert whose product it is, if it is an expert's.
        claims: Paths of the claims that the buyer holds.
        must_be_free: Paths of claims that no other holder may have, checked again when the goods are secured.
        irreplaceable: True when only these claims will do (a slot); False when like units will (a seat).
    """

    kind: Annotated[ItemKind, UnknownAs("unknown")]
    product: str
    name: str
    quantity: int = Field(ge=1)
    unit_price: int = Field(ge=0)
    expert: UserId | None = None
    claims: tuple[str, ...] = ()
    must_be_free: tuple[str, ...] = ()
    irreplaceable: bool = False

    @property
    def amount(self) -> int:
        return self.unit_price * self.quantity


class Sale(Entity):
    """Items in one currency, held for as long as `hold`, and to be paid within `pay_within` (if not given: the same).

    `fee` is what we add, in ten-thousandths of the subtotal. In calls, the customer is known by `alias`.
    """

    items: tuple[SaleItem, ...] = Field(min_length=1)
    currency: Currency
    hold: timedelta
    pay_within: timedelta | None = None
    fee: int = Field(default=0, ge=0, le=10_000)
    alias: UserId | None = None
