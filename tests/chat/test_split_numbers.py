"""Phone numbers that are spread over several messages."""

import pytest

from functions.chat.send_message import send_message
from shared.chat import store
from shared.chat.settings import ChatSettings
from shared.kernel.contact_details import MASK
from tests.chat.builders import a_text_message, create_room
from tests.world import ANA, BUDI, Person, World

pytestmark = pytest.mark.emulator


async def _send_all(world: World, room_id: str, *said: str, who: Person = ANA, first: int = 1) -> list[str]:
    """Send messages one after the other, and return their texts as everybody sees them."""
    answers = [
        await world.call(send_message, a_text_message(room_id, f"{who.uid}-{number}", text), as_=who)
        for number, text in enumerate(said, first)
    ]
    assert [answer.status for answer in answers] == [200] * len(said)
    return [answer.body["body"] for answer in answers]


async def _create_masked_room(world: World) -> str:
    await world.put_documents((store.SETTINGS, ChatSettings(contacts="mask")))
    return await create_room(world, "ana", "budi")


@pytest.mark.parametrize(
    "said",
    [
        ("0812", "3344", "5566"),
        ("0812 33", "44 5566"),
        ("nol delapan satu dua", "tiga tiga empat empat", "lima lima enam enam"),
        ("0812", "terus 3344", "lalu 5566"),
        ("08", "12", "33", "44", "55"),
    ],
)
async def test_the_last_part_of_a_number_is_masked(world: World, said: tuple[str, ...]) -> None:
    """
    The first parts are sent already; without the last part they are no number.
    """
    room_id = await _create_masked_room(world)

    seen = await _send_all(world, room_id, *said)

    assert seen == [*said[:-1], MASK]


async def test_the_rest_stays_hidden(world: World) -> None:
    """
    Other words in between, and the same digits once more, change nothing; ten minutes later nothing is known.
    """
    room_id = await _create_masked_room(world)

    seen = await _send_all(world, room_id, "0812", "itu depannya", "3344", "5566", "5566")
    world.later(minutes=11)
    later = await _send_all(world, room_id, "5566", first=6)

    assert seen == ["0812", "itu depannya", "3344", MASK, MASK]
    assert later == ["5566"]


async def test_a_masked_part_that_is_sent_again(world: World) -> None:
    """
    An app that did not hear the answer sends the same message, and nothing is sent twice.
    """
    room_id = await _create_masked_room(world)
    await _send_all(world, room_id, "0812", "3344", "5566")

    again = await world.call(send_message, a_text_message(room_id, "ana-3", "5566"), as_=ANA)

    assert (again.status, again.body["body"], again.body["seq"]) == (200, MASK, 3)


async def test_numbers_of_a_conversation(world: World) -> None:
    """
    Answers in numbers, and numbers of two people or of two rooms, are no phone number.
    """
    room_id = await _create_masked_room(world)
    other = await create_room(world, "ana", "dewi")

    seen = [
        *await _send_all(world, room_id, "0812"),
        *await _send_all(world, room_id, "3344", who=BUDI),
        *await _send_all(world, other, "3344", "5566", first=20),
        *await _send_all(world, room_id, "8", "2025", "150.000", "12", who=BUDI, first=2),
    ]

    assert seen == ["0812", "3344", "3344", "5566", "8", "2025", "150.000", "12"]


async def test_a_warning_leaves_the_text(world: World) -> None:
    """
    As the setting says, the text stays, and the message tells that it completes a contact.
    """
    await world.put_documents((store.SETTINGS, ChatSettings(contacts="warn")))
    room_id = await create_room(world, "ana", "budi")
    await _send_all(world, room_id, "0812", "3344")

    answer = await world.call(send_message, a_text_message(room_id, "m-3", "5566"), as_=ANA)

    assert (answer.body["body"], answer.body["warning"]) == ("5566", "contact")
