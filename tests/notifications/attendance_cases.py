"""Cases of the notifications: attendance of booked sessions is told."""

from datetime import timedelta
from typing import Any

from shared.sessions import attendance
from shared.sessions.attendance_models import Attendance
from tests.bookings.steps import set_up_booking_domain
from tests.cases import MeasuredCall, case, push_event
from tests.sessions.attendance_steps import an_attendance
from tests.world import World


def _told(world: World, session_id: str, **also: Any) -> dict[str, Any]:
    people = {"customer": "ana", "expert": "dewi"}
    return {"session_id": session_id, **people, "at": world.now.isoformat(), **also}


@case("tell_people_when_attendance_decided", who="internal", tested_in="tests/sessions/test_attendance.py")
async def _tell_people_when_attendance_decided(world: World) -> MeasuredCall:
    row = await _save_attendance(world)
    told = _told(world, row.id, booking_id=row.id, version=1, outcome="expert_absent", refunded=157_500)
    return push_event(world, "tell_people_when_attendance_decided", "AttendanceDecided", **told)


@case("tell_person_when_attendance_disputed", who="internal", tested_in="tests/sessions/test_attendance.py")
async def _tell_person_when_attendance_disputed(world: World) -> MeasuredCall:
    row = await _save_attendance(world)
    until = (world.now + timedelta(days=7)).isoformat()
    told = _told(world, row.id, booking_id=row.id, side="expert", opened=True, decide_before=until)
    return push_event(world, "tell_person_when_attendance_disputed", "AttendanceDisputed", **told)


@case("tell_people_when_attendance_kept", who="internal", tested_in="tests/sessions/test_attendance.py")
async def _tell_people_when_attendance_kept(world: World) -> MeasuredCall:
    row = await _save_attendance(world)
    return push_event(
        world, "tell_people_when_attendance_kept", "AttendanceKept", **_told(world, row.id, by_admin=False)
    )


async def _save_attendance(world: World) -> Attendance:
    await set_up_booking_domain(world)
    row = an_attendance()
    await world.put_documents((attendance.attendance_ref(row.id), row))
    return row
