"""Deliveries of messages that Pub/Sub has pushed."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx

from emulators.identity_tokens import IdentityTokenSigner
from emulators.internal_calls import InternalCaller
from emulators.manifest import ManifestFunction
from emulators.push_delivery import Push, PushDelivery
from emulators.settings import Settings

HEAR = ManifestFunction(kind="event", entry_point="hear", attempts=3)
PUSH: Push = {"message": {"data": "e30=", "messageId": "1"}, "subscription": "projects/p/subscriptions/hear"}


class Ears:
    """A function that answers as it is told, and what it was sent."""

    def __init__(self, identity: IdentityTokenSigner, *answers: Callable[[httpx.Request], httpx.Response]) -> None:
        self.sent: list[dict[str, Any]] = []
        self.buried: list[tuple[str, dict[str, Any]]] = []
        self.over = asyncio.Event()
        self._answers = list(answers)
        client = httpx.AsyncClient(transport=httpx.MockTransport(self._hear))
        calls = InternalCaller(client, identity, Settings.from_environment())
        self.pushes = PushDelivery(calls, self._bury, first=0.01, longest=0.02)

    async def heard_of(self, function: ManifestFunction, push: dict[str, Any]) -> int:
        """Have *push* delivered to a function with a filter, and another one that it hears; how many it heard."""
        self.pushes.accept_push("hear", function, push)
        self.pushes.accept_push("hear", HEAR, PUSH)
        await asyncio.wait_for(self.over.wait(), 60)
        await self.pushes.stop()
        return len(self.sent)

    async def all_of(self, push: dict[str, Any]) -> list[int]:
        """Have *push* delivered until it is over; the number of each attempt."""
        self.pushes.accept_push("hear", HEAR, push)
        await asyncio.wait_for(self.over.wait(), 60)
        await self.pushes.stop()
        return [each["deliveryAttempt"] for each in self.sent]

    def _hear(self, request: httpx.Request) -> httpx.Response:
        assert request.headers["Authorization"].startswith("Bearer ")
        self.sent.append(json.loads(request.content))
        answer = self._answers.pop(0)(request)
        if answer.is_success:
            self.over.set()
        return answer

    async def _bury(self, name: str, push: dict[str, Any]) -> None:
        self.buried.append((name, push))
        self.over.set()


def heard(_: httpx.Request) -> httpx.Response:
    """The function has done what it had to."""
    return httpx.Response(204)


def refused(_: httpx.Request) -> httpx.Response:
    """The function has failed."""
    return httpx.Response(500)


def nobody_there(request: httpx.Request) -> httpx.Response:
    """The host does not answer."""
    raise httpx.ConnectError("refused", request=request)


def too_slow(request: httpx.Request) -> httpx.Response:
    """The function takes longer than it may."""
    raise httpx.ReadTimeout("late", request=request)


async def test_a_message_is_delivered_until_it_is_heard(identity: IdentityTokenSigner) -> None:
    """It says which attempt it is, and is the same otherwise."""
    ears = Ears(identity, refused, heard)

    attempts = await ears.all_of(PUSH)

    assert attempts == [1, 2]
    assert all({**each, "deliveryAttempt": 1} == {**PUSH, "deliveryAttempt": 1} for each in ears.sent)
    assert ears.buried == []


async def test_a_message_that_is_refused_too_often_is_a_dead_letter(identity: IdentityTokenSigner) -> None:
    """After the attempts that its function has."""
    ears = Ears(identity, refused, refused, refused)

    attempts = await ears.all_of(PUSH)

    assert attempts == [1, 2, 3]
    assert ears.buried == [("hear", PUSH)]


async def test_a_function_that_hangs_has_had_its_attempt(identity: IdentityTokenSigner) -> None:
    """It was told, and nobody knows how far it came."""
    ears = Ears(identity, too_slow, refused, too_slow)

    attempts = await ears.all_of(PUSH)

    assert attempts == [1, 2, 3]
    assert ears.buried == [("hear", PUSH)]


async def test_a_host_that_is_away_is_waited_for(identity: IdentityTokenSigner) -> None:
    """What nobody has heard was not attempted, however long that takes."""
    ears = Ears(identity, *[nobody_there] * 7, refused, heard)

    attempts = await ears.all_of(PUSH)

    assert attempts == [1] * 8 + [2]
    assert ears.buried == []


async def test_a_message_that_does_not_match_the_filter_is_not_delivered(identity: IdentityTokenSigner) -> None:
    """Google's emulator pushes it all the same; the function is not called, and it is no dead letter."""
    ears = Ears(identity, heard, heard)
    picky = HEAR.model_copy(update={"filter": "attributes:items_ticket OR NOT attributes:items"})
    push = {"message": PUSH["message"] | {"attributes": {"items": "product", "items_product": "1"}}}

    count = await ears.heard_of(picky, push)

    assert (count, ears.buried) == (1, [])


async def test_a_message_that_matches_the_filter_is_delivered(identity: IdentityTokenSigner) -> None:
    """One that tells nothing matches, too."""
    ears = Ears(identity, heard)
    picky = HEAR.model_copy(update={"filter": "attributes:items_ticket OR NOT attributes:items"})

    ears.pushes.accept_push("hear", picky, PUSH)
    await asyncio.wait_for(ears.over.wait(), 60)
    await ears.pushes.stop()

    assert len(ears.sent) == 1
