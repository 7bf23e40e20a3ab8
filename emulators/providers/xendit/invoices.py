"""Operations and status changes of invoices."""

import re
from datetime import datetime, timedelta
from typing import Any

from emulators.providers.api_descriptions import SchemaProblem
from emulators.providers.webhooks import WebhookMessage
from emulators.providers.xendit.account import Account
from emulators.providers.xendit.channels import PaymentChannel, list_channels
from emulators.providers.xendit.invoice_bodies import render_invoice, render_invoice_callback
from emulators.providers.xendit.invoice_filter import InvoiceFilter
from emulators.providers.xendit.operations import OperationCall, XenditCallRefused, validation_error
from emulators.providers.xendit.queries import parse_limit
from emulators.providers.xendit.records import XenditInvoice, XenditPayment

DEFAULT_DURATION = 86_400
MAX_DURATION = 366 * 86_400
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def create_invoice(call: OperationCall) -> dict[str, Any]:
    """Create an invoice that can be paid. Several invoices may have the same external id, as at Xendit.

    Raises:
        XenditCallRefused: A field is invalid, or no payment channel accepts the amount.
    """
    asked, account = call.body, call.account
    _check(asked)
    seconds = asked.get("invoice_duration") or DEFAULT_DURATION
    amount = int(asked["amount"])
    offered = _compute_offered_channels(asked.get("payment_methods"), amount)
    invoice = XenditInvoice(
        external_id=asked["external_id"],
        amount=amount,
        currency=asked.get("currency") or "IDR",
        asked=asked,
        url="",
        logo=f"{call.base_url}/xendit/merchant.svg",
        created=call.now,
        updated=call.now,
        expires=call.now + timedelta(seconds=seconds),
        channels=offered,
    )
    invoice.url = f"{call.base_url}/xendit/checkout/{invoice.id}"
    account.invoices[invoice.id] = invoice
    account.clock.run_at(invoice.expires, lambda when: _expire_when_due(account, invoice, when))
    return render_invoice(invoice, account)


def get_invoice_by_id(call: OperationCall) -> dict[str, Any]:
    """Return one invoice.

    Raises:
        XenditCallRefused: The account has no such invoice.
    """
    invoice = call.account.invoices.get(call.request.path_params["invoice_id"])
    if invoice is None:
        raise XenditCallRefused(404, "INVOICE_NOT_FOUND_ERROR", "Could not find invoice")
    return render_invoice(invoice, call.account)


def get_invoices(call: OperationCall) -> list[dict[str, Any]]:
    """List the account's invoices that match the query, newest first."""
    query = call.request.query_params
    limit, wanted = parse_limit(query), InvoiceFilter.from_query(query)
    found = [invoice for invoice in reversed(call.account.invoices.values()) if wanted.matches(invoice)]
    last = query.get("last_invoice")
    if last is not None:
        ids = [invoice.id for invoice in found]
        found = found[ids.index(last) + 1 :] if last in ids else []
    return [render_invoice(invoice, call.account) for invoice in found[:limit]]


def expire_invoice(call: OperationCall) -> dict[str, Any]:
    """Expire an unpaid invoice now.

    Raises:
        XenditCallRefused: The invoice does not exist or is paid.
    """
    invoice = call.account.invoices.get(call.request.path_params["invoice_id"])
    if invoice is None:
        raise XenditCallRefused(404, "DATA_NOT_FOUND", "Could not find the requested resource")
    if invoice.status in ("PAID", "SETTLED"):
        raise XenditCallRefused(400, "API_VALIDATION_ERROR", "The invoice is already paid and can not be expired")
    if mark_expired(invoice, call.now):
        send_status_webhook(call.account, invoice)
    return render_invoice(invoice, call.account)


def mark_expired(invoice: XenditInvoice, when: datetime) -> bool:
    """Expire a pending invoice. Return whether the status changed."""
    if invoice.status != "PENDING":
        return False
    invoice.status, invoice.updated = "EXPIRED", when
    invoice.expires = min(invoice.expires, when)
    return True


def mark_paid(
    account: Account, invoice: XenditInvoice, channel: PaymentChannel, when: datetime, *, amount: int, currency: str
) -> None:
    """Record a payment. A payment after the expiry counts too, as at Xendit."""
    invoice.payment = XenditPayment(channel=channel, amount=amount, currency=currency, at=when)
    invoice.currency = currency
    invoice.status, invoice.updated = "PAID", when
    account.holding += amount


def mark_settled(account: Account, invoice: XenditInvoice, when: datetime) -> None:
    """Move the money of a paid invoice to the spendable balance."""
    if invoice.status == "PAID" and invoice.payment is not None:
        invoice.status, invoice.updated = "SETTLED", when
        account.holding -= invoice.payment.amount
        account.cash += invoice.payment.amount


def create_status_message(account: Account, invoice: XenditInvoice, status: str | None = None) -> WebhookMessage:
    """Create the webhook for a status of an invoice. Default: the present status."""
    said = status or invoice.status
    return WebhookMessage(
        "invoice", invoice.id, invoice.external_id, said, render_invoice_callback(invoice, account, status=said)
    )


def send_status_webhook(account: Account, invoice: XenditInvoice) -> None:
    """Send the webhook for the present status of an invoice."""
    account.webhooks.send_deliveries([account.webhooks.record_delivery(create_status_message(account, invoice))])


def _expire_when_due(account: Account, invoice: XenditInvoice, when: datetime) -> None:
    if mark_expired(invoice, when):
        send_status_webhook(account, invoice)


def _check(asked: dict[str, Any]) -> None:
    duration = asked.get("invoice_duration")
    if duration is not None and not 1 <= duration <= MAX_DURATION:
        problem = SchemaProblem("invoice_duration", '"invoice_duration" must be between 1 second and 1 year')
        raise validation_error([problem])
    for key, value in (asked.get("metadata") or {}).items():
        if len(key) > 40 or len(str(value)) > 500:
            raise validation_error([SchemaProblem(f"metadata.{key}", "keys up to 40 and values up to 500 characters")])
    email = asked.get("payer_email")
    if email and not _EMAIL.fullmatch(email):
        raise XenditCallRefused(400, "EMAIL_FORMAT_ERROR", f'"payer_email" is not a valid e-mail address: {email}')
    if asked.get("reminder_time") is not None and asked.get("reminder_time_unit") not in ("days", "hours"):
        raise XenditCallRefused(400, "INVALID_REMINDER_TIME", '"reminder_time_unit" must be days or hours')
    if asked.get("callback_virtual_account_id"):
        raise XenditCallRefused(404, "CALLBACK_VIRTUAL_ACCOUNT_NOT_FOUND_ERROR", "Callback virtual account not found")


def _compute_offered_channels(wanted: list[str] | None, amount: int) -> tuple[PaymentChannel, ...]:
    known = {channel.name: channel for channel in list_channels()}
    unknown = [name for name in wanted or () if name not in known]
    if unknown:
        raise XenditCallRefused(
            400, "UNAVAILABLE_PAYMENT_METHOD_ERROR", f"The payment method is not available: {unknown[0]}"
        )
    offered = tuple(
        channel
        for channel in known.values()
        if channel.accepts_amount(amount) and (not wanted or channel.name in wanted)
    )
    if not offered:
        raise XenditCallRefused(400, "NO_COLLECTION_METHODS_ERROR", "No payment channel is available for this amount")
    return offered
