"""Client of the functions over HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from emulators.demo.expectations import UnexpectedResult
from emulators.settings import Settings


@dataclass(frozen=True)
class FunctionResponse:
    """Response of a function."""

    function: str
    status: int
    body: Any
    request_id: str

    @property
    def code(self) -> str | None:
        """Return the error code, or None for a success."""
        return self.body.get("code") if isinstance(self.body, dict) else None

    def require_success(self) -> Any:
        """Return the body of a success.

        Raises:
            UnexpectedResult: The response is an error.
        """
        if not 200 <= self.status < 300:
            raise UnexpectedResult(self.function, expected="a success", got=self)
        return self.body

    def require_error(self, status: int, code: str) -> Any:
        """Return the body of the error with this status and code.

        Raises:
            UnexpectedResult: The response is another one.
        """
        if (self.status, self.code) != (status, code):
            raise UnexpectedResult(self.function, expected=f"{status} {code}", got=self)
        return self.body

    def __str__(self) -> str:
        """Return status, body and request id, so that the call can be found in the logs."""
        return f"{self.status} {self.body} (request id {self.request_id})"


class FunctionClient:
    """Client that calls functions by their cloud names. The argument `as_` holds the caller's headers."""

    def __init__(self, client: httpx.AsyncClient, settings: Settings) -> None:
        self._client = client
        self._url = settings.function_url

    async def get(self, function: str, *, as_: Mapping[str, str] | None = None, **query: Any) -> FunctionResponse:
        """Call a function by GET."""
        return _response_from_http(function, await self._client.get(self._url(function), params=query, headers=as_))

    async def get_file(self, function: str, *, as_: Mapping[str, str] | None = None, **query: Any) -> bytes:
        """Call a function by GET and return the file that it answers with."""
        response = await self._client.get(self._url(function), params=query, headers=as_)
        _response_from_http(function, response).require_success()
        return response.content

    async def post(
        self, function: str, body: Any, *, as_: Mapping[str, str] | None = None, key: str | None = None
    ) -> FunctionResponse:
        """Call a function by POST, with `key` as the idempotency key if there is one."""
        headers = {**(as_ or {}), **({"Idempotency-Key": key} if key else {})}
        return _response_from_http(function, await self._client.post(self._url(function), json=body, headers=headers))


def _response_from_http(function: str, response: httpx.Response) -> FunctionResponse:
    body = response.json() if "json" in response.headers.get("content-type", "") else response.text
    return FunctionResponse(function, response.status_code, body, response.headers.get("x-request-id", "none"))
