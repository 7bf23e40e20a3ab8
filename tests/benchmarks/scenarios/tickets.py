"""Typical calls of the functions of tickets."""

import functions.main
from shared.kernel.ids import OrderId
from shared.orders import store as orders
from tests.benchmarks.scenarios.registry import (
    MeasuredCall,
    call_function,
    deliver_job,
    push_event,
    register_scenario,
    run_schedule,
)
from tests.builders import EVENT, FRONT_END, NOON, a_ticket_order_request, a_ticket_type, put_tickets_on_sale
from tests.orders.test_settlement import deliver_invoice_callback, order_tickets, pay_invoice
from tests.tickets.test_check_in_ticket import a_check_in_request, buy_ticket
from tests.tickets.test_ticket_admin import TICKET_EVENT_BODY, TICKET_TYPE_BODY
from tests.world import ADMIN, ANA, World


async def _create_paid_order(world: World) -> str:
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    return order_id


@register_scenario("get_ticket_event")
async def _get_ticket_event(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    return call_function(world, "get_ticket_event", {"event_id": EVENT}, ANA)


@register_scenario("list_ticket_types")
async def _list_ticket_types(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world, a_ticket_type(), a_ticket_type("student"))
    return call_function(world, "list_ticket_types", {"event_id": EVENT}, ANA)


@register_scenario("create_ticket_order")
async def _create_ticket_order(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world, a_ticket_type(quota=400))
    return call_function(world, "create_ticket_order", a_ticket_order_request(), FRONT_END)


@register_scenario("issue_tickets_when_order_paid")
async def _issue_tickets_when_order_paid(world: World) -> MeasuredCall:
    order_id = await _create_unissued_order(world)
    return push_event(world, "issue_tickets_when_order_paid", "OrderPaid", order_id=order_id, paid_at=NOON.isoformat())


async def _create_unissued_order(world: World) -> str:
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id)
    await world.call.deliver_task(functions.main.settle_invoice, {"order_id": order_id})
    assert (await orders.get_order(world.reader, OrderId(order_id))).status == "PAID"
    return order_id


@register_scenario("revoke_tickets_when_order_refunded")
async def _revoke_tickets_when_order_refunded(world: World) -> MeasuredCall:
    order_id = await _create_paid_order(world)
    payload = {"order_id": order_id, "amount": 300_000, "refunded_at": NOON.isoformat()}
    return push_event(world, "revoke_tickets_when_order_refunded", "OrderRefunded", **payload)


@register_scenario("email_tickets")
async def _email_tickets(world: World) -> MeasuredCall:
    order_id = await _create_paid_order(world)
    world.later(minutes=2)
    await world.call(functions.main.resend_ticket, {"order_id": order_id}, as_=FRONT_END)
    return await deliver_job(world, "email_tickets", "EmailTickets")


@register_scenario("resend_ticket")
async def _resend_ticket(world: World) -> MeasuredCall:
    order_id = await _create_paid_order(world)
    world.later(minutes=2)
    return call_function(world, "resend_ticket", {"order_id": order_id}, ADMIN)


@register_scenario("check_in_ticket")
async def _check_in_ticket(world: World) -> MeasuredCall:
    _, code = await buy_ticket(world)
    return call_function(world, "check_in_ticket", a_check_in_request(code), FRONT_END)


@register_scenario("get_ticket_verification_key")
async def _get_ticket_verification_key(world: World) -> MeasuredCall:
    return lambda: world.call(functions.main.get_ticket_verification_key)


@register_scenario("save_ticket_event")
async def _save_ticket_event(world: World) -> MeasuredCall:
    return call_function(world, "save_ticket_event", TICKET_EVENT_BODY, ADMIN)


@register_scenario("save_ticket_type")
async def _save_ticket_type(world: World) -> MeasuredCall:
    await world.call(functions.main.save_ticket_event, TICKET_EVENT_BODY, as_=ADMIN)
    return call_function(world, "save_ticket_type", TICKET_TYPE_BODY, ADMIN)


@register_scenario("fill_ticket_stock")
async def _fill_ticket_stock(world: World) -> MeasuredCall:
    await world.call(functions.main.save_ticket_event, TICKET_EVENT_BODY, as_=ADMIN)
    await world.call(functions.main.save_ticket_type, TICKET_TYPE_BODY, as_=ADMIN)
    return await deliver_job(world, "fill_ticket_stock", "FillTicketStock")


@register_scenario("get_ticket_sales")
async def _ticket_sales(world: World) -> MeasuredCall:
    await _create_paid_order(world)
    return call_function(world, "get_ticket_sales", {"event_id": EVENT}, ADMIN)


@register_scenario("sweep_ticket_stock")
async def _sweep_ticket_stock(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    return run_schedule(world, "sweep_ticket_stock")
