"""SMS and WhatsApp messages through Twilio."""

import json
import logging
import threading
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from shared.contracts.delivery_reports import FailureCause
from shared.contracts.text_messages import TextChannel, TextMessage, TextRefusalCause, TextRefused
from shared.gateways.blocking_calls import run_blocking
from shared.gateways.twilio.error_codes import explain_refusal
from shared.kernel.errors import Fault, Unavailable

STATUS_FUNCTION = "receive-twilio-status"
DELIVERY_PARAMETER = "delivery"
_TIMEOUT_SECONDS = 10
_TOO_MANY = 429
_TIMED_OUT = 408
# A wrong or rotated token is mended by a person while the task retries; it says nothing about this message.
_UNAUTHORIZED = (401, 403)
_RETRY_AFTER_SECONDS = 10
_SID_PREFIXES = ("SM", "MM")
# The SDK logs addresses of requests and headers of answers.
_NO_LOG = logging.getLogger("temani.twilio.silent")
_NO_LOG.disabled = True


class TwilioTexts:
    """Sends SMS and WhatsApp messages. The SDK blocks, so each call runs in a thread, with a time limit."""

    def __init__(
        self,
        *,
        base_url: str,
        account_sid: str,
        auth_tokens: str,
        messaging_service_sid: str,
        whatsapp_sender: str,
        callback_base_url: str,
        timeout: float = _TIMEOUT_SECONDS,
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._account_sid = account_sid
        self._tokens = split_secrets(auth_tokens)
        self._messaging_service_sid = messaging_service_sid
        self._whatsapp_sender = whatsapp_sender
        self._callback_url = f"{callback_base_url.rstrip('/')}/{STATUS_FUNCTION}"
        self._timeout = timeout
        self._clients: Sequence[Any] = ()
        self._clients_lock = threading.Lock()

    async def send(self, message: TextMessage) -> str:
        """Send `message`, and return Twilio's id of the message.

        Raises:
            Unavailable: Twilio is busy or does not answer; `unanswered` if the message may have been sent.
            TextRefused: Twilio does not accept the message; do not try again.
        """
        return await run_blocking(lambda: self._send(message))

    def _send(self, message: TextMessage) -> str:
        from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException

        fault: Fault = Unavailable("text_credentials")
        arguments = self._build_arguments(message)
        for client in self._get_clients():
            # No error below is chained: Twilio's texts contain the phone number.
            try:
                sent = client.messages.create(**arguments)
            except (TwilioRestException, TwilioServiceException) as error:
                fault = _fault_from_answer(error.status, error.code)
                if error.status in _UNAUTHORIZED:
                    # While tokens rotate, one of them is refused, and nothing has been sent.
                    continue
            except OSError as error:
                fault = Unavailable("text_silent", unanswered=not _is_unconnected(error))
            except (AttributeError, KeyError, TypeError, ValueError, TwilioException):
                fault = Unavailable("text_malformed", unanswered=True)
            else:
                if isinstance(sent.sid, str) and sent.sid.startswith(_SID_PREFIXES):
                    return sent.sid
                # Some proxy's answer, most likely.
                fault = Unavailable("text_malformed", unanswered=True)
            break
        raise fault

    def _build_arguments(self, message: TextMessage) -> dict[str, Any]:
        arguments: dict[str, Any] = {
            "status_callback": f"{self._callback_url}?{urlencode({DELIVERY_PARAMETER: message.reference})}",
            "validity_period": int(message.valid_for.total_seconds()),
        }
        if message.channel is TextChannel.SMS:
            # Typographic quotes and dashes would more than halve the room of a segment.
            sender = {"messaging_service_sid": self._messaging_service_sid, "smart_encoded": True}
            return arguments | sender | {"to": message.to, "body": message.body}
        arguments |= {"from_": f"whatsapp:{self._whatsapp_sender}", "to": f"whatsapp:{message.to}"}
        if message.template is None:
            return arguments | {"body": message.body}
        # WhatsApp refuses a value with line breaks, tabs or many spaces.
        values = {name: " ".join(value.split()) for name, value in message.template.variables.items()}
        arguments["content_sid"] = message.template.content_sid
        return arguments | ({"content_variables": json.dumps(values)} if values else {})

    def _get_clients(self) -> Sequence[Any]:
        from twilio.http.http_client import TwilioHttpClient
        from twilio.rest import Client

        with self._clients_lock:
            if not self._clients:
                http = TwilioHttpClient(timeout=self._timeout, logger=_NO_LOG, max_retries=0)
                self._clients = [Client(self._account_sid, token, http_client=http) for token in self._tokens]
                for client in self._clients:
                    client.api.base_url = self._base_url
            return self._clients


def split_secrets(secrets: str) -> list[str]:
    """Split secrets that are valid at the same time while they rotate, written with commas between them."""
    return [secret for part in secrets.split(",") if (secret := part.strip())]


def _fault_from_answer(status: int, code: int | None) -> Fault:
    """Translate Twilio's refusal to an error for the sender."""
    if status in _UNAUTHORIZED:
        return Unavailable("text_credentials")
    meaning = explain_refusal(code)
    if status == _TOO_MANY or meaning.cause is FailureCause.VENDOR:
        return Unavailable("text_busy", retry_after=_RETRY_AFTER_SECONDS)
    if status == _TIMED_OUT or not 400 <= status < 500:
        # Some proxy's page or a failure on the way: Twilio may have taken the message.
        return Unavailable("text_busy", unanswered=True)
    return TextRefused(cause=TextRefusalCause(meaning.cause), code_of_provider=code)


def _is_unconnected(error: Exception) -> bool:
    """Return whether no connection came about, so that Twilio cannot have taken the message."""
    from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

    reason = getattr(error.args[0] if error.args else None, "reason", None)
    return isinstance(reason, ConnectTimeoutError | NewConnectionError)


def import_sdk() -> None:
    """Import the vendor now."""
    import twilio.rest.api  # noqa: F401
