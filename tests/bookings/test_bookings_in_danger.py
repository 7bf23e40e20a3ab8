"""Bookings whose topic or notes speak of danger: help is shown at once, and a supervisor is alerted."""

from typing import Any

import pytest

from tests.bookings.steps import request_booking_as, set_up_booking_domain
from tests.world import World

pytestmark = pytest.mark.emulator


@pytest.mark.parametrize("words", [{"topic": "Aku mau mati"}, {"topic": "Karier", "notes": "Aku ingin bunuh diri"}])
async def test_help_is_in_the_answer(world: World, words: dict[str, Any]) -> None:
    """The hotlines come with the booking; the log names the booking and none of the words."""
    await set_up_booking_domain(world)

    answer = await request_booking_as(world, **words)

    assert [line["phone"] for line in answer.body["hotlines"]] == ["119 ext 8", "112"]
    alerts = [line for line in world.log_lines if line["message"] == "crisis in a booking's topic"]
    assert [line["booking_id"] for line in alerts] == [answer.body["booking_id"]]
    assert "mati" not in world.log.getvalue()


async def test_other_topics_bring_no_alarm(world: World) -> None:
    """A thesis about danger is work."""
    await set_up_booking_domain(world)

    answer = await request_booking_as(world, topic="Skripsi tentang pencegahan bunuh diri")

    assert answer.body["hotlines"] == []
    assert not [line for line in world.log_lines if line["severity"] == "ERROR"]
