"""Xendit accounts: the data that one secret key gives access to."""

import hashlib
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import httpx

from emulators.providers.faults import FaultQueue
from emulators.providers.settings import ProviderSettings
from emulators.providers.simulated_clock import SimulatedClock
from emulators.providers.webhooks import WebhookDispatcher
from emulators.providers.xendit.records import XenditInvoice, XenditPayout, XenditRefund

OPENING_BALANCE = 1_000_000_000


@dataclass
class Account:
    """State of one account. A test creates its own account by using its own key.

    Attributes:
        key: Secret key.
        merchant_name: Name of the merchant on checkout pages.
        clock: Clock of the account, which a test can move.
        webhooks: Sender of the account's webhooks.
        payout_seconds: Seconds until a payout ends, or None.
        refund_seconds: Seconds until a refund ends, or None.
        added_payout_channels: Codes of channels that Xendit has added since its documentation.
        withdrawn_payout_channels: Codes of channels that Xendit no longer offers.
        cash: Spendable balance, in rupiah.
        holding: Money that waits for settlement, in rupiah.
        invoices: Invoices by id.
        refunds: Refunds by id.
        payouts: Payouts by id.
        faults: Faults of coming calls.
        calls: Records of the latest API calls.
    """

    key: str
    merchant_name: str
    clock: SimulatedClock
    webhooks: WebhookDispatcher
    payout_seconds: float | None
    refund_seconds: float | None
    added_payout_channels: list[str] = field(default_factory=list)
    withdrawn_payout_channels: list[str] = field(default_factory=list)
    cash: int = OPENING_BALANCE
    holding: int = 0
    invoices: dict[str, XenditInvoice] = field(default_factory=dict)
    refunds: dict[str, XenditRefund] = field(default_factory=dict)
    payouts: dict[str, XenditPayout] = field(default_factory=dict)
    idempotency: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """Digest of the body and id of the result, by operation and idempotency key."""

    faults: FaultQueue = field(default_factory=FaultQueue)
    calls: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=2000))

    @property
    def user_id(self) -> str:
        """Return the business id, which Xendit would assign."""
        return hashlib.sha256(self.key.encode()).hexdigest()[:24]

    def close(self) -> None:
        """Cancel all scheduled actions and deliveries."""
        self.clock.close()
        self.webhooks.close()


class Accounts:
    """All accounts. An account is created when its key is first used."""

    def __init__(self, settings: ProviderSettings, client: httpx.AsyncClient) -> None:
        self.settings = settings
        self._client = client
        self._accounts: dict[str, Account] = {}

    def get_account(self, key: str) -> Account:
        """Return the account of a key, and create it at the first use."""
        if key not in self._accounts:
            self._accounts[key] = self._open(key)
        return self._accounts[key]

    def find_invoice(self, invoice_id: str) -> tuple[Account, XenditInvoice] | None:
        """Return an invoice of any account together with its account, or None."""
        for account in self._accounts.values():
            account.clock.run_due_actions()
            if invoice_id in account.invoices:
                return account, account.invoices[invoice_id]
        return None

    def list_recent_invoices(self, limit: int) -> list[XenditInvoice]:
        """List the newest invoices of all accounts."""
        found = [invoice for account in self._accounts.values() for invoice in account.invoices.values()]
        return sorted(found, key=lambda invoice: invoice.created, reverse=True)[:limit]

    def close_account(self, key: str) -> None:
        """Close an account and delete its data."""
        account = self._accounts.pop(key, None)
        if account is not None:
            account.close()

    def close_all(self) -> None:
        """Close every account and delete all data."""
        for key in list(self._accounts):
            self.close_account(key)

    def _open(self, key: str) -> Account:
        settings, clock = self.settings, SimulatedClock()
        # Only the local cloud's own key sends webhooks to the local functions. A test sets its own target.
        target = settings.function_url if key == settings.xendit_secret_key else None
        webhooks = WebhookDispatcher(
            clock,
            self._client,
            target=target,
            token=settings.xendit_callback_token,
            retry_seconds=settings.retry_seconds,
            timeout_seconds=settings.delivery_timeout_seconds,
        )
        return Account(
            key=key,
            merchant_name=settings.merchant_name,
            clock=clock,
            webhooks=webhooks,
            payout_seconds=settings.payout_seconds,
            refund_seconds=settings.refund_seconds,
        )
