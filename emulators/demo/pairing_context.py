"""Somebody to talk to, now: those who call and those who answer, as their apps call the functions."""

import contextlib
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from emulators.demo.expectations import expect_equal, poll_until_equal
from emulators.demo.formats import JAKARTA
from emulators.demo.function_client import FunctionResponse
from emulators.demo.marketplace_context import DemoPerson, MarketplaceContext

SHORT_ROUNDS = {"rounds": 1, "round_seconds": 10}
TOPIC = "Takut mengecewakan orang tua"


@dataclass
class PairingContext(MarketplaceContext):
    """The context of the stories about calls, and so of all stories: the market and the people who sign in by phone.

    `first` and `second` of the experts accepted `call` at once. `trial` is the session that is free, `session` the one
    that is paid for, `unanswered_call` the call that nobody takes.
    """

    ana: DemoPerson = field(init=False, repr=False)
    experts: list[DemoPerson] = field(default_factory=list)
    first: DemoPerson = field(init=False, repr=False)
    second: DemoPerson = field(init=False, repr=False)
    call: dict[str, Any] = field(default_factory=dict)
    trial: dict[str, Any] = field(default_factory=dict)
    session: dict[str, Any] = field(default_factory=dict)
    unanswered_call: dict[str, Any] = field(default_factory=dict)

    async def register_by_phone(self, name: str, *, role: str | None = None) -> DemoPerson:
        """Have somebody sign in by phone, and register; their number is taken from the sign-in."""
        scene = self.event_id
        number = f"+62812{int(hashlib.sha256(f'{scene} {name}'.encode()).hexdigest(), 16) % 10**8:08}"
        headers = await self.sign_in.sign_in_by_phone(number, role=role)
        told = {"full_name": name, "email": f"{name.partition(' ')[0].lower()}.{scene}@example.com"}
        account = (await self.functions.post("register-user", told, as_=headers)).require_success()
        expect_equal(f"{name}'s phone", account["phone"], number)
        return DemoPerson(account["user_id"], name, told["email"], number, JAKARTA, headers)

    async def request_pairing(self, who: DemoPerson, **wish: Any) -> FunctionResponse:
        """Have *who* call for somebody to talk to."""
        return await self.functions.post("request-pairing", wish, as_=who.headers)

    async def wait_until_paid(self, who: DemoPerson) -> None:
        """Wait until the call that *who* has paid for waits for its money no more."""
        await poll_until_equal(
            f"whether {who.name}'s call waits for its money",
            lambda: self.functions.get("get-my-pairing", as_=who.headers),
            False,
            # A brief one may be over by now, and is found no more.
            of=lambda answer: answer.status != 404 and answer.require_success()["status"] == "awaiting_payment",
        )

    async def send_heartbeats(self) -> None:
        """Have the experts stay online, as their apps do every half a minute."""
        for expert in self.experts:
            (await self.functions.post("send-heartbeat", {}, as_=expert.headers)).require_success()

    async def get_dashboard(self) -> Any:
        """What the admin's dashboard shows now."""
        return (await self.functions.get("get-dashboard", as_=self.admin)).require_success()

    async def list_open_calls(self, expert: DemoPerson) -> dict[str, Any]:
        """List the calls that an expert may take, by their ids."""
        listed = (await self.functions.get("list-open-pairings", as_=expert.headers)).require_success()["items"]
        return {call["pairing_id"]: call for call in listed}

    async def accept_call(self, expert: DemoPerson, call: dict[str, Any]) -> FunctionResponse:
        """Have an expert take a call."""
        return await self.functions.post("accept-pairing", {"pairing_id": call["pairing_id"]}, as_=expert.headers)

    async def act_on_session(
        self, who: DemoPerson, function: str, session: dict[str, Any], **told: str
    ) -> FunctionResponse:
        """Have *who* do something with a session."""
        return await self.functions.post(function, {"session_id": session["session_id"], **told}, as_=who.headers)

    async def get_session(self, who: DemoPerson, session: dict[str, Any]) -> FunctionResponse:
        """Have *who* look at a session."""
        return await self.functions.get("get-session", as_=who.headers, session_id=session["session_id"])

    async def list_messages(self, who: DemoPerson, session: dict[str, Any]) -> list[dict[str, Any]]:
        """Have *who* read what was said in a session's room."""
        query = {"room_id": session["room_id"]}
        messages: list[dict[str, Any]]
        messages = (await self.functions.get("list-messages", as_=who.headers, **query)).require_success()["items"]
        return messages

    @contextlib.asynccontextmanager
    async def shorten_rounds(self) -> AsyncIterator[dict[str, Any]]:
        """Have the admin let calls go out for a moment only, and afterwards as before; the numbers of before."""
        known = (await self.functions.get("get-settings", as_=self.admin)).require_success()["pairing"]
        await self.update_settings(pairing=SHORT_ROUNDS)
        try:
            yield known
        finally:
            await self.update_settings(pairing={name: known[name] for name in SHORT_ROUNDS})
