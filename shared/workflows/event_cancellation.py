"""Cancellation of a ticketed event with the refunds of all its orders, page by page.

A page is one commit: some orders with their tickets, seats and refunds, the counts, and the task of the next page.
A run that is cut off goes on where it was. A task that arrives twice does nothing the second time.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.kernel.actors import Actor
from shared.kernel.ids import OrderId, TicketEventId, UserId
from shared.kernel.ports import UnitOfWork
from shared.orders import actions as orders
from shared.orders import refund_rules, refund_settings
from shared.orders import store as order_store
from shared.orders.models import OrderStatus, RefundCause
from shared.tickets import revocations, store
from shared.tickets.event_cancellations import (
    CancellationStatus,
    EventCancellation,
    event_cancellation_ref,
    valid_event_tickets_query,
)
from shared.tickets.jobs import RefundCancelledEvent
from shared.tickets.models import EventStatus, Ticket

# A commit holds the tickets of some orders, and an order has at most 100.
_TICKETS_PER_PAGE = 50
# By then, tickets that were being issued while the event was cancelled are there.
_NEXT_ROUND_DELAY = timedelta(minutes=10)


async def cancel_ticket_event(
    uow: UnitOfWork, event_id: TicketEventId, *, refund_used: bool, actor: Actor, now: datetime
) -> EventCancellation:
    """Cancel an event for good and begin the refunds of its orders. A repeated call looks for tickets that are left.

    Nothing is sold from the commit on, and an order that is paid later is refunded when it is settled.

    Args:
        refund_used: True to refund tickets that were checked in too. A repeated call may add it, never take it away.

    Raises:
        TicketEventNotFound: No event has this id.
        RefundNeedsOwner: The refunds come to more than the limit, and the admin is no owner.
    """
    event = await store.get_ticket_event(uow, event_id)
    known = await uow.get(event_cancellation_ref(event_id))
    _, owed = await uow.count_and_sum(valid_event_tickets_query(event_id), "price")
    settings = await refund_settings.get_refund_settings(uow)
    refund_rules.check_admin_refund(owed, settings.event_limit, actor=actor)
    if event.status is not EventStatus.CANCELLED:
        uow.put(store.ticket_event_ref(event_id), event.having(status=EventStatus.CANCELLED, saved_at=now))
    if known is None:
        run = EventCancellation(
            event_id=event_id, refund_used=refund_used, cancelled_by=UserId(actor.id), cancelled_at=now
        )
        return _save_and_continue(uow, run, at=now)
    refund_used = refund_used or known.refund_used
    if known.status is CancellationStatus.RUNNING and refund_used == known.refund_used:
        # Its task may have been given up; the same page is done once.
        return _save_and_continue(uow, known, at=now)
    return _save_and_continue(uow, _with_next_round(known).having(refund_used=refund_used), at=now)


async def refund_page_of_event(uow: UnitOfWork, event_id: TicketEventId, page: int, *, now: datetime) -> None:
    """Revoke the tickets of some orders of a cancelled event and refund them, and schedule the next page.

    The pass begins again until it finds no ticket that is to be revoked.

    Raises:
        Unavailable: A newer version wrote an order.
    """
    run = await uow.get(event_cancellation_ref(event_id))
    if run is None or run.status is not CancellationStatus.RUNNING or run.page != page:
        return
    query = valid_event_tickets_query(event_id).order_by("id")
    if run.cursor is not None:
        query = query.after(run.cursor)
    found = await uow.query(query.first(_TICKETS_PER_PAGE))
    for order_id in dict.fromkeys(ticket.order_id for ticket in found):
        run = await _refund_tickets(uow, run, order_id, [one for one in found if one.order_id == order_id], now=now)
    run = run.having(page=page + 1)
    if len(found) == _TICKETS_PER_PAGE:
        _save_and_continue(uow, run.having(cursor=found[-1].id), at=now)
    elif run.found or run.round == 1:
        _save_and_continue(uow, _with_next_round(run), at=now + _NEXT_ROUND_DELAY)
    else:
        uow.put(
            event_cancellation_ref(event_id),
            run.having(status=CancellationStatus.DONE, ended_at=now),
        )


def _with_next_round(run: EventCancellation) -> EventCancellation:
    """Return the run at the beginning of another pass over the tickets."""
    return run.having(
        status=CancellationStatus.RUNNING,
        page=run.page + 1,
        cursor=None,
        round=run.round + 1,
        found=0,
        kept=0,
        ended_at=None,
    )


def _save_and_continue(uow: UnitOfWork, run: EventCancellation, *, at: datetime) -> EventCancellation:
    uow.put(event_cancellation_ref(run.event_id), run)
    job = RefundCancelledEvent(event_id=run.event_id, page=run.page)
    uow.schedule(job, at=at, key=f"{run.event_id}-{run.page}")
    return run


async def _refund_tickets(
    uow: UnitOfWork, run: EventCancellation, order_id: OrderId, tickets: Sequence[Ticket], *, now: datetime
) -> EventCancellation:
    """Revoke the tickets of an order, refund their prices in one refund, and return the run with its counts.

    Tickets of the order that are on a later page go along: some channels take back all of a payment or nothing. The
    last tickets of an order bring back all that is left of its payment, fees included.

    Args:
        tickets: Tickets of the order that are on this page.
    """
    issued = await store.list_order_tickets(uow, order_id)
    valid = [ticket for ticket in issued if revocations.is_valid(ticket)]
    due = [ticket for ticket in valid if run.refund_used or ticket.check_in is None]
    run = run.having(kept=run.kept + sum(not run.refund_used and one.check_in is not None for one in tickets))
    if not due:
        return run
    order = await order_store.get_order(uow, order_id)
    revoked = await revocations.revoke_tickets(uow, order_id, due, now=now)
    left = refund_rules.compute_refundable_amount(order)
    amount = revocations.compute_ticket_refund(revoked, valid, left)
    if len(revoked) == len(valid) and any(ticket.price for ticket in revoked):
        amount = left
    if amount:
        await orders.refund_order(
            uow,
            order_id,
            amount=amount,
            cause=RefundCause.EVENT_CANCELLED,
            now=now,
            opened_by=run.cancelled_by,
            for_used=any(ticket.check_in is not None for ticket in revoked),
        )
    else:
        revocations.emit_cancellation(uow, order_id, revoked, with_event=True)
        if order.status is OrderStatus.PAID:
            uow.put(order_store.order_ref(order_id), order)
    return run.having(
        found=run.found + len(revoked),
        tickets=run.tickets + len(revoked),
        orders=run.orders + 1,
        amount=run.amount + amount,
    )
