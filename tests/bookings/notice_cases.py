"""Cases of bookings: reminders and notices by e-mail."""

from datetime import timedelta

from tests.bookings.builders import TOMORROW
from tests.bookings.steps import MANUAL_SERVICE, create_booking, create_confirmed_booking, set_up_domain_with_links
from tests.cases import MeasuredCall, case, deliver_job, run_schedule
from tests.world import World


@case("send_due_reminders", who="internal")
async def _send_due_reminders(world: World) -> MeasuredCall:
    await set_up_domain_with_links(world)
    await create_confirmed_booking(world)
    world.set_clock(TOMORROW - timedelta(days=1))
    return run_schedule(world, "send_due_reminders")


@case("email_booking_reminder", who="internal")
async def _email_booking_reminder(world: World) -> MeasuredCall:
    remind = await _send_due_reminders(world)
    await remind()
    return await deliver_job(world, "email_booking_reminder", "EmailBookingReminder")


@case("email_booking_notice", who="internal")
async def _email_booking_notice(world: World) -> MeasuredCall:
    await set_up_domain_with_links(world)
    await create_booking(world, service_id=MANUAL_SERVICE.id)
    return await deliver_job(world, "email_booking_notice", "EmailBookingNotice")
