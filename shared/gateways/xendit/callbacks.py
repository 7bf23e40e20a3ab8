"""What Xendit calls to say."""

import hmac
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from shared.gateways.xendit import reading
from shared.gateways.xendit.redacting import redacted
from shared.gateways.xendit.refunds import OUTCOMES
from shared.kernel import papers
from shared.kernel.errors import Invalid, Unauthenticated
from shared.orders import calls
from shared.orders.ports import InvoiceNotice, PayoutNotice, RefundNotice


class Callbacks:
    """Told apart from strangers' by a token; nothing of what they say is believed before Xendit has been asked."""

    _tokens: list[str]

    def verify(self, headers: Mapping[str, str], raw: bytes) -> None:  # noqa: ARG002 (others sign the body)
        """Whether Xendit sent this: its token, compared in constant time. There is no signature over the body."""
        sent = headers.get("x-callback-token", "").encode()
        # No short cut: each token is compared, whichever matches.
        matches = [hmac.compare_digest(sent, token.encode()) for token in self._tokens]
        if not sent or not any(matches):
            raise Unauthenticated("The callback token is not ours.")

    def translated(self, body: dict[str, Any], wanted: type[Any]) -> Any:
        """A callback in our words; None for a kind of news that we do not use. Raises `Invalid`."""
        read, outcome = _READ[wanted], "invalid"
        try:
            notice = read(body)
            outcome = "ok" if notice else "unused"
        except ValidationError as error:
            raise Invalid.field(str(error.errors()[0]["loc"][0]), "is not a text") from None
        finally:
            news = str(body.get("event") or body.get("status"))
            about = str(body.get("external_id") or _inner(body).get("reference_id") or "")
            papers.leave(calls.sheet, "callback", news, about, outcome, 0, redacted(body))
        return notice


def _invoice(body: dict[str, Any]) -> InvoiceNotice | None:
    # Any value may stand there, and not every one can be looked up.
    status = reading.INVOICE_STATUSES.get(str(body.get("status")))
    if status is None:
        return None
    return InvoiceNotice(
        id=reading.name(body, "id"),
        order_id=reading.text(body, "external_id"),
        status=status,
        amount=reading.whole(body, "amount"),
        currency=reading.text(body, "currency") if body.get("currency") else "IDR",
    )


def _refund(body: dict[str, Any]) -> RefundNotice | None:
    data = _inner(body)
    outcome = OUTCOMES.get(str(data.get("status")))
    if outcome is None or not str(body.get("event")).startswith("refund."):
        return None
    return RefundNotice(
        id=reading.name(data, "id"),
        reference=reading.optional(data, "reference_id"),
        invoice_id=reading.optional(data, "invoice_id"),
        outcome=outcome,
    )


def _payout(body: dict[str, Any]) -> PayoutNotice | None:
    data = _inner(body)
    outcome = OUTCOMES.get(str(data.get("status")))
    if outcome is None or not str(body.get("event")).startswith("payout."):
        return None
    return PayoutNotice(id=reading.name(data, "id"), reference=reading.text(data, "reference_id"), outcome=outcome)


def _inner(body: dict[str, Any]) -> dict[str, Any]:
    """The thing itself; Xendit has been seen to wrap it twice."""
    data = body.get("data")
    while isinstance(data, dict) and isinstance(data.get("data"), dict):
        data = data["data"]
    return data if isinstance(data, dict) else {}


_READ: dict[type[Any], Callable[[dict[str, Any]], Any]] = {
    InvoiceNotice: _invoice,
    RefundNotice: _refund,
    PayoutNotice: _payout,
}
