"""Money is whole: an `int` of the currency's smallest unit we use (whole rupiah), and the currency."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from shared.kernel.stored_choices import UnknownAs, Unreadable

Currency = Annotated[Literal["IDR", "USD"], UnknownAs(Unreadable)]


class Money(BaseModel):
    """An amount of money in whole units of one currency."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", json_schema_extra={"example": {"amount": 150_000, "currency": "IDR"}}
    )

    amount: int = Field(ge=0, le=10**15, strict=True)
    """Whole units of the currency, never negative; 150000 is Rp150.000."""
    currency: Currency = "IDR"
    """ISO 4217 code of the currency; `IDR` by default."""

    def __add__(self, other: "Money") -> "Money":
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")
        return Money(amount=self.amount + other.amount, currency=self.currency)

    def __str__(self) -> str:
        """Format the amount as people write it: `Rp150.000`."""
        grouped = f"{self.amount:,}"
        return "Rp" + grouped.replace(",", ".") if self.currency == "IDR" else f"{self.currency} {grouped}"

    @classmethod
    def idr(cls, amount: int) -> Self:
        return cls(amount=amount)


def sum_amounts(parts: list[Money]) -> Money:
    """Sum at least one amount, all of one currency."""
    first, *rest = parts
    for part in rest:
        first = first + part
    return first


def compute_share(amount: int, *, basis_points: int) -> int:
    """Compute `basis_points` ten-thousandths of `amount`, half a rupiah rounded up: 500 of 150,000 give 7,500."""
    return (amount * basis_points + 5_000) // 10_000
