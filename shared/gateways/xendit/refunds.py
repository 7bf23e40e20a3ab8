"""Money back: a refund through the channel it came through, or a payout to an account of the buyer's."""

from typing import Any

from shared.gateways.xendit import reading
from shared.gateways.xendit.line import Line
from shared.kernel.errors import Conflict, NotFound, Unavailable
from shared.orders.channels import Route
from shared.orders.errors import PaymentRefused
from shared.orders.models import Order, Refund
from shared.orders.ports import Account, Outcome, RefundReceipt

OUTCOMES = {
    "ACCEPTED": Outcome.REQUESTED,
    "REQUESTED": Outcome.REQUESTED,
    "PENDING": Outcome.REQUESTED,
    "PENDING_COMPLIANCE_ASSESSMENT": Outcome.REQUESTED,
    "SUCCEEDED": Outcome.SUCCEEDED,
    "FAILED": Outcome.FAILED,
    "CANCELLED": Outcome.FAILED,
    "EXPIRED": Outcome.FAILED,
    "COMPLIANCE_REJECTED": Outcome.FAILED,
    "REVERSED": Outcome.REVERSED,
}
_ASKED_BEFORE = ("DUPLICATE_ERROR", "IDEMPOTENCY_ERROR", "REFUND_IN_PROGRESS", "MAXIMUM_REFUND_AMOUNT_REACHED")
# Xendit's own advice: the same again, under a new key.
_PASSING = ("INSUFFICIENT_BALANCE", "REJECTED_BY_CHANNEL", "TEMPORARY_TRANSFER_ERROR")


class Refunds(Line):
    """Each attempt has a reference of its own, which is its key as well."""

    async def refund(self, order: Order, refund: Refund, account: Account | None) -> RefundReceipt:
        """Give back what *refund* says: asked twice, it happens once."""
        begin = self._begin_refund(order, refund) if account is None else self._begin_payout(order, refund, account)
        try:
            return _receipt(await begin)
        except (PaymentRefused, NotFound) as refusal:
            reason = str(refusal.fields.get("reason", refusal.code))
            if reason in _ASKED_BEFORE:
                return await self._begun_before(order, refund)
            return RefundReceipt(id="", outcome=Outcome.FAILED, reason=reason, passing=reason in _PASSING)

    async def refund_status(self, order: Order, refund: Refund) -> RefundReceipt:
        """What became of a refund that had begun."""
        from xendit.apis import PayoutApi, RefundApi

        if refund.route is Route.PAYOUT:
            return _receipt(
                await self._call(
                    "get_payout",
                    order.id,
                    lambda client, how: PayoutApi(client).get_payout_by_id(refund.id, **how),
                )
            )
        return _receipt(
            await self._call("get_refund", order.id, lambda client, how: RefundApi(client).get_refund(refund.id, **how))
        )

    async def _begin_refund(self, order: Order, refund: Refund) -> Any:
        from xendit.apis import RefundApi
        from xendit.refund.model.create_refund import CreateRefund

        if order.payment.invoice_id is None:
            raise Conflict("This order has nothing to refund.")
        reference = refund.reference(order.id)
        wish = CreateRefund(
            invoice_id=order.payment.invoice_id,
            reference_id=reference,
            amount=float(refund.amount),
            currency=order.currency,
            reason="CANCELLATION",
        )
        return await self._call(
            "create_refund",
            order.id,
            lambda client, how: RefundApi(client).create_refund(
                idempotency_key=f"refund-{reference}", create_refund=wish, **how
            ),
        )

    async def _begin_payout(self, order: Order, refund: Refund, account: Account) -> Any:
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
        return await self._call(
            "create_payout",
            order.id,
            # By keyword: the second positional argument is another account of ours.
            lambda client, how: PayoutApi(client).create_payout(
                idempotency_key=f"refund-{reference}", create_payout_request=wish, **how
            ),
        )

    async def _begun_before(self, order: Order, refund: Refund) -> RefundReceipt:
        """The refund that an earlier call has made, whose answer was lost. Raises `Unavailable` if none is seen.

        Xendit has been seen to leave a refund's reference empty: then the amount says which it is.
        """
        known = {one.id for one in order.refunds}
        ours = (refund.reference(order.id), "", None)
        receipts = [
            _receipt(one)
            for one in await self._alike(order, refund)
            if one.get("reference_id") in ours and one.get("amount") == refund.amount and one.get("id") not in known
        ]
        receipts.sort(key=lambda receipt: receipt.outcome is Outcome.FAILED)
        if not receipts:
            raise Unavailable("The payment provider has been asked for this before, and does not show what came of it.")
        return receipts[0]

    async def _alike(self, order: Order, refund: Refund) -> list[Any]:
        from xendit.apis import PayoutApi, RefundApi

        if refund.route is Route.PAYOUT:
            reference = refund.reference(order.id)
            found = await self._call(
                "get_payouts", order.id, lambda client, how: PayoutApi(client).get_payouts(reference, **how)
            )
        else:
            found = await self._call(
                "get_refunds",
                order.id,
                lambda client, how: RefundApi(client).get_all_refunds(invoice_id=order.payment.invoice_id, **how),
            )
        return reading.listed(found.get("data"))


def _receipt(body: Any) -> RefundReceipt:
    if not isinstance(body, dict) or not body.get("id"):
        raise reading.senseless()
    reason = body.get("failure_code")
    return RefundReceipt(
        id=str(body["id"]),
        # A word that is new to us says at least that it has not ended.
        outcome=OUTCOMES.get(str(body.get("status")), Outcome.REQUESTED),
        reason=str(reason) if reason else None,
        passing=reason in _PASSING,
    )
