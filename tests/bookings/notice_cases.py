"""Cases of bookings: reminders, and jobs of an earlier version that mailed notices and reminders."""

from datetime import timedelta

from shared.bookings import store
from shared.bookings.jobs import EmailBookingNotice, EmailBookingReminder
from shared.bookings.models import Booking
from shared.contracts.bookings import BookingChange, ReminderKind
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Job
from tests.bookings.builders import TOMORROW, a_confirmed_booking
from tests.bookings.steps import create_confirmed_booking, set_up_domain_with_links
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
    booking = await _put_booking(world)
    world.set_clock(TOMORROW - timedelta(days=1))
    job = EmailBookingReminder(
        booking_id=booking.id, kind=ReminderKind.DAY, version=booking.timed_in, to=booking.customer
    )
    await world.commit(_schedule_job, job)
    return await deliver_job(world, "email_booking_reminder", "EmailBookingReminder")


@case("email_booking_notice", who="internal")
async def _email_booking_notice(world: World) -> MeasuredCall:
    booking = await _put_booking(world)
    job = EmailBookingNotice(booking_id=booking.id, notice=BookingChange.CONFIRMED, to=booking.customer)
    await world.commit(_schedule_job, job)
    return await deliver_job(world, "email_booking_notice", "EmailBookingNotice")


async def _put_booking(world: World) -> Booking:
    """Store a confirmed booking of which nobody has been told."""
    await set_up_domain_with_links(world)
    booking = a_confirmed_booking()
    await world.put_documents((store.booking_ref(booking.id), booking))
    return booking


async def _schedule_job(uow: UnitOfWork, job: Job) -> None:
    uow.schedule(job, key="earlier")
