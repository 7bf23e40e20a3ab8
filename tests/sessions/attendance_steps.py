"""Steps of attendance: a booked session that both, one or nobody attends, until it is decided who came."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from shared.contracts.offers import ServiceKind
from shared.contracts.sessions import AttendanceOutcome
from shared.kernel.ids import BookingId, SessionId, UserId
from shared.orders import store as orders
from shared.orders.models import Order
from shared.sessions import attendance
from shared.sessions.attendance_models import Attendance, SidePresence
from shared.sessions.models import EndedBy
from tests.bookings.builders import BOOKING_ID
from tests.chat.steps import call_successfully
from tests.sessions.booked_session_steps import START, book_session, set_clock
from tests.world import Person, World


async def hold_session(
    world: World,
    *who: Person,
    kind: ServiceKind = ServiceKind.CHAT,
    at: float = 0,
    ended_by: Person | None = None,
    ended_at: float = 30,
) -> BookingId:
    """Let people join a booked session `at` minutes after its start, and let it end, until it is decided who came.

    Args:
        who: People who join.
        kind: Way in which the two meet.
        at: Minutes after the start at which they join.
        ended_by: Person who ends the session; None for its clock.
        ended_at: Minutes after the start at which it ends.
    """
    booking_id = await book_session(world, kind)
    await set_clock(world, -10)
    await set_clock(world, at)
    await join_as(world, booking_id, who)
    await set_clock(world, ended_at)
    if ended_by is not None:
        await call_successfully(world, ended_by, "end_session", session_id=booking_id)
        await world.deliver()
    await set_clock(world, ended_at + 3)
    return booking_id


def an_attendance(**given: Any) -> Attendance:
    """Build the decision that Dewi did not come to Ana's chat."""
    values: dict[str, Any] = {
        "id": SessionId(BOOKING_ID),
        "booking_id": BOOKING_ID,
        "customer": UserId("ana"),
        "customer_name": "Ana Wijaya",
        "expert": UserId("dewi"),
        "expert_name": "Dewi Lestari",
        "service_kind": ServiceKind.CHAT,
        "outcome": AttendanceOutcome.EXPERT_ABSENT,
        "refund": 157_500,
        "starts_at": START,
        "ends_at": START + timedelta(minutes=30),
        "ended_at": START + timedelta(minutes=30),
        "ended_by": EndedBy.TIMEOUT,
        "seen_customer": SidePresence(first_at=START, last_at=START),
        "seen_expert": SidePresence(),
        "decided_at": START + timedelta(minutes=33),
        "dispute_before": START + timedelta(hours=48, minutes=33),
    } | given
    return Attendance(**values)


async def join_as(world: World, booking_id: str, who: Sequence[Person]) -> None:
    """Join a session as each of these people."""
    for person in who:
        await call_successfully(world, person, "join_session", session_id=booking_id)


async def load_attendance(world: World, booking_id: str) -> Attendance:
    """Load the stored decision about a session."""
    found = await world.get(attendance.attendance_ref(booking_id))
    assert found is not None
    return found


async def load_order(world: World, order_id: str) -> Order:
    """Load the stored order."""
    return await orders.get_order(world.reader, order_id)  # type: ignore[arg-type]
