"""The functions, called over HTTP as a front-end or the control center calls them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from emulators.demo.expectations import UnexpectedResult
from emulators.settings import Settings


@dataclass(frozen=True)
class FunctionResponse:
    """What a function answered."""

    function: str
    status: int
    body: Any
    request_id: str

    @property
    def code(self) -> str | None:
        """The code of an error."""
        return self.body.get("code") if isinstance(self.body, dict) else None

    def require_success(self) -> Any:
        """The body of a success. Raises `UnexpectedResult` for anything else."""
        if not 200 <= self.status < 300:
            raise UnexpectedResult(self.function, expected="a success", got=self)
        return self.body

    def require_error(self, status: int, code: str) -> Any:
        """The body of this refusal. Raises `UnexpectedResult` for anything else."""
        if (self.status, self.code) != (status, code):
            raise UnexpectedResult(self.function, expected=f"{status} {code}", got=self)
        return self.body

    def __str__(self) -> str:
        """As a person looks for it in the logs."""
        return f"{self.status} {self.body} (request id {self.request_id})"


class FunctionClient:
    """Every function, by its name in the cloud. `as_` are the headers that say who calls."""

    def __init__(self, client: httpx.AsyncClient, settings: Settings) -> None:
        self._client = client
        self._url = settings.function_url

    async def get(self, function: str, *, as_: Mapping[str, str] | None = None, **query: Any) -> FunctionResponse:
        """Ask a function."""
        return _response_from_http(function, await self._client.get(self._url(function), params=query, headers=as_))

    async def get_file(self, function: str, *, as_: Mapping[str, str] | None = None, **query: Any) -> bytes:
        """Ask a function for a file."""
        response = await self._client.get(self._url(function), params=query, headers=as_)
        _response_from_http(function, response).require_success()
        return response.content

    async def post(
        self, function: str, body: Any, *, as_: Mapping[str, str] | None = None, key: str | None = None
    ) -> FunctionResponse:
        """Have a function do something; with the same *key*, once."""
        headers = {**(as_ or {}), **({"Idempotency-Key": key} if key else {})}
        return _response_from_http(function, await self._client.post(self._url(function), json=body, headers=headers))


def _response_from_http(function: str, response: httpx.Response) -> FunctionResponse:
    body = response.json() if "json" in response.headers.get("content-type", "") else response.text
    return FunctionResponse(function, response.status_code, body, response.headers.get("x-request-id", "none"))
