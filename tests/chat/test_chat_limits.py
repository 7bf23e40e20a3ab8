"""Limits of what people do in rooms: reactions, changes of messages, signs of typing."""

import asyncio
from typing import Any

import pytest

from functions.chat.edit_message import edit_message
from functions.chat.react_to_message import react_to_message
from functions.chat.send_message import send_message
from functions.chat.set_typing import set_typing
from shared.limits.settings import SETTINGS, LimitSettings
from tests.chat.builders import a_text_message, create_room, post_message
from tests.chat.message_steps import load_message
from tests.world import ANA, EXPERT, Answer, World

pytestmark = pytest.mark.emulator

EMOJI = "😀 😁 😂 🤣 😃 😄 😅 😆 😉 😊".split()


def count_passed(answers: list[Answer], code: str) -> int:
    """Count the calls that passed; all others were refused by a limit, and say how long to wait."""
    refused = [answer for answer in answers if answer.status != 200]
    assert {(answer.status, answer.code) for answer in refused} <= {(429, code)}
    assert all(int(answer.headers["retry-after"]) >= 1 for answer in refused)
    assert {answer.headers["ratelimit-remaining"] for answer in refused} <= {"0"}
    return len(answers) - len(refused)


async def react(world: World, room_id: str, emoji: str, *, message: int = 0, on: bool = True) -> Answer:
    """React to a message as Ana."""
    body = {"room_id": room_id, "message_id": f"m-{message}", "emoji": emoji, "on": on}
    return await world.call(react_to_message, body, as_=ANA)


async def test_of_a_hundred_and_twenty_reactions_at_once_thirty_pass(world: World) -> None:
    """
    Adding and removing count alike; a minute later thirty more pass, and others are not held up.
    """
    room_id = await create_room(world, "ana", "dewi")
    for number in range(13):
        await post_message(world, ANA, room_id, f"m-{number}")

    answers = await asyncio.gather(*(react(world, room_id, EMOJI[n % 10], message=n // 10) for n in range(120)))
    other = await world.call(react_to_message, {"room_id": room_id, "message_id": "m-0", "emoji": EMOJI[0]}, as_=EXPERT)
    world.later(minutes=1)
    later = [await react(world, room_id, EMOJI[0], on=n % 2 == 0, message=12) for n in range(30)]
    one_more = await react(world, room_id, EMOJI[0], message=12)

    assert (count_passed(list(answers), "limit_reached"), other.status) == (30, 200)
    assert (count_passed(later, "limit_reached"), one_more.status) == (30, 429)


async def test_parallel_reactions_do_not_pass_the_limit(world: World) -> None:
    """
    Reactions to different messages at the same moment share the limit of the account.
    """
    await world.put_documents((SETTINGS, LimitSettings(reactions_a_minute=5)))
    room_id = await create_room(world, "ana", "dewi")
    for number in range(30):
        await post_message(world, EXPERT if number % 2 else ANA, room_id, f"m-{number}")

    answers = await asyncio.gather(
        *(
            world.call(react_to_message, {"room_id": room_id, "message_id": f"m-{n}", "emoji": EMOJI[0]}, as_=ANA)
            for n in range(30)
        )
    )

    assert count_passed(list(answers), "limit_reached") == 5


async def test_a_repeated_reaction_does_not_count(world: World) -> None:
    """
    What changes nothing is free: an app may say it again.
    """
    await world.put_documents((SETTINGS, LimitSettings(reactions_a_minute=2)))
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, room_id, "m-0")

    same = [await react(world, room_id, EMOJI[0]) for _ in range(10)]

    assert count_passed(same, "limit_reached") == 10
    assert (await react(world, room_id, EMOJI[1])).status == 200
    assert (await react(world, room_id, EMOJI[2])).status == 429


async def test_of_sixty_edits_at_once_twenty_pass(world: World) -> None:
    """
    The message keeps the last text that passed.
    """
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, ANA, room_id, "m-1")

    async def edit(number: int) -> Answer:
        body = {"room_id": room_id, "message_id": "m-1", "body": f"Text {number}"}
        return await world.call(edit_message, body, as_=ANA)

    answers = [await edit(number) for number in range(60)]
    world.later(minutes=1)
    later = await edit(60)

    assert (count_passed(answers, "limit_reached"), later.status) == (20, 200)
    kept = await load_message(world, room_id, "m-1")
    assert kept is not None
    assert kept.body == "Text 60"


async def test_of_sixty_signs_of_typing_at_once_twenty_pass(world: World) -> None:
    """
    A burst is let through, then one a second; stopping is always possible, and messages have their own limit.
    """
    room_id = await create_room(world, "ana", "dewi")

    async def type_in_room(*, typing: bool = True) -> Answer:
        return await world.call(set_typing, {"room_id": room_id, "typing": typing}, as_=ANA)

    answers = await asyncio.gather(*(type_in_room() for _ in range(60)))
    stopped = await type_in_room(typing=False)
    sent = await world.call(send_message, a_text_message(room_id, "m-1"), as_=ANA)
    world.later(seconds=5)
    later = [await type_in_room() for _ in range(10)]

    assert count_passed(list(answers), "too_fast") == 20
    assert (stopped.status, sent.status) == (200, 200)
    assert count_passed(later, "too_fast") == 5


async def test_a_message_tells_what_is_left_of_the_burst(world: World) -> None:
    """
    The answer to each message says how many more may follow at once.
    """
    room_id = await create_room(world, "ana", "dewi")

    answers = [await world.call(send_message, a_text_message(room_id, f"m-{n}"), as_=ANA) for n in range(3)]

    told: list[Any] = [(one.headers["ratelimit-limit"], one.headers["ratelimit-remaining"]) for one in answers]
    assert told == [("20", "19"), ("20", "18"), ("20", "17")]
