"""When a session is over, so is the talking: at once, for good, and out of the inboxes in time."""

import pytest

from functions.chat.send_message import send_message
from functions.control_center.relay_outbox import relay_outbox
from functions.sessions.end_session import end_session
from shared.chat import store as chat
from shared.kernel.ids import RoomId
from tests.chat.builders import a_text_message, post_message
from tests.pairing.steps import TRIAL_CUSTOMER, put_experts_online, start_session
from tests.world import Person, World

pytestmark = pytest.mark.emulator


async def _notices(world: World, session_id: str) -> list[str]:
    said = await world.reader.query(chat.messages_query(RoomId(session_id)))
    return [str(message.notice.kind) for message in said if message.notice]


async def test_nothing_is_said_after_the_end(world: World) -> None:
    """Not even before the news of the end has gone round."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi)

    await world.call(end_session, {"session_id": session_id}, as_=dewi)
    answer = await world.call(send_message, a_text_message(session_id, "m-1"), as_=TRIAL_CUSTOMER)
    await world.deliver()
    notices = await _notices(world, session_id)

    assert (answer.status, answer.code) == (409, "room_closed")
    assert notices.count("closed") == 1


@pytest.mark.parametrize("id", ["closed", "ending-1-5"])
async def test_no_message_stands_in_for_a_notice(world: World, id: str) -> None:
    """Whatever an app calls its messages, the room is closed, and warned before."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi)
    ours = await world.call(send_message, a_text_message(session_id, f"_{id}"), as_=TRIAL_CUSTOMER)
    await post_message(world, TRIAL_CUSTOMER, session_id, id)

    for _ in range(16):
        world.later(minutes=1)
        await world.deliver()
    late = await world.call(send_message, a_text_message(session_id, "m-2"), as_=TRIAL_CUSTOMER)

    assert (ours.status, ours.invalid_fields) == (422, ["message_id"])
    assert (late.status, late.code) == (409, "room_closed")
    notices = await _notices(world, session_id)
    assert sorted(notices) == ["closed", "ending", "ending", "opened"]


async def test_rooms_of_sessions_leave_the_inboxes(world: World) -> None:
    """An expert's would grow for ever."""
    (dewi,) = await put_experts_online(world, "dewi")
    for number in range(3):
        caller = Person(f"c{number}", claims={"phone_number": f"+62812345678{number}0"})
        await world.call(end_session, {"session_id": await start_session(world, dewi, caller)}, as_=dewi)
        await world.deliver()

    world.later(days=8)
    await world.call.run_schedule(relay_outbox, due_at=world.now)
    await world.deliver()
    inbox = await world.get(chat.inbox_ref("dewi"))

    assert inbox is not None
    assert inbox.rooms == {}
