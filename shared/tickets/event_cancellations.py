"""Cancellation of an event: its state, and how far the refunds of its orders have come."""

from shared.kernel.ids import TicketEventId, UserId
from shared.kernel.ports import Query, Ref
from shared.kernel.schemas import Entity, Moment, View
from shared.kernel.stored_choices import StoredEnum
from shared.tickets.models import Ticket, TicketStatus


class CancellationStatus(StoredEnum):
    """Progress of the refunds of a cancelled event."""

    RUNNING = "running"
    DONE = "done"
    UNKNOWN = "unknown"


class EventCancellation(Entity):
    """Cancellation of an event. Stored in `ticket_event_cancellations/{event_id}`.

    Attributes:
        refund_used: True if tickets that were checked in are refunded too.
        page: Number of the page that comes next.
        cursor: Id of the last ticket that was looked at in this pass.
        round: Number of the pass over the tickets, from 1. A later pass finds what was issued meanwhile.
        found: Tickets that this pass has revoked.
        tickets: Tickets revoked, in all passes.
        orders: Orders refunded or, if free, given up, in all passes.
        amount: Amount of all refunds, in whole units of the currency.
        kept: Valid tickets that were left, because they had been checked in; counted in this pass.
        cancelled_by: Id of the admin.
    """

    event_id: TicketEventId
    status: CancellationStatus = CancellationStatus.RUNNING
    refund_used: bool = False
    page: int = 0
    cursor: str | None = None
    round: int = 1
    found: int = 0
    tickets: int = 0
    orders: int = 0
    amount: int = 0
    kept: int = 0
    cancelled_by: UserId
    cancelled_at: Moment
    ended_at: Moment | None = None


class EventCancellationView(View):
    """Cancellation of an event, and how far its refunds have come."""

    event_id: TicketEventId
    """Slug of the cancelled event."""
    status: CancellationStatus
    """Progress of the refunds: running in the background, or done."""
    tickets: int
    """Number of tickets that have been revoked so far."""
    orders: int
    """Number of orders whose tickets have been revoked so far."""
    amount: int
    """Amount of all refunds so far, in whole units of the currency."""
    kept: int
    """Number of tickets that stay valid because they had been checked in."""
    cancelled_at: Moment
    """Instant in UTC at which the event was cancelled."""
    ended_at: Moment | None
    """Instant in UTC at which the refunds were complete; null while they run."""

    @classmethod
    def of(cls, run: EventCancellation) -> "EventCancellationView":
        """Build the view of `run`."""
        return cls(
            event_id=run.event_id,
            status=run.status,
            tickets=run.tickets,
            orders=run.orders,
            amount=run.amount,
            kept=run.kept,
            cancelled_at=run.cancelled_at,
            ended_at=run.ended_at,
        )


def event_cancellation_ref(event_id: str) -> Ref[EventCancellation]:
    """Build the reference of the cancellation of an event."""
    return Ref(f"ticket_event_cancellations/{event_id}", EventCancellation)


def valid_event_tickets_query(event_id: str) -> Query[Ticket]:
    """Build the query for the valid tickets of an event, of all types."""
    return Query("tickets", Ticket).matching("event_id", "==", event_id).matching("status", "==", TicketStatus.VALID)
