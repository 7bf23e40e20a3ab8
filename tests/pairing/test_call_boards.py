"""Attacks of an expert with a modified app who wants to know who calls, and the boards that withstand them.

The app reads whatever the rules allow and calls every function with any id. Everything that the expert sees of a call
is compared with what the expert would see without the block.
"""

import asyncio
from dataclasses import dataclass

import pytest

from functions.chat.block_user import block_user
from functions.chat.unblock_user import unblock_user
from functions.pairing.accept_pairing import accept_pairing
from functions.pairing.cancel_pairing import cancel_pairing
from functions.pairing.decline_pairing import decline_pairing
from functions.pairing.list_open_pairings import list_open_pairings
from functions.pairing.request_pairing import request_pairing
from functions.sessions.end_session import end_session
from shared.chat import store as chat
from shared.chat.block_models import Block
from shared.kernel.ids import UserId
from shared.pairing import call_boards, store
from shared.pairing.models import Availability
from tests.chat.builders import create_room
from tests.pairing.steps import (
    TRIAL_CUSTOMER,
    a_caller_account,
    find_board,
    find_boards_with_call,
    list_boards,
    load_pairing,
    load_session,
    pay_for_pairing,
    put_experts_online,
    register_customers,
    request_open_pairing,
    start_session,
)
from tests.world import BUDI, Person, World, alias_of_user

pytestmark = pytest.mark.emulator

ANA = TRIAL_CUSTOMER
KNOWN_PEOPLE = ("budi", "fitri", "gilang", "hana", "indra", ANA.uid)
UNKNOWN_CALL = {"pairing_id": "Zx3k9QmT1bV7cR5nW2pL"}


@dataclass(frozen=True)
class Sight:
    """All that an expert can find out about a call: the board, the list, the pushes, and the answers of functions."""

    on_board: bool
    in_list: bool
    pushed: bool
    accepted: tuple[int, str | None]
    declined: tuple[int, str | None]


async def _look(world: World, expert: Person, pairing_id: str) -> Sight:
    board = await find_board(world, expert)
    on_board = board in await find_boards_with_call(world, pairing_id)
    listed = await world.call(list_open_pairings, as_=expert)
    pushes = [push["message"] for push in await world.sent_pushes()]
    declined = await world.call(decline_pairing, {"pairing_id": pairing_id}, as_=expert)
    accepted = await world.call(accept_pairing, {"pairing_id": pairing_id}, as_=expert)
    return Sight(
        on_board=on_board,
        in_list=pairing_id in [item["pairing_id"] for item in listed.body["items"]],
        pushed=any(
            push["token"] == f"phone-{expert.uid}" and push["data"]["pairing_id"] == pairing_id for push in pushes
        ),
        accepted=(accepted.status, accepted.code),
        declined=(declined.status, declined.code),
    )


NOT_THERE = Sight(
    on_board=False,
    in_list=False,
    pushed=False,
    accepted=(404, "pairing_not_found"),
    declined=(404, "pairing_not_found"),
)
"""What an expert finds out about a call that does not exist."""


async def _call_again(world: World, who: Person = ANA) -> str:
    """Request a call by credit, and deliver its pushes."""
    await register_customers(world, who.uid)
    account = await world.get(store.caller_account_ref(alias_of_user(who.uid))) or a_caller_account(who.uid)
    await world.put_documents((store.caller_account_ref(account.id), account.having(credits=1)))
    answer = await world.call(request_pairing, as_=who)
    assert answer.body.get("status") == "searching", answer.body
    await world.deliver()
    pairing_id: str = answer.body["pairing_id"]
    return pairing_id


async def test_blocks_of_known_people_do_not_tell_who_calls(world: World) -> None:
    """Whether an expert has blocked the one who calls, or other people, the call is seen and accepted alike.

    The attack: block six known people, unblock one at a time, and try to accept until the answer changes.
    """
    (dewi,) = await put_experts_online(world, "dewi", phones=True)
    for uid in KNOWN_PEOPLE:
        await create_room(world, uid, "dewi")
        assert (await world.call(block_user, {"user_id": uid}, as_=dewi)).status == 200
    pairing_id = await request_open_pairing(world, ANA)
    await world.deliver()

    sight = await _look(world, dewi, pairing_id)

    # Declining hides the call from the expert's own list; accepting is still possible.
    assert sight == Sight(on_board=True, in_list=True, pushed=True, accepted=(200, None), declined=(200, None))


async def _block_in_session(world: World, expert: Person) -> str:
    """Have an expert block the customer in a session, end the session with another expert, and return its alias."""
    session_id = await start_session(world, expert)
    alias = (await load_session(world, session_id)).customer
    blocked = await world.call(block_user, {"user_id": alias, "room_id": session_id}, as_=expert)
    assert blocked.status == 200
    await world.call(end_session, {"session_id": session_id}, as_=ANA)
    await world.deliver()
    return alias


async def test_a_block_made_in_a_session_hides_later_calls_of_the_account(world: World) -> None:
    """For the expert, there is no such call; every other expert sees the call and may accept."""
    dewi, eko = await put_experts_online(world, "dewi", "eko", phones=True)
    await _block_in_session(world, dewi)

    pairing_id = await _call_again(world)

    assert await _look(world, dewi, pairing_id) == NOT_THERE
    assert (await _look(world, eko, pairing_id)).accepted == (200, None)


async def test_a_customers_block_by_name_hides_later_calls(world: World) -> None:
    """The customer does not meet the expert, and the expert does not read the topic."""
    dewi, eko = await put_experts_online(world, "dewi", "eko", phones=True)
    await create_room(world, ANA.uid, "dewi")
    await world.call(block_user, {"user_id": "dewi"}, as_=ANA)

    pairing_id = await request_open_pairing(world, ANA)
    await world.deliver()

    assert await _look(world, dewi, pairing_id) == NOT_THERE
    assert (await _look(world, eko, pairing_id)).in_list


async def test_unblocking_does_not_show_an_open_call(world: World) -> None:
    """The attack: block an alias in a session, wait for calls, unblock, and see which call appears."""
    (dewi,) = await put_experts_online(world, "dewi", phones=True)
    alias = await _block_in_session(world, dewi)
    pairing_id = await _call_again(world)

    unblocked = await world.call(unblock_user, {"user_id": alias}, as_=dewi)
    hidden = await _look(world, dewi, pairing_id)
    await world.call(cancel_pairing, {"pairing_id": pairing_id}, as_=ANA)
    later = await _call_again(world)

    assert unblocked.status == 204
    assert hidden == NOT_THERE
    assert (await _look(world, dewi, later)).accepted == (200, None)


async def test_going_offline_and_online_shows_no_other_board(world: World) -> None:
    """The attack: take another board by going online again."""
    (dewi,) = await put_experts_online(world, "dewi", phones=True)
    await _block_in_session(world, dewi)
    pairing_id = await _call_again(world)
    before = await find_board(world, dewi)

    for _ in range(3):
        availability = await world.get(store.availability_ref("dewi"))
        assert availability is not None
        await world.put_documents((store.availability_ref("dewi"), availability.having(open=False)))
        await put_experts_online(world, "dewi", phones=True)

    assert await find_board(world, dewi) == before
    assert await _look(world, dewi, pairing_id) == NOT_THERE


async def test_no_board_tells_that_an_expert_is_left_out(world: World) -> None:
    """The documents on the other boards are the same as those of a call that every board has."""
    _, eko = await put_experts_online(world, "dewi", "eko", phones=True)
    everybody = await request_open_pairing(world, BUDI_WITH_TRIAL)
    await create_room(world, ANA.uid, "dewi")
    await world.call(block_user, {"user_id": "dewi"}, as_=ANA)
    some = await request_open_pairing(world, ANA)
    board = await find_board(world, eko)

    one, other = [await world.get(store.open_call_ref(board, id)) for id in (everybody, some)]

    assert one is not None
    assert other is not None
    told = {"id", "pseudonym"}
    assert one.model_dump(exclude=told) == other.model_dump(exclude=told)
    assert len(await find_boards_with_call(world, everybody)) == call_boards.BOARD_COUNT
    assert len(await find_boards_with_call(world, some)) == call_boards.BOARD_COUNT - 1


BUDI_WITH_TRIAL = Person(BUDI.uid, claims={"phone_number": "+6281200000001"})


async def test_the_first_experts_read_boards_of_their_own(world: World) -> None:
    """A block takes no other expert from a customer while there are fewer experts than boards."""
    experts = await put_experts_online(
        world, *(f"expert-{number}" for number in range(call_boards.BOARD_COUNT + 1)), phones=True
    )

    boards = [await find_board(world, expert) for expert in experts]

    assert len(set(boards)) == call_boards.BOARD_COUNT


async def test_a_call_leaves_every_board(world: World) -> None:
    """When the call is accepted, is cancelled, or finds nobody."""
    (dewi,) = await put_experts_online(world, "dewi", phones=True)
    accepted = await request_open_pairing(world, BUDI_WITH_TRIAL)
    await world.call(accept_pairing, {"pairing_id": accepted}, as_=dewi)
    cancelled = await _call_again(world)
    await world.call(cancel_pairing, {"pairing_id": cancelled}, as_=ANA)
    expired = await _call_again(world)
    for _ in range(3):
        world.later(seconds=61)
        await world.deliver()

    left = [await find_boards_with_call(world, id) for id in (accepted, cancelled, expired)]

    assert left == [set(), set(), set()]
    assert (await load_pairing(world, expired)).status == "expired"


async def test_a_paid_call_is_posted_when_it_is_paid(world: World) -> None:
    """Blocks count as they are at that time."""
    dewi, eko = await put_experts_online(world, "dewi", "eko", phones=True)
    await register_customers(world, BUDI.uid, email="budi@example.com", phone="081234567890")
    call = (await world.call(request_pairing, as_=BUDI)).body
    await create_room(world, BUDI.uid, "dewi")
    await world.call(block_user, {"user_id": "dewi"}, as_=BUDI)
    unpaid = await find_boards_with_call(world, call["pairing_id"])

    await pay_for_pairing(world, call["order_id"])

    assert unpaid == set()
    assert await _look(world, dewi, call["pairing_id"]) == NOT_THERE
    assert (await _look(world, eko, call["pairing_id"])).accepted == (200, None)


async def test_blocks_of_earlier_versions_count(world: World) -> None:
    """An account in pairing that does not list its blocks looks for them with its next call."""
    dewi, eko = await put_experts_online(world, "dewi", "eko", phones=True)
    await world.put_documents((store.caller_account_ref(alias_of_user(ANA.uid)), a_caller_account(ANA.uid)))
    await world.put_documents(
        (chat.block_ref(ANA.uid, "dewi"), Block(id=UserId("dewi"), blocked_at=world.now)),
        (chat.block_ref("eko", alias_of_user(ANA.uid)), Block(id=alias_of_user(ANA.uid), blocked_at=world.now)),
        (chat.block_ref("eko", ANA.uid), Block(id=UserId(ANA.uid), blocked_at=world.now)),
    )

    pairing_id = await _call_again(world)

    assert await _look(world, dewi, pairing_id) == NOT_THERE
    assert (await _look(world, eko, pairing_id)).accepted == (409, "already_taken")


async def test_a_call_of_an_earlier_version_is_accepted(world: World) -> None:
    """A call without boards was seen by every expert; an expert without a board gets one by going online."""
    dewi, eko = await put_experts_online(world, "dewi", "eko", phones=True)
    pairing_id = await request_open_pairing(world)
    pairing = await load_pairing(world, pairing_id)
    old = Availability(id=UserId("dewi"), name="Dewi", open=True, since=world.now, most=3)
    await world.put_documents((store.pairing_ref(pairing_id), pairing.having(boards=None)))
    await world.put_documents((store.availability_ref("dewi"), old))

    answers = [await world.call(accept_pairing, {"pairing_id": pairing_id}, as_=who) for who in (dewi, eko)]
    await put_experts_online(world, "dewi", phones=True)

    assert [(answer.status, answer.code) for answer in answers] == [(200, None), (409, "already_taken")]
    assert await find_board(world, dewi) in await list_boards(world)


async def test_many_experts_who_come_at_once_share_the_boards(world: World) -> None:
    """Each gets one board, and the boards know how many read them."""
    await asyncio.gather(*(put_experts_online(world, f"expert-{number}") for number in range(16)))

    boards = await world.get(store.BOARDS)

    assert boards is not None
    assert set(boards.experts.values()) == {2}
