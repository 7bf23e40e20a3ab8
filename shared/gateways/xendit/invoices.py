"""The invoices of orders: never two that can be paid."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

from shared.gateways.xendit import payload_parser
from shared.gateways.xendit.sdk_client import PAGE_SIZE, SdkClient
from shared.kernel.errors import NotFound
from shared.kernel.ids import OrderId
from shared.kernel.phone_numbers import find_international_phone
from shared.orders import item_names
from shared.orders.errors import PaymentRefused
from shared.orders.models import Order
from shared.orders.ports import Invoice, InvoiceStatus

# No channel is left, or one of them is not on our account.
_CHANNEL_REASONS = ("UNAVAILABLE_PAYMENT_METHOD_ERROR", "NO_COLLECTION_METHODS_ERROR")


class XenditInvoices(SdkClient):
    """Xendit accepts two invoices with one reference: which call may create an invoice is decided by a commit."""

    async def find_invoice(self, order: Order, *, now: datetime) -> Invoice | None:
        wanted = (InvoiceStatus.PAID, InvoiceStatus.PENDING)
        found = [one for one in await self.list_invoices(order.id) if one.status in wanted]
        # One that has been paid is to be settled; then the one that the buyer has been shown.
        found.sort(key=lambda one: (wanted.index(one.status), one.id != order.payment.invoice_id))
        chosen = found[0].having(replaces=order.payment.invoice_id) if found else None
        if chosen and order.payable_at(now):
            _check_checkout_url(chosen)
        if chosen and order.payable_at(now) and chosen.id != order.payment.invoice_id:
            # Another click may be about to show one of the others: a task closes what is one too many a little later.
            return chosen
        for stray in found if chosen and not order.payable_at(now) else found[1:]:
            if stray.status is InvoiceStatus.PENDING:
                await self._expire_invoice(order.id, stray.id)
        return chosen

    async def list_invoices(self, order_id: str) -> list[Invoice]:
        from xendit.apis import InvoiceApi

        found = await self._call_and_record(
            "get_invoices",
            order_id,
            lambda client, how: InvoiceApi(client).get_invoices(external_id=order_id, limit=float(PAGE_SIZE), **how),
        )
        # Xendit matches the reference exactly; we would rather see that ourselves.
        ours = [
            invoice
            for invoice in map(payload_parser.parse_invoice, payload_parser.parse_list(found))
            if invoice.order_id == order_id
        ]
        return [await self._complete_invoice(invoice) for invoice in ours]

    async def _complete_invoice(self, invoice: Invoice) -> Invoice:
        """Ask for an invoice by its id if the answer lacks the page to pay on, or the payment."""
        from xendit.apis import InvoiceApi

        if not _is_partial(invoice):
            return invoice
        found = await self._call_and_record(
            "get_invoice",
            invoice.order_id,
            lambda client, how: InvoiceApi(client).get_invoice_by_id(invoice.id, **how),
        )
        whole = payload_parser.parse_invoice(found)
        if (whole.id, whole.order_id) != (invoice.id, invoice.order_id):
            raise payload_parser.invalid_answer_error()
        return whole

    async def list_invoices_since(self, moment: datetime) -> AsyncIterator[list[Invoice]]:
        from xendit.apis import InvoiceApi

        last: dict[str, str] = {}
        while True:
            found = await self._call_and_record(
                "get_invoices",
                "",
                lambda client, how, last=last: InvoiceApi(client).get_invoices(  # type: ignore[misc]
                    created_after=moment, limit=float(PAGE_SIZE), **last, **how
                ),
            )
            if payload_parser.parse_list(found):
                yield [
                    payload_parser.parse_invoice(one) for one in found if OrderId.try_parse(str(one.get("external_id")))
                ]
            if len(found) < PAGE_SIZE:
                return
            last = {"last_invoice": found[-1]["id"]}

    async def close_invoices(self, order_id: str) -> list[Invoice]:
        found = await self.list_invoices(order_id)
        payable = [one for one in found if one.status is InvoiceStatus.PENDING]
        for invoice in payable:
            await self._expire_invoice(order_id, invoice.id)
        return await self.list_invoices(order_id) if payable else found

    async def _expire_invoice(self, order_id: str, invoice_id: str) -> None:
        from xendit.apis import InvoiceApi

        try:
            await self._call_and_record(
                "expire_invoice",
                order_id,
                lambda client, how: InvoiceApi(client).expire_invoice(invoice_id, **how),
            )
        except (PaymentRefused, NotFound):
            # It was paid or expired a moment ago; whoever needs to know reads it again.
            return

    async def create_invoice(self, order: Order, *, now: datetime) -> Invoice:
        try:
            return await self._create_invoice(order, order.invoice_channels, now=now)
        except PaymentRefused as refusal:
            if not order.invoice_channels or refusal.fields.get("reason") not in _CHANNEL_REASONS:
                raise
            # Our account lacks a channel of the buyer's choice: that the order can be paid matters more.
            return await self._create_invoice(order, (), now=now)

    async def _create_invoice(self, order: Order, channels: Sequence[str], *, now: datetime) -> Invoice:
        from xendit.apis import InvoiceApi
        from xendit.invoice.model.create_invoice_request import CreateInvoiceRequest
        from xendit.invoice.model.customer_object import CustomerObject
        from xendit.invoice.model.invoice_fee import InvoiceFee
        from xendit.invoice.model.invoice_item import InvoiceItem

        optional: dict[str, Any] = {
            "success_redirect_url": order.success_url,
            "failure_redirect_url": order.failure_url,
            "payment_methods": list(channels),
        }
        if order.admin_fee:
            # Xendit shows this text on its page.
            fee = item_names.name_admin_fee(order.locale)
            optional["fees"] = [InvoiceFee(type=fee, value=float(order.admin_fee))]
        wish = CreateInvoiceRequest(
            external_id=order.id,
            # The SDK takes floats only; whole rupiah stay whole in one.
            amount=float(order.total.amount),
            currency=order.currency,
            description=", ".join(f"{item.quantity} × {item.name}" for item in order.items)[:200],
            invoice_duration=float(max(60, int((order.pay_before - now).total_seconds()))),
            payer_email=order.buyer.email,
            should_send_email=False,
            customer=CustomerObject(
                given_names=order.buyer.full_name,
                email=order.buyer.email,
                **({"mobile_number": phone} if (phone := find_international_phone(order.buyer.phone)) else {}),
            ),
            items=[
                InvoiceItem(name=item.name, price=float(item.unit_price), quantity=float(item.quantity))
                for item in order.items
            ],
            locale=order.locale,
            metadata={"request_id": order.request_id},
            **{name: value for name, value in optional.items() if value},
        )
        answer = await self._call_and_record(
            "create_invoice", order.id, lambda client, how: InvoiceApi(client).create_invoice(wish, **how)
        )
        invoice = await self._complete_invoice(payload_parser.parse_invoice(answer))
        _check_checkout_url(invoice)
        return invoice.having(replaces=order.payment.invoice_id)


def _is_partial(invoice: Invoice) -> bool:
    """Return whether an answer lacks what its state promises: a page to pay on, or the payment."""
    if invoice.status is InvoiceStatus.PENDING:
        return invoice.checkout_url is None
    payment = (invoice.paid_amount, invoice.paid_at, invoice.channel)
    return invoice.status is InvoiceStatus.PAID and None in payment


def _check_checkout_url(invoice: Invoice) -> None:
    """Check that a payable invoice says where to pay: without that, nobody is shown the invoice.

    Raises:
        Unavailable: Xendit does not show the page; the caller asks again later.
    """
    if invoice.status is InvoiceStatus.PENDING and invoice.checkout_url is None:
        raise payload_parser.invalid_answer_error()
