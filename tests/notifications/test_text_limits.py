"""Limits of SMS and WhatsApp messages to one number: each costs money, and too many pester."""

from typing import Any

import pytest

from shared.contracts.notices import Channel
from shared.contracts.text_messages import TextMessage
from shared.kernel.errors import Unavailable
from shared.limits.settings import SETTINGS, LimitSettings
from shared.notifications.delivery_models import DeliveryState, DropReason, NoticeDelivery
from tests.notifications.fakes import FakeTexts
from tests.notifications.steps import a_notice, add_person, list_all_deliveries, tell_people
from tests.world import World

pytestmark = pytest.mark.emulator
REMINDER: dict[str, Any] = {"template": "host.event_reminder", "channels": (Channel.SMS,)}


class SilentTexts(FakeTexts):
    """Provider of text messages that does not answer at first.

    Attributes:
        silences: Calls that are still not answered.
    """

    def __init__(self, silences: int) -> None:
        super().__init__()
        self.silences = silences

    async def send(self, message: TextMessage) -> str:
        """Take a message, unless the provider is silent."""
        if self.silences:
            self.silences -= 1
            raise Unavailable("twilio")
        return await super().send(message)


@pytest.fixture(name="texts")
def _texts(world: World) -> FakeTexts:
    """Let a recording provider take the messages."""
    texts = FakeTexts()
    world.runtime.gateways.texts = texts  # type: ignore[assignment]
    return texts


async def add_texter(world: World, **limits: Any) -> None:
    """Store Ana, who has switched on SMS and WhatsApp, and limits."""
    chosen = {"channels": {"sms": True, "whatsapp": True}, "whatsapp_consent_at": world.now}
    await add_person(world, devices=0, chosen=chosen)
    await world.put_documents((SETTINGS, LimitSettings(**limits)))


async def remind(world: World, number: int, **given: Any) -> None:
    """Tell Ana a reminder by SMS."""
    await tell_people(world, a_notice(**({"event": f"reminder:{number}"} | REMINDER | given)))
    await world.deliver()


async def list_dropped(world: World) -> list[NoticeDelivery]:
    """List what was dropped because its number has had too many messages."""
    return [one for one in await list_all_deliveries(world) if one.reason is DropReason.LIMITED]


async def test_a_number_gets_so_many_messages_an_hour(world: World, texts: FakeTexts) -> None:
    """
    The third message of an hour is not sent, which is recorded; an hour later messages go again.
    """
    await add_texter(world, text_messages_an_hour=2)

    for number in range(3):
        await remind(world, number)
    in_the_hour = len(texts.sent)
    dropped = await list_dropped(world)
    world.later(hours=1)
    await remind(world, 4)

    assert (in_the_hour, len(texts.sent)) == (2, 3)
    assert [(one.channel, one.state) for one in dropped] == [(Channel.SMS, DeliveryState.DROPPED)]


async def test_what_must_arrive_goes_on_by_mail(world: World, texts: FakeTexts) -> None:
    """
    WhatsApp reaches the same number, so it replaces nothing; the reminder comes by mail.
    """
    await add_texter(world, text_messages_an_hour=1)

    await remind(world, 1)
    await remind(world, 2)

    (dropped,) = await list_dropped(world)
    (mail,) = [one for one in await list_all_deliveries(world) if one.channel is Channel.EMAIL]
    assert (mail.fallback_of, mail.state) == (dropped.id, DeliveryState.SENT)
    assert len(texts.sent) == 1


async def test_a_number_gets_so_many_messages_a_day(world: World, texts: FakeTexts) -> None:
    """
    Hours that each have room do not make a day that has none.
    """
    await add_texter(world, text_messages_an_hour=1, text_messages_a_day=2)

    for number in range(3):
        await remind(world, number)
        world.later(hours=2)

    assert len(texts.sent) == 2


async def test_two_accounts_with_one_number_share_the_limit(world: World, texts: FakeTexts) -> None:
    """
    The limit is the number's: an account more is no message more.
    """
    await add_texter(world, text_messages_an_hour=1)
    await add_person(world, "budi", devices=0, chosen={"channels": {"sms": True}})

    await remind(world, 1)
    await remind(world, 1, to="budi")

    assert len(texts.sent) == 1


async def test_critical_messages_have_a_limit_of_their_own(world: World, texts: FakeTexts) -> None:
    """
    Reminders that were too many hold back no critical message, and critical ones have their limit too.
    """
    await add_texter(world, text_messages_an_hour=1, critical_text_messages_an_hour=2)
    for number in range(2):
        await remind(world, number)

    for number in range(3):
        critical = a_notice(event=f"crisis:{number}", template="crisis.raised", channels=(Channel.SMS,))
        await tell_people(world, critical)
        await world.deliver()

    assert len(texts.sent) == 3


async def test_a_retry_counts_nothing(world: World) -> None:
    """
    A message that the provider takes at the third attempt is one message.
    """
    texts = SilentTexts(2)
    world.runtime.gateways.texts = texts  # type: ignore[assignment]
    await add_texter(world, text_messages_an_hour=2)
    await tell_people(world, a_notice(**({"event": "reminder:1"} | REMINDER)))
    tasks = list(world.sent.entries)
    for _ in range(3):
        world.sent.entries = list(tasks)
        await world.deliver()

    await remind(world, 2)

    assert len(texts.sent) == 2
    assert await list_dropped(world) == []
