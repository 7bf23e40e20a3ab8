"""HTTP calls to VideoSDK's REST API: in a thread, with time limits and two kinds of errors."""

import json
import threading
from collections.abc import Mapping
from typing import Any

from shared.contracts.video import VideoRefused
from shared.gateways.blocking_calls import MAX_THREADS, run_blocking
from shared.gateways.rate_limits import parse_wait_seconds
from shared.kernel.errors import Unavailable

CONNECT_SECONDS = 3.0
READ_SECONDS = 8.0
# VideoSDK answers 402 for an id that it does not know, and 404 for other ids.
NOT_FOUND = (402, 404)
# A wrong or rotated secret is mended by a person while the task retries.
_CREDENTIALS = (401, 403)
_TOO_MANY = 429
_TIMED_OUT = 408
_DEFAULT_WAIT_SECONDS = 10.0


class RoomUnknown(Exception):
    """VideoSDK knows no room or session of this id."""


class VideoHttpClient:
    """Client of the REST API.

    Args:
        base_url: Address of the API.
        read_seconds: Seconds to wait for an answer.
    """

    def __init__(self, *, base_url: str, read_seconds: float = READ_SECONDS) -> None:
        self._base_url = base_url.rstrip("/")
        self._read_seconds = read_seconds
        self._pool: Any = None
        self._pool_lock = threading.Lock()

    async def call_api(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        query: Mapping[str, str | int] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Call the API, and return the object that it answers.

        Raises:
            RoomUnknown: VideoSDK knows nothing of this id.
            Unavailable: VideoSDK is busy, does not answer, or answers what cannot be read.
            VideoRefused: VideoSDK does not accept the request.
        """
        return await run_blocking(lambda: self._call(method, path, token, query, body))

    def _call(
        self,
        method: str,
        path: str,
        token: str | None,
        query: Mapping[str, str | int] | None,
        body: Mapping[str, Any] | None,
    ) -> dict[str, Any]:
        from urllib.parse import urlencode

        import urllib3

        url = f"{self._base_url}{path}" + (f"?{urlencode(query)}" if query else "")
        headers = {"accept": "application/json"}
        if token is not None:
            # Without `Bearer`.
            headers["authorization"] = token
        content = None
        if body is not None:
            headers["content-type"] = "application/json"
            content = json.dumps(body).encode()
        try:
            answer = self._get_pool().request(method, url, body=content, headers=headers)
        except urllib3.exceptions.HTTPError as error:
            raise Unavailable("video_silent", unanswered=True) from error
        if answer.status != 200:
            raise _error_from_answer(answer.status, answer.headers.get("retry-after"))
        try:
            told = json.loads(answer.data)
        except ValueError as error:
            raise Unavailable("video_malformed", unanswered=True) from error
        if not isinstance(told, dict):
            raise Unavailable("video_malformed", unanswered=True)
        return told

    def _get_pool(self) -> Any:
        import urllib3

        with self._pool_lock:
            if self._pool is None:
                self._pool = urllib3.PoolManager(
                    maxsize=MAX_THREADS,
                    timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=self._read_seconds),
                    # Who tries again is decided by the task or by the app.
                    retries=False,
                )
            return self._pool


def _error_from_answer(status: int, retry_after: str | None) -> Exception:
    if status in NOT_FOUND:
        return RoomUnknown()
    if status in _CREDENTIALS:
        return Unavailable("video_credentials")
    if status in (_TOO_MANY, _TIMED_OUT) or not 400 <= status < 500:
        wait = parse_wait_seconds(retry_after, default=_DEFAULT_WAIT_SECONDS)
        return Unavailable("video_busy", retry_after=wait, unanswered=status != _TOO_MANY)
    return VideoRefused(status_of_provider=status)


def import_sdk() -> None:
    """Import the vendor now."""
    import urllib3  # noqa: F401
