"""News of vendors about deliveries: in any order and number, marks only move forward."""

import itertools
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.identity.confirm_email import confirm_email
from shared.contracts.delivery_reports import DeliveryReport, FailureCause, ReportedStatus, compute_report_key
from shared.contracts.notices import Channel, NotificationKind
from shared.identity import store as identity
from shared.kernel.ids import Id, UserId
from shared.notifications import delivery_reports, delivery_rules, store
from shared.notifications.delivery_models import DeliveryState, DropReason, NoticeDelivery
from shared.notifications.suppression_models import Suppression, SuppressionCause
from shared.workflows import next_channels
from tests.bookings.steps import a_user
from tests.builders import NOON
from tests.identity.steps import request_verification_link
from tests.notifications.steps import (
    a_notice,
    a_payment_notice,
    add_person,
    list_all_deliveries,
    list_deliveries,
    list_inbox,
    tell_people,
)
from tests.world import ANA, World

MONTH = timedelta(days=30)


def a_delivery(**given_fields: Any) -> NoticeDelivery:
    """Build a mail that a task is sending."""
    values: dict[str, Any] = {
        "id": "d-1",
        "event": "payment:1",
        "user_id": UserId("ana"),
        "channel": Channel.EMAIL,
        "kind": NotificationKind.TRANSACTION,
        "template": "host.transaction",
        "state": DeliveryState.SENDING,
        "valid_until": NOON + MONTH,
        "created_at": NOON,
        "expire_at": NOON + 6 * MONTH,
    } | given_fields
    return NoticeDelivery(**values)


def a_report(
    status: ReportedStatus, *, minutes: int = 0, delivery_id: str = "d-1", **given_fields: Any
) -> DeliveryReport:
    """Build a report about a delivery."""
    at = NOON + timedelta(minutes=minutes)
    values: dict[str, Any] = {
        "delivery_id": Id(delivery_id),
        "channel": "email",
        "status": status,
        "at": at,
        "key": compute_report_key(delivery_id, status, at),
    } | given_fields
    return DeliveryReport(**values)


STORY = (
    a_report(ReportedStatus.SENT, minutes=1),
    a_report(ReportedStatus.DELIVERED, minutes=2),
    a_report(ReportedStatus.OPENED, minutes=3, by_machine=True),
    a_report(ReportedStatus.CLICKED, minutes=4),
)


def apply_reports(delivery: NoticeDelivery, reports: Any) -> NoticeDelivery:
    """Return the delivery after reports in this order."""
    for report in reports:
        delivery = delivery_rules.with_report(delivery, report)
    return delivery


@pytest.mark.parametrize("order", list(itertools.permutations(STORY)))
def test_every_order_of_news_ends_alike(order: tuple[DeliveryReport, ...]) -> None:
    """
    Sent, delivered, opened and clicked, in any order, make the same delivery, which was read by the click.
    """
    delivery = apply_reports(a_delivery(), order)

    assert delivery.state is DeliveryState.DELIVERED
    assert delivery.clicked_at == NOON + timedelta(minutes=4)
    assert delivery.read_at == NOON + timedelta(minutes=4)


@given(st.lists(st.sampled_from(STORY), max_size=12))
def test_repeated_news_change_nothing(reports: list[DeliveryReport]) -> None:
    """
    The state never moves back, and the same news again changes nothing.
    """
    delivery = apply_reports(a_delivery(), reports)

    assert apply_reports(delivery, reports) == delivery


def test_an_opened_mail_is_not_read() -> None:
    """
    Programs load mails too; neither an opened mail nor a click by a program says that somebody has read it.
    """
    opened = apply_reports(
        a_delivery(), [a_report(ReportedStatus.OPENED), a_report(ReportedStatus.CLICKED, by_machine=True)]
    )

    assert (opened.read_at, opened.clicked_at) == (None, None)
    assert opened.opened_at == NOON


def test_a_failure_after_the_arrival_changes_nothing() -> None:
    """
    A late failure does not undo an arrival; an arrival after a failure counts.
    """
    failed = a_report(ReportedStatus.BOUNCED, code="550", permanent=True)
    arrived = a_report(ReportedStatus.DELIVERED)

    assert apply_reports(a_delivery(), [arrived, failed]).state is DeliveryState.DELIVERED
    assert apply_reports(a_delivery(), [failed, arrived]).state is DeliveryState.DELIVERED


async def send_payment_mail(world: World, **given_fields: Any) -> NoticeDelivery:
    """Send a payment's mail and push to Ana, and return the mail's delivery."""
    await add_person(world, **given_fields)
    await tell_people(world, a_payment_notice())
    await world.deliver()
    return (await list_deliveries(world))["email"]


@pytest.mark.emulator
async def test_a_click_marks_the_notification_in_the_app_as_read(world: World) -> None:
    """
    Who opens the link in the mail has read the notification in the app, too.
    """
    mail = await send_payment_mail(world)

    report = a_report(ReportedStatus.CLICKED, delivery_id=mail.id)
    changed = await world.commit(delivery_reports.record_reports, [report, report], now=world.now)

    assert changed == 1
    assert [one.unread for one in await list_inbox(world)] == [False]


@pytest.mark.emulator
async def test_a_push_that_reaches_nobody_goes_on_by_mail(world: World) -> None:
    """
    What must arrive goes on once, to the next channel on which the person can be reached.
    """
    await add_person(world)
    await world.control_fcm("dead_tokens", token="token-ana-0")

    await tell_people(world, a_payment_notice(channels=(Channel.PUSH,)))
    await world.deliver()

    deliveries = await list_deliveries(world)
    assert deliveries["push"].reason is DropReason.UNREACHABLE
    assert deliveries["email"].fallback_of == deliveries["push"].id
    assert len(await world.sent_mails()) == 1
    assert await world.commit(next_channels.send_by_next_channel, deliveries["push"].id, now=world.now) is None


@pytest.mark.emulator
async def test_an_address_that_bounced_gets_no_mail(world: World) -> None:
    """
    After a hard bounce nothing goes to the mailbox, however its address is spelt; another address is not concerned.
    """
    mail = await send_payment_mail(world)
    bounced = a_report(
        ReportedStatus.BOUNCED, delivery_id=mail.id, code="550", permanent=True, cause=FailureCause.PERSON
    )
    await world.commit(delivery_reports.record_reports, [bounced], now=world.now)
    world.sent.entries.clear()

    await tell_people(world, a_payment_notice(event="payment:2"))
    await world.deliver()
    await world.put_documents((identity.user_ref("ana"), a_user("ana", email="new@example.com")))
    await tell_people(world, a_payment_notice(event="payment:3"))
    await world.deliver()

    assert [mail["to"] for mail in await world.sent_mails()] == [["ana@example.com"], ["new@example.com"]]
    suppression = await world.get(store.suppression_ref(Channel.EMAIL, "Ana@example.com"))
    assert suppression is not None
    assert suppression.cause is SuppressionCause.BOUNCED


@pytest.mark.emulator
async def test_a_complaint_ends_marketing_alone(world: World) -> None:
    """
    Who calls a mail spam gets no more advertising by mail, and still the news about payments.
    """
    mail = await send_payment_mail(world, chosen={"kinds": {"content_update": {"email": True}}})
    complained = a_report(ReportedStatus.COMPLAINED, delivery_id=mail.id)
    await world.commit(delivery_reports.record_reports, [complained], now=world.now)

    await tell_people(world, a_payment_notice(event="payment:2"))
    await tell_people(world, a_notice(event="class:1", template="host.content_update", channels=(Channel.EMAIL,)))
    await world.deliver()

    assert len(await world.sent_mails()) == 2
    reasons = {one.template: one.reason for one in await list_all_deliveries(world) if one.channel is Channel.EMAIL}
    assert reasons == {"host.transaction": None, "host.content_update": DropReason.SUPPRESSED}


@pytest.mark.emulator
async def test_a_full_mailbox_is_tried_again_after_three_days(world: World) -> None:
    """
    A soft bounce ends by itself.
    """
    mail = await send_payment_mail(world)
    full = a_report(ReportedStatus.BOUNCED, delivery_id=mail.id, code="452", cause=FailureCause.PERSON)
    await world.commit(delivery_reports.record_reports, [full], now=world.now)
    world.sent.entries.clear()

    await tell_people(world, a_payment_notice(event="payment:2"))
    await world.deliver()
    world.later(days=3)
    await tell_people(world, a_payment_notice(event="payment:3"))
    await world.deliver()

    assert len(await world.sent_mails()) == 2


@pytest.mark.emulator
async def test_news_about_unknown_deliveries_change_nothing(world: World) -> None:
    """
    A delivery that is not ours, or is gone, is passed over.
    """
    report = a_report(ReportedStatus.DELIVERED, delivery_id="nothing")

    assert await world.commit(delivery_reports.record_reports, [report], now=world.now) == 0


@pytest.mark.emulator
async def test_a_full_mailbox_does_not_undo_a_complaint(world: World) -> None:
    """
    A complaint lasts, whatever a later mail meets.
    """
    mail = await send_payment_mail(world)
    complained = a_report(ReportedStatus.COMPLAINED, delivery_id=mail.id)
    full = a_report(ReportedStatus.BOUNCED, delivery_id=mail.id, code="452", cause=FailureCause.PERSON)
    for report in (complained, full):
        await world.commit(delivery_reports.record_reports, [report], now=world.now)

    suppression = await world.get(store.suppression_ref(Channel.EMAIL, "ana@example.com"))

    assert suppression is not None
    assert (suppression.cause, suppression.until) == (SuppressionCause.COMPLAINED, None)


@pytest.mark.emulator
@pytest.mark.parametrize(
    ("cause", "is_lifted"), [(SuppressionCause.BOUNCED, True), (SuppressionCause.COMPLAINED, False)]
)
async def test_a_confirmed_address_is_written_to_again(world: World, cause: SuppressionCause, is_lifted: bool) -> None:
    """
    Who confirms an address that bounced gets mail again; a complaint stays.
    """
    token = await request_verification_link(world, ANA, "ana@example.com")
    ref = store.suppression_ref(Channel.EMAIL, "ana@example.com")
    await world.put_documents((ref, Suppression(channel=Channel.EMAIL, cause=cause, since=world.now)))

    await world.call(confirm_email, {"token": token})

    assert (await world.get(ref) is None) == is_lifted
