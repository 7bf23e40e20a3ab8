"""Operations and status changes of refunds, with the rules of each payment channel."""

from datetime import datetime, timedelta
from typing import Any

from emulators.providers.api_descriptions import SchemaProblem
from emulators.providers.deliveries import format_timestamp
from emulators.providers.webhooks import WebhookMessage
from emulators.providers.xendit.account import Account
from emulators.providers.xendit.operations import OperationCall, XenditCallRefused, validation_error
from emulators.providers.xendit.queries import select_page
from emulators.providers.xendit.records import XenditInvoice, XenditPayment, XenditRefund


def create_refund(call: OperationCall) -> dict[str, Any]:
    """Create a refund. A repeated call with the same key and body returns the same refund.

    Raises:
        XenditCallRefused: The payment cannot be refunded, or the key was used with another body.
    """
    key = call.request.headers.get("idempotency-key")
    conflict = XenditCallRefused(409, "IDEMPOTENCY_ERROR", "The idempotency key was used with another request body")
    refund_id = call.create_once("create_refund", key, lambda: _start(call).id, conflict)
    return render_refund(call.account.refunds[refund_id])


def get_refund(call: OperationCall) -> dict[str, Any]:
    """Return one refund.

    Raises:
        XenditCallRefused: The account has no such refund.
    """
    return render_refund(_get_refund(call))


def get_all_refunds(call: OperationCall) -> dict[str, Any]:
    """List the account's refunds that match the query, newest first."""
    query = call.request.query_params
    found = [
        refund
        for refund in reversed(call.account.refunds.values())
        if query.get("invoice_id", refund.invoice_id) == refund.invoice_id
        and query.get("payment_request_id", refund.payment.request_id) == refund.payment.request_id
        and query.get("channel_code", refund.payment.channel.code) == refund.payment.channel.code
        and query.get("payment_method_type", refund.payment.channel.refund_type) == refund.payment.channel.refund_type
    ]
    some, more = select_page(found, [refund.id for refund in found], query)
    return {"data": [render_refund(refund) for refund in some], "has_more": more}


def cancel_refund(call: OperationCall) -> dict[str, Any]:
    """Cancel a refund that has the status `PENDING`.

    Raises:
        XenditCallRefused: The refund does not exist or has another status.
    """
    refund = _get_refund(call)
    if refund.status != "PENDING":
        raise validation_error([SchemaProblem("", f"A refund that is {refund.status} can not be cancelled")])
    finish_refund(call.account, refund, "CANCELLED", call.now)
    return render_refund(refund)


def finish_refund(
    account: Account, refund: XenditRefund, status: str, when: datetime, failure_code: str | None = None
) -> WebhookMessage | None:
    """Set the status of a refund and create its webhook. A cancelled refund has no webhook."""
    was_out, is_out = (one in ("PENDING", "SUCCEEDED") for one in (refund.status, status))
    account.cash += refund.amount * (was_out - is_out)
    refund.status, refund.updated, refund.failure_code = status, when, failure_code
    if status == "CANCELLED":
        return None
    event = f"refund.{status.lower()}"
    body = {
        "event": event,
        "business_id": account.user_id,
        "created": format_timestamp(when),
        "data": {
            **render_refund(refund),
            "payment_id": refund.payment.id,
            "payment_method_type": refund.payment.channel.refund_type,
        },
    }
    return WebhookMessage("refund", refund.id, refund.reference_id or "", event, body)


def render_refund(refund: XenditRefund) -> dict[str, Any]:
    """Render a refund as the API returns it."""
    return {
        "id": refund.id,
        "payment_request_id": refund.payment.request_id,
        "invoice_id": refund.invoice_id,
        "payment_method_type": refund.payment.channel.refund_type,
        "amount": refund.amount,
        "channel_code": refund.payment.channel.code,
        "country": "ID",
        "currency": refund.payment.currency,
        "status": refund.status,
        "reason": refund.reason,
        "reference_id": refund.reference_id,
        "failure_code": refund.failure_code,
        "refund_fee_amount": None,
        "created": format_timestamp(refund.created),
        "updated": format_timestamp(refund.updated),
        "metadata": refund.metadata,
    }


def _start(call: OperationCall) -> XenditRefund:
    account, asked = call.account, call.body
    invoice, payment = _paid_invoice(account, asked)
    amount = _amount(account, asked, invoice, payment, call.now)
    refund = XenditRefund(
        invoice_id=invoice.id,
        payment=payment,
        amount=amount,
        reason=asked["reason"],
        reference_id=asked.get("reference_id"),
        metadata=asked.get("metadata"),
        created=call.now,
        updated=call.now,
    )
    account.cash -= amount
    account.refunds[refund.id] = refund
    if account.refund_seconds is not None:
        account.clock.run_after(account.refund_seconds, lambda when: _succeed(account, refund, when))
    return refund


def _succeed(account: Account, refund: XenditRefund, when: datetime) -> None:
    if refund.status == "PENDING":
        message = finish_refund(account, refund, "SUCCEEDED", when)
        if message is not None:
            account.webhooks.send_deliveries([account.webhooks.record_delivery(message)])


def _paid_invoice(account: Account, asked: dict[str, Any]) -> tuple[XenditInvoice, XenditPayment]:
    wanted, request_id = asked.get("invoice_id"), asked.get("payment_request_id")
    for invoice in account.invoices.values():
        paid_by = invoice.payment.request_id if invoice.payment else None
        if invoice.id == wanted or (request_id is not None and paid_by == request_id):
            if invoice.payment is None or invoice.status not in ("PAID", "SETTLED"):
                raise XenditCallRefused(400, "INELIGIBLE_TRANSACTION", "The transaction has not been paid")
            return invoice, invoice.payment
    raise XenditCallRefused(400, "TRANSACTION_NOT_FOUND", "Could not find the transaction to refund")


def _amount(
    account: Account, asked: dict[str, Any], invoice: XenditInvoice, payment: XenditPayment, now: datetime
) -> int:
    channel = payment.channel
    if not channel.refundable:
        raise XenditCallRefused(400, "REFUND_NOT_SUPPORTED", f"{channel.code} does not support refunds")
    if channel.refund_days is not None and now > payment.at + timedelta(days=channel.refund_days):
        raise XenditCallRefused(
            400, "INELIGIBLE_TRANSACTION", f"{channel.code} refunds only within {channel.refund_days} days"
        )
    if asked.get("currency") not in (None, payment.currency):
        raise XenditCallRefused(400, "API_VALIDATION_ERROR", "The currency differs from the payment's")
    earlier = [refund for refund in account.refunds.values() if refund.invoice_id == invoice.id]
    if any(refund.status == "PENDING" for refund in earlier):
        raise XenditCallRefused(400, "REFUND_IN_PROGRESS", "Another refund of this transaction is in progress")
    left = payment.amount - sum(refund.amount for refund in earlier if refund.status == "SUCCEEDED")
    amount = int(asked["amount"]) if asked.get("amount") is not None else left
    if amount > left or left <= 0:
        raise XenditCallRefused(400, "MAXIMUM_REFUND_AMOUNT_REACHED", f"At most {left} can still be refunded")
    if amount != payment.amount and not channel.partly_refundable:
        raise XenditCallRefused(400, "PARTIAL_REFUND_NOT_SUPPORTED", f"{channel.code} only refunds in full")
    if amount > account.cash:
        raise XenditCallRefused(400, "INSUFFICIENT_BALANCE", "The balance is too low for this refund")
    return amount


def _get_refund(call: OperationCall) -> XenditRefund:
    refund = call.account.refunds.get(call.request.path_params["refundID"])
    if refund is None:
        raise XenditCallRefused(404, "DATA_NOT_FOUND", "Could not find the requested resource")
    return refund
