"""Quiet hours hold what is not critical, and release it at their end as one digest, without any further event."""

from datetime import UTC, datetime, timedelta

import pytest

from functions.notifications.delete_old_notifications import delete_old_notifications
from functions.notifications.save_notification_preferences import save_notification_preferences
from functions.notifications.sweep_notice_deliveries import sweep_notice_deliveries
from shared.kernel.ids import UserId
from shared.notifications import inbox, unread
from shared.notifications.delivery_models import DeliveryState, DropReason
from tests.notifications.steps import (
    a_notice,
    a_payment_notice,
    add_person,
    get_state,
    list_all_deliveries,
    list_inbox,
    tell_people,
)
from tests.world import ANA, World

pytestmark = pytest.mark.emulator
NIGHT = {"begins": "22:00", "ends": "07:00"}
MIDNIGHT = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)
"""Midnight in Jakarta."""


async def fall_asleep(world: World) -> None:
    """Let Ana sleep from 22:00 to 7:00; it is midnight."""
    world.set_clock(MIDNIGHT)
    await add_person(world, chosen={"quiet_hours": NIGHT})


async def test_three_held_notifications_are_one_digest(world: World) -> None:
    """
    At night the app alone shows comments; in the morning one push tells of all three.
    """
    await fall_asleep(world)

    for number in range(3):
        await tell_people(
            world, a_notice(event=f"comment:{number}", values={"title": f"Komentar {number}", "body": "Halo"})
        )
    await world.deliver()
    at_night = (len(await list_inbox(world)), len(await world.sent_pushes()))
    world.later(hours=7)
    await world.deliver()

    assert at_night == (3, 0)
    (push,) = await world.sent_pushes()
    assert push["title"] == "3 pemberitahuan selama jam tenang"
    assert "Komentar 0" in push["body"]
    states = [one.state for one in await list_all_deliveries(world) if one.template == "host.comment"]
    assert states == [DeliveryState.DIGESTED] * 3


async def test_one_held_notification_is_sent_as_it_is(world: World) -> None:
    """
    A digest of one would say less than the notification itself.
    """
    await fall_asleep(world)

    await tell_people(world, a_notice())
    world.later(hours=7)
    await world.deliver()

    (push,) = await world.sent_pushes()
    assert push["title"] == "Riko menanggapi komentarmu"


async def test_a_lost_task_is_found_by_the_sweep(world: World) -> None:
    """
    Nothing that is held depends on its task: the sweep releases it, and a second sweep finds nothing.
    """
    await fall_asleep(world)
    await tell_people(world, a_notice(event="comment:1"))
    await tell_people(world, a_notice(event="comment:2"))
    world.sent.entries.clear()
    world.later(hours=7, minutes=5)

    first = await world.call.run_schedule(sweep_notice_deliveries, due_at=world.now)
    await world.deliver()
    second = await world.call.run_schedule(sweep_notice_deliveries, due_at=world.now)
    await world.deliver()

    assert (first.body["counted"], second.body["counted"]) == (1, 0)
    assert len(await world.sent_pushes()) == 1


async def test_critical_and_timed_notifications_ring_at_night(world: World) -> None:
    """
    A payment, and a reminder that the person expects now, do not wait.
    """
    await fall_asleep(world)

    await tell_people(world, a_payment_notice())
    await tell_people(world, a_notice(event="reminder:1", template="host.event_reminder"))
    await world.deliver()

    assert len(await world.sent_pushes()) == 2


async def test_what_would_be_worthless_in_the_morning_stays_in_the_app(world: World) -> None:
    """
    A notification that ends before the quiet hours do is not held, not sent, and recorded.
    """
    await fall_asleep(world)

    await tell_people(world, a_notice(valid_until=world.now + timedelta(hours=2)))
    world.later(hours=8)
    await world.deliver()

    assert len(await list_inbox(world)) == 1
    assert await world.sent_pushes() == []
    (dropped,) = await list_all_deliveries(world)
    assert (dropped.state, dropped.reason) == (DeliveryState.DROPPED, DropReason.TOO_LATE)


async def test_what_was_read_at_night_rings_no_more(world: World) -> None:
    """
    Who has read one of two notifications in the app gets the other one alone.
    """
    await fall_asleep(world)
    await tell_people(world, a_notice(event="comment:1", values={"title": "Satu", "body": "1"}))
    await tell_people(world, a_notice(event="comment:2", values={"title": "Dua", "body": "2"}))

    (first,) = [one for one in await list_inbox(world) if one.title == "Satu"]
    await world.commit(inbox.mark_notifications, UserId("ana"), [first.id], as_read=True, now=world.now)
    world.later(hours=7)
    await world.deliver()

    (push,) = await world.sent_pushes()
    assert push["title"] == "Dua"


async def test_new_quiet_hours_count_at_once(world: World) -> None:
    """
    Who switches quiet hours off at night gets what was held at once; who moves them waits until the new end.
    """
    await fall_asleep(world)
    await tell_people(world, a_notice(event="comment:1"))
    await tell_people(world, a_notice(event="comment:2"))

    moved = {"quiet_hours": {"begins": "22:00", "ends": "09:00"}}
    await world.call(save_notification_preferences, moved, as_=ANA)
    world.later(hours=7)
    await world.deliver()
    at_seven = len(await world.sent_pushes())
    await world.call(save_notification_preferences, {"quiet_hours": None}, as_=ANA)
    await world.deliver()

    assert at_seven == 0
    assert len(await world.sent_pushes()) == 1


async def test_a_task_that_comes_late_into_the_night_waits(world: World) -> None:
    """
    What was decided in the evening, and is sent after 22:00, waits until the morning.
    """
    await fall_asleep(world)
    world.set_clock(MIDNIGHT - timedelta(hours=2, minutes=1))
    await tell_people(world, a_notice())
    world.later(minutes=2)
    await world.deliver()
    late = len(await world.sent_pushes())

    world.set_clock(MIDNIGHT + timedelta(hours=7))
    await world.deliver()

    assert (late, len(await world.sent_pushes())) == (0, 1)


async def test_old_notifications_are_deleted_and_count_as_read(world: World) -> None:
    """
    After 180 days a notification goes, and the unread count with it.
    """
    await add_person(world)
    await tell_people(world, a_notice(event="comment:1"))
    world.later(days=100)
    await tell_people(world, a_notice(event="comment:2"))
    world.later(days=81)

    await world.call.run_schedule(delete_old_notifications, due_at=world.now)

    assert [one.seq for one in await list_inbox(world)] == [2]
    assert unread.compute_unread(await get_state(world)) == 1


async def test_a_delivery_that_nobody_has_sent_is_closed(world: World) -> None:
    """
    If the task is lost, or became a dead letter, the delivery says that it came too late.
    """
    await add_person(world)
    await tell_people(world, a_notice(valid_until=world.now + timedelta(minutes=10)))
    world.sent.entries.clear()
    world.later(minutes=11)

    swept = await world.call.run_schedule(sweep_notice_deliveries, due_at=world.now)

    (closed,) = await list_all_deliveries(world)
    assert swept.body["counted"] == 1
    assert (closed.state, closed.reason) == (DeliveryState.DROPPED, DropReason.TOO_LATE)


async def test_what_is_needed_before_the_new_end_goes_out_now(world: World) -> None:
    """
    Who moves the end of the quiet hours behind a meeting hears of its change at once.
    """
    await fall_asleep(world)
    meeting = MIDNIGHT + timedelta(hours=8, minutes=30)
    await tell_people(world, a_notice(needed_by=meeting, valid_until=meeting + timedelta(hours=1)))

    late = {"quiet_hours": {"begins": "22:00", "ends": "09:00"}}
    await world.call(save_notification_preferences, late, as_=ANA)
    await world.deliver()

    assert len(await world.sent_pushes()) == 1


async def test_a_window_that_begins_again_has_a_digest_of_its_own(world: World) -> None:
    """
    Whoever ends the quiet hours and begins them again in one night loses nothing of the second part.
    """
    await fall_asleep(world)
    for part in ("before", "after"):
        for number in range(2):
            await tell_people(world, a_notice(event=f"comment:{part}:{number}"))
        await world.call(save_notification_preferences, {"quiet_hours": None}, as_=ANA)
        await world.deliver()
        await world.call(save_notification_preferences, {"quiet_hours": NIGHT}, as_=ANA)
        await world.deliver()

    assert [push["title"] for push in await world.sent_pushes()] == ["2 pemberitahuan selama jam tenang"] * 2
