"""Cases of tickets that admins refund."""

import functions.main
from shared.kernel.ids import OrderId, TicketId
from shared.kernel.ports import UnitOfWork
from shared.tickets.jobs import EmailTicketCancellation
from tests.builders import EVENT, put_tickets_on_sale
from tests.cases import Example, MeasuredCall, call_function, case, deliver_job
from tests.orders.examples import PAID
from tests.orders.steps import deliver_invoice_callback, order_tickets, pay_invoice
from tests.world import ADMIN, World


async def _buy_two_tickets(world: World) -> str:
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id, channel="GOPAY")
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    return order_id


@case(
    "refund_ticket",
    who="admin",
    example=Example(
        request={
            "ticket_id": "BE-20261126-ACD346-2",
            "reason": "The guest is ill, see the support room.",
            "even_if_used": False,
        },
        response={
            **PAID,
            "channel": "GOPAY",
            "refunds": [{"number": 1, "status": "DUE", "amount": 150000, "cause": "ticket_refunded", "to": None}],
        },
    ),
)
async def _refund_ticket(world: World) -> MeasuredCall:
    order_id = await _buy_two_tickets(world)
    return call_function(world, "refund_ticket", {"ticket_id": f"{order_id}-2", "reason": "The guest is ill"}, ADMIN)


@case(
    "cancel_ticket_event",
    who="admin",
    example=Example(
        request={
            "event_id": "tedx-bandung-2026",
            "reason": "The hall is closed after the storm.",
            "refund_used": False,
        },
        response={
            "event_id": "tedx-bandung-2026",
            "status": "running",
            "tickets": 0,
            "orders": 0,
            "amount": 0,
            "kept": 0,
            "cancelled_at": "2026-11-26T05:00:00Z",
            "ended_at": None,
        },
    ),
)
async def _cancel_ticket_event(world: World) -> MeasuredCall:
    await _buy_two_tickets(world)
    return call_function(world, "cancel_ticket_event", {"event_id": EVENT, "reason": "The hall is closed"}, ADMIN)


@case(
    "email_ticket_cancellation",
    who="internal",
    tested_in="tests/notifications/test_ticket_announcements.py",
)
async def _email_ticket_cancellation(world: World) -> MeasuredCall:
    order_id = await _buy_two_tickets(world)
    ids = (TicketId(f"{order_id}-1"),)
    job = EmailTicketCancellation(order_id=OrderId(order_id), ticket_ids=ids, with_event=False)
    await world.commit(_schedule_cancellation, job)
    return await deliver_job(world, "email_ticket_cancellation", "EmailTicketCancellation")


async def _schedule_cancellation(uow: UnitOfWork, job: EmailTicketCancellation) -> None:
    uow.schedule(job, key="earlier")


@case("refund_cancelled_event", who="internal")
async def _refund_cancelled_event(world: World) -> MeasuredCall:
    await _buy_two_tickets(world)
    body = {"event_id": EVENT, "reason": "The hall is closed"}
    await world.call(functions.main.cancel_ticket_event, body, as_=ADMIN)
    return await deliver_job(world, "refund_cancelled_event", "RefundCancelledEvent")
