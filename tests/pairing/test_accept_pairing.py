"""Experts take calls: the first one has it, and nobody has more than they may."""

import asyncio
import random
from collections import Counter

import pytest

from functions.chat.block_user import block_user
from functions.pairing.accept_pairing import accept_pairing
from functions.pairing.go_online import go_online
from functions.pairing.list_open_pairings import list_open_pairings
from functions.sessions.end_session import end_session
from functions.sessions.list_my_active_sessions import list_my_active_sessions
from shared.chat import store as chat
from shared.kernel.ports import Query
from shared.pairing import store
from shared.pairing.models import Availability, PairingStatus
from shared.pairing.settings import PairingSettings
from shared.sessions.models import Session, SessionStatus
from tests.pairing.steps import (
    TRIAL_CUSTOMER,
    find_board,
    find_boards_with_call,
    find_customer,
    load_pairing,
    load_session,
    put_experts_online,
    request_open_pairing,
    send_heartbeats,
    start_session,
)
from tests.world import Person, World, alias_in_session, alias_of_user

pytestmark = pytest.mark.emulator

CROWD = 200


async def test_the_first_has_it(world: World) -> None:
    """A session begins, with its room; the call is off everybody's list."""
    dewi, eko = await put_experts_online(world, "dewi", "eko")
    pairing_id = await request_open_pairing(world)

    answer = await world.call(accept_pairing, {"pairing_id": pairing_id}, as_=dewi)

    assert answer.status == 200
    assert (answer.body["expert"], answer.body["minutes"]) == ("dewi", 15)
    assert (await world.call(list_open_pairings, as_=eko)).body["items"] == []
    room = await world.get(chat.room_ref(answer.body["room_id"]))
    assert room is not None
    assert set(room.members) == {alias_in_session("ana", room.id), "dewi"}
    assert room.closes_at == (await load_session(world, answer.body["session_id"])).ends_at
    mine = await world.call(list_my_active_sessions, as_=dewi)
    assert [one["session_id"] for one in mine.body["items"]] == [answer.body["session_id"]]


@pytest.mark.slow
async def test_of_two_hundred_at_once_one_has_it(world: World) -> None:
    """Exactly one session; everybody else is told so."""
    experts = await put_experts_online(world, *(f"expert-{number}" for number in range(CROWD)))
    pairing_id = await request_open_pairing(world)

    answers = await asyncio.gather(
        *(world.call(accept_pairing, {"pairing_id": pairing_id}, as_=expert) for expert in experts)
    )

    assert Counter((answer.status, answer.code) for answer in answers) == {
        (200, None): 1,
        (409, "already_taken"): CROWD - 1,
    }
    assert len(await world.reader.query(Query("sessions", Session))) == 1
    diaries = await world.reader.query(Query("availability", Availability))
    assert sum(len(diary.sessions) for diary in diaries) == 1


@pytest.mark.slow
async def test_nobody_ever_has_more_than_they_may(world: World) -> None:
    """Five hundred calls, answers and ends at random, many at once: the most is never passed, and all adds up."""
    dice = random.Random(7)
    experts = await put_experts_online(world, "dewi", "eko", "fajar")
    await world.put_documents((store.SETTINGS, PairingSettings(customers_an_expert=2, trial=True, rounds=10)))
    customers = [Person(f"customer-{n}", claims={"phone_number": f"+6281{n:08d}"}) for n in range(40)]
    seen: Counter[str] = Counter()

    for turn in range(50):
        await send_heartbeats(world, *experts)
        for customer in dice.sample(customers, 3):
            if await world.get(store.caller_account_ref(alias_of_user(customer.uid))) is None:
                await request_open_pairing(world, customer)
        calls = await world.reader.query(store.searching_pairings_query())
        steps = [
            world.call(accept_pairing, {"pairing_id": dice.choice(calls).id}, as_=dice.choice(experts))
            for _ in range(6 if calls else 0)
        ]
        active = await world.reader.query(Query("sessions", Session).matching("status", "==", SessionStatus.ACTIVE))
        steps += [
            world.call(end_session, {"session_id": one.id}, as_=find_customer(customers, one))
            for one in dice.sample(active, min(1, len(active)))
        ]
        answers = await asyncio.gather(*steps)
        seen.update(f"{answer.status} {answer.code}" for answer in answers)
        for diary in await world.reader.query(Query("availability", Availability)):
            assert len(diary.sessions) <= 2
        if turn % 5 == 4:
            await world.deliver()

    await world.deliver()
    active = await world.reader.query(Query("sessions", Session).matching("status", "==", SessionStatus.ACTIVE))
    diaries = await world.reader.query(Query("availability", Availability))
    assert sorted(one.id for one in active) == sorted(id for diary in diaries for id in diary.sessions)
    assert {status for status in seen if status.startswith("5")} <= {"503 busy"}
    assert seen["200 None"] > 10
    assert seen["409 no_room_left"]


async def test_who_may_not_take_a_call(world: World) -> None:
    """Offline, another's, as a customer, without any right: told why; who has it already is shown it again."""
    dewi, eko = await put_experts_online(world, "dewi", "eko")
    offline = Person("gita", role="expert")
    pairing_id = await request_open_pairing(world)
    body = {"pairing_id": pairing_id}

    early = [await world.call(accept_pairing, body, as_=who) for who in (offline, TRIAL_CUSTOMER, Person())]
    taken, again = [await world.call(accept_pairing, body, as_=dewi) for _ in range(2)]
    late = await world.call(accept_pairing, body, as_=eko)
    unknown = await world.call(accept_pairing, {"pairing_id": "nothing"}, as_=eko)

    assert [(answer.status, answer.code) for answer in early] == [
        (409, "not_online"),
        (403, "forbidden"),
        (401, "unauthenticated"),
    ]
    assert (taken.status, again.status, again.body) == (200, 200, taken.body)
    assert (late.status, late.code) == (409, "already_taken")
    diary = await world.get(store.availability_ref("dewi"))
    assert diary is not None
    assert len(diary.sessions) == 1
    assert (unknown.status, unknown.code) == (404, "pairing_not_found")


async def test_a_call_that_is_over_is_not_taken(world: World) -> None:
    """From the very second on, whether or not anything has marked it."""
    (dewi,) = await put_experts_online(world, "dewi")
    pairing_id = await request_open_pairing(world)
    world.later(seconds=60)
    await send_heartbeats(world, dewi)
    world.later(seconds=60)
    await send_heartbeats(world, dewi)
    world.later(seconds=60)

    answer = await world.call(accept_pairing, {"pairing_id": pairing_id}, as_=dewi)

    assert (answer.status, answer.code) == (409, "pairing_over")
    assert (await load_pairing(world, pairing_id)).status is PairingStatus.SEARCHING


async def test_after_the_session_there_is_room_again(world: World) -> None:
    """For the expert and for the customer, once, however often its end is told."""
    (dewi,) = await put_experts_online(world, "dewi")
    await world.put_documents((store.SETTINGS, PairingSettings(customers_an_expert=1)))
    session_id = await start_session(world, dewi)
    second = await request_open_pairing(world, Person("budi", claims={"phone_number": "+6285551234567"}))

    full = await world.call(accept_pairing, {"pairing_id": second}, as_=dewi)
    await world.call(end_session, {"session_id": session_id}, as_=dewi)
    await world.deliver()
    free = await world.call(accept_pairing, {"pairing_id": second}, as_=dewi)

    assert (full.status, full.code, full.body["most"]) == (409, "no_room_left", 1)
    assert free.status == 200
    standing = await world.get(store.caller_account_ref(alias_of_user("ana")))
    assert standing is not None
    assert standing.open is None


async def test_nobody_takes_their_own_call(world: World) -> None:
    """A customer who has become an expert meanwhile neither sees it nor may take it; the others do."""
    ana, eko = await put_experts_online(world, "ana", "eko")
    pairing_id = await request_open_pairing(world)

    seen = await world.call(list_open_pairings, as_=ana)
    own = await world.call(accept_pairing, {"pairing_id": pairing_id}, as_=ana)
    other = await world.call(accept_pairing, {"pairing_id": pairing_id}, as_=eko)

    assert seen.body["items"] == []
    assert (own.status, own.code) == (403, "own_call")
    assert other.status == 200


async def test_a_customer_who_blocks_an_expert_while_calling_does_not_get_them(world: World) -> None:
    """The expert is told no more than that another was faster, and their board shows no more than that."""
    dewi, eko = await put_experts_online(world, "dewi", "eko")
    pairing_id = await request_open_pairing(world)
    await world.call(block_user, {"user_id": "dewi"}, as_=TRIAL_CUSTOMER)
    before = await find_boards_with_call(world, pairing_id)

    refused = await world.call(accept_pairing, {"pairing_id": pairing_id}, as_=dewi)
    after = await find_boards_with_call(world, pairing_id)
    again = await world.call(accept_pairing, {"pairing_id": pairing_id}, as_=dewi)
    taken = await world.call(accept_pairing, {"pairing_id": pairing_id}, as_=eko)

    assert (refused.status, refused.code) == (409, "already_taken")
    assert before - after == {await find_board(world, dewi)}
    assert (again.status, again.code) == (404, "pairing_not_found")
    assert taken.status == 200
    assert await find_boards_with_call(world, pairing_id) == set()
    diary = await world.get(store.availability_ref("dewi"))
    assert diary is not None
    assert diary.sessions == ()


async def test_a_suspended_expert_takes_nothing(world: World) -> None:
    """Neither sees calls, nor takes one, nor goes online; what they beat changes nothing."""
    (dewi,) = await put_experts_online(world, "dewi")
    diary = await world.get(store.availability_ref("dewi"))
    assert diary is not None
    await world.put_documents((store.availability_ref("dewi"), diary.having(suspended=True)))
    pairing_id = await request_open_pairing(world)
    await send_heartbeats(world, dewi)

    seen = await world.call(list_open_pairings, as_=dewi)
    answers = [
        await world.call(accept_pairing, {"pairing_id": pairing_id}, as_=dewi),
        await world.call(go_online, as_=dewi),
    ]

    assert seen.body["items"] == []
    assert {(answer.status, answer.code) for answer in answers} == {(403, "expert_suspended")}
