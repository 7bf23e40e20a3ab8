"""Internal calls of functions: a POST with the internal caller's identity token, as Google's services send it."""

from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from emulators.identity_tokens import IdentityTokenSigner
from emulators.settings import Settings

UNREACHABLE_STATUS = 503


@dataclass(frozen=True)
class InternalCallResponse:
    """Response of a function to an internal call.

    Attributes:
        status: HTTP status; 503 if there was no answer.
        body: Response body as text.
        content_type: Media type of the body.
        reached: True if the function received the call. A timeout counts as received.
    """

    status: int
    body: str
    content_type: str = "text/plain"
    reached: bool = True

    @property
    def succeeded(self) -> bool:
        """Return whether the status is 2xx."""
        return 200 <= self.status < 300


class InternalCaller:
    """HTTP client that calls functions as the internal service account."""

    def __init__(self, client: httpx.AsyncClient, identity: IdentityTokenSigner, settings: Settings) -> None:
        self._client = client
        self._identity = identity
        self._settings = settings

    async def post(
        self, function: str, body: bytes, *, headers: Mapping[str, str], timeout_seconds: float
    ) -> InternalCallResponse:
        """Call `function` with an identity token. A connection error becomes a response with status 503."""
        url = self._settings.function_url(function)
        token = self._identity.issue_token(url, self._settings.caller_account)
        sent = {"Content-Type": "application/json", **headers, "Authorization": f"Bearer {token}"}
        try:
            answer = await self._client.post(url, content=body, headers=sent, timeout=timeout_seconds)
        except httpx.HTTPError as error:
            said = f"{function} could not be reached: {type(error).__name__} {error}"
            # A function that takes too long has received the call.
            return InternalCallResponse(UNREACHABLE_STATUS, said, reached=isinstance(error, httpx.ReadTimeout))
        return InternalCallResponse(answer.status_code, answer.text, answer.headers.get("Content-Type", "text/plain"))
