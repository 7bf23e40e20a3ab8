"""Events of SendGrid's signed event webhook: what became of our mails."""

import base64
import binascii
import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

from pydantic import ValidationError

from shared.contracts.delivery_reports import (
    DeliveryReport,
    DeliveryReports,
    FailureCause,
    ReportedStatus,
    compute_report_key,
)
from shared.gateways.sendgrid import DELIVERY_ARGUMENT
from shared.kernel.errors import Unauthenticated
from shared.kernel.ids import Id

_SIGNATURE = "x-twilio-email-event-webhook-signature"
_TIMESTAMP = "x-twilio-email-event-webhook-timestamp"
MAX_AGE = timedelta(hours=25)
"""Age of the oldest callback that is accepted.

SendGrid tries a callback for 24 hours, and does not say whether a retry is signed anew. A shorter time could lose what
happened during an outage. A callback that a stranger sends again does nothing: its events have been recorded.
"""
MAX_CLOCK_SKEW = timedelta(minutes=10)
_NAMED_CURVE = "secp256r1"
_MAX_TEXT = 4_096

_STATUSES: Mapping[str, ReportedStatus] = MappingProxyType(
    {
        "processed": ReportedStatus.SENT,
        "deferred": ReportedStatus.DEFERRED,
        "delivered": ReportedStatus.DELIVERED,
        "bounce": ReportedStatus.BOUNCED,
        "dropped": ReportedStatus.DROPPED,
        "open": ReportedStatus.OPENED,
        "click": ReportedStatus.CLICKED,
        "spamreport": ReportedStatus.COMPLAINED,
        "unsubscribe": ReportedStatus.UNSUBSCRIBED,
        "group_unsubscribe": ReportedStatus.UNSUBSCRIBED,
    }
)
_DROPS: Mapping[str, FailureCause] = MappingProxyType(
    {
        "bounced address": FailureCause.PERSON,
        "invalid": FailureCause.PERSON,
        "unsubscribed address": FailureCause.PERSON,
        "spam reporting address": FailureCause.PERSON,
    }
)
"""Reasons to drop a mail that lie with the address; all others lie with our message or our account."""
_CLASSIFICATIONS: Mapping[str, FailureCause] = MappingProxyType(
    {
        "content": FailureCause.MESSAGE,
        "reputation": FailureCause.VENDOR,
        "technical": FailureCause.VENDOR,
        "technical failure": FailureCause.VENDOR,
        "frequency or volume too high": FailureCause.VENDOR,
    }
)
"""Classes of bounces that do not lie with the address."""
_ENHANCED_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


class _Failure(NamedTuple):
    cause: FailureCause | None = None
    code: str = ""
    permanent: bool = False


class SendGridEvents:
    """Verifies and translates batches of events.

    Args:
        public_keys: Public keys of the signed webhook as SendGrid shows them, with commas between; two while rotating.
            Without a key, nobody's callback is accepted.
        clock: Source of the present time, in Unix seconds.
    """

    def __init__(self, *, public_keys: str, clock: Callable[[], float] = time.time) -> None:
        self._keys = [_load_key(key.strip()) for key in public_keys.split(",") if key.strip()]
        self._clock = clock

    def verify_callback(self, headers: Mapping[str, str], raw: bytes) -> None:
        """Verify that SendGrid signed this body, not long ago.

        Raises:
            Unauthenticated: The signature is missing, wrong or too old.
        """
        timestamp = headers.get(_TIMESTAMP, "")
        if not self._is_signed(headers.get(_SIGNATURE, ""), timestamp.encode() + raw):
            raise Unauthenticated("callback_signature_not_valid")
        if not re.fullmatch(r"[0-9]{1,12}", timestamp):
            raise Unauthenticated("callback_signature_not_valid")
        age = timedelta(seconds=self._clock() - int(timestamp))
        if not -MAX_CLOCK_SKEW <= age <= MAX_AGE:
            raise Unauthenticated("callback_too_old")

    def translate_callback(self, body: Any, wanted: type[Any]) -> Any:
        """Translate a batch of events to reports; None if no event is about a delivery of ours."""
        if wanted is not DeliveryReports:
            raise TypeError(f"SendGrid sends no {wanted.__name__}")
        reports: dict[str, DeliveryReport] = {}
        skipped = 0
        for event in body:
            report = _parse_event(event)
            if report is None:
                skipped += 1
            else:
                reports.setdefault(report.key, report)
        return DeliveryReports(items=tuple(reports.values()), skipped=skipped) if reports else None

    def _is_signed(self, signature: str, told: bytes) -> bool:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec

        try:
            decoded = base64.b64decode(signature, validate=True)
        except (binascii.Error, ValueError):
            return False
        for key in self._keys:
            try:
                key.verify(decoded, told, ec.ECDSA(hashes.SHA256()))
            except InvalidSignature:
                continue
            return True
        return False


def _load_key(text: str) -> Any:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        key = load_der_public_key(base64.b64decode(text, validate=True))
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, ec.EllipticCurvePublicKey) or key.curve.name != _NAMED_CURVE:
        raise ValueError("SENDGRID_EVENT_KEYS holds a text that is not a public key of SendGrid's signed webhook")
    return key


def _parse_event(event: Any) -> DeliveryReport | None:
    """Parse one event; None if the event cannot be read, or is not about a delivery of ours."""
    if not isinstance(event, dict):
        return None
    name, delivery_id, at = event.get("event"), event.get(DELIVERY_ARGUMENT), _parse_time(event.get("timestamp"))
    status = _STATUSES.get(name) if isinstance(name, str) else None
    if status is None or at is None or not isinstance(delivery_id, str):
        return None
    failure, url = _find_failure(status, event), _find_text(event, "url")
    news = url or _find_text(event, "reason") or _find_text(event, "response")
    try:
        return DeliveryReport(
            delivery_id=Id(delivery_id),
            channel="email",
            status=status,
            at=at,
            cause=failure.cause,
            code=failure.code,
            permanent=failure.permanent,
            by_machine=status is ReportedStatus.OPENED and event.get("sg_machine_open") is True,
            provider_id=_find_text(event, "sg_message_id", most=200),
            url=_find_text(event, "url", most=_MAX_TEXT) if status is ReportedStatus.CLICKED else None,
            # A retried event has another `sg_event_id`, and is the same news.
            key=compute_report_key(delivery_id, status, at, news),
        )
    except (ValidationError, ValueError):
        return None


def _find_failure(status: ReportedStatus, event: Mapping[str, Any]) -> _Failure:
    """Find where a failure lies. The words of the other server are left out: they often quote the address."""
    if status is ReportedStatus.BOUNCED:
        kind = "blocked" if event.get("type") == "blocked" else "bounce"
        cause = _CLASSIFICATIONS.get(_read_label(event, "bounce_classification"), FailureCause.PERSON)
        code = _read_label(event, "status")
        return _Failure(cause, code if _ENHANCED_STATUS.fullmatch(code) else kind, permanent=kind == "bounce")
    if status is ReportedStatus.DROPPED:
        reason = _read_label(event, "reason")
        if reason in _DROPS:
            return _Failure(_DROPS[reason], reason.replace(" ", "_"), permanent=True)
        return _Failure(FailureCause.MESSAGE, "dropped")
    return _Failure()


def _read_label(event: Mapping[str, Any], name: str) -> str:
    return (_find_text(event, name) or "").strip().lower()


def _find_text(event: Mapping[str, Any], name: str, *, most: int | None = None) -> str | None:
    value = event.get(name)
    return value if isinstance(value, str) and (most is None or len(value) <= most) else None


def _parse_time(seconds: Any) -> datetime | None:
    """Parse Unix seconds; None for anything that is not a time between 2000 and 9999."""
    if not isinstance(seconds, int) or isinstance(seconds, bool) or not 946_684_800 <= seconds < 253_402_300_800:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def import_sdk() -> None:
    """Import the vendor now."""
    import cryptography.hazmat.primitives.asymmetric.ec
    import cryptography.hazmat.primitives.serialization  # noqa: F401
