"""Cost ladder: what is critical goes by push at first, and by WhatsApp and SMS only while nobody has read it."""

import itertools
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import functions.main
from functions.notifications.list_notice_deliveries import list_notice_deliveries
from functions.notifications.sweep_notice_deliveries import sweep_notice_deliveries
from shared.contracts.delivery_reports import DeliveryReport, ReportedStatus, compute_report_key
from shared.contracts.notices import Channel, NoticeSubject, NotificationKind, SubjectKind
from shared.contracts.text_messages import TextChannel, TextRefusalCause
from shared.kernel.ids import Id
from shared.notifications import decision_rules, delivery_reports
from shared.notifications.decision_rules import compute_ladder
from shared.notifications.delivery_models import DeliveryState, DropReason, NoticeDelivery
from shared.notifications.kinds import KIND_POLICIES
from shared.notifications.notice_templates import NOTICE_TEMPLATES
from shared.workflows import notice_deliveries
from tests.builders import put_tickets_on_sale
from tests.notifications.fakes import FakeTexts
from tests.notifications.ladder_steps import (
    LADDER_CHANNELS,
    a_session_notice,
    add_texter,
    list_sent,
    record_texts,
    register_whatsapp,
    save_settings,
)
from tests.notifications.steps import (
    a_notice,
    a_payment_notice,
    list_all_deliveries,
    list_deliveries,
    list_inbox,
    tell_people,
)
from tests.tickets.steps import buy_own_ticket, find_tickets_token
from tests.world import ADMIN, ANA, World

NOON = datetime(2026, 11, 26, 5, tzinfo=UTC)
WHATSAPP, SMS = TextChannel.WHATSAPP, TextChannel.SMS
FIVE = timedelta(minutes=5)


@pytest.fixture(name="texts")
def _texts(world: World) -> FakeTexts:
    return record_texts(world)


async def deliver_after(world: World, minutes: float = 0) -> None:
    """Let minutes pass, and deliver the tasks that are due."""
    world.later(minutes=minutes)
    await world.deliver()


async def call_as_ana(world: World, name: str, body: dict[str, Any]) -> None:
    """Let Ana call a function, which does not refuse."""
    answer = await world.call(getattr(functions.main, name), body, as_=ANA)
    assert answer.status == 200, answer.body


async def report(world: World, delivery: NoticeDelivery, status: ReportedStatus, **given: Any) -> None:
    """Let a vendor report about a delivery."""
    values: dict[str, Any] = {
        "delivery_id": Id(delivery.id),
        "channel": "whatsapp" if delivery.channel is Channel.WHATSAPP else "email",
        "status": status,
        "at": world.now,
        "key": compute_report_key(delivery.id, status, world.now),
    }
    told = DeliveryReport(**(values | given))
    await world.commit(delivery_reports.record_reports, [told], now=world.now)


async def list_text_reasons(world: World) -> dict[str, DropReason | None]:
    """List why the WhatsApp and SMS messages were dropped."""
    return {name: one.reason for name, one in (await list_deliveries(world)).items() if name in ("whatsapp", "sms")}


def test_kinds_that_are_urgent_wait_for_nobody() -> None:
    """
    Security, calls to the admins on duty, and the hotlines go at once; payments, sessions and payouts may wait.
    """
    critical = {kind for kind, policy in KIND_POLICIES.items() if policy.critical}
    waiting = {template.kind for template in NOTICE_TEMPLATES.values() if template.is_on_ladder}

    assert critical - waiting == {NotificationKind.SECURITY, NotificationKind.CRISIS, NotificationKind.PAYOUT}
    assert not KIND_POLICIES[NotificationKind.PAYOUT].urgent
    assert not NOTICE_TEMPLATES["pairing.nobody_in_crisis"].is_on_ladder


@given(
    st.sampled_from(sorted(NOTICE_TEMPLATES)),
    st.sets(st.sampled_from(decision_rules.OUTSIDE_CHANNELS)),
    st.integers(0, 60),
    st.integers(-60, 5_000),
    st.none() | st.integers(-60, 5_000),
)
def test_each_rung_is_of_use(name: str, channels: set[Channel], step: int, valid: int, needed: int | None) -> None:
    """
    The cheapest rung never waits, each further one is a step later at most, and all are due in the first half.
    """
    valid_until = NOON + timedelta(minutes=valid)
    needed_by = None if needed is None else NOON + timedelta(minutes=needed)

    due = compute_ladder(
        NOTICE_TEMPLATES[name],
        channels,
        step=timedelta(minutes=step),
        valid_until=valid_until,
        needed_by=needed_by,
        now=NOON,
    )

    rungs = [channel for channel in decision_rules.LADDER if channel in channels]
    half = NOON + (min(valid_until, needed_by or valid_until) - NOON) / 2
    assert list(due) in ([], rungs[1:])
    times = [NOON, *due.values()]
    assert all(earlier < later <= half for earlier, later in itertools.pairwise(times))
    assert all(later - earlier <= timedelta(minutes=step) for earlier, later in itertools.pairwise(times))
    if due:
        assert NOTICE_TEMPLATES[name].is_on_ladder


@pytest.mark.emulator
async def test_an_unread_notification_goes_on_after_five_minutes_each(world: World, texts: FakeTexts) -> None:
    """
    The push goes at once, WhatsApp after five minutes, the SMS after ten; each once, and nothing follows.
    """
    await add_texter(world)
    await tell_people(world, a_session_notice(world))

    seen = []
    for minutes in (0, 4.9, 0.1, 4.9, 0.1, 40):
        await deliver_after(world, minutes)
        seen.append((len(await world.sent_pushes()), list_sent(texts)))

    both = [WHATSAPP, SMS]
    assert seen == [(1, []), (1, []), (1, [WHATSAPP]), (1, [WHATSAPP]), (1, both), (1, both)]


@pytest.mark.emulator
@pytest.mark.parametrize("way", ["app", "all", "delete", "click"])
async def test_what_was_read_costs_nothing(world: World, texts: FakeTexts, way: str) -> None:
    """
    Who has read the notification in the app, deleted it there, or followed the mail's link gets no text.
    """
    await add_texter(world)
    await tell_people(world, a_payment_notice())
    await deliver_after(world, 3)

    (shown,) = await list_inbox(world)
    if way == "app":
        await call_as_ana(world, "mark_notifications", {"notification_ids": [shown.id], "as_read": True})
    elif way == "all":
        await call_as_ana(world, "mark_all_notifications_read", {})
    elif way == "delete":
        await call_as_ana(world, "delete_notifications", {"notification_ids": [shown.id]})
    else:
        await report(world, (await list_deliveries(world))["email"], ReportedStatus.CLICKED)
    await deliver_after(world, 30)

    assert texts.sent == []
    assert await list_text_reasons(world) == {"whatsapp": DropReason.READ}


@pytest.mark.emulator
async def test_reading_on_whatsapp_saves_the_sms(world: World, texts: FakeTexts) -> None:
    """
    WhatsApp's word that the message was read ends the ladder; that it has arrived does not.
    """
    await add_texter(world)
    await tell_people(world, a_session_notice(world), a_session_notice(world, event="session:2"))
    await deliver_after(world, 5)

    first, second = [one for one in await list_all_deliveries(world) if one.channel is Channel.WHATSAPP]
    await report(world, first, ReportedStatus.READ)
    await report(world, second, ReportedStatus.DELIVERED)
    await deliver_after(world, 5)

    assert list_sent(texts) == [WHATSAPP, WHATSAPP, SMS]
    told = {one.event: one.state for one in await list_all_deliveries(world) if one.channel is Channel.SMS}
    assert told == {first.event: DeliveryState.DROPPED, second.event: DeliveryState.SENT}


@pytest.mark.emulator
async def test_an_opened_mail_ends_nothing(world: World, texts: FakeTexts) -> None:
    """
    Programs load mails and follow links too: neither says that a person has read.
    """
    await add_texter(world)
    await tell_people(world, a_payment_notice())
    await deliver_after(world)

    mail = (await list_deliveries(world))["email"]
    await report(world, mail, ReportedStatus.OPENED)
    await report(world, mail, ReportedStatus.CLICKED, by_machine=True)
    await deliver_after(world, 5)

    assert list_sent(texts) == [WHATSAPP]


@pytest.mark.emulator
async def test_who_marks_as_unread_is_told_again(world: World, texts: FakeTexts) -> None:
    """
    What counts is whether the notification is unread when the message is due.
    """
    await add_texter(world)
    await tell_people(world, a_session_notice(world))
    (shown,) = await list_inbox(world)

    for as_read in (True, False):
        await call_as_ana(world, "mark_notifications", {"notification_ids": [shown.id], "as_read": as_read})
    await deliver_after(world, 5)

    assert list_sent(texts) == [WHATSAPP]


@pytest.mark.emulator
async def test_a_click_in_the_mail_to_the_order_ends_the_ladder(world: World, texts: FakeTexts) -> None:
    """
    The receipt went to the address of the order; the buyer who opens its link needs no WhatsApp message.
    """
    await add_texter(world)
    subject = NoticeSubject(kind=SubjectKind.ORDER, id="BE-20261126-ACD346")
    told = a_payment_notice(
        event="order:paid:1",
        template="order.paid",
        subject=subject,
        values={"order_id": subject.id, "item": "Tiket", "amount": 150_000, "currency": "IDR"},
    )
    await tell_people(world, told, told.model_copy(update={"to": None, "guest": subject.id}))
    world.sent.entries = [entry for entry in world.sent.entries if entry.type != "SendEmail"]

    mail = (await list_deliveries(world))["email"]
    await report(world, mail, ReportedStatus.CLICKED)
    await deliver_after(world, 5)

    assert await list_text_reasons(world) == {"whatsapp": DropReason.READ}


@pytest.mark.emulator
@pytest.mark.parametrize("opened", [True, False])
async def test_a_click_in_the_mail_with_the_tickets_ends_their_ladder(
    world: World, texts: FakeTexts, opened: bool
) -> None:
    """
    The page behind the mail's link tells of the buyer's touch, and no WhatsApp message follows. Opening it is no touch.
    """
    await add_texter(world)
    await register_whatsapp(world, "ticket.issued")
    await put_tickets_on_sale(world)
    await buy_own_ticket(world, ANA)
    token = find_tickets_token((await world.sent_mails())[-1])

    page = (await world.call(functions.main.show_order_tickets, {"token": token})).content.decode()
    (click,) = re.findall(r'data-url="([^"]+)" data-token="([^"]+)"', page)
    if opened:
        await call_as_ana(world, click[0].rpartition("/")[2].replace("-", "_"), {"token": click[1]})
    await deliver_after(world, 5)

    (whatsapp,) = [
        one
        for one in await list_all_deliveries(world)
        if one.template == "ticket.issued" and one.channel is Channel.WHATSAPP
    ]
    assert whatsapp.reason == (DropReason.READ if opened else None)


@pytest.mark.emulator
async def test_without_a_notification_in_the_app_the_deliveries_say_who_has_read(
    world: World, texts: FakeTexts
) -> None:
    """
    A happening that the app does not show is read by the link of its mail.
    """
    await add_texter(world)
    channels = (Channel.PUSH, Channel.EMAIL, Channel.WHATSAPP)
    await tell_people(world, *(a_payment_notice(event=f"payment:{n}", channels=channels) for n in (1, 2)))
    await deliver_after(world)

    (mail,) = [
        one for one in await list_all_deliveries(world) if one.channel is Channel.EMAIL and one.event == "payment:1"
    ]
    await report(world, mail, ReportedStatus.CLICKED)
    await deliver_after(world, 5)

    told = {one.event: one.reason for one in await list_all_deliveries(world) if one.channel is Channel.WHATSAPP}
    assert told == {"payment:1": DropReason.READ, "payment:2": None}


@pytest.mark.emulator
@pytest.mark.parametrize("in_app", [True, False])
async def test_a_tap_on_the_push_ends_the_ladder(world: World, texts: FakeTexts, in_app: bool) -> None:
    """
    Who opens the app by the push has read, whether or not the app shows the notification.
    """
    await add_texter(world)
    channels = LADDER_CHANNELS if in_app else LADDER_CHANNELS[1:]
    await tell_people(world, a_session_notice(world, channels=channels))
    await deliver_after(world)
    (push,) = await world.sent_pushes()

    await call_as_ana(world, "record_notification_click", {"token": push["data"]["click_token"]})
    await deliver_after(world, 5)
    await deliver_after(world, 5)

    assert list_sent(texts) == []
    assert await list_text_reasons(world) == {"whatsapp": DropReason.READ, "sms": DropReason.READ}


@pytest.mark.emulator
async def test_without_a_phone_the_ladder_begins_with_whatsapp(world: World, texts: FakeTexts) -> None:
    """
    Who has no device that takes pushes gets WhatsApp at once, and the SMS after five minutes.
    """
    await add_texter(world, devices=0)
    await tell_people(world, a_session_notice(world))

    await deliver_after(world)
    at_once = list_sent(texts)
    await deliver_after(world, 5)

    assert (at_once, list_sent(texts)) == ([WHATSAPP], [WHATSAPP, SMS])


@pytest.mark.emulator
async def test_a_push_that_reaches_no_device_brings_whatsapp_forward(world: World, texts: FakeTexts) -> None:
    """
    The app is gone from the phone, which shows when the push is sent: WhatsApp follows at once, the SMS in its time.
    """
    await add_texter(world)
    await world.control_fcm("dead_tokens", token="token-ana-0")
    await tell_people(world, a_session_notice(world))

    await deliver_after(world)
    at_once = list_sent(texts)
    await deliver_after(world, 9)
    before = list_sent(texts)
    await deliver_after(world, 1)

    assert (at_once, before, list_sent(texts)) == ([WHATSAPP], [WHATSAPP], [WHATSAPP, SMS])
    assert len(await list_all_deliveries(world)) == 3


@pytest.mark.emulator
async def test_a_refused_whatsapp_message_brings_the_sms_forward(world: World, texts: FakeTexts) -> None:
    """
    A number without WhatsApp costs no further minutes.
    """
    await add_texter(world)
    await tell_people(world, a_session_notice(world))
    await deliver_after(world)
    tasks = list(world.sent.entries)

    texts.refusal = TextRefusalCause.PERSON
    world.later(minutes=5)
    (whatsapp,) = [entry for entry in tasks if entry.type == "SendWhatsapp"]
    world.sent.entries.remove(whatsapp)
    await world.deliver_entry(whatsapp)
    texts.refusal = None
    await world.deliver()

    assert list_sent(texts) == [SMS]
    assert {name: one.state for name, one in (await list_deliveries(world)).items()} == {
        "push": DeliveryState.SENT,
        "whatsapp": DeliveryState.FAILED,
        "sms": DeliveryState.SENT,
    }


@pytest.mark.emulator
@pytest.mark.parametrize("deadline", ["valid_until", "needed_by"])
async def test_before_a_session_the_minutes_are_shorter(world: World, texts: FakeTexts, deadline: str) -> None:
    """
    Ten minutes before a session the SMS goes after five, and WhatsApp half way to it.
    """
    await add_texter(world)
    in_ten_minutes: dict[str, Any] = {deadline: world.now + timedelta(minutes=10)}
    await tell_people(world, a_session_notice(world, **in_ten_minutes))

    seen = []
    for minutes in (2.4, 0.1, 2.4, 0.1):
        await deliver_after(world, minutes)
        seen.append(list_sent(texts))

    assert seen == [[], [WHATSAPP], [WHATSAPP], [WHATSAPP, SMS]]


@pytest.mark.emulator
async def test_what_is_urgent_or_not_critical_goes_on_all_channels(world: World, texts: FakeTexts) -> None:
    """
    A security notice, a call to an admin on duty and a reminder that somebody wanted by SMS wait for nobody.
    """
    await add_texter(world)
    await tell_people(world, a_notice(event="crisis:1", template="crisis.raised", values={}))
    await tell_people(world, a_notice(event="event:1", template="host.event_reminder"))

    await deliver_after(world)

    assert sorted(list_sent(texts)) == [SMS, SMS, WHATSAPP]
    assert [one for one in await list_all_deliveries(world) if one.ladder_at is not None] == []


@pytest.mark.emulator
async def test_zero_minutes_are_all_channels_at_once(world: World, texts: FakeTexts) -> None:
    """
    An admin who sets the minutes to zero has no ladder.
    """
    await add_texter(world)
    await save_settings(world, ladder_minutes=0)

    await tell_people(world, a_session_notice(world))
    await deliver_after(world)

    assert sorted(list_sent(texts)) == [SMS, WHATSAPP]


@pytest.mark.emulator
async def test_a_changed_setting_is_for_notifications_to_come(world: World, texts: FakeTexts) -> None:
    """
    What waits keeps its time; the next notification has the new minutes.
    """
    await add_texter(world, channels=("whatsapp",))
    await tell_people(world, a_session_notice(world))
    await save_settings(world, ladder_minutes=20)
    await tell_people(world, a_session_notice(world, event="session:2"))

    await deliver_after(world, 5)
    after_5 = list_sent(texts)
    await deliver_after(world, 15)

    assert (after_5, list_sent(texts)) == ([WHATSAPP], [WHATSAPP, WHATSAPP])


@pytest.mark.emulator
async def test_a_task_that_comes_early_or_twice_sends_nothing_more(world: World, texts: FakeTexts) -> None:
    """
    A task that comes before its time waits for it, and the same task again finds the message sent.
    """
    await add_texter(world, channels=("whatsapp",))
    await tell_people(world, a_session_notice(world))
    (task,) = [entry for entry in world.sent.entries if entry.type == "SendWhatsapp"]

    await world.deliver_entry(task)
    early = list_sent(texts)
    await deliver_after(world, 5)
    await world.deliver_entry(task)
    await world.deliver()

    assert (early, list_sent(texts)) == ([], [WHATSAPP])


@pytest.mark.emulator
async def test_an_instance_that_dies_sends_once(world: World, texts: FakeTexts) -> None:
    """
    A message that was claimed and never sent goes with the next attempt; one that was read meanwhile does not.
    """
    await add_texter(world, channels=("whatsapp",))
    await tell_people(world, a_session_notice(world), a_session_notice(world, event="session:2"))
    world.later(minutes=5)
    waiting = [one for one in await list_all_deliveries(world) if one.channel is Channel.WHATSAPP]
    for one in waiting:
        await world.commit(notice_deliveries.begin_sending, one.id, at=world.now)

    (read,) = [shown for shown in await list_inbox(world) if shown.id == waiting[0].notification_id]
    await call_as_ana(world, "mark_notifications", {"notification_ids": [read.id], "as_read": True})
    await deliver_after(world, 2)

    assert list_sent(texts) == [WHATSAPP]
    states = {one.id: one.state for one in await list_all_deliveries(world) if one.channel is Channel.WHATSAPP}
    assert states == {waiting[0].id: DeliveryState.DROPPED, waiting[1].id: DeliveryState.SENT}


@pytest.mark.emulator
async def test_a_lost_task_is_found(world: World, texts: FakeTexts) -> None:
    """
    The sweep finds a message whose task has not come a quarter of an hour after its time, and sends the message.
    """
    await add_texter(world, channels=("whatsapp",))
    await tell_people(world, a_session_notice(world))
    world.sent.entries = [entry for entry in world.sent.entries if entry.type != "SendWhatsapp"]

    seen = []
    for minutes in (19, 1, 5):
        world.later(minutes=minutes)
        await world.call.run_schedule(sweep_notice_deliveries, due_at=world.now)
        await world.deliver()
        seen.append(list_sent(texts))

    assert seen == [[], [WHATSAPP], [WHATSAPP]]
    assert len(await list_all_deliveries(world)) == 2


@pytest.mark.emulator
async def test_a_channel_that_was_switched_off_meanwhile_is_left_out(world: World, texts: FakeTexts) -> None:
    """
    Each message asks again whether it is wanted; the next rung has its own time.
    """
    await add_texter(world)
    await tell_people(world, a_session_notice(world))
    await deliver_after(world)
    await call_as_ana(world, "save_notification_preferences", {"channels": {"whatsapp": False}})

    await deliver_after(world, 5)
    after_5 = list_sent(texts)
    await deliver_after(world, 5)

    assert (after_5, list_sent(texts)) == ([], [SMS])
    assert await list_text_reasons(world) == {"whatsapp": DropReason.UNWANTED, "sms": None}


@pytest.mark.emulator
async def test_the_support_sees_what_a_message_waits_for(world: World, texts: FakeTexts) -> None:
    """
    The list of deliveries says when a message is due if the notification is unread.
    """
    await add_texter(world, channels=("whatsapp",))
    await tell_people(world, a_payment_notice(channels=LADDER_CHANNELS))

    answer = await world.call(list_notice_deliveries, {"user_id": "ana"}, as_=ADMIN)

    due = {one["channel"]: one["ladder_at"] for one in answer.body["items"]}
    assert due == {"push": None, "whatsapp": f"{world.now + FIVE:%Y-%m-%dT%H:%M:%SZ}"}
