"""Cases of the catalogue: what became of a booking counts in its expert's track record."""

from datetime import timedelta

from shared.bookings import store as bookings
from shared.bookings.models import Side
from shared.contracts.bookings import BookingStatus
from shared.sessions import attendance
from tests.bookings.builders import a_confirmed_booking
from tests.bookings.steps import set_up_booking_domain
from tests.cases import MeasuredCall, case, push_event
from tests.sessions.attendance_steps import an_attendance
from tests.world import World

_TESTED_IN = "tests/sessions/test_track_records.py"


@case("count_meeting_when_attendance_decided", who="internal", tested_in=_TESTED_IN)
async def _count_meeting_when_attendance_decided(world: World) -> MeasuredCall:
    await set_up_booking_domain(world)
    row, booking = an_attendance(), a_confirmed_booking(status=BookingStatus.NO_SHOW, absent=(Side.EXPERT,))
    await world.put_documents((attendance.attendance_ref(row.id), row))
    await world.put_documents((bookings.booking_ref(booking.id), booking))
    told = {"session_id": row.id, "booking_id": row.id, "customer": "ana", "expert": "dewi", "version": 1}
    outcome = {"outcome": "expert_absent", "refunded": 157_500, "at": (world.now + timedelta(days=2)).isoformat()}
    return push_event(world, "count_meeting_when_attendance_decided", "AttendanceDecided", **told | outcome)


@case("count_meeting_when_booking_cancelled", who="internal", tested_in=_TESTED_IN)
async def _count_meeting_when_booking_cancelled(world: World) -> MeasuredCall:
    await set_up_booking_domain(world)
    booking = a_confirmed_booking(status=BookingStatus.CANCELLED, cancelled_by=Side.EXPERT)
    await world.put_documents((bookings.booking_ref(booking.id), booking))
    told = {"booking_id": booking.id, "refund": 157_500, "was_confirmed": True, "cancelled_at": world.now.isoformat()}
    return push_event(world, "count_meeting_when_booking_cancelled", "BookingCancelled", **told)
