"""Places of services in person: a meeting is where its service is, from the confirmation to the end."""

from datetime import datetime

from shared.bookings import meeting_addresses, store
from shared.bookings.jobs import PropagateMeetingAddress
from shared.bookings.models import Booking
from shared.catalogue import services_and_products
from shared.catalogue import store as catalogue
from shared.catalogue.models import Service
from shared.contracts.offers import MeetingAddress, ServiceKind
from shared.kernel.ids import BookingId
from shared.kernel.ports import UnitOfWork
from shared.workflows.call import Call


async def save_service(uow: UnitOfWork, service: Service, *, fresh: bool) -> Service:
    """Add or change a service. A new place reaches the upcoming meetings by a job of the same commit.

    Raises:
        ExpertNotFound: The person has never applied.
        ServiceNotFound: The service to change does not exist.
        TooManyOffers: The expert has as many services as allowed.
        Invalid: The service lacks its place or its time of delivery, or its seats do not fit.
    """
    service, new_place = await services_and_products.save_service(uow, service, fresh=fresh)
    if new_place is not None:
        meeting_addresses.schedule_propagation(uow, service.expert, service.id, new_place)
    return service


async def find_present_place(uow: UnitOfWork, booking: Booking | None) -> MeetingAddress | None:
    """Find the present place of a booking's service; None if the meeting is not in person or no place is known.

    The commit that uses the place conflicts with a change of the service.
    """
    if booking is None or booking.offer.kind is not ServiceKind.OFFLINE:
        return None
    ref = catalogue.service_ref(booking.offer.expert, booking.offer.service_id)
    service = await uow.get(ref)
    uow.verify(ref)
    return service.meeting_place if service else None


async def propagate_place(call: Call, job: PropagateMeetingAddress) -> None:
    """Give the present place of a service to one page of its upcoming meetings, and tell both sides of each."""
    met = await call.read(
        store.list_upcoming_bookings_of_service,
        job.expert,
        job.service_id,
        at=call.now,
        cursor=job.cursor,
        limit=meeting_addresses.PROPAGATION_PAGE_SIZE,
    )
    for booking in met.items:
        await call.commit(_move_meeting, booking.id, job, now=call.now)
    await call.commit_final(meeting_addresses.schedule_next_propagation_page, job, met.next_cursor)


async def _move_meeting(uow: UnitOfWork, booking_id: BookingId, job: PropagateMeetingAddress, *, now: datetime) -> None:
    booking = await store.find_booking(uow, booking_id)
    place = await find_present_place(uow, booking) or job.place
    if booking is not None:
        meeting_addresses.move_meeting(uow, booking, place, now=now)
