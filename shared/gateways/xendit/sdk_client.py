"""Client of Xendit's SDK: each call in a thread, with a time limit, three kinds of errors, and a record."""

import json
import time
from collections.abc import Callable
from typing import Any

from shared.gateways import request_records
from shared.gateways.blocking_calls import MAX_THREADS, run_blocking
from shared.gateways.rate_limits import parse_wait_seconds
from shared.gateways.xendit.redaction import redact_payload
from shared.kernel.errors import Fault, NotFound, Unavailable
from shared.orders import payment_log
from shared.orders.errors import PaymentRefused

# Seconds to connect, seconds to read. The SDK has no default at all.
TIMEOUT = (3.0, 12.0)
PAGE_SIZE = 100
# 401 and 403 are about our key, which a person mends while the task retries, not about what was asked.
_RETRYABLE_STATUSES = (0, 401, 403, 408, 425)
_TOO_MANY = 429
# Xendit counts the calls of a minute, for each operation.
_DEFAULT_WAIT_SECONDS = 60.0


class _RateExceeded(Exception):
    """Xendit limits the rate of an operation, for `seconds` from now."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


class _HeaderReadingPool:
    """Pool of connections that reads `Rate-Limit-Reset`: the SDK's own errors keep no headers."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool

    def request(self, *args: Any, **kwargs: Any) -> Any:
        answer = self._pool.request(*args, **kwargs)
        if answer.status == _TOO_MANY:
            answer.drain_conn()
            raise _RateExceeded(
                parse_wait_seconds(answer.headers.get("Rate-Limit-Reset"), default=_DEFAULT_WAIT_SECONDS)
            )
        return answer


class SdkClient:
    """Calls of the SDK, with timeouts, errors and the payment log.

    An operation whose rate Xendit limits is not called again by this instance before the time that Xendit names.
    """

    def __init__(
        self,
        *,
        base_url: str,
        secret_key: str,
        timeout: tuple[float, float],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._base_url = base_url
        self._secret_key = secret_key
        self._timeout = timeout
        self._clock = clock
        self._closed_until: dict[str, float] = {}
        self._sdk: Any = None

    async def _call_and_record(self, operation: str, about: str, ask: Callable[[Any, dict[str, Any]], Any]) -> Any:
        """Make a call, and record it in the payment log. `ask` gets the SDK's client and the options of each call."""
        self._check_rate(operation)
        began = time.perf_counter()
        answer, outcome = None, "given up"
        try:
            answer = await self._call_in_thread(ask)
            outcome = "ok"
        except _RateExceeded as limit:
            outcome = "rate limited"
            self._closed_until[operation] = self._clock() + limit.seconds
            raise _rate_limit_error(limit.seconds) from None
        except PaymentRefused as refusal:
            outcome = f"refused: {refusal.fields.get('reason')}"
            raise
        except Fault as fault:
            outcome = fault.code
            raise
        finally:
            milliseconds = round((time.perf_counter() - began) * 1000)
            request_records.add_request_record(
                payment_log.build_payment_log_entry,
                "call",
                operation,
                about,
                outcome,
                milliseconds,
                redact_payload(answer),
            )
        return answer

    def _check_rate(self, operation: str) -> None:
        """Check that Xendit takes calls of `operation` at this moment.

        Raises:
            Unavailable: Xendit has limited the rate; says when the time that Xendit named is over.
        """
        wait = self._closed_until.get(operation, 0.0) - self._clock()
        if wait > 0:
            raise _rate_limit_error(wait)

    async def _call_in_thread(self, ask: Callable[[Any, dict[str, Any]], Any]) -> Any:
        """Call `ask` in a thread, and parse its answer here: the SDK's own parser fails on documented values."""
        from xendit.exceptions import OpenApiException, XenditSdkException

        def run() -> Any:
            import urllib3

            try:
                answer = ask(self._client(), {"_preload_content": False, "_request_timeout": self._timeout})
                return json.loads(answer.data)
            except XenditSdkException as error:
                raise _fault_from_sdk_error(error) from error
            except (OpenApiException, urllib3.exceptions.HTTPError, ValueError, TypeError, OSError) as error:
                # HTML from a proxy, a time-out, an answer cut short: it may have happened or not.
                raise Unavailable("payment_silent", unanswered=True) from error

        return await run_blocking(run)

    def _client(self) -> Any:
        if self._sdk is None:
            import xendit

            # Never set_api_key(): it would put the host back to Xendit's own.
            configuration = xendit.Configuration(host=self._base_url, api_key=self._secret_key)
            configuration.connection_pool_maxsize = MAX_THREADS
            # urllib3 would ask four times, and take four times as long; who asks again is decided above.
            configuration.retries = False
            sdk = xendit.ApiClient(configuration)
            sdk.rest_client.pool_manager = _HeaderReadingPool(sdk.rest_client.pool_manager)
            self._sdk = sdk
        return self._sdk


def _rate_limit_error(seconds: float) -> Unavailable:
    return Unavailable("payment_busy", retry_after=seconds)


def _fault_from_sdk_error(error: Any) -> Unavailable | NotFound | PaymentRefused:
    status = int(error.status or 0)
    reason = str(error.errorCode or "")
    if status in _RETRYABLE_STATUSES or status >= 500:
        # A proxy that gives up does not end the work behind it; only a refusal at the door says that nothing was done.
        return Unavailable("payment_busy", retry_after=5, unanswered=status in (0, 408) or status >= 500)
    if status == 404:
        return NotFound("payment_record")
    return PaymentRefused(reason=reason)
