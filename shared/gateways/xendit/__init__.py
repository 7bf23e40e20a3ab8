"""Xendit: invoices, refunds and payouts through its SDK, and what its callbacks say, in our words."""

import time
from collections.abc import Callable

from shared.gateways.xendit.callbacks import XenditCallbacks
from shared.gateways.xendit.invoices import XenditInvoices
from shared.gateways.xendit.payout_channels import XenditPayoutChannels
from shared.gateways.xendit.refunds import XenditRefunds
from shared.gateways.xendit.sdk_client import TIMEOUT


class XenditPayments(XenditInvoices, XenditRefunds, XenditPayoutChannels, XenditCallbacks):
    """Everything that orders ask of a payment provider."""

    def __init__(
        self,
        *,
        base_url: str,
        secret_key: str,
        callback_tokens: str,
        timeout: tuple[float, float] = TIMEOUT,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(base_url=base_url, secret_key=secret_key, timeout=timeout, clock=clock)
        self._tokens = [token.strip() for token in callback_tokens.split(",") if token.strip()]


def import_sdk() -> None:
    """Import the vendor now."""
    import xendit.apis  # noqa: F401
