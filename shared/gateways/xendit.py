"""Xendit: invoices and refunds through its SDK, and what its callbacks say, in our words."""

import hmac
import json
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from shared.gateways.blocking import THREADS, blocking
from shared.kernel.errors import Conflict, Invalid, NotFound, Unauthenticated, Unavailable
from shared.kernel.ids import OrderId
from shared.orders.errors import PaymentRefused
from shared.orders.models import Order, OrderStatus, RefundStatus
from shared.orders.ports import Invoice, InvoiceNotice, InvoiceStatus, RefundReceipt

# Seconds to connect, seconds to read. The SDK has no default at all.
_PATIENCE = (3.0, 12.0)
# 401 and 403 are about our key, which a person mends while the task retries, not about what was asked.
_NOT_NOW = (0, 401, 403, 408, 425, 429)
_PAGE = 100
_STATUSES = {
    "PENDING": InvoiceStatus.PENDING,
    "PAID": InvoiceStatus.PAID,
    "SETTLED": InvoiceStatus.PAID,
    "EXPIRED": InvoiceStatus.EXPIRED,
}
# Where a channel's name on an invoice is not its code in Xendit's list of channels.
_CHANNELS = {"DD_BRI": "BRI_DIRECT_DEBIT", "SAHABAT_SAMPOERNA": "BSS"}
_NO_BALANCE = "INSUFFICIENT_BALANCE"
_ASKED_BEFORE = ("DUPLICATE_ERROR", "IDEMPOTENCY_ERROR", "REFUND_IN_PROGRESS", "MAXIMUM_REFUND_AMOUNT_REACHED")
_REFUND_STATUSES = {
    "PENDING": RefundStatus.REQUESTED,
    "SUCCEEDED": RefundStatus.SUCCEEDED,
    "FAILED": RefundStatus.FAILED,
    "CANCELLED": RefundStatus.FAILED,
}


class XenditPayments:
    """The SDK blocks, so every call runs in a thread, with a time limit, and its many kinds of failure become three.

    * `Unavailable`: no answer, or none that says whether it happened. Ask again, by our own reference first.
    * `PaymentRefused`: a clear no.
    * `NotFound`.
    """

    def __init__(
        self, *, base_url: str, secret_key: str, callback_tokens: str, patience: tuple[float, float] = _PATIENCE
    ) -> None:
        self._base_url = base_url
        self._secret_key = secret_key
        self._tokens = [token.strip() for token in callback_tokens.split(",") if token.strip()]
        self._patience = patience
        self._sdk: Any = None

    async def open_invoice(self, order: Order, *, fresh: bool, now: datetime) -> Invoice | None:
        if order.status is not OrderStatus.PENDING or order.payment.invoice_id is not None:
            return None
        try:
            return await (self._create(order, now) if fresh else self.need_invoice(order, now=now))
        except (Unavailable, NotFound, PaymentRefused):
            # Whatever it was, the order stands, and the task that is already due finds out and tells.
            return None

    async def need_invoice(self, order: Order, *, now: datetime) -> Invoice | None:
        wanted = (InvoiceStatus.PAID, InvoiceStatus.PENDING)
        found = [one for one in await self.invoices(order.id) if one.status in wanted]
        # One that has been paid is to be settled; then the one that the buyer has been shown.
        found.sort(key=lambda one: (wanted.index(one.status), one.id != order.payment.invoice_id))
        chosen = found[0] if found else None
        if chosen is None and order.held_at(now):
            return await self._create(order, now)
        for stray in found if chosen and not order.held_at(now) else found[1:]:
            if stray.status is InvoiceStatus.PENDING:
                await self._close(stray.id)
        return chosen

    async def invoices(self, order_id: str) -> list[Invoice]:
        from xendit.apis import InvoiceApi

        found = await self._call(
            lambda client: InvoiceApi(client).get_invoices(
                external_id=order_id, limit=float(_PAGE), _preload_content=False, _request_timeout=self._patience
            )
        )
        # Xendit matches the reference exactly; we would rather see that ourselves.
        return [invoice for invoice in map(_invoice, _listed(found)) if invoice.order_id == order_id]

    async def invoices_since(self, moment: datetime) -> AsyncIterator[list[Invoice]]:
        from xendit.apis import InvoiceApi

        last: dict[str, str] = {}
        while True:
            found = await self._call(
                lambda client, last=last: InvoiceApi(client).get_invoices(  # type: ignore[misc]
                    created_after=moment,
                    limit=float(_PAGE),
                    _preload_content=False,
                    _request_timeout=self._patience,
                    **last,
                )
            )
            if _listed(found):
                yield [_invoice(one) for one in found if OrderId.parsed(str(one.get("external_id")))]
            if len(found) < _PAGE:
                return
            last = {"last_invoice": found[-1]["id"]}

    async def close_invoices(self, order_id: str) -> list[Invoice]:
        found = await self.invoices(order_id)
        payable = [one for one in found if one.status is InvoiceStatus.PENDING]
        for invoice in payable:
            await self._close(invoice.id)
        return await self.invoices(order_id) if payable else found

    async def _close(self, invoice_id: str) -> None:
        from xendit.apis import InvoiceApi

        try:
            await self._call(
                lambda client: InvoiceApi(client).expire_invoice(
                    invoice_id, _preload_content=False, _request_timeout=self._patience
                )
            )
        except (PaymentRefused, NotFound):
            # It was paid or expired a moment ago; whoever needs to know reads it again.
            return

    async def refund(self, order: Order) -> RefundReceipt:
        from xendit.apis import RefundApi
        from xendit.refund.model.create_refund import CreateRefund

        if order.refund is None or order.payment.invoice_id is None:
            raise Conflict("This order has nothing to refund.")
        wish = CreateRefund(
            invoice_id=order.payment.invoice_id,
            reference_id=order.id,
            amount=float(order.refund.amount),
            currency=order.currency,
            reason="CANCELLATION",
        )
        try:
            answer = await self._call(
                lambda client: RefundApi(client).create_refund(
                    idempotency_key=f"refund-{order.id}",
                    create_refund=wish,
                    _preload_content=False,
                    _request_timeout=self._patience,
                )
            )
        except PaymentRefused as refusal:
            reason = str(refusal.fields.get("reason"))
            if reason == _NO_BALANCE:
                raise Unavailable("The balance is too low for this refund just now.", retry_after=60) from refusal
            if reason in _ASKED_BEFORE:
                return await self._refund_of(order)
            return RefundReceipt(id="", status=RefundStatus.FAILED, reason=reason)
        return _receipt(answer)

    async def _refund_of(self, order: Order) -> RefundReceipt:
        """The refund that an earlier call has made, whose answer was lost. Raises `Unavailable` if none is seen.

        Xendit has been seen to leave the reference empty, so the invoice and the amount say which it is.
        """
        from xendit.apis import RefundApi

        found = await self._call(
            lambda client: RefundApi(client).get_all_refunds(
                invoice_id=order.payment.invoice_id, _preload_content=False, _request_timeout=self._patience
            )
        )
        amount = order.refund.amount if order.refund else None
        receipts = [_receipt(one) for one in _listed(found.get("data")) if one.get("amount") == amount]
        receipts.sort(key=lambda receipt: receipt.status is RefundStatus.FAILED)
        if not receipts:
            raise Unavailable("The payment provider has refunded this before, and does not show how.")
        return receipts[0]

    async def refund_status(self, refund_id: str) -> RefundReceipt:
        from xendit.apis import RefundApi

        return _receipt(
            await self._call(
                lambda client: RefundApi(client).get_refund(
                    refund_id, _preload_content=False, _request_timeout=self._patience
                )
            )
        )

    def verify(self, headers: Mapping[str, str], raw: bytes) -> None:  # noqa: ARG002 (others sign the body)
        """Whether Xendit sent this: its token, compared in constant time. There is no signature over the body."""
        sent = headers.get("x-callback-token", "").encode()
        # No short cut: each token is compared, whichever matches.
        matches = [hmac.compare_digest(sent, token.encode()) for token in self._tokens]
        if not sent or not any(matches):
            raise Unauthenticated("The callback token is not ours.")

    def translated(self, body: dict[str, Any], wanted: type[Any]) -> InvoiceNotice | None:
        """A callback in our words; None for a kind of news that we do not use. Raises `Invalid`."""
        if wanted is not InvoiceNotice:
            raise TypeError(f"Xendit does not send {wanted.__name__}")
        status = _STATUSES.get(str(body.get("status")))
        if status is None:
            return None
        try:
            return InvoiceNotice(
                id=_name(body, "id"),
                order_id=_text(body, "external_id"),
                status=status,
                amount=_whole(body, "amount"),
                currency=_text(body, "currency") if body.get("currency") else "IDR",
            )
        except ValidationError as error:
            raise Invalid.field(str(error.errors()[0]["loc"][0]), "is not a text") from None

    async def _create(self, order: Order, now: datetime) -> Invoice:
        from xendit.apis import InvoiceApi
        from xendit.invoice.model.create_invoice_request import CreateInvoiceRequest
        from xendit.invoice.model.customer_object import CustomerObject
        from xendit.invoice.model.invoice_item import InvoiceItem

        optional = {"success_redirect_url": order.success_url} if order.success_url else {}
        wish = CreateInvoiceRequest(
            external_id=order.id,
            # The SDK takes floats only; whole rupiah stay whole in one.
            amount=float(order.total.amount),
            currency=order.currency,
            description=", ".join(f"{item.quantity} × {item.name}" for item in order.items)[:200],
            invoice_duration=float(max(60, int((order.hold_until - now).total_seconds()))),
            payer_email=order.buyer.email,
            should_send_email=False,
            customer=CustomerObject(
                given_names=order.buyer.full_name,
                email=order.buyer.email,
                mobile_number=_e164(order.buyer.phone),
            ),
            items=[
                InvoiceItem(name=item.name, price=float(item.unit_price), quantity=float(item.quantity))
                for item in order.items
            ],
            locale=order.locale,
            metadata={"request_id": order.request_id},
            **optional,
        )
        answer = await self._call(
            lambda client: InvoiceApi(client).create_invoice(
                wish, _preload_content=False, _request_timeout=self._patience
            )
        )
        return _invoice(answer)

    async def _call(self, ask: Callable[[Any], Any]) -> Any:
        """*ask* in a thread. Answers are parsed here: the SDK's own parsing fails on documented values."""
        from xendit.exceptions import OpenApiException, XenditSdkException

        def run() -> Any:
            import urllib3

            try:
                answer = ask(self._client())
                return json.loads(answer.data)
            except XenditSdkException as error:
                raise _fault(error) from error
            except (OpenApiException, urllib3.exceptions.HTTPError, ValueError, TypeError, OSError) as error:
                # HTML from a proxy, a time-out, an answer cut short: it may have happened or not.
                raise Unavailable("The payment provider does not answer.") from error

        return await blocking(run)

    def _client(self) -> Any:
        if self._sdk is None:
            import xendit

            # Never set_api_key(): it would put the host back to Xendit's own.
            configuration = xendit.Configuration(host=self._base_url, api_key=self._secret_key)
            configuration.connection_pool_maxsize = THREADS
            # urllib3 would ask four times, and take four times as long; who asks again is decided above.
            configuration.retries = False
            self._sdk = xendit.ApiClient(configuration)
        return self._sdk


def _fault(error: Any) -> Unavailable | NotFound | PaymentRefused:
    status = int(error.status or 0)
    reason = str(error.errorCode or "")
    if status in _NOT_NOW or status >= 500:
        return Unavailable("The payment provider is busy.", retry_after=5)
    if status == 404:
        return NotFound("The payment provider knows nothing of it.")
    return PaymentRefused(f"The payment provider refuses: {reason}.", reason=reason)


def _invoice(body: Any) -> Invoice:
    try:
        paid_at = body.get("paid_at")
        return Invoice(
            id=body["id"],
            order_id=body["external_id"],
            status=_STATUSES[body["status"]],
            amount=_whole(body, "amount"),
            currency=body.get("currency") or "IDR",
            checkout_url=body.get("invoice_url"),
            paid_amount=_whole(body, "paid_amount") if body.get("paid_amount") is not None else None,
            paid_at=datetime.fromisoformat(paid_at).astimezone(UTC) if paid_at else None,
            channel=_channel(body),
        )
    except (KeyError, TypeError, AttributeError, ValueError, Invalid) as error:
        raise Unavailable("The payment provider's answer makes no sense.") from error


def _listed(found: Any) -> list[Any]:
    if not isinstance(found, list):
        raise Unavailable("The payment provider's answer makes no sense.")
    return found


def _receipt(body: Any) -> RefundReceipt:
    if not isinstance(body, dict) or not body.get("id"):
        raise Unavailable("The payment provider's answer makes no sense.")
    return RefundReceipt(
        id=str(body["id"]),
        status=_REFUND_STATUSES.get(str(body.get("status")), RefundStatus.REQUESTED),
        reason=body.get("failure_code"),
    )


def _channel(body: dict[str, Any]) -> str | None:
    """The channel's code as in Xendit's list: a bank's virtual account is told apart from its other ways."""
    channel = body.get("payment_channel") or body.get("bank_code") or body.get("ewallet_type")
    channel = _CHANNELS.get(str(channel), channel)
    if body.get("payment_method") == "BANK_TRANSFER" and channel:
        return f"{channel}_VIRTUAL_ACCOUNT"
    return str(channel or body.get("payment_method") or "") or None


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not 1 <= len(value) <= 255 or not value.isprintable():
        raise Invalid.field(name, "is missing or not a text")
    return value


def _name(body: dict[str, Any], name: str) -> str:
    """A text that becomes part of a document's path."""
    value = _text(body, name)
    if "/" in value:
        raise Invalid.field(name, "has a slash in it")
    return value


def _whole(body: dict[str, Any], name: str) -> int:
    """An amount in whole units; Xendit's JSON writes some as 150000.0."""
    value = body.get(name)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise Invalid.field(name, "is missing or not a whole number")
    return value if 0 <= value <= 10**10 else -1


def _e164(phone: str) -> str:
    return f"+62{phone[1:]}" if phone.startswith("0") else phone


def warm() -> None:
    """Import the vendor now."""
    import xendit.apis  # noqa: F401
