"""Silence of a vendor: what must arrive goes on to the next channel after 15 minutes, once."""

from datetime import timedelta
from typing import Any

import pytest

from functions.notifications.sweep_notice_deliveries import sweep_notice_deliveries
from shared.contracts.notices import Channel
from shared.notifications import delivery_rules, store
from shared.notifications.delivery_models import DeliveryState, NoticeDelivery
from tests.notifications.steps import (
    a_notice,
    a_payment_notice,
    add_person,
    list_all_deliveries,
    list_deliveries,
    tell_people,
)
from tests.world import World

pytestmark = pytest.mark.emulator


async def lose_mail(world: World, **given: Any) -> None:
    """Tell Ana of a payment by mail, whose task becomes a dead letter."""
    await add_person(world)
    await tell_people(world, a_payment_notice(channels=(Channel.EMAIL,), **given))
    world.sent.entries.clear()


async def sweep_deliveries(world: World) -> int:
    """Run the sweep, and everything that it schedules, and return how many deliveries it has changed."""
    swept = await world.call.run_schedule(sweep_notice_deliveries, due_at=world.now)
    await world.deliver()
    counted: int = swept.body["counted"]
    return counted


async def change_delivery(world: World, **changes: Any) -> NoticeDelivery:
    """Change Ana's mail, as its own task does."""
    mail = (await list_deliveries(world))["email"].having(**changes)
    await world.put_documents((store.delivery_ref(mail.id), mail))
    return mail


async def test_what_must_arrive_goes_on_after_15_minutes(world: World) -> None:
    """
    A payment's mail that nobody takes is pushed after 15 minutes, and not a minute earlier; the mail may still go.
    """
    await lose_mail(world)

    world.later(minutes=14)
    early = await sweep_deliveries(world)
    world.later(minutes=1)
    late = await sweep_deliveries(world)

    deliveries = await list_deliveries(world)
    assert (early, late, len(await world.sent_pushes())) == (0, 1, 1)
    assert deliveries["push"].fallback_of == deliveries["email"].id
    assert deliveries["email"].state is DeliveryState.QUEUED


async def test_it_goes_on_once(world: World) -> None:
    """
    Neither later sweeps nor a later failure of the mail use a third channel.
    """
    await add_person(world, chosen={"whatsapp_consent_at": world.now, "channels": {"whatsapp": True}})
    await tell_people(world, a_payment_notice(channels=(Channel.EMAIL,)))
    world.sent.entries.clear()
    world.later(minutes=15)
    first = await sweep_deliveries(world)

    world.later(minutes=5)
    second = await sweep_deliveries(world)
    mail = (await list_deliveries(world))["email"]
    failed = delivery_rules.with_failure(mail, "550", permanent=True, now=world.now)

    assert (first, second, len(await list_all_deliveries(world))) == (1, 0, 2)
    assert not delivery_rules.must_go_on(failed)


async def test_a_mail_that_arrives_late_stops_nothing_and_repeats_nothing(world: World) -> None:
    """
    The mail's own retry is heard at last: the mail is sent too, and stays sent.
    """
    await add_person(world)
    await tell_people(world, a_payment_notice(channels=(Channel.EMAIL,)))
    retry = list(world.sent.entries)
    world.sent.entries.clear()
    world.later(minutes=15)
    await sweep_deliveries(world)

    world.sent.entries.extend(retry)
    await world.deliver()

    states = {str(one.channel): one.state for one in await list_all_deliveries(world)}
    assert states == {"email": DeliveryState.SENT, "push": DeliveryState.SENT}
    assert (len(await world.sent_mails()), len(await world.sent_pushes())) == (1, 1)


async def test_an_attempt_that_runs_is_waited_for(world: World) -> None:
    """
    A task that has just called the vendor has its minute; then the next sweep goes on.
    """
    await lose_mail(world)
    world.later(minutes=15)
    lease_until = world.now + timedelta(seconds=30)
    await change_delivery(world, state=DeliveryState.SENDING, attempts=3, lease_until=lease_until)

    during = await sweep_deliveries(world)
    world.later(minutes=5)
    after = await sweep_deliveries(world)

    assert (during, after, len(await world.sent_pushes())) == (0, 1, 1)


async def test_a_mail_that_was_to_wait_has_its_minutes_from_then_on(world: World) -> None:
    """
    A mail that waits for a picture on purpose is not late before its time.
    """
    await lose_mail(world, mail_after=world.now + timedelta(minutes=10))

    world.later(minutes=20)
    early = await sweep_deliveries(world)
    world.later(minutes=5)
    late = await sweep_deliveries(world)

    assert (early, late) == (0, 1)


async def test_what_need_not_arrive_waits_for_its_vendor(world: World) -> None:
    """
    A comment goes by no other channel, a payment that is worthless by now neither.
    """
    await add_person(world)
    await tell_people(world, a_notice(channels=(Channel.PUSH,)))
    short = world.now + timedelta(minutes=15)
    await tell_people(world, a_payment_notice(channels=(Channel.EMAIL,), valid_until=short))
    world.sent.entries.clear()

    world.later(minutes=15)
    await sweep_deliveries(world)

    states = {str(one.channel): one.state for one in await list_all_deliveries(world)}
    assert states == {"push": DeliveryState.QUEUED, "email": DeliveryState.DROPPED}
