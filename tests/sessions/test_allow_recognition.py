"""A customer of calls who wants an expert to know them again."""

import pytest

from functions.sessions.allow_recognition import allow_recognition
from functions.sessions.reroute_session import reroute_session
from tests.pairing.steps import (
    TRIAL_CUSTOMER as ANA,
)
from tests.pairing.steps import (
    end_session_as_customer,
    load_session,
    put_experts_online,
    start_session_by_credit,
)
from tests.world import ADMIN, BUDI, World

pytestmark = pytest.mark.emulator


async def test_a_customer_lets_an_expert_know_them_again(world: World) -> None:
    """By a choice in each session, for this expert alone."""
    dewi, eko = await put_experts_online(world, "dewi", "eko")
    found = []
    for expert, chosen in ((dewi, True), (dewi, False), (dewi, True), (eko, True)):
        session_id = await start_session_by_credit(world, expert)
        if chosen:
            answers = [await world.call(allow_recognition, {"session_id": session_id}, as_=ANA) for _ in range(2)]
            assert answers[0].status == 200, answers[0].body
            assert answers[0].body == answers[1].body
        await end_session_as_customer(world, session_id)
        found.append(await load_session(world, session_id))

    first, silent, again, other = found
    assert first.known_as == again.known_as is not None
    assert first.known_name == again.known_name is not None
    assert (silent.known_as, silent.known_name) == (None, None)
    assert other.known_as not in (None, first.known_as)
    assert len({session.customer for session in found}) == 4


async def test_recognition_ends_with_the_expert(world: World) -> None:
    """Another expert who takes the session over is not told by which name the first one knows the customer."""
    dewi, eko = await put_experts_online(world, "dewi", "eko")
    session_id = await start_session_by_credit(world, dewi)
    await world.call(allow_recognition, {"session_id": session_id}, as_=ANA)

    await world.call(reroute_session, {"session_id": session_id, "expert_id": "eko"}, as_=ADMIN)
    await world.deliver()

    session = await load_session(world, session_id)
    assert (session.expert, session.known_as, session.known_name) == (eko.uid, None, None)


async def test_only_the_customer_allows_recognition(world: World) -> None:
    """Neither another customer nor the expert."""
    (dewi,) = await put_experts_online(world, "dewi")
    body = {"session_id": await start_session_by_credit(world, dewi)}

    answers = [await world.call(allow_recognition, body, as_=who) for who in (BUDI, dewi)]

    assert [answer.status for answer in answers] == [404, 403]
    assert (await load_session(world, body["session_id"])).known_as is None
