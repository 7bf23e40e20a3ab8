"""Cases of the reminders of an event."""

from tests.cases import MeasuredCall, case, deliver_job, run_schedule, variants
from tests.notifications.steps import add_person
from tests.tickets.reminder_steps import put_event, put_order, sweep_events
from tests.world import World


@case("send_due_event_reminders", who="internal", tested_in="tests/tickets/reminder_steps.py")
async def _send_due_event_reminders(world: World) -> MeasuredCall:
    await put_event(world)
    return run_schedule(world, "send_due_event_reminders")


@case("remind_ticket_holders", who="internal")
async def _remind_ticket_holders(world: World) -> MeasuredCall:
    await add_person(world)
    await put_event(world)
    await put_order(world, 0, customer="ana")
    await put_order(world, 1)
    await sweep_events(world)
    return await deliver_job(world, "remind_ticket_holders", "RemindTicketHolders")


@variants("remind_ticket_holders")
async def _send_reminder_to_account(world: World) -> list[MeasuredCall]:
    await add_person(world)
    await put_event(world)
    await put_order(world, customer="ana")
    await sweep_events(world)
    await (await deliver_job(world, "remind_ticket_holders", "RemindTicketHolders"))()
    return [await deliver_job(world, "send_email", "SendEmail")]
