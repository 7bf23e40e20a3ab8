"""Booked sessions under concurrent calls and lost timers: one end, one decision, one refund."""

import asyncio
import secrets

import pytest

from functions.bookings.update_booking_statuses import update_booking_statuses
from functions.sessions.decide_attendance import decide_attendance
from functions.sessions.end_session import end_session
from functions.sessions.expire_overdue_sessions import expire_overdue_sessions
from functions.sessions.join_session import join_session
from shared.contracts.bookings import BookingStatus
from shared.contracts.sessions import AttendanceOutcome
from shared.kernel import outbox
from shared.orders.models import RefundCause
from shared.sessions.models import EndedBy, SessionStatus
from tests.bookings.steps import load_booking
from tests.sessions.attendance_steps import load_attendance, load_order
from tests.sessions.booked_session_steps import START, book_session, load_booked_session, set_clock
from tests.world import ADMIN, ANA, EXPERT, Answer, Person, World

pytestmark = pytest.mark.emulator

JOINS, ENDS = 180, 20
PRICE = 157_500


def lose(world: World, *types: str) -> list[outbox.OutboxEntry]:
    """Lose the timers of these types on their way, and return them."""
    lost = [entry for entry in world.sent.entries if entry.type in types]
    world.sent.entries = [entry for entry in world.sent.entries if entry.type not in types]
    return lost


async def test_two_hundred_joins_and_ends_at_once(world: World) -> None:
    """Each call is answered or asked to come again; the session has one end, which is told once and decided once."""
    booking_id = await book_session(world)
    await set_clock(world, 11)
    body = {"session_id": booking_id}
    callers: list[tuple[Person, bool]] = [
        *((person, False) for person in (ANA, EXPERT) for _ in range(JOINS // 2)),
        *((person, True) for person in (ANA, EXPERT, ADMIN, EXPERT) for _ in range(ENDS // 4)),
    ]
    secrets.SystemRandom().shuffle(callers)

    answers: list[Answer] = await asyncio.gather(
        *(world.call(end_session if ends else join_session, body, as_=person) for person, ends in callers)
    )

    assert {answer.status for answer in answers} <= {200, 409, 503}
    assert {answer.code for answer in answers if answer.status == 409} <= {"session_over"}
    ends = {answer.body["ended_by"] for answer in answers if answer.status == 200 and answer.body["ended_by"]}
    session = await load_booked_session(world, booking_id)
    assert (session.status, ends) == (SessionStatus.ENDED, {session.ended_by})
    await world.deliver()
    await set_clock(world, 14)
    assert len(world.delivered_payloads("SessionEnded")) == 1
    assert len(world.delivered_payloads("AttendanceDecided")) == 1


async def test_two_hundred_decisions_at_once_are_one(world: World) -> None:
    """Deliveries of the timer, doubled and in a crowd, lead to one refund."""
    booking_id = await book_session(world)
    await set_clock(world, 30)
    lose(world, "DecideAttendance")
    world.later(minutes=3)

    answers = await asyncio.gather(
        *(world.call.deliver_task(decide_attendance, {"session_id": booking_id}) for _ in range(200))
    )
    await world.deliver()

    assert {answer.status for answer in answers} <= {200, 204, 503}
    (refund,) = (await load_order(world, booking_id)).refunds
    assert (refund.amount, refund.cause) == (PRICE, RefundCause.SESSION_MISSED)
    assert len(world.delivered_payloads("AttendanceDecided")) == 1


async def test_sweeps_do_what_lost_timers_should_have_done(world: World) -> None:
    """Opening, end and decision were lost; when they arrive after the sweeps, they change nothing."""
    booking_id = await book_session(world)
    lost = lose(world, "OpenSession")
    world.set_clock(START)
    assert (await world.call(join_session, {"session_id": booking_id}, as_=ANA)).status == 200
    lost += lose(world, "ExpireSession", "WarnSessionEnding")
    await set_clock(world, 40)
    assert (await load_booked_session(world, booking_id)).status is SessionStatus.ACTIVE

    await world.call.run_schedule(expire_overdue_sessions, due_at=world.now)
    await world.deliver()
    session = await load_booked_session(world, booking_id)
    assert (session.ended_by, session.ended_at) == (EndedBy.TIMEOUT, session.ends_at)
    lost += lose(world, "DecideAttendance")
    await set_clock(world, 65)
    await world.call.run_schedule(update_booking_statuses, due_at=world.now)
    await world.deliver()

    assert (await load_attendance(world, booking_id)).outcome is AttendanceOutcome.EXPERT_ABSENT
    assert (await load_booking(world, booking_id)).status is BookingStatus.NO_SHOW
    world.sent.entries += lost
    await set_clock(world, 90)
    (refund,) = (await load_order(world, booking_id)).refunds
    assert refund.amount == PRICE
    assert len(world.delivered_payloads("SessionEnded")) == len(world.delivered_payloads("AttendanceDecided")) == 1
