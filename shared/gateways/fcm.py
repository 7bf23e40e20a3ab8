"""Push messages through Firebase Cloud Messaging."""

import asyncio
import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from shared.contracts.push import PushContent, PushNotice, PushOutcome, PushReceipt, PushRefused
from shared.gateways.blocking_calls import run_blocking
from shared.gateways.rate_limits import parse_wait_seconds
from shared.kernel.errors import Fault, Unavailable

_TIMEOUT_SECONDS = 10
_TOO_MANY = 429
# One person's devices take no more of the instance's threads than this.
_CALLS_AT_ONCE = 10
# Missing rights and credentials are mended by a person while the task retries; they say nothing about this notice.
_RETRYABLE_STATUSES = (401, 403, 408)
_ADDRESS_FIELD = "message.token"
_ADDRESS_COMPLAINT = "registration token is not a valid"
# What Google asks for where its answer names no time.
_RETRY_AFTER_SECONDS = 60


class FcmPush:
    """Sends push messages. The SDK blocks, so each call runs in a thread, with a time limit.

    `token` is a static access token, for a local provider. Without `token`, the cloud's own account signs in.
    """

    def __init__(
        self,
        *,
        project: str,
        base_url: str,
        token: str | None = None,
        timeout: float = _TIMEOUT_SECONDS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._project = project
        self._url = f"{base_url.rstrip('/')}/v1/projects/{project}/messages:send"
        self._token = token
        self._timeout = timeout
        self._clock = clock
        self._app: Any = None
        self._app_lock = threading.Lock()

    async def send(self, notice: PushNotice) -> PushReceipt:
        """Send `notice`; the receipt holds FCM's id, or tells that the device's token is dead.

        Raises:
            Unavailable: FCM is busy or does not answer; try again.
            PushRefused: FCM does not accept the message; do not try again.
        """
        return await run_blocking(lambda: self._send(notice))

    async def send_each(self, content: PushContent, tokens: Sequence[str]) -> Mapping[str, PushOutcome]:
        """Send `content` to each of `tokens`, at most ten calls at a time, and return what became of each."""
        turns = asyncio.Semaphore(_CALLS_AT_ONCE)

        async def send_one(token: str) -> PushOutcome:
            async with turns:
                return await self._send_to_device(content, token)

        different = list(dict.fromkeys(tokens))
        return dict(zip(different, await asyncio.gather(*map(send_one, different)), strict=True))

    async def _send_to_device(self, content: PushContent, token: str) -> PushOutcome:
        try:
            notice = PushNotice.model_validate(
                content.model_dump(include=set(PushContent.model_fields)) | {"token": token}
            )
        except ValidationError:
            # The content is valid, so the token is not: no device has such a one.
            return PushReceipt(None)
        try:
            return await self.send(notice)
        except PushRefused as error:
            return PushReceipt(None) if error.token_at_fault else error
        except Unavailable as error:
            return error

    def _send(self, notice: PushNotice) -> PushReceipt:
        from firebase_admin import messaging
        from firebase_admin.exceptions import FirebaseError
        from google.auth.exceptions import GoogleAuthError

        message, app = self._message(notice), self._get_app()
        try:
            return PushReceipt(str(messaging.send(message, app=app)))
        except (messaging.UnregisteredError, messaging.SenderIdMismatchError) as error:
            if notice.token is None:
                raise PushRefused(token_at_fault=False, reason=error.code) from error
            return PushReceipt(None)
        except FirebaseError as error:
            raise _fault_from_response(error.http_response) from error
        except GoogleAuthError as error:
            raise Unavailable("push_credentials") from error
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            # The SDK trips over answers that are not FCM's: other JSON, some proxy's page in Latin-1.
            raise Unavailable("push_malformed") from error

    def _message(self, notice: PushNotice) -> Any:
        from firebase_admin import messaging

        key, seconds = notice.collapse_key, int(notice.ttl.total_seconds())
        # The collapse keys are for what waits, the tags for what is on the screen already.
        message = messaging.Message(
            notification=messaging.Notification(notice.title, notice.body),
            data=notice.data,
            topic=notice.topic,
            android=messaging.AndroidConfig(
                priority="high" if notice.urgent else "normal",
                ttl=seconds,
                collapse_key=key,
                notification=messaging.AndroidNotification(tag=key, channel_id=notice.channel)
                if key or notice.channel
                else None,
            ),
            apns=messaging.APNSConfig(
                # Apple wants a moment, and reads 0 as "now or never". 5 lets a phone wait until it wakes up.
                headers={
                    "apns-priority": "10" if notice.urgent else "5",
                    "apns-expiration": str(int(self._clock()) + seconds if seconds else 0),
                }
                | ({"apns-collapse-id": key} if key else {})
            ),
            webpush=messaging.WebpushConfig(
                headers={"TTL": str(seconds), "Urgency": "high" if notice.urgent else "normal"},
                notification=messaging.WebpushNotification(tag=key) if key else None,
                fcm_options=messaging.WebpushFCMOptions(link=notice.link) if notice.link else None,
            ),
        )
        # The constructor warns of it in favour of installation ids; FCM takes both of them here.
        message.token = notice.token
        return message

    def _get_app(self) -> Any:
        import firebase_admin
        from firebase_admin import messaging

        with self._app_lock:
            if self._app is None:
                app = firebase_admin.initialize_app(
                    credential=self._credential(),
                    options={"projectId": self._project, "httpTimeout": self._timeout},
                    name=f"temani-push-{secrets.token_hex(8)}",
                )
                # The SDK has no setting for the address, nor against its retries: up to five requests and seven
                # seconds while FCM is down, and a push twice when an answer is late. Our tasks retry.
                service = messaging._get_messaging_service(app)
                service._fcm_url = self._url
                adapter = service._client.session.get_adapter(self._url)
                adapter.max_retries = adapter.max_retries.new(total=0, read=False, status_forcelist=())
                self._app = app
        return self._app

    def _credential(self) -> Any:
        from firebase_admin.credentials import ApplicationDefault
        from google.auth.exceptions import GoogleAuthError
        from google.oauth2.credentials import Credentials

        if self._token is not None:
            return Credentials(self._token)  # type: ignore[no-untyped-call]
        credential = ApplicationDefault()
        try:
            credential.get_credential()
        except GoogleAuthError as error:
            raise Unavailable("push_credentials") from error
        return credential


def _fault_from_response(answer: Any) -> Fault:
    """Translate FCM's answer to an error for the sender. `answer` is None if none came."""
    if answer is None:
        return Unavailable("push_silent")
    status: int = answer.status_code
    if status == _TOO_MANY:
        wait = parse_wait_seconds(answer.headers.get("Retry-After"), default=_RETRY_AFTER_SECONDS)
        return Unavailable("push_busy", retry_after=wait)
    if status in _RETRYABLE_STATUSES or status >= 500:
        return Unavailable("push_busy")
    return PushRefused(token_at_fault=_is_token_at_fault(answer), status_of_provider=status)


def _is_token_at_fault(answer: Any) -> bool:
    """Return whether FCM's refusal names the registration token: by the field, or in words where it names no field."""
    try:
        error = answer.json()["error"]
        details = [one for one in error.get("details") or () if isinstance(one, dict)]
        violations = [found for one in details for found in one.get("fieldViolations") or ()]
        fields = {str(found.get("field")) for found in violations}
        return _ADDRESS_FIELD in fields if fields else _ADDRESS_COMPLAINT in str(error.get("message")).lower()
    except (AttributeError, KeyError, TypeError, ValueError):
        # Not FCM's own words, so they say nothing about the token.
        return False


def import_sdk() -> None:
    """Import the vendor now."""
    import firebase_admin.messaging  # noqa: F401
