"""An id of a person tells nothing to somebody who has nothing to do with that person."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from shared.bookings import store as bookings
from shared.catalogue import store as catalogue
from shared.chat import store
from shared.chat.block_models import Block
from shared.chat.models import Room, RoomKind
from shared.identity import store as identity
from shared.kernel.ids import RoomId, UserId
from shared.kernel.ports import Query
from tests.bookings.builders import a_requested_booking
from tests.bookings.steps import a_user
from tests.builders import NOON
from tests.catalogue.builders import an_expert
from tests.chat.builders import a_room, create_room
from tests.chat.steps import call_as, call_successfully, create_group, register_users
from tests.world import ADMIN, ANA, BUDI, EXPERT, Person, World

pytestmark = pytest.mark.emulator

NOBODY = "nobody-here"


async def _answers(world: World, who: Person, uid: str, group: str) -> list[tuple[int, str]]:
    """Try every function that takes the id of a person, and return status and body without the id."""
    answers = [
        await call_as(world, who, "start_direct_room", user_id=uid),
        await call_as(world, who, "block_user", user_id=uid),
        await call_as(world, who, "block_user", user_id=uid, room_id=group),
        await call_as(world, who, "create_group_room", name="G", member_ids=[uid]),
        await call_as(world, who, "add_room_members", room_id=group, member_ids=[uid]),
        await call_as(world, who, "remove_room_member", room_id=group, user_id=uid),
    ]
    for answer in answers:
        answer.body.pop("request_id", None)
    return [(answer.status, str(answer.body).replace(uid, "…")) for answer in answers]


@pytest.mark.parametrize("uid", ["citra", "eka"])
async def test_a_stranger_is_like_somebody_who_does_not_exist(world: World, uid: str) -> None:
    """Neither an admin nor another customer is found by id, and nothing is stored."""
    group = await create_group(world, ANA, "dewi")
    await world.put_documents((identity.user_ref("citra"), a_user("citra", role="admin")))
    await register_users(world, "eka")

    answers = await _answers(world, ANA, uid, group)
    expected = await _answers(world, ANA, NOBODY, group)

    assert answers == expected
    assert [status for status, _ in answers] == [404] * 5 + [200]
    assert await world.reader.query(Query("users/ana/blocks", Block)) == []
    assert [room.id for room in await world.reader.query(Query("rooms", Room))] == [group]


async def test_the_support_cannot_be_written_to_by_its_id(world: World) -> None:
    """The sender of the answers is no person."""
    group = await create_group(world, ANA, "dewi")
    room_id = (await call_successfully(world, ANA, "open_support_room"))["room_id"]
    answer = await call_successfully(world, ADMIN, "send_message", room_id=room_id, message_id="m-1", body="Halo")

    answers = await _answers(world, ANA, answer["sender"], group)

    assert answers == await _answers(world, ANA, NOBODY, group)


async def _an_expert(world: World) -> None:
    await world.put_documents((identity.user_ref("budi"), a_user("budi", role="expert")))


async def _a_listed_expert(world: World) -> None:
    await world.put_documents((catalogue.expert_ref("budi"), an_expert("budi")))


async def _a_common_room(world: World) -> None:
    await create_room(world, "ana", "budi")


async def _a_common_group(world: World) -> None:
    await create_room(world, "ana", "budi", "dewi")


async def _an_earlier_booking_room(world: World) -> None:
    """Add a room that is closed and read to its end, so that no inbox has an entry of it."""
    given = {"id": RoomId("BE-20251126-ACD346"), "kind": RoomKind.MENTOR_STUDENT, "closes_at": NOON - timedelta(days=9)}
    room = a_room("ana", "budi", **given)
    await world.put_documents((store.room_ref(room.id), room))


async def _a_booking_as_customer(world: World) -> None:
    booking = a_requested_booking()
    offer = booking.offer.having(expert=UserId("budi"))
    await world.put_documents((bookings.booking_ref(booking.id), booking.having(customer=UserId("ana"), offer=offer)))


async def _a_booking_as_expert(world: World) -> None:
    booking = a_requested_booking()
    offer = booking.offer.having(expert=UserId("ana"))
    await world.put_documents((bookings.booking_ref(booking.id), booking.having(customer=UserId("budi"), offer=offer)))


WAYS: tuple[Callable[[World], Awaitable[None]], ...] = (
    _an_expert,
    _a_listed_expert,
    _a_common_room,
    _a_common_group,
    _an_earlier_booking_room,
    _a_booking_as_customer,
    _a_booking_as_expert,
)


@pytest.mark.parametrize("way", WAYS)
async def test_acquaintances_are_found(world: World, way: Callable[[World], Awaitable[None]]) -> None:
    """Somebody with a room, a booking or a group in common, or an expert, is written to and blocked by name."""
    await register_users(world, "ana", "budi")
    await way(world)

    started = await call_as(world, ANA, "start_direct_room", user_id="budi")
    grouped = await call_as(world, ANA, "create_group_room", name="G", member_ids=["budi"])
    blocked = await call_as(world, ANA, "block_user", user_id="budi")

    assert (started.status, started.body["name"]) == (200, "Budi")
    assert grouped.status == 200
    assert (blocked.status, blocked.body["name"]) == (200, "Budi")


async def test_a_block_does_not_make_strangers(world: World) -> None:
    """Rooms that a block hides are still in common, so the answer is that the two are blocked."""
    await create_room(world, "ana", "budi")
    await call_successfully(world, BUDI, "block_user", user_id="ana")

    answers = [
        await call_as(world, ANA, "start_direct_room", user_id="budi"),
        await call_as(world, BUDI, "start_direct_room", user_id="ana"),
    ]

    assert [(answer.status, answer.code) for answer in answers] == [(403, "blocked")] * 2
    assert (await call_as(world, ANA, "block_user", user_id="budi")).status == 200


async def test_admins_find_everybody(world: World) -> None:
    """They can look up a person anyway, and may have to write first."""
    await register_users(world, "budi", "citra")

    answer = await call_as(world, ADMIN, "start_direct_room", user_id="budi")

    assert (answer.status, answer.body["with_user"]) == (200, "budi")


async def test_an_expert_does_not_reach_a_stranger(world: World) -> None:
    """A customer may write to an expert first, and not the other way round."""
    await register_users(world, "ana", "dewi")

    before = await call_as(world, EXPERT, "start_direct_room", user_id="ana")
    await call_successfully(world, ANA, "start_direct_room", user_id="dewi")
    after = await call_as(world, EXPERT, "start_direct_room", user_id="ana")

    assert (before.status, before.code) == (404, "person_not_found")
    assert (after.status, after.body["with_user"]) == (200, "ana")
