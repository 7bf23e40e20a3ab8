"""Rendering of invoices for responses and webhooks."""

from typing import Any

from emulators.providers.deliveries import format_timestamp
from emulators.providers.xendit.account import Account
from emulators.providers.xendit.channels import PaymentMethod
from emulators.providers.xendit.records import XenditInvoice

_ECHOED = (
    "payer_email",
    "description",
    "locale",
    "success_redirect_url",
    "failure_redirect_url",
    "should_authenticate_credit_card",
    "items",
    "customer",
    "customer_notification_preference",
    "fees",
    "channel_properties",
    "metadata",
)
_ECHOED_IN_WEBHOOKS = (
    "payer_email",
    "description",
    "success_redirect_url",
    "failure_redirect_url",
    "should_authenticate_credit_card",
    "items",
    "fees",
    "metadata",
)


def with_whole_numbers(value: Any) -> Any:
    """Return a copy of a JSON value in which whole floats are integers: 150000 for 150000.0."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: with_whole_numbers(each) for key, each in value.items()}
    if isinstance(value, list):
        return [with_whole_numbers(each) for each in value]
    return value


def render_invoice(invoice: XenditInvoice, account: Account) -> dict[str, Any]:
    """Render an invoice as the API returns it."""
    answer: dict[str, Any] = {
        "id": invoice.id,
        "external_id": invoice.external_id,
        "user_id": account.user_id,
        "status": invoice.status,
        "merchant_name": account.merchant_name,
        "merchant_profile_picture_url": invoice.logo,
        "amount": invoice.amount,
        "expiry_date": format_timestamp(invoice.expires),
        "invoice_url": invoice.url,
        "available_banks": [
            {
                "bank_code": name,
                "collection_type": "POOL",
                "transfer_amount": invoice.amount,
                "bank_branch": "Virtual Account",
                "account_holder_name": account.merchant_name.upper(),
                "identity_amount": 0,
            }
            for name in _names(invoice, "BANK_TRANSFER")
        ],
        "available_retail_outlets": [{"retail_outlet_name": name} for name in _names(invoice, "RETAIL_OUTLET")],
        "available_ewallets": [{"ewallet_type": name} for name in _names(invoice, "EWALLET")],
        "available_qr_codes": [{"qr_code_type": name} for name in _names(invoice, "QR_CODE")],
        "available_direct_debits": [{"direct_debit_type": name} for name in _names(invoice, "DIRECT_DEBIT")],
        "available_paylaters": [{"paylater_type": name} for name in _names(invoice, "PAYLATER")],
        "should_exclude_credit_card": not _names(invoice, "CREDIT_CARD"),
        "should_send_email": bool(invoice.asked.get("should_send_email")),
        "created": format_timestamp(invoice.created),
        "updated": format_timestamp(invoice.updated),
        "currency": invoice.currency,
        **_echo(invoice, _ECHOED),
    }
    return {**answer, **_paid(invoice)} if invoice.status in ("PAID", "SETTLED") else answer


def render_invoice_callback(invoice: XenditInvoice, account: Account, *, status: str) -> dict[str, Any]:
    """Render the body of the webhook for a status of an invoice."""
    body: dict[str, Any] = {
        "id": invoice.id,
        "external_id": invoice.external_id,
        "user_id": account.user_id,
        "is_high": False,
        "status": status,
        "merchant_name": account.merchant_name,
        "amount": invoice.amount,
        "created": format_timestamp(invoice.created),
        "updated": format_timestamp(invoice.updated),
        "currency": invoice.currency,
        **_echo(invoice, _ECHOED_IN_WEBHOOKS),
    }
    if status in ("PAID", "SETTLED"):
        body |= {"initial_amount": invoice.amount, **_paid(invoice)}
    return body


def _names(invoice: XenditInvoice, method: PaymentMethod) -> list[str]:
    return [channel.name for channel in invoice.channels if channel.method == method]


def _echo(invoice: XenditInvoice, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: with_whole_numbers(invoice.asked[name]) for name in names if invoice.asked.get(name) is not None}


def _paid(invoice: XenditInvoice) -> dict[str, Any]:
    payment = invoice.payment
    if payment is None:
        return {}
    channel = payment.channel
    paid: dict[str, Any] = {
        "paid_amount": payment.amount,
        "paid_at": format_timestamp(payment.at),
        "payment_method": channel.method,
        "payment_channel": channel.name,
        "payment_id": payment.id,
    }
    match channel.method:
        case "BANK_TRANSFER":
            paid |= {"bank_code": channel.name, "payment_destination": payment.destination}
        case "RETAIL_OUTLET":
            paid |= {"retail_outlet_name": channel.name, "payment_destination": payment.destination}
        case "EWALLET":
            paid |= {"ewallet_type": channel.name}
        case "QR_CODE":
            paid |= {"payment_details": {"receipt_id": payment.receipt, "source": "GOPAY"}}
        case "CREDIT_CARD":
            paid |= {"credit_card_charge_id": payment.id.replace("-", "")[:24]}
    return paid
