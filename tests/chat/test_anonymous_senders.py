"""Anonymous people write to those with whom they have a booking or a call, and to nobody else."""

import pytest

from functions.chat.send_message import send_message
from functions.control_center.update_settings import update_settings
from shared.chat.models import RoomKind
from shared.kernel.ids import RoomId, UserId
from tests.chat.builders import a_text_message, create_room
from tests.chat.steps import call_as, register_experts, register_users
from tests.world import ADMIN, EXPERT, Person, World, alias_of_user

pytestmark = pytest.mark.emulator

GUEST = Person("gast", anonymous=True)


async def test_a_guest_without_a_booking_opens_no_room(world: World) -> None:
    """
    An expert's id alone lets an anonymous person write to nobody; a setting allows it.
    """
    await register_users(world, "gast")
    await register_experts(world, "dewi")

    refused = await call_as(world, GUEST, "start_direct_room", user_id="dewi")
    await world.call(update_settings, {"chat": {"anonymous_may_write": True}}, as_=ADMIN)
    allowed = await call_as(world, GUEST, "start_direct_room", user_id="dewi")

    assert (refused.status, refused.code, allowed.status) == (403, "identity_needed", 200)


@pytest.mark.parametrize("me", ["gast", alias_of_user("gast")])
async def test_a_guest_with_a_booking_or_a_call_opens_a_room(world: World, me: str) -> None:
    """
    The room of a booking or call, under the account or the alias, makes the two acquainted.
    """
    await register_users(world, "gast")
    await create_room(world, me, "dewi", id=RoomId("a-meeting"), kind=RoomKind.MENTOR_STUDENT)
    await register_users(world, "gast")
    await register_experts(world, "dewi")

    answer = await call_as(world, GUEST, "start_direct_room", user_id="dewi")

    assert answer.status == 200


async def test_a_guest_writes_in_no_earlier_room_of_their_own(world: World) -> None:
    """
    A room that a guest once opened is closed to the guest's words until there is a booking or a call.
    """
    room_id = await create_room(world, "gast", "dewi", created_by=UserId("gast"))

    refused = await world.call(send_message, a_text_message(room_id, "m-1"), as_=GUEST)
    await create_room(world, "gast", "dewi", id=RoomId("a-meeting"), kind=RoomKind.MENTOR_STUDENT)
    allowed = await world.call(send_message, a_text_message(room_id, "m-2"), as_=GUEST)

    assert (refused.status, refused.code, allowed.status) == (403, "identity_needed", 200)


async def test_a_guest_answers_where_others_have_written_first(world: World) -> None:
    """
    An expert who opens a room wants an answer.
    """
    room_id = await create_room(world, "gast", "dewi", created_by=UserId(EXPERT.uid))

    answer = await world.call(send_message, a_text_message(room_id, "m-1"), as_=GUEST)

    assert answer.status == 200
