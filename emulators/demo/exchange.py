"""Somebody to talk to, now: those who call and those who answer, as their apps call the functions."""

import contextlib
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from emulators.demo.expectations import eventually, expect
from emulators.demo.market import Market, Person
from emulators.demo.office import Answer, Office
from emulators.demo.stage import Stage
from emulators.demo.wording import JAKARTA

BRIEF = {"rounds": 1, "round_seconds": 10}
TOPIC = "Takut mengecewakan orang tua"


@dataclass
class Exchange:
    """A market, and besides its people those who came by phone.

    `first` and `second` of the experts accepted `call` at once. `trial` is the session that is free, `session` the one
    that is paid for, `unheard` the call that nobody takes.
    """

    market: Market
    ana: Person = field(init=False)
    experts: list[Person] = field(default_factory=list)
    first: Person = field(init=False)
    second: Person = field(init=False)
    call: dict[str, Any] = field(default_factory=dict)
    trial: dict[str, Any] = field(default_factory=dict)
    session: dict[str, Any] = field(default_factory=dict)
    unheard: dict[str, Any] = field(default_factory=dict)

    @property
    def stage(self) -> Stage:
        """Where it plays."""
        return self.market.stage

    @property
    def office(self) -> Office:
        """The functions."""
        return self.market.stage.office

    async def join(self, name: str, *, role: str | None = None) -> Person:
        """Have somebody sign in by phone, and register; their number is taken from the sign-in."""
        scene = self.stage.event_id
        number = f"+62812{int(hashlib.sha256(f'{scene} {name}'.encode()).hexdigest(), 16) % 10**8:08}"
        headers = await self.stage.sign_in.by_phone(number, role=role)
        told = {"full_name": name, "email": f"{name.partition(' ')[0].lower()}.{scene}@example.com"}
        account = (await self.office.post("register-user", told, as_=headers)).good()
        expect(f"{name}'s phone", account["phone"], number)
        return Person(account["user_id"], name, told["email"], number, JAKARTA, headers)

    async def ask(self, who: Person, **wish: Any) -> Answer:
        """Have *who* call for somebody to talk to."""
        return await self.office.post("request-pairing", wish, as_=who.headers)

    async def goes_out(self, who: Person) -> None:
        """Wait until the call that *who* has paid for waits for its money no more."""
        await eventually(
            f"whether {who.name}'s call waits for its money",
            lambda: self.office.get("get-my-pairing", as_=who.headers),
            False,
            # A brief one may be over by now, and is found no more.
            of=lambda answer: answer.status != 404 and answer.good()["status"] == "awaiting_payment",
        )

    async def beat(self) -> None:
        """Have the experts stay online, as their apps do every half a minute."""
        for expert in self.experts:
            (await self.office.post("send-heartbeat", {}, as_=expert.headers)).good()

    async def dashboard(self) -> Any:
        """What the admin's dashboard shows now."""
        return (await self.office.get("get-dashboard", as_=self.market.admin)).good()

    async def open_calls(self, expert: Person) -> dict[str, Any]:
        """List the calls that an expert may take, by their ids."""
        listed = (await self.office.get("list-open-pairings", as_=expert.headers)).good()["items"]
        return {call["pairing_id"]: call for call in listed}

    async def accept(self, expert: Person, call: dict[str, Any]) -> Answer:
        """Have an expert take a call."""
        return await self.office.post("accept-pairing", {"pairing_id": call["pairing_id"]}, as_=expert.headers)

    async def do(self, who: Person, function: str, session: dict[str, Any], **told: str) -> Answer:
        """Have *who* do something with a session."""
        return await self.office.post(function, {"session_id": session["session_id"], **told}, as_=who.headers)

    async def show(self, who: Person, session: dict[str, Any]) -> Answer:
        """Have *who* look at a session."""
        return await self.office.get("get-session", as_=who.headers, session_id=session["session_id"])

    async def say(self, who: Person, session: dict[str, Any], message_id: str, body: str) -> Answer:
        """Have *who* say something in a session's room."""
        message = {"room_id": session["room_id"], "message_id": message_id, "body": body}
        return await self.office.post("send-message", message, as_=who.headers)

    async def room(self, who: Person, session: dict[str, Any]) -> Any:
        """Look at a session's room in the list of *who*'s; None where it is not."""
        rooms = (await self.office.get("list-rooms", as_=who.headers)).good()["items"]
        return next((room for room in rooms if room["room_id"] == session["room_id"]), None)

    async def said(self, who: Person, session: dict[str, Any]) -> list[dict[str, Any]]:
        """Have *who* read what was said in a session's room."""
        query = {"room_id": session["room_id"]}
        messages: list[dict[str, Any]]
        messages = (await self.office.get("list-messages", as_=who.headers, **query)).good()["items"]
        return messages

    @contextlib.asynccontextmanager
    async def brief_calls(self) -> AsyncIterator[dict[str, Any]]:
        """Have the admin let calls go out for a moment only, and afterwards as before; the numbers of before."""
        known = (await self.office.get("get-settings", as_=self.market.admin)).good()["pairing"]
        await self._set(BRIEF)
        try:
            yield known
        finally:
            await self._set({name: known[name] for name in BRIEF})

    async def _set(self, numbers: dict[str, Any]) -> None:
        (await self.office.post("update-settings", {"pairing": numbers}, as_=self.market.admin)).good()
