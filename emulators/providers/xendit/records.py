"""Records of an account: invoices, payments, refunds and payouts."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from emulators.providers.xendit.channels import PaymentChannel


@dataclass(frozen=True)
class XenditPayment:
    """Payment of an invoice."""

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
    """Invoice: a request for money that can be paid until it expires."""

    external_id: str
    amount: int
    currency: str
    asked: dict[str, Any]
    """Body of the request that created the invoice."""

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
    """Refund of a payment."""

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
    """Payout to a bank account or an e-wallet."""

    asked: dict[str, Any]
    amount: int
    debited: int
    """Amount that the balance paid for the payout, in rupiah; returned if the payout fails."""

    created: datetime
    updated: datetime
    arrives: datetime
    id: str = field(default_factory=lambda: f"disb-{uuid4()}")
    status: str = "ACCEPTED"
    failure_code: str | None = None
