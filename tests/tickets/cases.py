"""Cases of tickets."""

from datetime import datetime

import functions.main
from shared.claims.models import Claim, ClaimState
from shared.kernel.ids import OrderId, TicketId
from shared.orders import store as orders
from shared.tickets import store
from tests.builders import (
    EVENT,
    FRONT_END,
    NOON,
    a_ticket_event,
    a_ticket_order_request,
    a_ticket_type,
    put_tickets_on_sale,
)
from tests.cases import (
    Example,
    MeasuredCall,
    call_function,
    case,
    deliver_job,
    paged_rows,
    push_event,
    run_schedule,
    variants,
)
from tests.orders.examples import PENDING
from tests.orders.steps import deliver_invoice_callback, order_tickets, pay_invoice
from tests.tickets.builders import TICKET_EVENT_BODY, TICKET_TYPE_BODY, a_ticket
from tests.tickets.steps import a_check_in_request, buy_ticket
from tests.world import ADMIN, ANA, World

EVENT_EXAMPLE = {
    "event_id": "tedx-bandung-2026",
    "name": "TEDxBandung 2026",
    "description": "A day of ideas worth spreading.",
    "venue": "Sasana Budaya Ganesha, Bandung",
    "starts_at": "2026-12-12T02:00:00Z",
    "ends_at": "2026-12-12T10:00:00Z",
    "status": "published",
    "hold_minutes": 15,
    "zone": "Asia/Jakarta",
}


async def _create_paid_order(world: World) -> str:
    await put_tickets_on_sale(world)
    order_id = await order_tickets(world)
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    return order_id


@case(
    "get_ticket_event",
    who=("partner", "customer", "expert", "admin"),
    example=Example(request={"event_id": "tedx-bandung-2026"}, response=EVENT_EXAMPLE),
)
async def _get_ticket_event(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    return call_function(world, "get_ticket_event", {"event_id": EVENT}, ANA)


@case(
    "list_ticket_types",
    who=("partner", "customer", "expert", "admin"),
    example=Example(
        request={"event_id": "tedx-bandung-2026"},
        response={
            "items": [
                {
                    "ticket_type_id": "early-bird",
                    "event_id": "tedx-bandung-2026",
                    "name": "Early Bird",
                    "description": "One seat, lunch included.",
                    "price": {"amount": 150000, "currency": "IDR"},
                    "per_order": 5,
                    "valid_from": "2026-11-01T03:00:00Z",
                    "valid_until": "2026-11-30T17:00:00Z",
                    "left": 137,
                }
            ],
            "next_cursor": None,
        },
    ),
)
async def _list_ticket_types(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world, a_ticket_type(), a_ticket_type("student"))
    return call_function(world, "list_ticket_types", {"event_id": EVENT}, ANA)


@case(
    "create_ticket_order",
    who=("partner", "customer", "expert", "admin"),
    example=Example(
        request={
            "event_id": "tedx-bandung-2026",
            "items": [{"ticket_type_id": "early-bird", "quantity": 2}],
            "buyer": {"full_name": "Sari Wulandari", "email": "sari@example.com", "phone": "+6281234567890"},
            "locale": "id",
            "success_url": "https://tickets.example.com/thanks",
        },
        response=PENDING,
    ),
)
async def _create_ticket_order(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world, a_ticket_type(quota=400))
    return call_function(world, "create_ticket_order", a_ticket_order_request(), FRONT_END)


@case("issue_tickets_when_order_paid", who="internal")
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


@case("revoke_tickets_when_order_refunded", who="internal")
async def _revoke_tickets_when_order_refunded(world: World) -> MeasuredCall:
    order_id = await _create_paid_order(world)
    payload = {"order_id": order_id, "amount": 300_000, "refunded_at": NOON.isoformat()}
    return push_event(world, "revoke_tickets_when_order_refunded", "OrderRefunded", **payload)


@case("email_tickets", who="internal")
async def _email_tickets(world: World) -> MeasuredCall:
    order_id = await _create_paid_order(world)
    world.later(minutes=2)
    await world.call(functions.main.resend_ticket, {"order_id": order_id}, as_=FRONT_END)
    return await deliver_job(world, "email_tickets", "EmailTickets")


@case(
    "resend_ticket",
    who=("partner", "customer", "expert", "admin"),
    example=Example(
        request={"order_id": "BE-20261126-ACD346"}, response={"order_id": "BE-20261126-ACD346", "tickets": 2}
    ),
)
async def _resend_ticket(world: World) -> MeasuredCall:
    order_id = await _create_paid_order(world)
    world.later(minutes=2)
    return call_function(world, "resend_ticket", {"order_id": order_id}, ADMIN)


@case(
    "check_in_ticket",
    who=("partner", "admin"),
    example=Example(
        request={
            "event_id": "tedx-bandung-2026",
            "code": "eyJhbGciOiJFZERTQSIsImtpZCI6IjdmM2IxYzA5In0.eyJ0IjoiQkUtMjAyNjExMjYtQUNEMzQ2LTEifQ.c2lnbmF0dXJl",
            "gate": "North gate",
            "scan_id": "8a1f5c0e-north-0042",
        },
        response={
            "ticket_id": "BE-20261126-ACD346-1",
            "order_id": "BE-20261126-ACD346",
            "event_id": "tedx-bandung-2026",
            "type_name": "TEDxBandung 2026: Early Bird",
            "holder": "Sari Wulandari",
            "status": "valid",
            "checked_in_at": "2026-12-12T01:31:07Z",
            "gate": "North gate",
        },
    ),
)
async def _check_in_ticket(world: World) -> MeasuredCall:
    _, code = await buy_ticket(world)
    return call_function(world, "check_in_ticket", a_check_in_request(code), FRONT_END)


@variants("check_in_ticket")
async def _check_in_by_number(world: World) -> list[MeasuredCall]:
    """Type the number that is printed on the ticket."""
    ticket, _ = await buy_ticket(world)
    kept = await store.get_ticket(world.reader, TicketId(ticket))
    return [call_function(world, "check_in_ticket", a_check_in_request(kept.printed_number), FRONT_END)]


@case(
    "list_ticket_revocations",
    who=("partner", "admin"),
    example=Example(
        request={"event_id": "tedx-bandung-2026", "since": "2026-12-11T09:00:00Z"},
        response={
            "items": [
                {
                    "ticket_id": "BE-20261126-ACD346-1",
                    "revoked_at": "2026-12-11T10:12:00Z",
                    "valid_version": None,
                },
                {
                    "ticket_id": "BE-20261126-CDE467-2",
                    "revoked_at": "2026-12-11T11:40:00Z",
                    "valid_version": 1,
                },
            ],
            "next_cursor": None,
        },
    ),
)
async def _list_ticket_revocations(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    await _add_revocation(world, 1, NOON)
    return call_function(world, "list_ticket_revocations", {"event_id": EVENT}, FRONT_END)


@paged_rows("list_ticket_revocations", id="ticket_id", person=ADMIN, query={"event_id": EVENT})
async def _add_revocation(world: World, number: int, at: datetime) -> None:
    ticket = a_ticket(id=f"BE-20261126-ACD346-{number + 1}", status="revoked", revoked_at=at)
    event = a_ticket_event()
    await world.put_documents((store.ticket_ref(ticket.id), ticket))
    await world.put_documents((store.ticket_event_ref(event.id), event))


@case(
    "get_ticket_verification_key",
    who="anyone",
    example=Example(
        response={
            "keys": [
                {
                    "kty": "OKP",
                    "crv": "Ed25519",
                    "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
                    "kid": "7f3b1c09",
                    "alg": "EdDSA",
                    "use": "sig",
                }
            ]
        }
    ),
)
async def _get_ticket_verification_key(world: World) -> MeasuredCall:
    return lambda: world.call(functions.main.get_ticket_verification_key)


@case(
    "save_ticket_event",
    who="admin",
    example=Example(
        request={
            "event_id": "tedx-bandung-2026",
            "name": "TEDxBandung 2026",
            "description": "A day of ideas worth spreading.",
            "venue": "Sasana Budaya Ganesha, Bandung",
            "starts_at": "2026-12-12T09:00:00+07:00",
            "ends_at": "2026-12-12T17:00:00+07:00",
            "status": "published",
            "partner_id": "tedx-front-end",
            "hold_minutes": 15,
            "zone": "Asia/Jakarta",
        },
        response=EVENT_EXAMPLE | {"partner_id": "tedx-front-end"},
    ),
)
async def _save_ticket_event(world: World) -> MeasuredCall:
    return call_function(world, "save_ticket_event", TICKET_EVENT_BODY, ADMIN)


@case(
    "save_ticket_type",
    who="admin",
    example=Example(
        request={
            "event_id": "tedx-bandung-2026",
            "ticket_type_id": "early-bird",
            "name": "Early Bird",
            "description": "One seat, lunch included.",
            "price": 150000,
            "quota": 400,
            "per_order": 5,
            "valid_from": "2026-11-01T10:00:00+07:00",
            "valid_until": "2026-12-01T00:00:00+07:00",
            "position": 1,
        },
        response={
            "ticket_type_id": "early-bird",
            "name": "Early Bird",
            "quota": 400,
            "sold": 0,
            "held": 0,
            "free": 400,
            "revenue": {"amount": 0, "currency": "IDR"},
        },
    ),
)
async def _save_ticket_type(world: World) -> MeasuredCall:
    await world.call(functions.main.save_ticket_event, TICKET_EVENT_BODY, as_=ADMIN)
    return call_function(world, "save_ticket_type", TICKET_TYPE_BODY, ADMIN)


@case("fill_ticket_stock", who="internal")
async def _fill_ticket_stock(world: World) -> MeasuredCall:
    await world.call(functions.main.save_ticket_event, TICKET_EVENT_BODY, as_=ADMIN)
    await world.call(functions.main.save_ticket_type, TICKET_TYPE_BODY, as_=ADMIN)
    return await deliver_job(world, "fill_ticket_stock", "FillTicketStock")


@case(
    "get_ticket_sales",
    who="admin",
    example=Example(
        request={"event_id": "tedx-bandung-2026"},
        response={
            "items": [
                {
                    "ticket_type_id": "early-bird",
                    "name": "Early Bird",
                    "quota": 400,
                    "sold": 251,
                    "held": 12,
                    "free": 137,
                    "revenue": {"amount": 37650000, "currency": "IDR"},
                }
            ],
            "next_cursor": None,
        },
    ),
)
async def _ticket_sales(world: World) -> MeasuredCall:
    await _create_paid_order(world)
    return call_function(world, "get_ticket_sales", {"event_id": EVENT}, ADMIN)


@case("sweep_ticket_stock", who="internal")
async def _sweep_ticket_stock(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    return run_schedule(world, "sweep_ticket_stock")


@variants("sweep_ticket_stock")
async def _sweep_abandoned_seat(world: World) -> list[MeasuredCall]:
    """Free a seat that is held for an order that does not exist."""
    await put_tickets_on_sale(world)
    unit = store.stock_pool(EVENT, "regular").unit_ref(0)
    await world.put_documents((unit, Claim(state=ClaimState.HELD, holder="BE-20261126-AAAAAA", until=NOON)))
    world.later(minutes=61)
    return [run_schedule(world, "sweep_ticket_stock")]
