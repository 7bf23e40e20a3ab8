"""What a Xendit account remembers: invoices, payments, refunds and payouts."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from emulators.providers.xendit.channels import PaymentChannel


@dataclass(frozen=True)
class XenditPayment:
    """How an invoice was paid."""

    channel: PaymentChannel
    amount: int
    currency: str
    at: datetime
    id: str = field(default_factory=lambda: str(uuid4()))
    request_id: str = field(default_factory=lambda: f"pr-{uuid4()}")
    destination: str = field(default_factory=lambda: f"8808{secrets.randbelow(10**12):012d}")
    receipt: str = field(default_factory=lambda: f"{secrets.randbelow(10**12):012d}")


@dataclass
class XenditInvoice:
    """A request for money that can be paid until it expires."""

    external_id: str
    amount: int
    currency: str
    asked: dict[str, Any]
    """The create request, as it came."""

    url: str
    logo: str
    created: datetime
    updated: datetime
    expires: datetime
    channels: tuple[PaymentChannel, ...]
    id: str = field(default_factory=lambda: secrets.token_hex(12))
    status: str = "PENDING"
    payment: XenditPayment | None = None


@dataclass
class XenditRefund:
    """Money on its way back to whoever paid an invoice."""

    invoice_id: str
    payment: XenditPayment
    amount: int
    reason: str
    reference_id: str | None
    metadata: dict[str, Any] | None
    created: datetime
    updated: datetime
    id: str = field(default_factory=lambda: f"rfd-{uuid4()}")
    status: str = "PENDING"
    failure_code: str | None = None


@dataclass
class XenditPayout:
    """Money on its way to a bank account or an e-wallet."""

    asked: dict[str, Any]
    amount: int
    debited: int
    """What the account's balance gave for it, and gets back if it fails."""

    created: datetime
    updated: datetime
    arrives: datetime
    id: str = field(default_factory=lambda: f"disb-{uuid4()}")
    status: str = "ACCEPTED"
    failure_code: str | None = None
