"""Keys of partners: each is for its own events, and another partner's event does not exist for it."""

from typing import Any

import pytest

from functions.identity.create_partner_key import create_partner_key
from functions.orders.cancel_order import cancel_order
from functions.orders.get_invoice import get_invoice
from functions.orders.get_order import get_order
from functions.orders.pay_order import pay_order
from functions.tickets.check_in_ticket import check_in_ticket
from functions.tickets.create_ticket_order import create_ticket_order
from functions.tickets.get_ticket_event import get_ticket_event
from functions.tickets.list_ticket_types import list_ticket_types
from functions.tickets.resend_ticket import resend_ticket
from functions.tickets.save_ticket_event import save_ticket_event
from shared.identity import store as identities
from shared.kernel.ids import PartnerId, TicketEventId
from tests.builders import EVENT, FRONT_END, a_partner_key, a_ticket_event, a_ticket_order_request, put_tickets_on_sale
from tests.orders.steps import deliver_invoice_callback, order_tickets, pay_invoice
from tests.tickets.builders import TICKET_EVENT_BODY
from tests.tickets.steps import a_check_in_request, buy_ticket
from tests.world import ADMIN, Answer, Person, World

pytestmark = pytest.mark.emulator

OTHER_EVENT = TicketEventId("concert-2026")
SCOPES = ["tickets.read", "tickets.sell", "tickets.check_in"]


async def key_of(world: World, partner: str, *event_ids: str) -> Person:
    """Make a key as an admin."""
    wanted = {"partner_id": partner, "name": "Shop", "scopes": SCOPES, "event_ids": list(event_ids)}
    answer = await world.call(create_partner_key, wanted, as_=ADMIN)
    assert answer.status == 200, answer.body
    return Person(key=answer.body["key"])


async def ask_everything(world: World, person: Person, event_id: str, code: str) -> list[Answer]:
    """Read, sell and check in as a partner."""
    return [
        await world.call(get_ticket_event, {"event_id": event_id}, as_=person),
        await world.call(list_ticket_types, {"event_id": event_id}, as_=person),
        await world.call(create_ticket_order, a_ticket_order_request(event_id=event_id), as_=person),
        await world.call(check_in_ticket, a_check_in_request(code, event_id=event_id), as_=person),
    ]


def told(answers: list[Answer]) -> list[dict[str, Any]]:
    """Return what the answers say, without what differs at every call."""
    return [
        {name: value for name, value in answer.body.items() if name not in ("request_id", "event_id")}
        for answer in answers
    ]


async def test_another_partners_event_does_not_exist(world: World) -> None:
    """
    A key of another partner is answered about an event as about one that was never made.
    """
    _, code = await buy_ticket(world)
    stranger = await key_of(world, "concert-front-end")

    answers = await ask_everything(world, stranger, EVENT, code)
    about_nothing = await ask_everything(world, stranger, "never-made-2026", code)

    assert {(answer.status, answer.code) for answer in answers} == {(404, "ticket_event_not_found")}
    assert told(answers) == told(about_nothing)


@pytest.mark.parametrize(
    ("partner", "event_ids", "status"),
    [
        ("front-end", (), 200),
        ("front-end", (EVENT,), 200),
        ("front-end", (OTHER_EVENT,), 404),
        ("concert-front-end", (EVENT, OTHER_EVENT), 200),
        ("concert-front-end", (OTHER_EVENT,), 404),
    ],
)
async def test_a_key_is_for_the_events_that_an_admin_has_named(
    world: World, partner: str, event_ids: tuple[str, ...], status: int
) -> None:
    """
    A key for named events is for these alone, whoever organises them; one for none is for its partner's events.
    """
    _, code = await buy_ticket(world)
    person = await key_of(world, partner, *event_ids)

    answers = await ask_everything(world, person, EVENT, code)

    assert {answer.status for answer in answers} == {status}


async def test_a_key_and_an_event_from_before_have_nothing_in_common(world: World) -> None:
    """
    An event that names no partner is for no old key, until an admin saves the event with its partner.
    """
    _, code = await buy_ticket(world)
    await put_tickets_on_sale(world, event=a_ticket_event(partner_id=None))
    before = await ask_everything(world, FRONT_END, EVENT, code)

    saved = await world.call(save_ticket_event, TICKET_EVENT_BODY | {"partner_id": "front-end"}, as_=ADMIN)
    after = await ask_everything(world, FRONT_END, EVENT, code)

    assert {answer.status for answer in before} == {404}
    assert saved.body["partner_id"] == "front-end"
    assert {answer.status for answer in after} == {200}


async def test_orders_of_another_event_of_the_same_partner_do_not_exist(world: World) -> None:
    """
    A partner's key for one event neither sees nor pays, cancels or sends the orders of the partner's other events.
    """
    await put_tickets_on_sale(world)
    unpaid, paid = await order_tickets(world), await order_tickets(world)
    await pay_invoice(world, paid)
    await deliver_invoice_callback(world, paid, "PAID")
    await world.deliver()
    limited = await key_of(world, "front-end", OTHER_EVENT)

    answers = [
        await world.call(get_order, {"order_id": unpaid}, as_=limited),
        await world.call(pay_order, {"order_id": unpaid}, as_=limited),
        await world.call(cancel_order, {"order_id": unpaid}, as_=limited),
        await world.call(get_invoice, {"order_id": paid}, as_=limited),
        await world.call(resend_ticket, {"order_id": paid}, as_=limited),
    ]
    own = await world.call(get_invoice, {"order_id": paid}, as_=await key_of(world, "front-end", EVENT))

    assert [answer.code for answer in answers] == [*["order_not_found"] * 3, "invoice_not_found", "tickets_not_issued"]
    assert own.status == 200


async def test_buyers_are_not_told_who_organises_an_event(world: World) -> None:
    """
    The partner of an event is between admins and the partner.
    """
    await put_tickets_on_sale(world)

    seen = await world.call(get_ticket_event, {"event_id": EVENT}, as_=FRONT_END)

    assert "partner_id" not in seen.body


async def test_a_stored_key_without_events_is_read(world: World) -> None:
    """
    A key that an earlier version stored has no events of its own.
    """
    key = a_partner_key(partner_id=PartnerId("front-end"))

    await world.put_documents((identities.partner_key_ref(key.id), key))
    kept = await world.get(identities.partner_key_ref(key.id))

    assert kept is not None
    assert kept.event_ids == ()
