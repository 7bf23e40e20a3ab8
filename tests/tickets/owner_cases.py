"""Cases of tickets in the hands of their owners, and of lists of events."""

from datetime import datetime

from shared.tickets import store
from tests.builders import FRONT_END, a_ticket_event, put_tickets_on_sale
from tests.cases import Example, MeasuredCall, call_function, case, paged_rows, variants
from tests.tickets.builders import a_ticket
from tests.tickets.cases import EVENT_EXAMPLE
from tests.tickets.steps import buy_own_ticket, buy_tickets, find_tickets_token
from tests.world import ADMIN, ANA, NOBODY, World

_OWN_TICKET = {
    "ticket_id": "BE-20261126-ACD346-1",
    "order_id": "BE-20261126-ACD346",
    "event_id": "tedx-bandung-2026",
    "type_name": "TEDxBandung 2026: Early Bird",
    "holder": "Sari Wulandari",
    "status": "valid",
    "checked_in_at": None,
    "gate": None,
    "number": "K7M-Q4X-PA3",
    "code": "eyJhbGciOiJFZERTQSIsImtpZCI6IjdmM2IxYzA5In0.eyJ0IjoiQkUtMjAyNjExMjYtQUNEMzQ2LTEifQ.c2lnbmF0dXJl",
    "event_name": "TEDxBandung 2026",
    "venue": "Sasana Budaya Ganesha, Bandung",
    "starts_at": "2026-12-12T02:00:00Z",
    "ends_at": "2026-12-12T10:00:00Z",
    "zone": "Asia/Jakarta",
    "when": "12 Desember 2026 09.00 WIB",
}

_TOKEN = "eyJvcmRlcl9pZCI6IkJFLTIwMjYxMTI2LUFDRDM0NiIsInZlcnNpb24iOjAsImxvY2FsZSI6ImlkIn0.c2lnbmF0dXJl"


@case(
    "list_ticket_events",
    who=("anyone", "partner"),
    example=Example(request={"limit": 20}, response={"items": [EVENT_EXAMPLE], "next_cursor": None}),
)
async def _list_ticket_events(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    return call_function(world, "list_ticket_events", {}, NOBODY)


@variants("list_ticket_events")
async def _list_events_of_partner(world: World) -> list[MeasuredCall]:
    """List the events of a partner."""
    await put_tickets_on_sale(world)
    return [call_function(world, "list_ticket_events", {}, FRONT_END)]


@paged_rows("list_ticket_events", id="event_id", person=NOBODY)
async def _add_event(world: World, number: int, at: datetime) -> None:
    event = a_ticket_event(id=f"event-{number}", starts_at=at, ends_at=at.replace(year=at.year + 1))
    await world.put_documents((store.ticket_event_ref(event.id), event))


@case(
    "list_saved_ticket_events",
    who="admin",
    example=Example(
        request={"status": "draft"},
        response={
            "items": [{**EVENT_EXAMPLE, "status": "draft", "partner_id": "tedx-front-end"}],
            "next_cursor": None,
        },
    ),
)
async def _list_saved_ticket_events(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    return call_function(world, "list_saved_ticket_events", {}, ADMIN)


@variants("list_saved_ticket_events")
async def _list_drafts(world: World) -> list[MeasuredCall]:
    """List the events of one state."""
    await put_tickets_on_sale(world)
    return [call_function(world, "list_saved_ticket_events", {"status": "draft"}, ADMIN)]


paged_rows("list_saved_ticket_events", id="event_id", person=ADMIN)(_add_event)


@case(
    "list_order_tickets",
    who=("partner", "customer", "expert", "admin"),
    example=Example(request={"order_id": "BE-20261126-ACD346"}, response={"items": [_OWN_TICKET], "next_cursor": None}),
)
async def _list_order_tickets(world: World) -> MeasuredCall:
    order_id = await buy_tickets(world)
    return call_function(world, "list_order_tickets", {"order_id": order_id}, FRONT_END)


@case(
    "list_my_tickets",
    who=("customer", "expert", "admin"),
    example=Example(request={"limit": 20}, response={"items": [_OWN_TICKET], "next_cursor": None}),
)
async def _list_my_tickets(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    await buy_own_ticket(world, ANA)
    return call_function(world, "list_my_tickets", {}, ANA)


@paged_rows("list_my_tickets", id="ticket_id", person=ANA)
async def _add_own_ticket(world: World, number: int, at: datetime) -> None:
    event, ticket = a_ticket_event(), a_ticket(id=f"BE-20261126-ACD346-{number + 1}", customer=ANA.uid, issued_at=at)
    await world.put_documents((store.ticket_event_ref(event.id), event))
    await world.put_documents((store.ticket_ref(ticket.id), ticket))


@case("show_order_tickets", who="anyone", example=Example(request={"token": _TOKEN}))
async def _show_order_tickets(world: World) -> MeasuredCall:
    await buy_tickets(world)
    (mail,) = await world.sent_mails()
    return call_function(world, "show_order_tickets", {"token": find_tickets_token(mail)}, NOBODY)


@case("download_tickets_by_link", who="anyone", example=Example(request={"token": _TOKEN}))
async def _download_tickets_by_link(world: World) -> MeasuredCall:
    await buy_tickets(world)
    (mail,) = await world.sent_mails()
    return call_function(world, "download_tickets_by_link", {"token": find_tickets_token(mail)}, NOBODY)


@case(
    "download_tickets",
    who=("partner", "customer", "expert", "admin"),
    example=Example(request={"order_id": "BE-20261126-ACD346"}),
)
async def _download_tickets(world: World) -> MeasuredCall:
    return call_function(world, "download_tickets", {"order_id": await buy_tickets(world)}, FRONT_END)
