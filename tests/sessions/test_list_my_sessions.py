"""The list of past sessions, for the customer and for the expert."""

import json
from typing import Any

import pytest

from functions.control_center.run_document_fill import run_document_fill
from functions.sessions.allow_recognition import allow_recognition
from functions.sessions.list_my_sessions import list_my_sessions
from shared.kernel.ids import SessionId
from shared.pairing import store as pairings
from shared.sessions import store as sessions
from tests.pairing.steps import (
    TRIAL_CUSTOMER,
    end_session_as_customer,
    load_session,
    put_experts_online,
    start_session,
    start_session_by_credit,
)
from tests.world import ADMIN, BUDI, Person, World, alias_of_user

pytestmark = pytest.mark.emulator

ANA = TRIAL_CUSTOMER


async def list_sessions_of(world: World, person: Person, **query: Any) -> list[dict[str, Any]]:
    """List a person's sessions on the first page."""
    answer = await world.call(list_my_sessions, query, as_=person)
    assert answer.status == 200, answer.body
    items: list[dict[str, Any]] = answer.body["items"]
    return items


async def test_both_sides_list_how_a_session_ended(world: World) -> None:
    """Customer and expert see the length, the end and the other side's name as it was in the session."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi)
    world.later(minutes=4)
    await end_session_as_customer(world, session_id)

    (mine,) = await list_sessions_of(world, ANA)
    (experts,) = await list_sessions_of(world, dewi, side="expert")

    session = await load_session(world, session_id)
    alike = {"session_id": session_id, "minutes": 15, "lasted_minutes": 4, "ended_by": "customer", "status": "ended"}
    assert alike.items() <= mine.items()
    assert alike.items() <= experts.items()
    assert (mine["name"], mine["expert_id"], mine["paid_by"]) == (session.expert_name, "dewi", "trial")
    assert (experts["name"], experts["expert_id"], experts["paid_by"]) == (session.pseudonym, None, None)


async def test_an_expert_never_learns_from_the_list_who_called(world: World) -> None:
    """Two calls of one customer have nothing of the customer in common in the expert's list."""
    (dewi,) = await put_experts_online(world, "dewi")
    for _ in range(2):
        await end_session_as_customer(world, await start_session_by_credit(world, dewi))

    found = await list_sessions_of(world, dewi, side="expert")

    text = json.dumps(found)
    assert len({session["name"] for session in found}) == 2
    assert f'"{ANA.uid}"' not in text
    assert alias_of_user(ANA.uid) not in text


async def test_the_list_shows_the_name_by_which_a_customer_is_known_again(world: World) -> None:
    """A customer who allowed recognition in a session has that name there, and nowhere else."""
    (dewi,) = await put_experts_online(world, "dewi")
    await end_session_as_customer(world, await start_session_by_credit(world, dewi))
    world.later(minutes=1)
    known = await start_session_by_credit(world, dewi)
    await world.call(allow_recognition, {"session_id": known}, as_=ANA)

    latest, earlier = await list_sessions_of(world, dewi, side="expert")

    assert (latest["session_id"], earlier["known_name"]) == (known, None)
    assert latest["known_name"]


async def test_a_stranger_lists_nothing(world: World) -> None:
    """Whoever had no part in a session does not find it on either side."""
    (dewi,) = await put_experts_online(world, "dewi")
    await start_session(world, dewi)

    found = [await list_sessions_of(world, BUDI, side=side) for side in ("customer", "expert")]

    assert found == [[], []]


async def test_calls_of_earlier_versions_are_listed_after_the_fill(world: World) -> None:
    """A call that names no account is found once the fill `pairing_accounts` has named it."""
    (dewi,) = await put_experts_online(world, "dewi")
    session = await load_session(world, await start_session(world, dewi))
    assert session.pairing_id is not None
    place, alias = pairings.pairing_ref(session.pairing_id), alias_of_user(ANA.uid)
    call = await world.get(place)
    assert call is not None
    earlier = call.having(account=None, customer=alias, session_id=SessionId("call-1"))
    await world.put_documents((place, earlier))
    await world.put_documents((sessions.session_ref("call-1"), session.having(id=SessionId("call-1"), customer=alias)))
    before = await list_sessions_of(world, ANA)

    await world.call(run_document_fill, {"fill": "pairing_accounts", "dry_run": False, "limit": 10}, as_=ADMIN)
    await world.deliver()

    after = await list_sessions_of(world, ANA)
    assert (before, [one["session_id"] for one in after]) == ([], ["call-1"])
