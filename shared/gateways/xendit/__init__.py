"""Xendit: invoices, refunds and payouts through its SDK, and what its callbacks say, in our words."""

from shared.gateways.xendit.callbacks import Callbacks
from shared.gateways.xendit.invoices import Invoices
from shared.gateways.xendit.line import PATIENCE
from shared.gateways.xendit.refunds import Refunds


class XenditPayments(Invoices, Refunds, Callbacks):
    """Everything that orders ask of a payment provider."""

    def __init__(
        self, *, base_url: str, secret_key: str, callback_tokens: str, patience: tuple[float, float] = PATIENCE
    ) -> None:
        super().__init__(base_url=base_url, secret_key=secret_key, patience=patience)
        self._tokens = [token.strip() for token in callback_tokens.split(",") if token.strip()]


def warm() -> None:
    """Import the vendor now."""
    import xendit.apis  # noqa: F401
