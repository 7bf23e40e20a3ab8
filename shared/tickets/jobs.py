"""Payloads of the tasks of tickets."""

from typing import ClassVar

from shared.kernel.ids import OrderId, TicketEventId, TicketId, TicketTypeId
from shared.kernel.schemas import Job, Moment
from shared.tickets.event_reminders import EventReminder


class EmailTickets(Job):
    """Send the tickets of an order to its buyer."""

    queue: ClassVar[str] = "mail"
    order_id: OrderId


class EmailTicketCancellation(Job):
    """Tell the buyer that tickets admit nobody any more. Only earlier versions schedule the job.

    Attributes:
        ticket_ids: Tickets that have been revoked.
        with_event: True if the event itself has been cancelled.
    """

    queue: ClassVar[str] = "mail"
    order_id: OrderId
    ticket_ids: tuple[TicketId, ...]
    with_event: bool


class RefundCancelledEvent(Job):
    """Refund a page of the orders of a cancelled event.

    Attributes:
        page: Number of the page; a page that is done is not done again.
    """

    queue: ClassVar[str] = "refunds"
    event_id: TicketEventId
    page: int


class RemindTicketHolders(Job):
    """Remind the holders of an event's tickets, some of them after each other.

    Attributes:
        reminder: Reminder that is due.
        starts_at: Start of the event of which people are reminded; another start has reminders of its own.
        cursor: Id of the last ticket whose holder was reminded; None before the first.
    """

    queue: ClassVar[str] = "audiences"
    event_id: TicketEventId
    reminder: EventReminder
    starts_at: Moment
    cursor: TicketId | None = None


class FillTicketStock(Job):
    """Create or withdraw units of a ticket type until their number equals the quota."""

    queue: ClassVar[str] = "stock"
    event_id: TicketEventId
    type_id: TicketTypeId
