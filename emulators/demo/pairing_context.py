"""Context of the stories about calls."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from emulators.demo.expectations import poll_until_equal
from emulators.demo.function_client import FunctionResponse
from emulators.demo.marketplace_context import DemoPerson, MarketplaceContext

SHORT_ROUNDS = {"rounds": 1, "round_seconds": 10}
TOPIC = "Takut mengecewakan orang tua"


@dataclass
class PairingContext(MarketplaceContext):
    """Context of the stories about calls, and so of all stories.

    Attributes:
        ana: Customer with a verified phone.
        experts: Experts who signed in by phone.
        first: Expert who got the trial call.
        second: Expert who accepted the trial call too late.
        call: Call of the present step.
        trial: Session of the trial call.
        session: Session of the paid call.
        unanswered_call: Call that no expert accepts.
    """

    ana: DemoPerson = field(init=False, repr=False)
    experts: list[DemoPerson] = field(default_factory=list)
    first: DemoPerson = field(init=False, repr=False)
    second: DemoPerson = field(init=False, repr=False)
    call: dict[str, Any] = field(default_factory=dict)
    trial: dict[str, Any] = field(default_factory=dict)
    session: dict[str, Any] = field(default_factory=dict)
    unanswered_call: dict[str, Any] = field(default_factory=dict)

    async def request_pairing(self, who: DemoPerson, **wish: Any) -> FunctionResponse:
        """Request a call as `who`."""
        return await self.functions.post("request-pairing", wish, as_=who.headers)

    async def wait_until_paid(self, who: DemoPerson) -> None:
        """Wait until the call of `who` no longer waits for its payment."""
        await poll_until_equal(
            f"{who.name}'s call waits for its payment",
            lambda: self.functions.get("get-my-pairing", as_=who.headers),
            False,
            # A call with a short search may be over by now; the function then answers 404.
            of=lambda answer: answer.status != 404 and answer.require_success()["status"] == "awaiting_payment",
        )

    async def send_heartbeats(self) -> None:
        """Send a heartbeat for each expert, as the apps do every 30 seconds."""
        for expert in self.experts:
            (await self.functions.post("send-heartbeat", {}, as_=expert.headers)).require_success()

    async def get_dashboard(self) -> Any:
        """Return the admin's dashboard."""
        return (await self.functions.get("get-dashboard", as_=self.admin)).require_success()

    async def list_open_calls(self, expert: DemoPerson) -> dict[str, Any]:
        """Return the calls that an expert may accept, by id."""
        listed = (await self.functions.get("list-open-pairings", as_=expert.headers)).require_success()["items"]
        return {call["pairing_id"]: call for call in listed}

    async def accept_call(self, expert: DemoPerson, call: dict[str, Any]) -> FunctionResponse:
        """Accept a call as an expert."""
        return await self.functions.post("accept-pairing", {"pairing_id": call["pairing_id"]}, as_=expert.headers)

    async def act_on_session(
        self, who: DemoPerson, function: str, session: dict[str, Any], **told: str
    ) -> FunctionResponse:
        """Call a function on a session as `who`."""
        return await self.functions.post(function, {"session_id": session["session_id"], **told}, as_=who.headers)

    async def get_session(self, who: DemoPerson, session: dict[str, Any]) -> FunctionResponse:
        """Return a session as `who` sees it."""
        return await self.functions.get("get-session", as_=who.headers, session_id=session["session_id"])

    async def list_messages(self, who: DemoPerson, session: dict[str, Any]) -> list[dict[str, Any]]:
        """List the messages in a session's room as `who`."""
        query = {"room_id": session["room_id"]}
        messages: list[dict[str, Any]]
        messages = (await self.functions.get("list-messages", as_=who.headers, **query)).require_success()["items"]
        return messages

    @contextlib.asynccontextmanager
    async def shorten_rounds(self) -> AsyncIterator[dict[str, Any]]:
        """Shorten the search for experts within a `with` block, and yield the original settings."""
        known = (await self.functions.get("get-settings", as_=self.admin)).require_success()["pairing"]
        await self.update_settings(pairing=SHORT_ROUNDS)
        try:
            yield known
        finally:
            await self.update_settings(pairing={name: known[name] for name in SHORT_ROUNDS})
