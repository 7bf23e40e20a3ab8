"""Mails whose provider is away for long are tried again every 5 to 6 hours, until they are of no use any more."""

import itertools
from datetime import timedelta
from typing import Any

import pytest

from functions.notifications.send_email import send_email
from infra.build import replay
from shared.contracts.notices import Channel
from shared.kernel import outbox
from shared.notifications import delivery_rules
from shared.notifications.delivery_models import DeliveryState, DropReason, NoticeDelivery
from shared.runtime.dead_letters import dead_letters_query
from shared.runtime.specs import get_spec
from tests.notifications.steps import a_payment_notice, add_person, list_deliveries, tell_people
from tests.world import World

pytestmark = pytest.mark.emulator

HOUR = timedelta(hours=1)


async def tell_by_mail(
    world: World, *, failures: int = delivery_rules.QUICK_MAIL_ATTEMPTS, **given: Any
) -> outbox.OutboxEntry:
    """Tell Ana of a payment by mail while the provider fails so often, and return the mail's task."""
    await add_person(world)
    await tell_people(world, a_payment_notice(channels=(Channel.EMAIL,), **given))
    await world.control_sendgrid("faults", kind="unavailable", operation="SendMail", times=failures)
    (entry,) = world.sent.entries
    world.sent.entries.clear()
    return entry


async def try_for_an_hour(world: World, entry: outbox.OutboxEntry) -> list[int]:
    """Deliver the task as often as it tries by itself, and return the status of each attempt."""
    return [
        (await world.call.deliver_task(send_email, entry.payload, retries=number, entry=entry)).status
        for number in range(delivery_rules.QUICK_MAIL_ATTEMPTS)
    ]


async def find_mail(world: World) -> NoticeDelivery:
    """Find the delivery of the mail."""
    return (await list_deliveries(world))["email"]


async def test_a_mail_is_tried_again_in_steps_until_it_is_taken(world: World) -> None:
    """
    After an hour the task ends without a dead letter; others follow 5 to 6 hours apart, and the last one sends.
    """
    entry = await tell_by_mail(world, failures=delivery_rules.QUICK_MAIL_ATTEMPTS + 3)

    statuses = await try_for_an_hour(world, entry)
    due = [world.now]
    for _ in range(4):
        (later,) = world.sent.entries
        due.append(later.due_at)
        shown = (await find_mail(world)).retry_at
        world.set_clock(later.due_at)
        await world.deliver()
        assert shown == later.due_at

    mail = await find_mail(world)
    steps = [after - before for before, after in itertools.pairwise(due)]
    assert statuses == [503] * (delivery_rules.QUICK_MAIL_ATTEMPTS - 1) + [200]
    assert all(5 * HOUR <= step <= 6 * HOUR for step in steps), steps
    assert (mail.state, mail.retry_at, len(await world.sent_mails())) == (DeliveryState.SENT, None, 1)
    assert await world.reader.query(dead_letters_query()) == []


async def test_a_mail_that_is_too_late_is_tried_no_more(world: World) -> None:
    """
    In the last hours no later attempt is of use: the task goes on trying, and drops the mail when its time is over.
    """
    entry = await tell_by_mail(world, valid_until=world.now + 4 * HOUR)

    statuses = await try_for_an_hour(world, entry)
    waiting = list(world.sent.entries)
    world.later(hours=4)
    over = await world.call.deliver_task(send_email, entry.payload, retries=30, entry=entry)

    mail = await find_mail(world)
    assert (set(statuses), waiting, over.status) == ({503}, [], 200)
    assert (mail.state, mail.reason) == (DeliveryState.DROPPED, DropReason.TOO_LATE)


async def test_a_mail_that_is_no_longer_wanted_is_not_sent_later(world: World) -> None:
    """
    Everything that is asked before a mail is asked again hours later.
    """
    entry = await tell_by_mail(world)
    await try_for_an_hour(world, entry)
    await add_person(world, email=None, devices=0)

    world.later(hours=6)
    await world.deliver()

    assert (await find_mail(world)).reason is DropReason.UNREACHABLE
    assert await world.sent_mails() == []


async def test_an_earlier_task_that_comes_late_sends_once(world: World) -> None:
    """
    The old task arrives again while the later one waits: one of them sends, and the other finds that done.
    """
    entry = await tell_by_mail(world)
    await try_for_an_hour(world, entry)

    await world.call.deliver_task(send_email, entry.payload, retries=20, entry=entry)
    world.later(hours=6)
    await world.deliver()

    assert len(await world.sent_mails()) == 1
    assert (await find_mail(world)).state is DeliveryState.SENT


async def test_a_dead_letter_of_a_mail_is_replayed(world: World) -> None:
    """
    A person who has mended the cause sends the dead letter again, and the mail goes out once.
    """
    entry = await tell_by_mail(world, failures=1, valid_until=world.now + 4 * HOUR)
    last = await world.call.deliver_task(send_email, entry.payload, retries=get_spec(send_email).attempts, entry=entry)
    (letter,) = await world.reader.query(dead_letters_query())

    again = await world.commit(replay.requeue_dead_letter, letter.id, now=world.now)
    for _ in range(2):
        await world.call.deliver_task(send_email, again.payload, entry=again)

    assert (last.status, letter.function) == (200, "send-email")
    assert len(await world.sent_mails()) == 1
    assert await world.reader.query(dead_letters_query()) == []
