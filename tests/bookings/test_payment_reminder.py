"""A customer who has not paid yet is reminded once, and never after the end of the wait."""

from datetime import timedelta

import pytest

from functions.bookings.cancel_booking import cancel_booking
from functions.bookings.send_due_reminders import send_due_reminders
from functions.orders.settle_invoice import settle_invoice
from shared.bookings import reminders
from shared.bookings.settings import BookingSettings
from tests.bookings.builders import TOMORROW
from tests.bookings.steps import create_booking, load_booking, pay_for_booking, set_up_domain_with_links
from tests.builders import NOON
from tests.orders.steps import pay_invoice
from tests.world import ANA, BUDI, World

IN_A_WEEK = TOMORROW + timedelta(days=7)
REMIND_AT = NOON + timedelta(days=2)


async def remind(world: World) -> list[str]:
    """Run the schedule, deliver what follows, and list the texts of the reminders to pay so far."""
    await world.call.run_schedule(send_due_reminders, due_at=world.now)
    await world.deliver()
    return [mail["text"] for mail in await world.sent_mails() if "belum dibayar" in mail["subject"]]


@pytest.mark.emulator
async def test_an_unpaid_booking_is_reminded_of_once(world: World) -> None:
    """A day before the end of the three days, with the page to pay, and the truth: the time is no longer held."""
    await set_up_domain_with_links(world)
    await create_booking(world, starts_at=IN_A_WEEK)

    world.set_clock(REMIND_AT - timedelta(minutes=1))
    early = await remind(world)
    world.set_clock(REMIND_AT)
    due = await remind(world)
    world.later(minutes=1)
    again = await remind(world)

    assert (early, len(due), len(again)) == ([], 1, 1)
    assert "tidak kami tahan lagi" in due[0]
    assert "sampai" not in due[0]
    assert "https://" in due[0] or "http://" in due[0]


@pytest.mark.emulator
async def test_nobody_is_reminded_after_the_payment(world: World) -> None:
    """A booking that was paid meanwhile, and one whose payment has only reached the order, bring no reminder to pay."""
    await set_up_domain_with_links(world)
    paid = await create_booking(world, starts_at=IN_A_WEEK)
    await pay_for_booking(world, paid)
    paying = await create_booking(world, as_=BUDI, starts_at=IN_A_WEEK + timedelta(hours=2))
    world.set_clock(REMIND_AT)
    await pay_invoice(world, paying)
    await world.call.run_schedule(send_due_reminders, due_at=world.now)

    await world.call.deliver_task(settle_invoice, {"order_id": paying})
    await world.deliver()

    assert [mail for mail in await world.sent_mails() if "belum dibayar" in mail["subject"]] == []


@pytest.mark.emulator
async def test_nobody_is_reminded_of_what_is_cancelled_or_gone(world: World) -> None:
    """A booking that was cancelled, and one whose time somebody else has, bring no reminder to pay."""
    await set_up_domain_with_links(world)
    cancelled = await create_booking(world, starts_at=IN_A_WEEK + timedelta(hours=3))
    body = {"booking_id": cancelled, "reason": "Berubah rencana", "refund": 0}
    assert (await world.call(cancel_booking, body, as_=ANA)).status == 200
    gone = await create_booking(world, starts_at=IN_A_WEEK)
    world.later(hours=2)
    await pay_for_booking(world, await create_booking(world, as_=BUDI, starts_at=IN_A_WEEK))

    world.set_clock(REMIND_AT)
    sent = await remind(world)

    assert sent == []
    assert (await load_booking(world, cancelled)).next_reminder_at is None
    assert (await load_booking(world, gone)).next_reminder_at is None


@pytest.mark.parametrize(
    ("hours", "left", "ahead"),
    [(24, 72, 24), (24, 20, 10), (24, 2, 1), (24, 1, None), (0, 72, None), (720, 72, 36)],
)
def test_the_time_of_the_reminder(hours: int, left: int, ahead: int | None) -> None:
    """Hours before the end as set, after half of the time at the earliest, and never with less than two hours."""
    settings, ends = BookingSettings(remind_unpaid_hours=hours), NOON + timedelta(hours=left)

    at = reminders.compute_payment_reminder_time(ends, settings, now=NOON)

    assert at == (None if ahead is None else ends - timedelta(hours=ahead))
