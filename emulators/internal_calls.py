"""Calls a function the way the cloud's own services do: a POST with the internal caller's identity token."""

from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from emulators.identity_tokens import IdentityTokenSigner
from emulators.settings import Settings

UNREACHABLE_STATUS = 503


@dataclass(frozen=True)
class InternalCallResponse:
    """What a function answered; 503 when it could not be reached."""

    status: int
    body: str
    content_type: str = "text/plain"
    reached: bool = True

    @property
    def succeeded(self) -> bool:
        """Whether the function did what it was called for."""
        return 200 <= self.status < 300


class InternalCaller:
    """The internal caller of one local cloud."""

    def __init__(self, client: httpx.AsyncClient, identity: IdentityTokenSigner, settings: Settings) -> None:
        self._client = client
        self._identity = identity
        self._settings = settings

    async def post(
        self, function: str, body: bytes, *, headers: Mapping[str, str], timeout_seconds: float
    ) -> InternalCallResponse:
        """Call *function*."""
        url = self._settings.function_url(function)
        token = self._identity.issue_token(url, self._settings.caller_account)
        sent = {"Content-Type": "application/json", **headers, "Authorization": f"Bearer {token}"}
        try:
            answer = await self._client.post(url, content=body, headers=sent, timeout=timeout_seconds)
        except httpx.HTTPError as error:
            said = f"{function} could not be reached: {type(error).__name__} {error}"
            # One that takes too long was reached.
            return InternalCallResponse(UNREACHABLE_STATUS, said, reached=isinstance(error, httpx.ReadTimeout))
        return InternalCallResponse(answer.status_code, answer.text, answer.headers.get("Content-Type", "text/plain"))
