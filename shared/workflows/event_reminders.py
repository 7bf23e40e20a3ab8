"""Reminders of an event for everybody who holds a ticket, some tickets at a time.

A sweep finds the events that begin soon, marks each as being reminded of, and schedules the first task. A step is one
commit: at most 25 tickets with what their holders are told. A task does some steps, and schedules the next task. A task
that is cut off begins again; nobody is told twice, since a person or an address is told of a start once.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from pydantic import ValidationError

from shared.contracts.notices import Notice, NoticeSubject, SubjectKind
from shared.identity import store as identity
from shared.kernel.errors import Unavailable
from shared.kernel.ids import TicketEventId, TicketId, UserId
from shared.kernel.ports import Reader, UnitOfWork
from shared.kernel.quoted_words import quote_name
from shared.tickets import event_reminders, store
from shared.tickets.event_cancellations import valid_event_tickets_query
from shared.tickets.event_reminders import EventReminder
from shared.tickets.jobs import RemindTicketHolders
from shared.tickets.models import Ticket, TicketEvent
from shared.workflows import event_reminder_notices
from shared.workflows.announcements import recipients
from shared.workflows.call import Call

TICKETS_PER_STEP = 25
"""Most tickets of one commit: each holder takes up to ten writes, and a commit takes 500."""

STEPS_PER_TASK = 20
"""Commits of one task."""


class DueReminder(NamedTuple):
    """Reminder of an event that is due."""

    event_id: TicketEventId
    reminder: EventReminder


async def list_due_reminders(reader: Reader, *, at: datetime) -> list[DueReminder]:
    """List the reminders of all events that are due at `at` and have not begun."""
    due = []
    for reminder in event_reminders.LEAD_TIMES:
        first, last = event_reminders.compute_due_starts(reminder, at=at)
        found = await store.list_events_by_start(reader, after=first, until=last)
        due += [DueReminder(one.id, reminder) for one in found if event_reminders.is_due(one, reminder, at=at)]
    return due


async def begin_reminding(uow: UnitOfWork, due: DueReminder, *, at: datetime) -> bool:
    """Begin to remind the holders of an event's tickets; return whether that was still due.

    Raises:
        TicketEventNotFound: The event does not exist.
    """
    event = await store.get_ticket_event(uow, due.event_id)
    if not event_reminders.is_due(event, due.reminder, at=at):
        return False
    uow.put(store.ticket_event_ref(event.id), event_reminders.with_reminder(event, due.reminder))
    uow.schedule(RemindTicketHolders(event_id=event.id, reminder=due.reminder, starts_at=event.starts_at))
    return True


async def remind_ticket_holders(call: Call, job: RemindTicketHolders) -> None:
    """Remind the holders of the next tickets of an event, and schedule the task for those behind them.

    A person whose documents cannot be read is left out, and does not keep the others from being reminded.

    Raises:
        Unavailable: Only a newer version knows the reminder.
    """
    if job.reminder is EventReminder.UNKNOWN:
        raise Unavailable("newer_event")
    cursor, is_open = job.cursor, True
    for _ in range(STEPS_PER_TASK):
        try:
            cursor, is_open = await _remind(call, job, cursor, size=TICKETS_PER_STEP)
        except ValidationError:
            cursor, is_open = await _remind_one_by_one(call, job, cursor)
        if not is_open:
            break
    await call.commit_final(_schedule_rest, job, cursor if is_open else None)


async def _schedule_rest(uow: UnitOfWork, job: RemindTicketHolders, cursor: TicketId | None) -> None:
    if cursor is not None:
        uow.schedule(job.model_copy(update={"cursor": cursor}))


async def _remind_one_by_one(
    call: Call, job: RemindTicketHolders, cursor: TicketId | None
) -> tuple[TicketId | None, bool]:
    is_open = True
    for _ in range(TICKETS_PER_STEP):
        try:
            cursor, is_open = await _remind(call, job, cursor, size=1)
        except ValidationError:
            call.alert("one person could not be reminded of an event", event_id=job.event_id)
            cursor, is_open = await _remind(call, job, cursor, size=1, leave_out=True)
        if not is_open:
            break
    return cursor, is_open


async def _remind(
    call: Call, job: RemindTicketHolders, cursor: TicketId | None, *, size: int, leave_out: bool = False
) -> tuple[TicketId | None, bool]:
    now = call.current_time()
    return await call.commit(remind_step, job, cursor, size=size, leave_out=leave_out, now=now)


async def remind_step(
    uow: UnitOfWork,
    job: RemindTicketHolders,
    cursor: TicketId | None,
    *,
    size: int,
    leave_out: bool = False,
    now: datetime,
) -> tuple[TicketId | None, bool]:
    """Remind the holders of the next tickets, and return the last ticket and whether tickets may be left.

    Args:
        uow: Unit of work.
        job: Reminder, and the start of which it tells.
        cursor: Id of the last ticket before; None at the beginning.
        size: Most tickets to look at in this commit.
        leave_out: True to go past the tickets without reminding anybody.
        now: Present instant.
    """
    event = await uow.get(store.ticket_event_ref(job.event_id))
    if event is None or not event_reminders.is_current(event, job.reminder, job.starts_at, now=now):
        return cursor, False
    query = valid_event_tickets_query(job.event_id).order_by("id")
    found = await uow.query((query.after(cursor) if cursor is not None else query).first(size))
    if not leave_out:
        held = [one for one in found if event_reminders.wants_reminder(one, job.reminder, job.starts_at)]
        notices = await _build_notices(uow, event, job.reminder, held, now=now)
        await recipients.tell_people(uow, notices, now=now)
    return (found[-1].id if found else cursor), len(found) == size


async def _build_notices(
    uow: UnitOfWork, event: TicketEvent, reminder: EventReminder, held: Sequence[Ticket], *, now: datetime
) -> list[Notice]:
    """Build one notice for each person, or for each address of guests, who holds some of these tickets.

    A buyer who has signed in but never registered is told like a guest.
    """
    uids = list(dict.fromkeys(ticket.customer for ticket in held if ticket.customer is not None))
    await uow.prefetch(*(ref(uid) for uid in uids for ref in (identity.user_ref, identity.restriction_ref)))
    accounts = dict(zip(uids, await uow.get_all([identity.user_ref(uid) for uid in uids]), strict=True))
    restrictions = await uow.get_all([identity.restriction_ref(uid) for uid in uids])
    suspended = {uid for uid, one in zip(uids, restrictions, strict=True) if recipients.is_suspended(one, now=now)}
    notices: dict[str, Notice] = {}
    for ticket in held:
        if ticket.customer not in suspended:
            to = ticket.customer if ticket.customer is not None and accounts[ticket.customer] is not None else None
            notice = _build_notice(event, reminder, ticket, to=to)
            notices.setdefault(notice.recipient, notice)
    return list(notices.values())


def _build_notice(event: TicketEvent, reminder: EventReminder, ticket: Ticket, *, to: UserId | None) -> Notice:
    """Build the notice to an account, or to the address of the ticket if `to` is None."""
    return Notice(
        event=f"ticket_event:{event.id}:reminder:{reminder}:{event.starts_at.isoformat()}",
        template=event_reminder_notices.REMINDER_TEMPLATES[reminder],
        to=to,
        guest=event_reminder_notices.compute_guest_key(event.id, ticket.email) if to is None else None,
        values={
            "event": quote_name(event.name),
            "starts_at": event.starts_at.isoformat(),
            # Times of an event are those of its place, wherever the person lives.
            "when_id": event.format_start("id"),
            "when_en": event.format_start("en"),
            "order_id": ticket.order_id,
        },
        subject=NoticeSubject(kind=SubjectKind.TICKET_EVENT, id=event.id),
        link=f"/orders/{ticket.order_id}",
        valid_until=event_reminders.compute_end(reminder, event.starts_at),
    )
