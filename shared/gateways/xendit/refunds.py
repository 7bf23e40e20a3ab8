"""Money back: a refund through the channel it came through, or a payout to an account of the buyer's."""

from collections.abc import Callable, Sequence
from typing import Any

from shared.gateways.xendit import payload_parser
from shared.gateways.xendit.sdk_client import PAGE_SIZE, SdkClient
from shared.kernel.errors import Conflict, Invalid, NotFound, Unavailable
from shared.orders.channels import RefundRoute
from shared.orders.errors import PaymentRefused
from shared.orders.models import Order, Refund
from shared.orders.ports import PayoutAccount, RefundOutcome, RefundReceipt

OUTCOMES = {
    "ACCEPTED": RefundOutcome.REQUESTED,
    "REQUESTED": RefundOutcome.REQUESTED,
    "PENDING": RefundOutcome.REQUESTED,
    "PENDING_COMPLIANCE_ASSESSMENT": RefundOutcome.REQUESTED,
    "SUCCEEDED": RefundOutcome.SUCCEEDED,
    "FAILED": RefundOutcome.FAILED,
    "CANCELLED": RefundOutcome.FAILED,
    "EXPIRED": RefundOutcome.FAILED,
    "COMPLIANCE_REJECTED": RefundOutcome.FAILED,
    "REVERSED": RefundOutcome.REVERSED,
}
_DUPLICATE_REASONS = ("DUPLICATE_ERROR", "IDEMPOTENCY_ERROR", "REFUND_IN_PROGRESS", "MAXIMUM_REFUND_AMOUNT_REACHED")
# Xendit's own advice: the same again, under a new key.
_RETRYABLE_REASONS = ("INSUFFICIENT_BALANCE", "REJECTED_BY_CHANNEL", "TEMPORARY_TRANSFER_ERROR")


class XenditRefunds(SdkClient):
    """Each attempt has a reference of its own, which is its key as well."""

    async def request_refund(self, order: Order, refund: Refund, account: PayoutAccount | None) -> RefundReceipt:
        """Request a refund or payout. A second request for the same attempt pays back nothing more."""
        begin = self._create_refund(order, refund) if account is None else self._create_payout(order, refund, account)
        route = refund.route if account is None else RefundRoute.PAYOUT
        try:
            return _receipt_from_body(await begin, route, order.currency)
        except (PaymentRefused, NotFound) as refusal:
            reason = str(refusal.fields.get("reason", refusal.code))
            if reason in _DUPLICATE_REASONS:
                return await self._find_previous_refund(order, refund)
            passing = reason in _RETRYABLE_REASONS
            return RefundReceipt(id="", outcome=RefundOutcome.FAILED, route=route, reason=reason, passing=passing)

    async def find_refund_receipt(self, order: Order, refund: Refund, attempt: int) -> RefundReceipt | None:
        """Find the state of an attempt: by its id, else by our reference among what Xendit lists."""
        known = next((one for one in refund.attempts if one.number == attempt), None)
        if known is not None and known.id is not None:
            return await self._get_receipt(order, known.route, known.id)
        reference = refund.reference(order.id, attempt)
        if attempt == refund.attempt and refund.route is not RefundRoute.PAYOUT:
            listed = await self.list_refund_receipts(order, refund, [])
        else:
            # An attempt that an older version has forgotten may have gone either way.
            listed = await self.list_refund_receipts(order, refund, [reference])
        ours = [one for one in listed if one.reference == reference]
        if not ours and attempt == refund.attempt:
            taken = {one.id for other in order.refunds for one in other.attempts}
            ours = [one for one in listed if not one.reference and one.amount == refund.amount and one.id not in taken]
        return min(ours, key=_rank_receipt, default=None)

    async def list_refund_receipts(self, order: Order, refund: Refund, payouts: Sequence[str]) -> list[RefundReceipt]:
        """List all refunds of the invoice that `refund` is about, and the payouts under these references."""
        lists = [await self._list_payouts(order, reference) for reference in payouts]
        invoice_id = refund.invoice_id or order.payment.invoice_id
        if invoice_id is not None:
            lists.append(await self._list_refunds(order, refund, invoice_id))
        return [receipt for receipts in lists for receipt in receipts]

    async def _get_receipt(self, order: Order, route: RefundRoute, id: str) -> RefundReceipt:
        from xendit.apis import PayoutApi, RefundApi

        if route is RefundRoute.PAYOUT:
            found = await self._call_and_record(
                "get_payout", order.id, lambda client, how: PayoutApi(client).get_payout_by_id(id, **how)
            )
        else:
            found = await self._call_and_record(
                "get_refund", order.id, lambda client, how: RefundApi(client).get_refund(id, **how)
            )
        return _receipt_from_body(found, route, order.currency)

    async def _create_refund(self, order: Order, refund: Refund) -> Any:
        from xendit.apis import RefundApi
        from xendit.refund.model.create_refund import CreateRefund

        invoice_id = refund.invoice_id or order.payment.invoice_id
        if invoice_id is None:
            raise Conflict("nothing_to_refund")
        reference = refund.reference(order.id)
        wish = CreateRefund(
            invoice_id=invoice_id,
            reference_id=reference,
            amount=float(refund.amount),
            currency=order.currency,
            reason="CANCELLATION",
        )
        return await self._call_and_record(
            "create_refund",
            order.id,
            lambda client, how: RefundApi(client).create_refund(
                idempotency_key=f"refund-{reference}", create_refund=wish, **how
            ),
        )

    async def _create_payout(self, order: Order, refund: Refund, account: PayoutAccount) -> Any:
        from xendit.apis import PayoutApi
        from xendit.payout.model.create_payout_request import CreatePayoutRequest
        from xendit.payout.model.digital_payout_channel_properties import DigitalPayoutChannelProperties

        reference = refund.reference(order.id)
        wish = CreatePayoutRequest(
            reference_id=reference,
            channel_code=f"ID_{account.bank}",
            channel_properties=DigitalPayoutChannelProperties(
                account_holder_name=account.holder, account_number=account.number
            ),
            amount=float(refund.amount),
            currency=order.currency,
            description=f"Refund {order.id}",
        )
        return await self._call_and_record(
            "create_payout",
            order.id,
            # By keyword: the second positional argument is another account of ours.
            lambda client, how: PayoutApi(client).create_payout(
                idempotency_key=f"refund-{reference}", create_payout_request=wish, **how
            ),
        )

    async def _find_previous_refund(self, order: Order, refund: Refund) -> RefundReceipt:
        """Find the refund that an earlier call has created, and whose answer was lost.

        Raises:
            Unavailable: The provider shows none.
        """
        found = await self.find_refund_receipt(order, refund, refund.attempt)
        if found is None:
            raise Unavailable("refund_not_listed")
        return found

    async def _list_payouts(self, order: Order, reference: str) -> list[RefundReceipt]:
        from xendit.apis import PayoutApi

        found = await self._list_all_pages(
            "get_payouts",
            order.id,
            lambda client, page: PayoutApi(client).get_payouts(reference, **page),
        )
        # Xendit matches the reference exactly; we would rather see that ourselves.
        receipts = [_receipt_from_body(one, RefundRoute.PAYOUT, order.currency) for one in found]
        return [one for one in receipts if one.reference == reference]

    async def _list_refunds(self, order: Order, refund: Refund, invoice_id: str) -> list[RefundReceipt]:
        from xendit.apis import RefundApi

        found = await self._list_all_pages(
            "get_refunds",
            order.id,
            lambda client, page: RefundApi(client).get_all_refunds(invoice_id=invoice_id, **page),
        )
        route = RefundRoute.SURPLUS if refund.is_surplus else RefundRoute.REFUND
        return [_receipt_from_body(one, route, order.currency) for one in found]

    async def _list_all_pages(
        self, operation: str, about: str, ask: Callable[[Any, dict[str, Any]], Any]
    ) -> list[dict[str, Any]]:
        """List the entries of all pages. `ask` gets the SDK's client, and the options of one page.

        Raises:
            Unavailable: The answer is not a list, or says that there is more without an entry to go on from.
        """
        found: list[dict[str, Any]] = []
        last: dict[str, str] = {}
        while True:
            page = await self._call_and_record(
                operation,
                about,
                lambda client, how, last=last: ask(client, {"limit": float(PAGE_SIZE), **last, **how}),  # type: ignore[misc]
            )
            entries = payload_parser.parse_list(page.get("data") if isinstance(page, dict) else None)
            found += entries
            if not page.get("has_more"):
                return found
            if not entries or not isinstance(entries[-1], dict) or last == {"after_id": str(entries[-1].get("id"))}:
                raise payload_parser.invalid_answer_error()
            last = {"after_id": str(entries[-1].get("id"))}


def _rank_receipt(receipt: RefundReceipt) -> bool:
    """Rank what is on its way before what has failed."""
    return receipt.outcome in (RefundOutcome.FAILED, RefundOutcome.REVERSED)


def _receipt_from_body(body: Any, route: RefundRoute, currency: str) -> RefundReceipt:
    if not isinstance(body, dict) or not body.get("id"):
        raise payload_parser.invalid_answer_error()
    reason = body.get("failure_code")
    return RefundReceipt(
        id=str(body["id"]),
        # A word that is new to us says at least that it has not ended.
        outcome=OUTCOMES.get(str(body.get("status")), RefundOutcome.REQUESTED),
        reference=str(body.get("reference_id") or "") or None,
        route=route,
        amount=_parse_amount(body, currency),
        reason=str(reason) if reason else None,
        passing=reason in _RETRYABLE_REASONS,
    )


def _parse_amount(body: dict[str, Any], currency: str) -> int | None:
    """Parse the amount of a refund or payout: None if there is none, -1 if it fits no order of this currency."""
    if body.get("amount") is None:
        return None
    if body.get("currency") not in (None, "", currency):
        return -1
    try:
        return payload_parser.parse_whole_amount(body, "amount", accept_text=True)
    except Invalid:
        return -1
