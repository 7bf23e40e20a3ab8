"""Texts of people by Twilio: stop words end marketing and are confirmed; all others open WhatsApp's 24 hours."""

from datetime import timedelta

import pytest

from functions.notifications.receive_twilio_inbound import receive_twilio_inbound
from functions.notifications.receive_twilio_status import receive_twilio_status
from shared.contracts.notices import Channel
from shared.notifications import inbound_texts, store
from shared.notifications.suppression_models import SuppressionCause
from tests.notifications.text_callbacks import PHONE, deliver_callback, write_to_us
from tests.world import World

pytestmark = pytest.mark.emulator


async def find_cause(world: World) -> SuppressionCause | None:
    """Find the cause for which Ana's number gets less by WhatsApp."""
    found = await world.get(store.suppression_ref(Channel.WHATSAPP, PHONE))
    return found.cause if found else None


@pytest.mark.parametrize("words", ["STOP", "Berhenti ya", "jangan kirim lagi!", "unsub"])
async def test_stop_ends_marketing_and_is_confirmed(world: World, words: str) -> None:
    """
    The number gets no more marketing by WhatsApp, and its owner is told so, in both languages.
    """
    answer = await deliver_callback(world, receive_twilio_inbound, await write_to_us(world, words))

    (told,) = await world.sent_texts()
    assert answer.status == 200
    assert await find_cause(world) is SuppressionCause.STOPPED
    assert (told["kind"], told["to"]) == ("whatsapp", [PHONE])
    assert "tidak akan mengirim promosi lagi" in told["text"]
    assert "no more promotions" in told["text"]


async def test_repeated_stop_is_confirmed_once(world: World) -> None:
    """
    The same callback again changes nothing and tells nothing.
    """
    callback = await write_to_us(world, "stop")

    answers = [await deliver_callback(world, receive_twilio_inbound, callback) for _ in range(3)]

    assert [answer.status for answer in answers] == [200, 200, 200]
    assert len(await world.sent_texts()) == 1


@pytest.mark.parametrize("words", ["Halo", "jangan berhenti", "", "a" * 5_000])
async def test_other_text_opens_the_window(world: World, words: str) -> None:
    """
    Free text may go to the number for 24 hours; nothing is suppressed, and nobody answers.
    """
    answer = await deliver_callback(world, receive_twilio_inbound, await write_to_us(world, words))

    window = await world.get(inbound_texts.text_window_ref(PHONE))
    assert answer.status == 200
    assert window is not None
    assert window.open_until == world.now + timedelta(hours=24)
    assert await find_cause(world) is None
    assert await world.sent_texts() == []


async def test_stop_holds_without_confirmation(world: World) -> None:
    """
    When the confirmation cannot be sent, the stop holds, and somebody is told.
    """
    callback = await write_to_us(world, "stop")
    await world.control_twilio("faults", kind="unavailable")

    answer = await deliver_callback(world, receive_twilio_inbound, callback)

    assert answer.status == 200
    assert await find_cause(world) is SuppressionCause.STOPPED
    assert "was not confirmed" in world.log.getvalue()


@pytest.mark.parametrize("fields", [{"AccountSid": f"AC{'9' * 32}"}, {"AccountSid": ""}], ids=str)
async def test_other_account_is_refused(world: World, fields: dict[str, str]) -> None:
    """
    A text to another account is not ours to obey.
    """
    callback = await write_to_us(world, "stop", fields=fields)

    answer = await deliver_callback(world, receive_twilio_inbound, callback)

    assert (answer.status, await find_cause(world)) == (401, None)


async def test_forged_text_is_refused(world: World) -> None:
    """
    Nobody can stop the messages to another person.
    """
    callback = await write_to_us(world, "stop", levers={"forged": True})

    answer = await deliver_callback(world, receive_twilio_inbound, callback)

    assert (answer.status, await find_cause(world)) == (401, None)


async def test_text_is_no_status(world: World) -> None:
    """
    A callback that was signed for one function is refused by the other.
    """
    callback = await write_to_us(world, "stop")

    answer = await deliver_callback(world, receive_twilio_status, callback)

    assert answer.status == 401


async def test_text_from_no_phone_changes_nothing(world: World) -> None:
    """
    A text from a name instead of a number is taken, and nothing follows from it.
    """
    callback = await write_to_us(world, "stop", fields={"From": "TELKOMSEL"})

    answer = await deliver_callback(world, receive_twilio_inbound, callback)

    assert answer.status == 200
    assert await world.sent_texts() == []


async def test_words_are_in_no_log(world: World) -> None:
    """
    Neither the number nor the words of a person are logged.
    """
    await deliver_callback(world, receive_twilio_inbound, await write_to_us(world, "rahasia saya"))

    assert "rahasia" not in world.log.getvalue()
    assert PHONE[3:] not in world.log.getvalue()
