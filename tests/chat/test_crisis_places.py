"""Places where danger is heard: edits, names of files, the support room; and who is not heard by words."""

import pytest

from functions.chat.edit_message import edit_message
from functions.chat.list_messages import list_messages
from functions.chat.open_support_room import open_support_room
from tests.chat.builders import post_message
from tests.chat.message_steps import request_upload, send_attachment
from tests.chat.steps import register_users
from tests.pairing.steps import TRIAL_CUSTOMER, put_experts_online, start_session
from tests.world import ADMIN, ANA, EXPERT, Person, World

pytestmark = pytest.mark.emulator

CRY = "Aku rasanya ingin mengakhiri hidup saja"


async def count_cards(world: World, room_id: str, *, seen_by: Person) -> int:
    """Deliver the jobs, and count the notices with hotlines in a room."""
    await world.deliver()
    answer = await world.call(list_messages, {"room_id": room_id}, as_=seen_by)
    return sum(bool(item["notice"]) and item["notice"]["kind"] == "crisis" for item in answer.body["items"])


async def test_a_message_edited_into_danger_is_heard(world: World) -> None:
    """The words count when they are written, whichever function writes them."""
    (dewi,) = await put_experts_online(world, "dewi")
    room_id = await start_session(world, dewi)
    await post_message(world, TRIAL_CUSTOMER, room_id, "m-1", "Aku capek hari ini")

    edit = {"room_id": room_id, "message_id": "m-1", "body": CRY}
    assert (await world.call(edit_message, edit, as_=TRIAL_CUSTOMER)).status == 200

    assert await count_cards(world, room_id, seen_by=TRIAL_CUSTOMER) == 1


async def test_the_name_of_a_file_is_heard(world: World) -> None:
    """A farewell is often a picture of a letter."""
    (dewi,) = await put_experts_online(world, "dewi")
    room_id = await start_session(world, dewi)
    upload = await request_upload(world, TRIAL_CUSTOMER, room_id)

    attachment = {"upload_id": upload["upload_id"], "name": "surat bunuh diri.png"}
    await send_attachment(
        world, TRIAL_CUSTOMER, room_id, "m-1", upload_id=upload["upload_id"], body=None, attachment=attachment
    )

    assert await count_cards(world, room_id, seen_by=TRIAL_CUSTOMER) == 1


@pytest.mark.parametrize(("writer", "cards"), [(ANA, 1), (ADMIN, 0)])
async def test_the_support_room_is_heard_and_the_support_is_not(world: World, writer: Person, cards: int) -> None:
    """Somebody in danger writes to whoever answers; an admin's own question is no alarm."""
    await register_users(world, ANA.uid)
    room_id = (await world.call(open_support_room, as_=ANA)).body["room_id"]

    await post_message(world, writer, room_id, "m-1", CRY)

    assert await count_cards(world, room_id, seen_by=ANA) == cards


async def test_an_expert_in_a_support_room_is_heard(world: World) -> None:
    """There the expert is the one who seeks help."""
    await register_users(world, EXPERT.uid)
    room_id = (await world.call(open_support_room, as_=EXPERT)).body["room_id"]

    await post_message(world, EXPERT, room_id, "m-1", CRY)

    assert await count_cards(world, room_id, seen_by=EXPERT) == 1


async def test_the_experts_question_is_no_alarm(world: World) -> None:
    """To ask openly is good practice; what the expert notices, the button tells."""
    (dewi,) = await put_experts_online(world, "dewi")
    room_id = await start_session(world, dewi)

    await post_message(world, dewi, room_id, "m-1", "Apakah kamu ingin bunuh diri?")
    await world.call(edit_message, {"room_id": room_id, "message_id": "m-1", "body": "Apakah kamu mau mati?"}, as_=dewi)

    assert await count_cards(world, room_id, seen_by=TRIAL_CUSTOMER) == 0


async def test_a_new_alarm_after_a_quiet_time_alerts_again(world: World) -> None:
    """Words in the quiet time repeat the alarm; words after it are a new one."""
    (dewi,) = await put_experts_online(world, "dewi")
    room_id = await start_session(world, dewi)
    cards = []

    for number, minutes in enumerate((0, 5, 15, 10, 20)):
        world.later(minutes=minutes)
        await post_message(world, TRIAL_CUSTOMER, room_id, f"m-{number}", CRY)
        cards.append(await count_cards(world, room_id, seen_by=TRIAL_CUSTOMER))

    assert cards == [1, 1, 2, 2, 3]
    alerts = [line for line in world.log_lines if line["message"] == "crisis in a session"]
    assert len(alerts) == 3
