"""Typical calls of the functions of tickets."""

import functions.main
from shared.kernel.ids import OrderId
from shared.orders import store as orders
from tests.benchmarks.scenarios.calls import Call, call, event, job, run, scenario
from tests.builders import EVENT, FRONT_END, NOON, a_type, an_order, on_sale
from tests.orders.test_settling import ordered, pay, tell
from tests.tickets.test_check_in_ticket import a_scan, a_ticket
from tests.tickets.test_running_the_office import A_TYPE, AN_EVENT
from tests.world import ADMIN, ANA, World


async def _paid(world: World) -> str:
    await on_sale(world)
    order_id = await ordered(world)
    await pay(world, order_id)
    await tell(world, order_id, "PAID")
    await world.deliver()
    return order_id


@scenario("get_ticket_event")
async def _get_ticket_event(world: World) -> Call:
    await on_sale(world)
    return call(world, "get_ticket_event", {"event_id": EVENT}, ANA)


@scenario("list_ticket_types")
async def _list_ticket_types(world: World) -> Call:
    await on_sale(world, a_type(), a_type("student"))
    return call(world, "list_ticket_types", {"event_id": EVENT}, ANA)


@scenario("create_ticket_order")
async def _create_ticket_order(world: World) -> Call:
    await on_sale(world, a_type(quota=400))
    return call(world, "create_ticket_order", an_order(), FRONT_END)


@scenario("issue_tickets_when_order_paid")
async def _issue_tickets_when_order_paid(world: World) -> Call:
    order_id = await _unissued(world)
    return event(world, "issue_tickets_when_order_paid", "OrderPaid", order_id=order_id, paid_at=NOON.isoformat())


async def _unissued(world: World) -> str:
    await on_sale(world)
    order_id = await ordered(world)
    await pay(world, order_id)
    await world.call.task(functions.main.settle_invoice, {"order_id": order_id})
    assert (await orders.order(world.reader, OrderId(order_id))).status == "PAID"
    return order_id


@scenario("revoke_tickets_when_order_refunded")
async def _revoke_tickets_when_order_refunded(world: World) -> Call:
    order_id = await _paid(world)
    payload = {"order_id": order_id, "amount": 300_000, "refunded_at": NOON.isoformat()}
    return event(world, "revoke_tickets_when_order_refunded", "OrderRefunded", **payload)


@scenario("email_tickets")
async def _email_tickets(world: World) -> Call:
    order_id = await _paid(world)
    world.later(minutes=2)
    await world.call(functions.main.resend_ticket, {"order_id": order_id}, as_=FRONT_END)
    return await job(world, "email_tickets", "EmailTickets")


@scenario("resend_ticket")
async def _resend_ticket(world: World) -> Call:
    order_id = await _paid(world)
    world.later(minutes=2)
    return call(world, "resend_ticket", {"order_id": order_id}, ADMIN)


@scenario("check_in_ticket")
async def _check_in_ticket(world: World) -> Call:
    _, code = await a_ticket(world)
    return call(world, "check_in_ticket", a_scan(code), FRONT_END)


@scenario("get_ticket_verification_key")
async def _get_ticket_verification_key(world: World) -> Call:
    return lambda: world.call(functions.main.get_ticket_verification_key)


@scenario("save_ticket_event")
async def _save_ticket_event(world: World) -> Call:
    return call(world, "save_ticket_event", AN_EVENT, ADMIN)


@scenario("save_ticket_type")
async def _save_ticket_type(world: World) -> Call:
    await world.call(functions.main.save_ticket_event, AN_EVENT, as_=ADMIN)
    return call(world, "save_ticket_type", A_TYPE, ADMIN)


@scenario("fill_ticket_stock")
async def _fill_ticket_stock(world: World) -> Call:
    await world.call(functions.main.save_ticket_event, AN_EVENT, as_=ADMIN)
    await world.call(functions.main.save_ticket_type, A_TYPE, as_=ADMIN)
    return await job(world, "fill_ticket_stock", "FillTicketStock")


@scenario("ticket_sales")
async def _ticket_sales(world: World) -> Call:
    await _paid(world)
    return call(world, "ticket_sales", {"event_id": EVENT}, ADMIN)


@scenario("sweep_ticket_stock")
async def _sweep_ticket_stock(world: World) -> Call:
    await on_sale(world)
    return run(world, "sweep_ticket_stock")
