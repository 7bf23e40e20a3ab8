"""Contract of the checkout: what a buyer may say about the payment, whatever is bought."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field, HttpUrl

from shared.kernel.schemas import Request
from shared.kernel.stored_choices import StoredEnum


class PaymentMethod(StoredEnum):
    """Way of paying that a buyer chooses, each with one or more payment channels."""

    CARD = "card"
    BANK_TRANSFER = "bank_transfer"
    EWALLET = "ewallet"
    QRIS = "qris"
    RETAIL_OUTLET = "retail_outlet"
    PAY_LATER = "pay_later"
    DIRECT_DEBIT = "direct_debit"
    UNKNOWN = "unknown"


def _without_repetitions(methods: tuple[PaymentMethod, ...]) -> tuple[PaymentMethod, ...]:
    return tuple(dict.fromkeys(methods))


PaymentMethods = Annotated[tuple[PaymentMethod, ...], Field(max_length=20), AfterValidator(_without_repetitions)]


class CheckoutWishes(Request):
    """Wishes of a buyer about the payment: the ways of paying, and where the checkout returns to."""

    success_url: HttpUrl | None = None
    """HTTP or HTTPS address that the checkout page opens after payment; our own page when left out."""
    failure_url: HttpUrl | None = None
    """HTTP or HTTPS address that the checkout page opens when the payment fails; our own page when left out."""
    payment_methods: PaymentMethods = ()
    """Ways of paying that the checkout page offers, such as `card` or `ewallet`; all ways when empty or left out."""

    @property
    def checkout_wishes(self) -> dict[str, Any]:
        """The wishes by name, as documents hold them."""
        return {
            "success_url": str(self.success_url) if self.success_url else None,
            "failure_url": str(self.failure_url) if self.failure_url else None,
            "payment_methods": self.payment_methods,
        }
