"""An event is cancelled: nothing is sold any more, and all its orders are refunded in the background."""

import pytest

from functions.control_center.list_audit_records import list_audit_records
from functions.identity.confirm_email import confirm_email
from functions.orders.get_order import get_order
from functions.orders.refund_order_by_admin import refund_order_by_admin
from functions.tickets.cancel_ticket_event import cancel_ticket_event
from functions.tickets.check_in_ticket import check_in_ticket
from functions.tickets.create_ticket_order import create_ticket_order
from functions.tickets.refund_cancelled_event import refund_cancelled_event
from functions.tickets.save_ticket_event import save_ticket_event
from shared.tickets import store
from shared.tickets.event_cancellations import event_cancellation_ref
from shared.tickets.models import TicketStatus
from shared.workflows import event_cancellation
from tests.builders import BUYER, EVENT, FRONT_END, a_ticket_order_request, a_ticket_type, put_tickets_on_sale
from tests.identity.steps import find_confirmation_token
from tests.orders.steps import (
    deliver_invoice_callback,
    load_order_status,
    load_ticket_stock,
    order_tickets,
    pay_invoice,
)
from tests.tickets.builders import TICKET_EVENT_BODY
from tests.tickets.steps import a_check_in_request
from tests.world import ADMIN, NOBODY, Person, World

pytestmark = pytest.mark.emulator

FINANCE = Person("fira", role="admin", claims={"admin_scopes": ["finance"]})
CANCEL = {"event_id": EVENT, "reason": "The hall is closed"}


async def buy_tickets(world: World, count: int) -> str:
    """Buy tickets, and return the id of the order."""
    order_id = await order_tickets(world, ("regular", count))
    await pay_invoice(world, order_id)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    return order_id


async def finish(world: World) -> None:
    """Deliver everything, with the later passes over the tickets."""
    for _ in range(3):
        await world.deliver()
        world.later(minutes=11)


async def list_refunds(world: World, order_id: str) -> list[tuple[int, str]]:
    """List amount and cause of an order's refunds."""
    seen = await world.call(get_order, {"order_id": order_id}, as_=FRONT_END)
    return [(refund["amount"], refund["cause"]) for refund in seen.body["refunds"]]


async def test_every_order_of_a_cancelled_event_is_refunded(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Page by page, each order by one refund and in full, and counted; nothing is sold, and no ticket is valid any more.
    """
    monkeypatch.setattr(event_cancellation, "_TICKETS_PER_PAGE", 2)
    await put_tickets_on_sale(world, a_ticket_type(quota=20))
    paid = [await buy_tickets(world, count) for count in (1, 3, 2)]
    open_order = await order_tickets(world)

    begun = await world.call(cancel_ticket_event, CANCEL, as_=FINANCE)
    refused = await world.call(create_ticket_order, a_ticket_order_request(), as_=FRONT_END)
    await pay_invoice(world, open_order)
    await deliver_invoice_callback(world, open_order, "PAID")
    await finish(world)
    seen = await world.call(cancel_ticket_event, CANCEL, as_=FINANCE)
    await finish(world)

    left = await world.reader.query(store.valid_tickets_query(EVENT, "regular"))
    sums = [sum(amount for amount, _ in await list_refunds(world, order_id)) for order_id in paid]
    counts = {name: seen.body[name] for name in ("tickets", "orders", "amount", "kept")}
    assert (begun.status, begun.body["status"]) == (200, "running")
    assert (refused.status, refused.code) == (410, "ticket_sale_ended")
    assert sums == [150_000, 450_000, 300_000]
    assert [len(await list_refunds(world, order_id)) for order_id in paid] == [1, 1, 1]
    assert await list_refunds(world, open_order) == [(300_000, "event_cancelled")]
    assert (counts["tickets"], counts["amount"], counts["kept"], left) == (6, 900_000, 0, [])
    assert await load_ticket_stock(world) == (0, 0, 20)
    cancellation = await world.get(event_cancellation_ref(EVENT))
    assert cancellation is not None
    assert (cancellation.status, cancellation.amount) == ("done", 900_000)


async def test_a_page_that_arrives_twice_refunds_once(world: World) -> None:
    """
    The task is delivered again, at once and after the run: nothing more goes back.
    """
    await put_tickets_on_sale(world)
    order_id = await buy_tickets(world, 2)
    await world.call(cancel_ticket_event, CANCEL, as_=FINANCE)
    job = {"event_id": EVENT, "page": 0}

    answers = [(await world.call.deliver_task(refund_cancelled_event, job)).status for _ in range(2)]
    after_twice = await world.get(event_cancellation_ref(EVENT))
    await finish(world)
    answers.append((await world.call.deliver_task(refund_cancelled_event, job)).status)

    assert answers == [200] * 3
    assert after_twice is not None
    assert (after_twice.status, after_twice.round) == ("running", 2)
    assert await list_refunds(world, order_id) == [(300_000, "event_cancelled")]
    assert await load_order_status(world, order_id) == ("REFUNDED", "PAID")
    assert sum("Acara untuk pesanan" in mail["text"] for mail in await world.sent_mails()) == 1


async def test_used_tickets_are_refunded_only_on_purpose(world: World) -> None:
    """
    The event broke off: who was inside keeps the ticket, unless the admin refunds used tickets too.
    """
    await put_tickets_on_sale(world)
    order_id = await buy_tickets(world, 2)
    code = world.runtime.gateways.signer.sign_ticket(f"{order_id}-1", EVENT, "regular")
    await world.call(check_in_ticket, a_check_in_request(code), as_=FRONT_END)

    await world.call(cancel_ticket_event, CANCEL, as_=FINANCE)
    await finish(world)
    first = await list_refunds(world, order_id)
    kept = await world.get(event_cancellation_ref(EVENT))
    await world.call(cancel_ticket_event, CANCEL | {"refund_used": True}, as_=FINANCE)
    await finish(world)

    ticket = await world.get(store.ticket_ref(f"{order_id}-1"))
    assert kept is not None
    assert ticket is not None
    assert (first, kept.kept) == ([(150_000, "event_cancelled")], 1)
    assert sum(amount for amount, _ in await list_refunds(world, order_id)) == 300_000
    assert ticket.status is TicketStatus.REVOKED


async def test_a_used_ticket_is_not_refunded_through_an_earlier_part(world: World) -> None:
    """
    A part had gone back, and one of two tickets was used: the other brings back its share, and the used one is kept.
    """
    await put_tickets_on_sale(world)
    order_id = await buy_tickets(world, 2)
    code = world.runtime.gateways.signer.sign_ticket(f"{order_id}-1", EVENT, "regular")
    await world.call(check_in_ticket, a_check_in_request(code), as_=FRONT_END)
    part = {"order_id": order_id, "amount": 150_000, "reason": "The band did not play"}
    await world.call(refund_order_by_admin, part, as_=FINANCE)

    await world.call(cancel_ticket_event, CANCEL, as_=FINANCE)
    await finish(world)

    assert await list_refunds(world, order_id) == [(150_000, "by_admin"), (75_000, "event_cancelled")]


async def test_a_large_event_is_cancelled_by_an_owner(world: World) -> None:
    """
    The sum of its tickets is above the limit: an admin for finance is refused, an owner is not; both are on record.
    """
    await put_tickets_on_sale(world, a_ticket_type(price=20_000_000))
    await buy_tickets(world, 2)

    finance = await world.call(cancel_ticket_event, CANCEL, as_=FINANCE)
    owner = await world.call(cancel_ticket_event, CANCEL, as_=ADMIN)

    records = await world.call(list_audit_records, {"function": "cancel_ticket_event"}, as_=ADMIN)
    assert (finance.status, finance.code, finance.body["limit"]) == (403, "refund_needs_owner", 20_000_000)
    assert owner.status == 200
    assert [(one["admin"], one["reason"]) for one in records.body["items"]] == [("citra", "The hall is closed")]


async def test_a_cancelled_event_stays_cancelled(world: World) -> None:
    """
    It cannot be saved again, and saving an event does not cancel it behind the refunds' back.
    """
    await put_tickets_on_sale(world)

    by_saving = await world.call(save_ticket_event, TICKET_EVENT_BODY | {"status": "cancelled"}, as_=ADMIN)
    await world.call(cancel_ticket_event, CANCEL, as_=FINANCE)
    again = await world.call(save_ticket_event, TICKET_EVENT_BODY, as_=ADMIN)
    unknown = await world.call(cancel_ticket_event, CANCEL | {"event_id": "no-such-event"}, as_=FINANCE)

    assert (by_saving.status, by_saving.invalid_fields) == (422, ["status"])
    assert (again.status, again.code) == (409, "ticket_event_cancelled")
    assert (unknown.status, unknown.code) == (404, "ticket_event_not_found")


async def order_free_tickets(world: World, *, locale: str = "id", **buyer: str) -> str:
    """Order two free tickets as a guest, and return the order's id."""
    body = a_ticket_order_request(("free", 2), buyer=BUYER | buyer, locale=locale)
    answer = await world.call(create_ticket_order, body, as_=FRONT_END)
    assert answer.status == 200, answer.body
    await world.deliver()
    return str(answer.body["order_id"])


async def list_cancellation_mails(world: World) -> list[tuple[str, str]]:
    """List recipient and text of the mails which say that tickets are cancelled."""
    subjects = ("Tiket dibatalkan", "Tickets cancelled")
    return [(mail["to"][0], mail["text"]) for mail in await world.sent_mails() if mail["subject"].startswith(subjects)]


@pytest.mark.parametrize(("locale", "words"), [("id", "dibatalkan"), ("en", "has been cancelled")])
async def test_holders_of_free_tickets_are_told_of_the_cancellation(world: World, locale: str, words: str) -> None:
    """
    Nothing goes back to them, so no refund tells them: one mail does, at the confirmed address, and names the tickets.
    """
    await put_tickets_on_sale(world, a_ticket_type("free", price=0))
    order_id = await order_free_tickets(world, locale=locale)
    (asked,) = await world.sent_mails()
    await world.call(confirm_email, {"token": find_confirmation_token(asked)}, as_=NOBODY)

    await world.call(cancel_ticket_event, CANCEL, as_=FINANCE)
    await finish(world)
    await world.call(cancel_ticket_event, CANCEL, as_=FINANCE)
    await finish(world)

    ((to, text),) = await list_cancellation_mails(world)
    assert to == BUYER["email"]
    assert words in text
    assert "TEDx Bandung 2026" in text
    assert (f"{order_id}-1" in text, f"{order_id}-2" in text) == (True, True)


async def test_a_cancellation_reaches_no_address_without_grounds(world: World) -> None:
    """
    Nobody has confirmed the address of a free order: it gets no second mail, and the mail is on record as withheld.
    """
    await put_tickets_on_sale(world, a_ticket_type("free", price=0))
    await order_free_tickets(world, email="korban@example.com")

    await world.call(cancel_ticket_event, CANCEL, as_=FINANCE)
    await finish(world)

    assert len(await world.sent_mails()) == 1


async def test_buyers_with_a_refund_get_one_mail(world: World) -> None:
    """
    The mail about the refund says that the event is cancelled; there is no other.
    """
    await put_tickets_on_sale(world)
    await buy_tickets(world, 2)

    await world.call(cancel_ticket_event, CANCEL, as_=FINANCE)
    await finish(world)

    assert await list_cancellation_mails(world) == []
    assert sum("Acara untuk pesanan" in mail["text"] for mail in await world.sent_mails()) == 1


async def test_a_cancelled_event_admits_nobody(world: World) -> None:
    """
    Before the tickets are revoked and after, the door hears that the event is cancelled; a repeated scan stays one.
    """
    await put_tickets_on_sale(world)
    order_id = await buy_tickets(world, 2)
    used, unused = (
        a_check_in_request(world.runtime.gateways.signer.sign_ticket(f"{order_id}-{number}", EVENT, "regular"), scan)
        for number, scan in ((1, "s-1"), (2, "s-2"))
    )
    await world.call(check_in_ticket, used, as_=FRONT_END)
    await world.call(cancel_ticket_event, CANCEL, as_=FINANCE)

    early = [await world.call(check_in_ticket, unused, as_=one) for one in (FRONT_END, ADMIN)]
    repeated = await world.call(check_in_ticket, used, as_=FRONT_END)
    await finish(world)
    late = await world.call(check_in_ticket, unused, as_=FRONT_END)

    assert [(one.status, one.code) for one in (*early, late)] == [(409, "ticket_event_cancelled")] * 3
    assert repeated.status == 200
