"""Money back: a refund through the channel it came through, or a payout to an account of the buyer's."""

from typing import Any

from shared.gateways.xendit import payload_parser
from shared.gateways.xendit.sdk_client import SdkClient
from shared.kernel.errors import Conflict, NotFound, Unavailable
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
        try:
            return _receipt_from_body(await begin)
        except (PaymentRefused, NotFound) as refusal:
            reason = str(refusal.fields.get("reason", refusal.code))
            if reason in _DUPLICATE_REASONS:
                return await self._find_previous_refund(order, refund)
            return RefundReceipt(
                id="", outcome=RefundOutcome.FAILED, reason=reason, passing=reason in _RETRYABLE_REASONS
            )

    async def get_refund_status(self, order: Order, refund: Refund) -> RefundReceipt:
        """Get the state of a refund that was requested."""
        from xendit.apis import PayoutApi, RefundApi

        if refund.route is RefundRoute.PAYOUT:
            return _receipt_from_body(
                await self._call_and_record(
                    "get_payout",
                    order.id,
                    lambda client, how: PayoutApi(client).get_payout_by_id(refund.id, **how),
                )
            )
        return _receipt_from_body(
            await self._call_and_record(
                "get_refund", order.id, lambda client, how: RefundApi(client).get_refund(refund.id, **how)
            )
        )

    async def _create_refund(self, order: Order, refund: Refund) -> Any:
        from xendit.apis import RefundApi
        from xendit.refund.model.create_refund import CreateRefund

        if order.payment.invoice_id is None:
            raise Conflict("nothing_to_refund")
        reference = refund.reference(order.id)
        wish = CreateRefund(
            invoice_id=order.payment.invoice_id,
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
        known = {one.id for one in order.refunds}
        ours = (refund.reference(order.id), "", None)
        receipts = [
            _receipt_from_body(one)
            for one in await self._list_similar_refunds(order, refund)
            if one.get("reference_id") in ours and one.get("amount") == refund.amount and one.get("id") not in known
        ]
        receipts.sort(key=lambda receipt: receipt.outcome is RefundOutcome.FAILED)
        if not receipts:
            raise Unavailable("refund_not_listed")
        return receipts[0]

    async def _list_similar_refunds(self, order: Order, refund: Refund) -> list[Any]:
        from xendit.apis import PayoutApi, RefundApi

        if refund.route is RefundRoute.PAYOUT:
            reference = refund.reference(order.id)
            found = await self._call_and_record(
                "get_payouts", order.id, lambda client, how: PayoutApi(client).get_payouts(reference, **how)
            )
        else:
            found = await self._call_and_record(
                "get_refunds",
                order.id,
                lambda client, how: RefundApi(client).get_all_refunds(invoice_id=order.payment.invoice_id, **how),
            )
        return payload_parser.parse_list(found.get("data"))


def _receipt_from_body(body: Any) -> RefundReceipt:
    if not isinstance(body, dict) or not body.get("id"):
        raise payload_parser.invalid_answer_error()
    reason = body.get("failure_code")
    return RefundReceipt(
        id=str(body["id"]),
        # A word that is new to us says at least that it has not ended.
        outcome=OUTCOMES.get(str(body.get("status")), RefundOutcome.REQUESTED),
        reason=str(reason) if reason else None,
        passing=reason in _RETRYABLE_REASONS,
    )
