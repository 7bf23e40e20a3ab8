"""Callbacks of Twilio: what became of a message, and what people write back."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from shared.contracts.delivery_reports import (
    LONGEST_INBOUND_BODY,
    DeliveryReport,
    DeliveryReports,
    InboundText,
    ReportedStatus,
    compute_report_key,
)
from shared.contracts.text_messages import TextChannel
from shared.gateways.form_bodies import parse_callback_form
from shared.gateways.request_records import get_request_time
from shared.gateways.twilio.error_codes import explain_failure
from shared.gateways.twilio.sender import DELIVERY_PARAMETER, split_secrets
from shared.kernel.errors import Unauthenticated
from shared.kernel.ids import Id
from shared.kernel.ports import CALLBACK_PATH, CallbackForm

_WHATSAPP = "whatsapp:"
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_STATUSES: Mapping[str, ReportedStatus | None] = {
    # Twilio keeps the message still; that was known since Twilio accepted the message.
    "accepted": None,
    "scheduled": None,
    "queued": None,
    "sending": None,
    "sent": ReportedStatus.SENT,
    "delivered": ReportedStatus.DELIVERED,
    "partially_delivered": ReportedStatus.DELIVERED,
    "read": ReportedStatus.READ,
    "undelivered": ReportedStatus.FAILED,
    "failed": ReportedStatus.FAILED,
    "canceled": ReportedStatus.FAILED,
}


class TwilioCallbacks:
    """Callbacks of one account. Twilio signs the address that it was told, and the fields of the form.

    Args:
        account_sid: Our account.
        keys: Auth tokens or shared keys that sign callbacks, with commas between them while they rotate.
        base_url: Front door of the public functions, as Twilio was told it.
    """

    def __init__(self, *, account_sid: str, keys: str, base_url: str) -> None:
        self._account_sid = account_sid
        self._keys = split_secrets(keys)
        self._base_url = base_url.rstrip("/")

    def verify_callback(self, headers: Mapping[str, str], raw: bytes) -> None:
        """Verify that Twilio sent a callback about a message of our account.

        Raises:
            Unauthenticated: The signature is missing or wrong, or another account has signed.
            Invalid: The body is not a form, so that there is nothing to verify.
        """
        from twilio.request_validator import HMAC_SHA1, HMAC_SHA256, RequestValidator, get_signature_algorithm

        path = headers[CALLBACK_PATH]
        form = parse_callback_form(raw, path.partition("?")[2])
        signature = headers.get("x-twilio-signature", "")
        algorithm = get_signature_algorithm(headers.get("x-twilio-webhooks-signature-settings")).upper()
        if not signature or algorithm not in (HMAC_SHA1, HMAC_SHA256):
            raise Unauthenticated("callback_signature_not_valid")
        url, signed = f"{self._base_url}{path}", _SignedFields(form.fields)
        # No short cut: each key is tried, whichever matches.
        matches = [RequestValidator(key).validate(url, signed, signature, algorithm) for key in self._keys]
        if not any(matches):
            raise Unauthenticated("callback_signature_not_valid")
        if not self._account_sid or form.get_value("AccountSid") != self._account_sid:
            raise Unauthenticated("callback_of_another_account")

    def translate_callback(self, body: CallbackForm, wanted: type[Any]) -> Any:
        """Translate a callback to our terms; None for news of no use."""
        return _TRANSLATIONS[wanted](body)


class _SignedFields(dict[str, tuple[str, ...]]):
    """Fields of a form as the SDK's validator reads repeated ones."""

    def getlist(self, name: str) -> list[str]:
        return list(self[name])


def _translate_reports(form: CallbackForm) -> DeliveryReports | None:
    status_name = form.get_value("MessageStatus") or form.get_value("SmsStatus")
    status = _STATUSES.get(status_name)
    if status is None and status_name in _STATUSES:
        return None
    delivery = Id.try_parse(form.get_parameter(DELIVERY_PARAMETER))
    channel = _find_channel(form.get_value("To"))
    if status is None or delivery is None or channel is None:
        # A status that is new to us, or a message that we did not send.
        return DeliveryReports(skipped=1)
    code, sid = form.get_value("ErrorCode")[:20], form.get_value("MessageSid")[:64]
    report = DeliveryReport(
        delivery_id=delivery,
        channel=channel.value,
        status=status,
        at=get_request_time(),
        provider_id=sid or None,
        # Twilio names no time. Each message has each status once, and a new attempt is a new message.
        key=compute_report_key(delivery, status, sid, code),
    )
    if status is not ReportedStatus.FAILED:
        return DeliveryReports(items=(report,))
    meaning = explain_failure(code)
    failed = report.having(cause=meaning.cause, permanent=meaning.permanent, code=code)
    if not meaning.unsubscribed:
        return DeliveryReports(items=(failed,))
    key = compute_report_key(delivery, ReportedStatus.UNSUBSCRIBED, sid, code)
    return DeliveryReports(items=(failed, report.having(status=ReportedStatus.UNSUBSCRIBED, code=code, key=key)))


def _translate_inbound(form: CallbackForm) -> InboundText | None:
    sender, sid = form.get_value("From"), Id.try_parse(form.get_value("MessageSid"))
    channel, phone = _find_channel(sender), sender.removeprefix(_WHATSAPP)
    if channel is None or sid is None:
        return None
    body = form.get_value("Body")[:LONGEST_INBOUND_BODY]
    return InboundText(id=sid, channel=channel.value, sender=phone, body=body, at=get_request_time())


def _find_channel(address: str) -> TextChannel | None:
    """Find the channel of an address such as `whatsapp:+62812…`; None for another channel, and for no phone number."""
    phone = address.removeprefix(_WHATSAPP)
    if not _E164.fullmatch(phone):
        return None
    return TextChannel.SMS if phone == address else TextChannel.WHATSAPP


_TRANSLATIONS: dict[type[Any], Callable[[CallbackForm], Any]] = {
    DeliveryReports: _translate_reports,
    InboundText: _translate_inbound,
}


def import_sdk() -> None:
    """Import the vendor now."""
    import twilio.request_validator  # noqa: F401
