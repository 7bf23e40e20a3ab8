"""Reminders of a delivery that is due, and of an acceptance by silence."""

from datetime import timedelta

import pytest

from functions.assignments.accept_delivery import accept_delivery
from functions.assignments.remind_of_assignment import remind_of_assignment
from functions.assignments.request_correction import request_correction
from shared.assignments import reminders
from shared.assignments.reminders import AssignmentReminder
from shared.contracts.assignments import AssignmentStatus
from shared.kernel import outbox
from shared.notifications.delivery_models import DropReason
from tests.assignments.builders import an_assignment
from tests.assignments.steps import (
    deliver_text,
    list_notices,
    load_assignment,
    run_sweep,
    start_and_deliver,
    start_assignment,
)
from tests.builders import NOON
from tests.notifications.steps import list_all_deliveries
from tests.reviews.steps import deliver_due_jobs
from tests.world import ANA, EXPERT, World

JOB = "RemindOfAssignment"


@pytest.mark.emulator
async def test_the_expert_is_reminded_twice(world: World) -> None:
    """
    A day and two hours before the agreed time, once each; the customer is not.
    """
    await start_assignment(world)
    told = []
    for later in ({"days": 3, "hours": 23}, {"hours": 1}, {"hours": 21}, {"hours": 1}, {"hours": 1}):
        world.later(**later)
        for _ in range(2):
            await deliver_due_jobs(world)
        told.append((await list_notices(world, EXPERT))[1:])

    day, hours = "assignment.due_day", "assignment.due_hours"
    assert told == [[], [day], [day], [day, hours], [day, hours]]
    assert await list_notices(world, ANA) == ["assignment.started_customer"]
    assert await world.list_outbox_entries(JOB) == []


@pytest.mark.emulator
async def test_the_customer_is_reminded_to_object(world: World) -> None:
    """
    A day before silence accepts, anew with each delivery; of a correction the expert is reminded too.
    """
    assignment_id = await start_assignment(world)
    world.later(days=3)
    await deliver_text(world, assignment_id)
    world.later(days=2)
    await deliver_due_jobs(world)
    body = {"assignment_id": assignment_id, "text": "Mohon tambahkan halaman 2."}
    await world.call(request_correction, body, as_=ANA)
    world.later(days=2)
    await deliver_due_jobs(world)
    await deliver_text(world, assignment_id)
    world.later(days=1, hours=23)
    await deliver_due_jobs(world)
    await world.call(accept_delivery, {"assignment_id": assignment_id}, as_=ANA)

    left = await world.list_outbox_entries(JOB)
    world.later(hours=2)
    await deliver_due_jobs(world)

    delivered, reminded = "assignment.delivered", "assignment.acceptance_day"
    assert await list_notices(world, ANA) == ["assignment.started_customer", delivered, reminded, delivered]
    assert "assignment.due_day" in await list_notices(world, EXPERT)
    assert left == []


@pytest.mark.emulator
async def test_a_delivery_overtakes_the_reminder(world: World) -> None:
    """
    What was to be sent is asked again at the moment of sending; nobody is pressed who has delivered.
    """
    assignment_id = await start_assignment(world)
    world.later(days=4)
    (entry,) = await world.list_outbox_entries(JOB)
    await world.call.deliver_task(remind_of_assignment, entry.payload, entry=entry)

    await deliver_text(world, assignment_id)
    await world.deliver()

    told = [one for one in await list_all_deliveries(world) if one.template == "assignment.due_day"]
    assert {one.reason for one in told} == {DropReason.UNTRUE}


@pytest.mark.emulator
async def test_the_sweep_reminds_if_the_task_was_lost(world: World) -> None:
    """
    Ten minutes later, once; and what is still to come is planned again.
    """
    assignment_id = await start_and_deliver(world)
    (entry,) = await world.list_outbox_entries(JOB)
    unit = world.new_unit_of_work()
    unit.delete(outbox.entry_ref(entry.id))
    await world.documents.commit(unit.build_writes())
    world.later(days=2)
    await run_sweep(world)
    early = await list_notices(world, ANA)
    world.later(minutes=10)

    for _ in range(2):
        await run_sweep(world)

    assert early[-1] == "assignment.delivered"
    assert (await list_notices(world, ANA))[-2:] == ["assignment.delivered", "assignment.acceptance_day"]
    after = await load_assignment(world, assignment_id)
    assert (after.next_reminder_at, after.check_after) == (None, after.accept_before)


def test_no_reminder_comes_with_the_step_itself() -> None:
    """
    Work of one day has the reminder of two hours alone; a correction has its own; late work and ended work have none.
    """
    one_day = an_assignment(due_at=NOON + timedelta(days=1))
    planned = reminders.with_next_reminder(one_day, now=NOON)
    late = one_day.having(late_at=NOON, next_reminder_at=NOON)
    ended = one_day.having(status=AssignmentStatus.CANCELLED, next_reminder_at=NOON)
    assert planned.next_reminder_at is not None

    due = reminders.find_due_reminder(planned, now=planned.next_reminder_at)

    assert planned.next_reminder_at == NOON + timedelta(hours=22)
    assert due is not None
    assert due.kind is AssignmentReminder.DUE_HOURS
    assert reminders.find_due_reminder(planned, now=NOON + timedelta(days=1)) is None
    assert [reminders.with_next_reminder(one, now=NOON).next_reminder_at for one in (late, ended)] == [None, None]
    assert [reminders.find_due_reminder(one, now=NOON) for one in (late, ended)] == [None, None]
