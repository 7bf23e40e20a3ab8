"""The levers of the Xendit server: what customers, banks, networks and clocks would do."""

from typing import Any

from emulators.providers.faults import Fault
from emulators.providers.webhooks import Courier, Message, stamp
from emulators.providers.xendit import invoices, payouts, refunds
from emulators.providers.xendit.account import Account
from emulators.providers.xendit.channels import find_channel
from emulators.providers.xendit.control_bodies import (
    Advance,
    ChangeAccount,
    DecidePayout,
    DecideRefund,
    Delivering,
    Expire,
    NamesInvoice,
    Pay,
    Resend,
    SendWebhook,
    Wait,
)
from emulators.providers.xendit.invoice_bodies import invoice_answer
from emulators.providers.xendit.records import Invoice


class Impossible(Exception):
    """A lever that can not be pulled."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


async def pay(account: Account, body: Pay) -> dict[str, Any]:
    """A customer pays, in time or late."""
    invoice = _invoice(account, body)
    if invoice.status in ("PAID", "SETTLED"):
        raise Impossible(409, "the invoice is already paid")
    channel = find_channel(body.channel)
    if channel is None:
        raise Impossible(422, f"no such channel: {body.channel}")
    amount = invoice.amount if body.amount is None else body.amount
    currency = body.currency or invoice.currency
    now = account.timeline.now()
    invoices.mark_paid(account, invoice, channel, now, amount=amount, currency=currency)
    return await _tell(account, invoice, body)


async def expire(account: Account, body: Expire) -> dict[str, Any]:
    """An invoice's time is over, now."""
    invoice = _invoice(account, body)
    if not invoices.mark_expired(invoice, account.timeline.now()):
        raise Impossible(409, f"the invoice is {invoice.status}")
    return await _tell(account, invoice, body)


async def settle(account: Account, body: NamesInvoice) -> dict[str, Any]:
    """The money of a paid invoice reaches the balance."""
    invoice = _invoice(account, body)
    invoices.mark_settled(account, invoice, account.timeline.now())
    return {"invoice": invoice_answer(invoice, account), "deliveries": []}


async def decide_refund(account: Account, body: DecideRefund) -> dict[str, Any]:
    """A pending refund ends the way the test wants."""
    refund = account.refunds.get(body.refund_id)
    if refund is None:
        raise Impossible(404, "no such refund")
    message = refunds.decide(account, refund, body.status, account.timeline.now(), body.failure_code)
    told = await _deliver(account.courier, message, body) if message else []
    return {"refund": refunds.refund_answer(refund), "deliveries": told}


async def decide_payout(account: Account, body: DecidePayout) -> dict[str, Any]:
    """A payout takes the status the test wants, even one the SDK does not know."""
    found = [
        payout
        for payout in account.payouts.values()
        if body.payout_id == payout.id or body.reference_id == payout.asked["reference_id"]
    ]
    if not found:
        raise Impossible(404, "no such payout")
    message = payouts.change(account, found[-1], body.status, account.timeline.now(), body.failure_code)
    told = await _deliver(account.courier, message, body)
    return {"payout": payouts.payout_answer(found[-1], account), "deliveries": told}


async def send_webhook(account: Account, body: SendWebhook) -> dict[str, Any]:
    """Send any body at all, genuine or forged."""
    message = Message(body.kind, str(body.body.get("id", "")), "", "custom", body.body)
    return {"deliveries": await _deliver(account.courier, message, body)}


async def resend(account: Account, body: Resend) -> dict[str, Any]:
    """Deliver something once more, as the dashboard's button does."""
    found = [
        delivery
        for delivery in account.courier.deliveries
        if body.delivery_id == delivery.id or body.invoice_id == delivery.subject
    ]
    if not found:
        raise Impossible(404, "no such delivery")
    last = found[-1]
    message = Message(last.kind, last.subject, last.reference, last.event, last.body)
    body.webhook_id = body.webhook_id or (None if body.new_webhook_id else last.headers["webhook-id"])
    return {"deliveries": await _deliver(account.courier, message, body)}


async def advance(account: Account, body: Advance) -> dict[str, Any]:
    """Time passes: invoices expire, payouts arrive, webhooks are tried again."""
    now = account.timeline.advance(body.seconds)
    if body.wait_seconds:
        await account.courier.idle(body.wait_seconds)
    return {"now": stamp(now)}


async def wait(account: Account, body: Wait) -> dict[str, Any]:
    """Wait until no webhook is being delivered."""
    return {"idle": await account.courier.idle(body.timeout_seconds)}


async def change_account(account: Account, body: ChangeAccount) -> dict[str, Any]:
    """Set what the account is like and where its webhooks go."""
    courier = account.courier
    for name in body.model_fields_set:
        value = getattr(body, name)
        match name:
            case "webhook_target":
                courier.target = value
            case "callback_token":
                courier.token = value
            case "retry_seconds":
                courier.retry_seconds = tuple(value)
            case "delivery_timeout_seconds":
                courier.timeout_seconds = value
            case "balance":
                account.cash = value
            case _:
                setattr(account, name, value)
    return described(account)


async def add_fault(account: Account, body: Fault) -> dict[str, Any]:
    """Let the next calls go wrong."""
    account.faults.add(body)
    return account.faults.described()


def described(account: Account) -> dict[str, Any]:
    """What an account is like, as JSON."""
    courier = account.courier
    return {
        "user_id": account.user_id,
        "merchant_name": account.merchant_name,
        "now": stamp(account.timeline.now()),
        "webhook_target": courier.target,
        "callback_token": courier.token,
        "retry_seconds": list(courier.retry_seconds),
        "delivery_timeout_seconds": courier.timeout_seconds,
        "payout_seconds": account.payout_seconds,
        "refund_seconds": account.refund_seconds,
        "balance": account.cash,
        "holding": account.holding,
    }


def _invoice(account: Account, named: NamesInvoice) -> Invoice:
    if named.invoice_id is not None:
        found = [account.invoices[named.invoice_id]] if named.invoice_id in account.invoices else []
    else:
        found = [each for each in account.invoices.values() if each.external_id == named.external_id]
    if not found:
        raise Impossible(404, "no such invoice")
    # Several invoices may share an external id: the customer has the newest one in front of them.
    return next((each for each in reversed(found) if each.status == "PENDING"), found[-1])


async def _tell(account: Account, invoice: Invoice, how: Delivering) -> dict[str, Any]:
    stray = {name: invoices.message(account, invoice, name.split("_")[0].upper()) for name in how.strays}
    before = [stray[name] for name in how.strays if name.endswith("_before")]
    after = [stray[name] for name in how.strays if name.endswith("_after")]
    told = await _deliver(account.courier, invoices.message(account, invoice), how, before, after)
    return {"invoice": invoice_answer(invoice, account), "deliveries": told}


async def _deliver(
    courier: Courier,
    message: Message,
    how: Delivering,
    before: list[Message] | None = None,
    after: list[Message] | None = None,
) -> list[dict[str, Any]]:
    said = Message(message.kind, message.subject, message.reference, message.event, {**message.body, **how.overrides})
    first = courier.prepare(said, webhook_id=how.webhook_id, token=how.callback_token)
    same_id = None if how.distinct_webhook_ids else first.headers["webhook-id"]
    copies = [courier.prepare(said, webhook_id=same_id, token=how.callback_token) for _ in range(how.deliveries - 1)]
    all_of_them = [
        *[courier.prepare(each) for each in before or ()],
        first,
        *copies,
        *[courier.prepare(each) for each in after or ()],
    ]
    if how.drop:
        for delivery in all_of_them:
            delivery.state = "dropped"
    else:
        courier.send(all_of_them, delay_seconds=how.delay_seconds, concurrent=how.concurrent)
        if how.wait_seconds:
            await courier.idle(how.wait_seconds)
    return [delivery.listed() for delivery in all_of_them]
