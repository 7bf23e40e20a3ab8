"""Rupiah a day for SMS and WhatsApp messages: for one number, and for the platform."""

import asyncio
from typing import Any

import pytest

from functions.control_center.update_settings import update_settings
from functions.notifications.list_notice_deliveries import list_notice_deliveries
from shared.contracts.notices import Channel
from shared.contracts.text_messages import TextChannel
from shared.kernel.dates import jakarta_date
from shared.kernel.ids import UserId
from shared.limits.subjects import phone_limits_ref
from shared.notifications import text_budgets
from shared.notifications.delivery_models import DeliveryState, DropReason, NoticeDelivery
from shared.notifications.text_budgets import SHARDS, TextSpending
from shared.notifications.whatsapp_templates import WhatsAppTemplateCategory, WhatsAppTemplateState
from shared.workflows import notice_deliveries
from tests.notifications.fakes import FakeTexts
from tests.notifications.ladder_steps import (
    a_session_notice,
    add_texter,
    list_sent,
    record_texts,
    register_whatsapp,
    save_settings,
)
from tests.notifications.steps import a_notice, add_person, list_all_deliveries, tell_people
from tests.world import ADMIN, World

pytestmark = pytest.mark.emulator
REMINDER: dict[str, Any] = {"template": "host.event_reminder", "channels": (Channel.WHATSAPP,)}
PHONE = "+6281234567890"
ALERT = "text messages: "


@pytest.fixture(name="texts")
def _texts(world: World) -> FakeTexts:
    return record_texts(world)


async def remind(world: World, number: int, to: str = "ana", **given: Any) -> None:
    """Remind a person by WhatsApp."""
    await tell_people(world, a_notice(to, **({"event": f"reminder:{number}"} | REMINDER | given)))
    await world.deliver()


async def sum_spending(world: World) -> tuple[int, int]:
    """Sum what was spent today: on Ana's number, and by the platform."""
    limits = await world.get(phone_limits_ref(PHONE))
    parts = [await world.get(ref) for ref in text_budgets.list_spending_refs(jakarta_date(world.now))]
    on_number = text_budgets.compute_spent(limits, now=world.now) if limits else 0
    return on_number, sum(part.rupiah for part in parts if part is not None)


async def spend(world: World, rupiah: int) -> None:
    """Let the platform have spent rupiah today, in all parts alike."""
    refs = text_budgets.list_spending_refs(jakarta_date(world.now))
    parts = [(ref, TextSpending(id=ref.id, rupiah=rupiah // SHARDS, expire_at=world.now)) for ref in refs]
    await world.put_documents(*parts)


async def list_dropped(world: World) -> list[NoticeDelivery]:
    """List the messages that were dropped because the rupiah were spent."""
    reasons = (DropReason.NUMBER_BUDGET, DropReason.PLATFORM_BUDGET)
    return [one for one in await list_all_deliveries(world) if one.reason in reasons]


def list_alerts(world: World) -> list[str]:
    """List the alerts about the platform's rupiah."""
    return [line["message"] for line in world.log_lines if line["message"].startswith(ALERT)]


async def test_a_number_gets_messages_for_so_many_rupiah_a_day(world: World, texts: FakeTexts) -> None:
    """
    The message that would pass the most is dropped, which is recorded; on the next day in Jakarta messages go again.
    """
    await add_texter(world)
    await save_settings(world, whatsapp_utility_rupiah=400, number_text_rupiah_a_day=1_000)

    for number in range(3):
        await remind(world, number)
    in_the_day, spent = len(texts.sent), await sum_spending(world)
    # It is noon; the day ends at midnight.
    world.later(hours=12)
    await remind(world, 4)

    assert (in_the_day, spent, len(texts.sent)) == (2, (800, 800), 3)
    assert [(one.state, one.reason) for one in await list_dropped(world)] == [
        (DeliveryState.DROPPED, DropReason.NUMBER_BUDGET)
    ]
    assert list_alerts(world) == []


async def test_what_must_arrive_goes_on_by_mail(world: World, texts: FakeTexts) -> None:
    """
    An SMS would cost money too, so the mail replaces the message.
    """
    await add_texter(world, devices=0)
    await save_settings(world, number_text_rupiah_a_day=100)

    await remind(world, 1)

    (dropped,) = await list_dropped(world)
    (mail,) = [one for one in await list_all_deliveries(world) if one.channel is not Channel.WHATSAPP]
    assert (mail.channel, mail.fallback_of, mail.state) == (Channel.EMAIL, dropped.id, DeliveryState.SENT)
    assert texts.sent == []


@pytest.mark.parametrize(
    ("channel", "body", "price"),
    [(Channel.WHATSAPP, "Halo", 800), (Channel.SMS, "Halo", 7_000), (Channel.SMS, "a" * 150, 14_000)],
)
async def test_the_price_is_that_of_the_category_or_the_segments(
    world: World, texts: FakeTexts, channel: Channel, body: str, price: int
) -> None:
    """
    WhatsApp has moved a template to marketing, which costs more; an SMS costs each of its segments.
    """
    await add_texter(world)
    await register_whatsapp(world, "host.event_reminder", category=WhatsAppTemplateCategory.MARKETING)

    await remind(world, 1, channels=(channel,), values={"title": "Pengingat", "body": body})

    assert await sum_spending(world) == (price, price)
    assert len(texts.sent) == 1


async def test_the_platform_has_so_many_rupiah_a_day(world: World, texts: FakeTexts) -> None:
    """
    Messages to all are dropped when the platform's rupiah are spent, which alerts a person; a higher most lets them go.
    """
    await add_texter(world)
    await add_texter(world, "budi")
    await save_settings(world, platform_text_rupiah_a_day=10_000)
    await spend(world, 9_600)

    await remind(world, 1)
    await remind(world, 1, "budi")
    dropped = [one.reason for one in await list_dropped(world)]
    await save_settings(world, platform_text_rupiah_a_day=20_000)
    await remind(world, 2)

    assert dropped == [DropReason.PLATFORM_BUDGET, DropReason.PLATFORM_BUDGET]
    assert list_alerts(world) == ["text messages: the platform has spent the rupiah of the day"] * 2
    assert len(texts.sent) == 1


async def test_the_last_rupiah_may_be_spent(world: World, texts: FakeTexts) -> None:
    """
    A message that reaches the most exactly goes out; the next one does not.
    """
    await add_texter(world)
    await save_settings(world, whatsapp_utility_rupiah=400, platform_text_rupiah_a_day=10_000)
    await spend(world, 9_600)

    await remind(world, 1)
    await remind(world, 2)

    assert len(texts.sent) == 1
    assert [one.event for one in await list_dropped(world)] == ["reminder:2"]


async def test_what_is_urgent_passes_and_counts(world: World, texts: FakeTexts) -> None:
    """
    A call to an admin on duty goes out when nothing else does, and its price counts.
    """
    await add_texter(world)
    await save_settings(world, number_text_rupiah_a_day=0, platform_text_rupiah_a_day=0)

    await remind(world, 1)
    await remind(world, 2, template="crisis.raised", channels=(Channel.SMS,))

    assert list_sent(texts) == [TextChannel.SMS]
    # The alarm takes two segments.
    assert await sum_spending(world) == (14_000, 14_000)
    assert [one.event for one in await list_dropped(world)] == ["reminder:1"]


async def test_a_rung_that_is_too_dear_brings_nothing_forward(world: World, texts: FakeTexts) -> None:
    """
    Without rupiah for WhatsApp there are none for the SMS, which asks in its own time.
    """
    await add_texter(world)
    await save_settings(world, number_text_rupiah_a_day=100)
    await tell_people(world, a_session_notice(world))

    seen = []
    for minutes in (0, 5, 5):
        world.later(minutes=minutes)
        await world.deliver()
        seen.append(len(await list_dropped(world)))

    assert (seen, texts.sent) == ([0, 1, 2], [])


async def test_without_an_approved_template_nothing_is_counted(world: World, texts: FakeTexts) -> None:
    """
    WhatsApp takes no paused template, so that nothing is paid; the reminder goes by mail.
    """
    await add_texter(world, channels=("whatsapp",))
    await register_whatsapp(world, "host.event_reminder", state=WhatsAppTemplateState.PAUSED)

    await remind(world, 1)

    assert await sum_spending(world) == (0, 0)
    assert texts.sent == []


async def test_a_message_is_counted_once(world: World, texts: FakeTexts) -> None:
    """
    An instance dies after it has claimed a message: the next attempt counts nothing, and neither does the task again.
    """
    await add_texter(world)
    await tell_people(world, a_notice(event="reminder:1", **REMINDER))
    (task,) = world.sent.entries
    (delivery,) = await list_all_deliveries(world)

    await world.commit(notice_deliveries.begin_sending, delivery.id, at=world.now)
    world.later(minutes=2)
    await world.deliver()
    await world.deliver_entry(task)

    assert await sum_spending(world) == (450, 450)
    assert len(texts.sent) == 1


async def test_messages_at_once_are_all_counted(world: World, texts: FakeTexts) -> None:
    """
    Twenty messages that are claimed together add up: no count is lost, on whichever part they meet.
    """
    await add_texter(world)
    people = [f"person-{number}" for number in range(20)]
    for number, uid in enumerate(people):
        chosen = {"channels": {"whatsapp": True}, "whatsapp_consent_at": world.now}
        await add_person(world, uid, devices=0, chosen=chosen, phone=f"+62812000000{number:02d}")
    await tell_people(world, *(a_notice(UserId(uid), event="reminder:1", **REMINDER) for uid in people))
    ids = [one.id for one in await list_all_deliveries(world)]

    await asyncio.gather(*(world.commit(notice_deliveries.begin_sending, id_, at=world.now) for id_ in ids))

    assert await sum_spending(world) == (0, 20 * 450)


async def test_admins_set_prices_and_the_most(world: World, texts: FakeTexts) -> None:
    """
    An admin changes one number and the others stay; a negative one is refused. The support sees why nothing came.
    """
    await add_texter(world)

    saved = await world.call(update_settings, {"notifications": {"number_text_rupiah_a_day": 400}}, as_=ADMIN)
    refused = await world.call(update_settings, {"notifications": {"sms_segment_rupiah": -1}}, as_=ADMIN)
    await remind(world, 1)
    shown = await world.call(list_notice_deliveries, {"user_id": "ana"}, as_=ADMIN)

    settings = saved.body["notifications"]
    assert (settings["number_text_rupiah_a_day"], settings["whatsapp_utility_rupiah"]) == (400, 450)
    assert (refused.status, refused.invalid_fields) == (422, ["notifications.sms_segment_rupiah"])
    assert "number_budget" in [one["reason"] for one in shown.body["items"]]
