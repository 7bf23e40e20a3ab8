"""Addresses of meetings in person: they follow the place of their service until the meeting is over."""

from datetime import datetime

from shared.bookings import changes, meeting_place_rules, store
from shared.bookings.jobs import PropagateMeetingAddress
from shared.bookings.models import Booking
from shared.contracts.bookings import BookingChange
from shared.contracts.offers import MeetingAddress
from shared.kernel.ids import ServiceId, UserId
from shared.kernel.ports import UnitOfWork

# Meetings that one task updates.
PROPAGATION_PAGE_SIZE = 50


def schedule_propagation(uow: UnitOfWork, expert: UserId, service_id: ServiceId, place: MeetingAddress) -> None:
    """Schedule a job that gives a service's new place to its upcoming meetings."""
    # Without a key: a job with the same key could be concluded by the task of an earlier change.
    uow.schedule(PropagateMeetingAddress(expert=expert, service_id=service_id, place=place))


def move_meeting(uow: UnitOfWork, before: Booking, place: MeetingAddress, *, now: datetime) -> None:
    """Set a place in an upcoming meeting, and have both sides told. Idempotent."""
    booking = meeting_place_rules.with_updated_address(before, place, now=now)
    if booking is not None:
        uow.put(store.booking_ref(booking.id), booking)
        changes.emit_change(uow, booking, BookingChange.LINK_CHANGED, booking.customer, booking.offer.expert)


async def schedule_next_propagation_page(
    uow: UnitOfWork, job: PropagateMeetingAddress, next_cursor: str | None
) -> None:
    """Schedule a job for the next page, if there is one."""
    if next_cursor is not None:
        uow.schedule(job.having(cursor=next_cursor))
