"""Actions of the control endpoints: what customers, banks, the network and time do."""

from typing import Any

from emulators.providers.deliveries import format_timestamp
from emulators.providers.faults import Fault
from emulators.providers.webhooks import WebhookDispatcher, WebhookMessage
from emulators.providers.xendit import invoices, payouts, refunds
from emulators.providers.xendit.account import Account
from emulators.providers.xendit.channels import find_channel
from emulators.providers.xendit.control_bodies import (
    AccountChangeBody,
    ClockAdvanceBody,
    ExpiryBody,
    InvoiceSelector,
    PaymentBody,
    PayoutOutcomeBody,
    RefundOutcomeBody,
    ResendBody,
    WebhookBody,
    WebhookOptions,
    WebhookWaitBody,
)
from emulators.providers.xendit.invoice_bodies import render_invoice
from emulators.providers.xendit.records import XenditInvoice


class ControlRefused(Exception):
    """The control call is not possible.

    Attributes:
        status: HTTP status of the answer.
        reason: Explanation.
    """

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


async def pay_invoice(account: Account, body: PaymentBody) -> dict[str, Any]:
    """Pay an invoice as a customer does, before or after its expiry.

    Raises:
        ControlRefused: The invoice or channel does not exist, or the invoice is paid.
    """
    invoice = _get_invoice(account, body)
    if invoice.status in ("PAID", "SETTLED"):
        raise ControlRefused(409, "the invoice is already paid")
    channel = find_channel(body.channel)
    if channel is None:
        raise ControlRefused(422, f"no such channel: {body.channel}")
    amount = invoice.amount if body.amount is None else body.amount
    currency = body.currency or invoice.currency
    now = account.clock.now()
    invoices.mark_paid(account, invoice, channel, now, amount=amount, currency=currency)
    return await _send_status_webhooks(account, invoice, body)


async def expire_invoice_now(account: Account, body: ExpiryBody) -> dict[str, Any]:
    """Expire an invoice now.

    Raises:
        ControlRefused: The invoice does not exist or is not pending.
    """
    invoice = _get_invoice(account, body)
    if not invoices.mark_expired(invoice, account.clock.now()):
        raise ControlRefused(409, f"the invoice is {invoice.status}")
    return await _send_status_webhooks(account, invoice, body)


async def settle_invoice(account: Account, body: InvoiceSelector) -> dict[str, Any]:
    """Settle a paid invoice, so that its money becomes spendable.

    Raises:
        ControlRefused: The invoice does not exist.
    """
    invoice = _get_invoice(account, body)
    invoices.mark_settled(account, invoice, account.clock.now())
    return {"invoice": render_invoice(invoice, account), "deliveries": []}


async def set_refund_outcome(account: Account, body: RefundOutcomeBody) -> dict[str, Any]:
    """Set the next status of a refund, even one that contradicts an earlier one.

    Raises:
        ControlRefused: The refund does not exist.
    """
    refund = account.refunds.get(body.refund_id)
    if refund is None:
        raise ControlRefused(404, "no such refund")
    if body.amount is not None:
        refund.amount = body.amount
    message = refunds.finish_refund(account, refund, body.status, account.clock.now(), body.failure_code)
    told = await _deliver(account.webhooks, message, body) if message else []
    return {"refund": refunds.render_refund(refund), "deliveries": told}


async def set_payout_outcome(account: Account, body: PayoutOutcomeBody) -> dict[str, Any]:
    """Set the next status of a payout, even one that the SDK does not know.

    Raises:
        ControlRefused: The payout does not exist.
    """
    found = [
        payout
        for payout in account.payouts.values()
        if body.payout_id == payout.id or body.reference_id == payout.asked["reference_id"]
    ]
    if not found:
        raise ControlRefused(404, "no such payout")
    if body.amount is not None:
        found[-1].asked["amount"] = body.amount
    message = payouts.change_payout_status(account, found[-1], body.status, account.clock.now(), body.failure_code)
    told = await _deliver(account.webhooks, message, body)
    return {"payout": payouts.render_payout(found[-1], account), "deliveries": told}


async def send_webhook(account: Account, body: WebhookBody) -> dict[str, Any]:
    """Send a webhook with any body, genuine or forged."""
    message = WebhookMessage(body.kind, str(body.body.get("id", "")), "", "custom", body.body)
    return {"deliveries": await _deliver(account.webhooks, message, body)}


async def resend_webhook(account: Account, body: ResendBody) -> dict[str, Any]:
    """Send a webhook again, as the button in Xendit's dashboard does.

    Raises:
        ControlRefused: The delivery does not exist.
    """
    found = [
        delivery
        for delivery in account.webhooks.deliveries
        if body.delivery_id == delivery.id or body.invoice_id == delivery.subject
    ]
    if not found:
        raise ControlRefused(404, "no such delivery")
    last = found[-1]
    message = WebhookMessage(last.kind, last.subject, last.reference, last.event, last.body)
    body.webhook_id = body.webhook_id or (None if body.new_webhook_id else last.headers["webhook-id"])
    return {"deliveries": await _deliver(account.webhooks, message, body)}


async def advance_clock(account: Account, body: ClockAdvanceBody) -> dict[str, Any]:
    """Move the account's clock forward, so that expiries, payouts and retries become due."""
    now = account.clock.advance(body.seconds)
    if body.wait_seconds:
        await account.webhooks.wait_until_idle(body.wait_seconds)
    return {"now": format_timestamp(now)}


async def wait_for_webhooks(account: Account, body: WebhookWaitBody) -> dict[str, Any]:
    """Wait until no delivery is in progress."""
    return {"idle": await account.webhooks.wait_until_idle(body.timeout_seconds)}


async def change_account(account: Account, body: AccountChangeBody) -> dict[str, Any]:
    """Change the settings of an account."""
    webhooks = account.webhooks
    for name in body.model_fields_set:
        value = getattr(body, name)
        match name:
            case "webhook_target":
                webhooks.target = value
            case "callback_token":
                webhooks.token = value
            case "retry_seconds":
                webhooks.retry_seconds = tuple(value)
            case "delivery_timeout_seconds":
                webhooks.timeout_seconds = value
            case "balance":
                account.cash = value
            case _:
                setattr(account, name, value)
    return describe_account(account)


async def add_fault(account: Account, body: Fault) -> dict[str, Any]:
    """Add a fault for the next calls."""
    account.faults.add(body)
    return account.faults.as_json()


def describe_account(account: Account) -> dict[str, Any]:
    """Return the settings, time and balance of an account as JSON."""
    webhooks = account.webhooks
    return {
        "user_id": account.user_id,
        "merchant_name": account.merchant_name,
        "now": format_timestamp(account.clock.now()),
        "webhook_target": webhooks.target,
        "callback_token": webhooks.token,
        "retry_seconds": list(webhooks.retry_seconds),
        "delivery_timeout_seconds": webhooks.timeout_seconds,
        "payout_seconds": account.payout_seconds,
        "refund_seconds": account.refund_seconds,
        "added_payout_channels": account.added_payout_channels,
        "withdrawn_payout_channels": account.withdrawn_payout_channels,
        "balance": account.cash,
        "holding": account.holding,
    }


def _get_invoice(account: Account, named: InvoiceSelector) -> XenditInvoice:
    if named.invoice_id is not None:
        found = [account.invoices[named.invoice_id]] if named.invoice_id in account.invoices else []
    else:
        found = [each for each in account.invoices.values() if each.external_id == named.external_id]
    if not found:
        raise ControlRefused(404, "no such invoice")
    # Several invoices may share an external id; the customer sees the newest.
    return next((each for each in reversed(found) if each.status == "PENDING"), found[-1])


async def _send_status_webhooks(account: Account, invoice: XenditInvoice, how: WebhookOptions) -> dict[str, Any]:
    stray = {
        name: invoices.create_status_message(account, invoice, name.split("_")[0].upper())
        for name in how.out_of_order_webhooks
    }
    before = [stray[name] for name in how.out_of_order_webhooks if name.endswith("_before")]
    after = [stray[name] for name in how.out_of_order_webhooks if name.endswith("_after")]
    told = await _deliver(account.webhooks, invoices.create_status_message(account, invoice), how, before, after)
    return {"invoice": render_invoice(invoice, account), "deliveries": told}


async def _deliver(
    webhooks: WebhookDispatcher,
    message: WebhookMessage,
    how: WebhookOptions,
    before: list[WebhookMessage] | None = None,
    after: list[WebhookMessage] | None = None,
) -> list[dict[str, Any]]:
    said = WebhookMessage(
        message.kind, message.subject, message.reference, message.event, {**message.body, **how.overrides}
    )
    first = webhooks.record_delivery(said, webhook_id=how.webhook_id, token=how.callback_token)
    same_id = None if how.distinct_webhook_ids else first.headers["webhook-id"]
    copies = [
        webhooks.record_delivery(said, webhook_id=same_id, token=how.callback_token) for _ in range(how.deliveries - 1)
    ]
    all_of_them = [
        *[webhooks.record_delivery(each) for each in before or ()],
        first,
        *copies,
        *[webhooks.record_delivery(each) for each in after or ()],
    ]
    if how.drop:
        for delivery in all_of_them:
            delivery.state = "dropped"
    else:
        webhooks.send_deliveries(all_of_them, delay_seconds=how.delay_seconds, concurrent=how.concurrent)
        if how.wait_seconds:
            await webhooks.wait_until_idle(how.wait_seconds)
    return [delivery.as_json() for delivery in all_of_them]
