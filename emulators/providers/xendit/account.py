"""A Xendit account: everything one secret key can see, and nothing else."""

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
    """The state of one account; a test makes its own by using its own key."""

    key: str
    merchant_name: str
    clock: SimulatedClock
    webhooks: WebhookDispatcher
    payout_seconds: float | None
    refund_seconds: float | None
    cash: int = OPENING_BALANCE
    holding: int = 0
    invoices: dict[str, XenditInvoice] = field(default_factory=dict)
    refunds: dict[str, XenditRefund] = field(default_factory=dict)
    payouts: dict[str, XenditPayout] = field(default_factory=dict)
    idempotency: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """(operation, key) → (digest of the body, id of what it made)."""

    faults: FaultQueue = field(default_factory=FaultQueue)
    calls: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=2000))

    @property
    def user_id(self) -> str:
        """The business id Xendit would give this account."""
        return hashlib.sha256(self.key.encode()).hexdigest()[:24]

    def close(self) -> None:
        """Stop everything that is due or under way."""
        self.clock.close()
        self.webhooks.close()


class Accounts:
    """All accounts; one comes into being when its key is first used."""

    def __init__(self, settings: ProviderSettings, client: httpx.AsyncClient) -> None:
        self.settings = settings
        self._client = client
        self._accounts: dict[str, Account] = {}

    def get_account(self, key: str) -> Account:
        """The account of a key."""
        if key not in self._accounts:
            self._accounts[key] = self._open(key)
        return self._accounts[key]

    def find_invoice(self, invoice_id: str) -> tuple[Account, XenditInvoice] | None:
        """An invoice whoever's it is, as its public page finds it."""
        for account in self._accounts.values():
            account.clock.run_due_actions()
            if invoice_id in account.invoices:
                return account, account.invoices[invoice_id]
        return None

    def list_recent_invoices(self, limit: int) -> list[XenditInvoice]:
        """The newest invoices of all accounts."""
        found = [invoice for account in self._accounts.values() for invoice in account.invoices.values()]
        return sorted(found, key=lambda invoice: invoice.created, reverse=True)[:limit]

    def close_account(self, key: str) -> None:
        """Close an account as if it had never been."""
        account = self._accounts.pop(key, None)
        if account is not None:
            account.close()

    def close_all(self) -> None:
        """Close every account."""
        for key in list(self._accounts):
            self.close_account(key)

    def _open(self, key: str) -> Account:
        settings, clock = self.settings, SimulatedClock()
        # Only the local cloud's own key reaches the local functions: a test says where its webhooks go.
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
