"""Callbacks of Xendit."""

import hmac
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from shared.gateways import request_records
from shared.gateways.xendit import payload_parser
from shared.gateways.xendit.redaction import redact_payload
from shared.gateways.xendit.refunds import OUTCOMES
from shared.gateways.xendit.sample_callbacks import is_sample_callback
from shared.kernel.errors import Invalid, Unauthenticated
from shared.kernel.ids import OrderId
from shared.orders import payment_log
from shared.orders.ports import InvoiceNotice, PayoutNotice, RefundNotice
from shared.orders.refund_attempts import refund_attempt_from_reference

T = TypeVar("T")


class XenditCallbacks:
    """Told apart from strangers' by a token; nothing of what they say is believed before Xendit has been asked."""

    _tokens: list[str]

    def verify_callback(self, headers: Mapping[str, str], raw: bytes) -> None:  # noqa: ARG002 (others sign the body)
        """Verify that Xendit sent a callback: its token, compared in constant time. The body carries no signature."""
        sent = headers.get("x-callback-token", "").encode()
        # No short cut: each token is compared, whichever matches.
        matches = [hmac.compare_digest(sent, token.encode()) for token in self._tokens]
        if not sent or not any(matches):
            raise Unauthenticated("callback_token_not_valid")

    def translate_callback(self, body: dict[str, Any], wanted: type[Any]) -> Any:
        """Translate a callback to our terms; None for a sample, and for a kind of callback that is not used.

        Raises:
            Invalid: The callback is malformed.
        """
        read, outcome = _PARSERS[wanted], "invalid"
        try:
            if _is_sample(body):
                outcome = "sample"
                return None
            notice = read(body)
            outcome = "ok" if notice else "unused"
        except ValidationError as error:
            raise Invalid.field(str(error.errors()[0]["loc"][0]), "not_a_text") from None
        finally:
            news = str(body.get("event") or body.get("status"))
            about = str(body.get("external_id") or _unwrap_data(body).get("reference_id") or "")
            request_records.add_request_record(
                payment_log.build_payment_log_entry, "callback", news, about, outcome, 0, redact_payload(body)
            )
        return notice


def _is_sample(body: dict[str, Any]) -> bool:
    data = _unwrap_data(body) or body
    id, reference = data.get("id") or data.get("payout_id"), data.get("external_id") or data.get("reference_id")
    return isinstance(id, str) and isinstance(reference, str) and is_sample_callback(id, reference)


def _parse_invoice_notice(body: dict[str, Any]) -> InvoiceNotice | None:
    # Any value may stand there, and not every one can be looked up.
    status = payload_parser.INVOICE_STATUSES.get(str(body.get("status")))
    if OrderId.try_parse(str(body.get("external_id"))):
        # It names an order of ours, which is asked for in any case: the rest may be missing or new to us.
        return InvoiceNotice(
            id=_or_none(payload_parser.parse_path_segment, body, "id"),
            order_id=body["external_id"],
            status=status,
            amount=_or_none(_parse_written_amount, body, "amount"),
            currency=_or_none(payload_parser.parse_text, body, "currency"),
        )
    if status is None:
        return None
    return InvoiceNotice(
        id=payload_parser.parse_path_segment(body, "id"),
        order_id=payload_parser.parse_text(body, "external_id"),
        status=status,
        amount=_parse_written_amount(body, "amount"),
        currency=payload_parser.parse_text(body, "currency") if body.get("currency") else "IDR",
    )


def _parse_refund_notice(body: dict[str, Any]) -> RefundNotice | None:
    data = _unwrap_data(body)
    outcome = OUTCOMES.get(str(data.get("status")))
    if _names_attempt(data):
        return RefundNotice(
            id=_or_none(payload_parser.parse_path_segment, data, "id"),
            reference=data["reference_id"],
            invoice_id=_or_none(payload_parser.parse_text, data, "invoice_id"),
            outcome=outcome,
        )
    if outcome is None or not str(body.get("event")).startswith("refund."):
        return None
    invoice_id = payload_parser.parse_optional_text(data, "invoice_id")
    return RefundNotice(
        # By the invoice alone the refund can be found too.
        id=payload_parser.parse_path_segment(data, "id") if data.get("id") or invoice_id is None else None,
        reference=payload_parser.parse_optional_text(data, "reference_id"),
        invoice_id=invoice_id,
        outcome=outcome,
    )


def _parse_payout_notice(body: dict[str, Any]) -> PayoutNotice | None:
    data = _unwrap_data(body)
    outcome = OUTCOMES.get(str(data.get("status")))
    if _names_attempt(data):
        id = _or_none(payload_parser.parse_path_segment, data, "id")
        return PayoutNotice(id=id, reference=data["reference_id"], outcome=outcome)
    if outcome is None or not str(body.get("event")).startswith("payout."):
        return None
    return PayoutNotice(
        id=payload_parser.parse_path_segment(data, "id"),
        reference=payload_parser.parse_text(data, "reference_id"),
        outcome=outcome,
    )


def _names_attempt(data: dict[str, Any]) -> bool:
    """Return whether a callback names an attempt at a refund of ours, which is asked for in any case."""
    reference = data.get("reference_id")
    return isinstance(reference, str) and refund_attempt_from_reference(reference) is not None


def _parse_written_amount(body: dict[str, Any], name: str) -> int:
    return payload_parser.parse_whole_amount(body, name, accept_text=True)


def _or_none(parse: Callable[[dict[str, Any], str], T], body: dict[str, Any], name: str) -> T | None:
    try:
        return parse(body, name)
    except Invalid:
        return None


def _unwrap_data(body: dict[str, Any]) -> dict[str, Any]:
    """Unwrap the payload. Xendit has been seen to wrap it twice."""
    data = body.get("data")
    while isinstance(data, dict) and isinstance(data.get("data"), dict):
        data = data["data"]
    return data if isinstance(data, dict) else {}


_PARSERS: dict[type[Any], Callable[[dict[str, Any]], Any]] = {
    InvoiceNotice: _parse_invoice_notice,
    RefundNotice: _parse_refund_notice,
    PayoutNotice: _parse_payout_notice,
}
