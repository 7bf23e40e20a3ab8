"""Free tickets of guests: first a link without the buyer's words, then the tickets; or a partner's key that vouches."""

from typing import Any

import pytest

from functions.identity.confirm_email import confirm_email
from functions.identity.create_partner_key import create_partner_key
from functions.identity.register_user import register_user
from functions.identity.revoke_partner_key import revoke_partner_key
from functions.orders.change_order_contact import change_order_contact
from functions.tickets.create_ticket_order import create_ticket_order
from functions.tickets.email_tickets import email_tickets
from functions.tickets.refund_ticket import refund_ticket
from functions.tickets.resend_ticket import resend_ticket
from shared.tickets import store
from tests.builders import BUYER, FRONT_END, a_ticket_order_request, a_ticket_type, put_tickets_on_sale
from tests.identity.steps import find_confirmation_token
from tests.world import ADMIN, ANA, NOBODY, Person, World

pytestmark = pytest.mark.emulator

RELAY = {"full_name": "MENANG LIMA PULUH JUTA", "email": "korban@example.com"}


async def order_free_ticket(world: World, person: Person = FRONT_END, **given: Any) -> str:
    """Order one free ticket, deliver what follows, and return the order's id."""
    body = a_ticket_order_request(("free", 1), **given)
    answer = await world.call(create_ticket_order, body, as_=person)
    assert answer.status == 200, answer.body
    await world.deliver()
    return str(answer.body["order_id"])


async def put_free_tickets_on_sale(world: World) -> None:
    """Put free tickets on sale."""
    await put_tickets_on_sale(world, a_ticket_type("free", price=0, quota=20))


async def create_vouching_key(world: World, daily: int) -> tuple[Person, str]:
    """Create a key that vouches for `daily` orders a day; return its caller and the key's id."""
    body = {"partner_id": "front-end", "name": "Booth", "scopes": ["tickets.sell"], "vouched_daily": daily}
    answer = await world.call(create_partner_key, body, as_=ADMIN)
    assert answer.body["vouched_daily"] == daily
    return Person(key=answer.body["key"]), answer.body["key_id"]


async def list_subjects(world: World) -> list[str]:
    """List the first words of the subjects of the mails that were sent."""
    return [mail["subject"].split()[0] for mail in await world.sent_mails()]


@pytest.mark.parametrize("locale", ["id", "en"])
async def test_a_guest_confirms_before_the_tickets_come(world: World, locale: str) -> None:
    """
    The first mail has no word of the buyer's; the click on its page sends the tickets, once.
    """
    await put_free_tickets_on_sale(world)
    order_id = await order_free_ticket(world, buyer=BUYER | RELAY, locale=locale)
    (first,) = await world.sent_mails()

    answers = [await world.call(confirm_email, {"token": find_confirmation_token(first)}, as_=NOBODY) for _ in range(2)]
    await world.deliver()

    assert "MENANG" not in str(first)
    assert first["attachments"] == []
    assert [answer.body for answer in answers] == [{"kind": "tickets"}] * 2
    _, second = await world.sent_mails()
    assert (second["to"], len(second["attachments"])) == ([RELAY["email"]], 2)
    assert f"{order_id}-1" in second["text"]


async def test_a_flood_of_free_orders_reaches_a_stranger_twice_an_hour(world: World) -> None:
    """
    Ten orders in a stranger's name are two mails without words, and the others are recorded.
    """
    await put_free_tickets_on_sale(world)

    for _ in range(10):
        await order_free_ticket(world, buyer=BUYER | RELAY)

    mails = await world.sent_mails()
    assert (len(mails), "MENANG" in str(mails)) == (2, False)


async def test_resending_is_the_link_again(world: World) -> None:
    """
    As long as nobody has confirmed, the partner can only have the link sent again.
    """
    await put_free_tickets_on_sale(world)
    order_id = await order_free_ticket(world)
    world.later(minutes=2)

    await world.call(resend_ticket, {"order_id": order_id}, as_=FRONT_END)
    await world.deliver()

    assert await list_subjects(world) == ["Konfirmasi"] * 2


async def test_a_customer_with_a_verified_address_needs_no_link(world: World) -> None:
    """
    Free tickets go at once to the verified address of the customer's account, and to no other.
    """
    await put_free_tickets_on_sale(world)
    ana = ANA.with_email("ana@example.com")
    await world.call(register_user, {"full_name": "Ana"}, as_=ana)

    await order_free_ticket(world, ana, buyer=BUYER | {"email": "ana@example.com"})
    await order_free_ticket(world, ana, buyer=BUYER | RELAY)

    assert await list_subjects(world) == ["E-tiket", "Konfirmasi"]


async def test_a_partner_vouches_for_a_limited_number(world: World) -> None:
    """
    A vouching key sends tickets at once, for as many orders a day as an admin has allowed.
    """
    await put_free_tickets_on_sale(world)
    partner, _ = await create_vouching_key(world, 2)

    for number in range(3):
        await order_free_ticket(world, partner, buyer=BUYER | {"email": f"tamu{number}@example.com"})
    world.later(hours=24)
    await order_free_ticket(world, partner, buyer=BUYER | {"email": "tamu3@example.com"})

    assert await list_subjects(world) == ["E-tiket", "E-tiket", "Konfirmasi", "E-tiket"]


async def test_a_repeated_delivery_vouches_once(world: World) -> None:
    """
    An order that the key has answered for is not counted again when its mail is sent again.
    """
    await put_free_tickets_on_sale(world)
    partner, key_id = await create_vouching_key(world, 2)
    order_id = await order_free_ticket(world, partner)

    for _ in range(2):
        await world.call.deliver_task(email_tickets, {"order_id": order_id})
    world.later(hours=1)
    await order_free_ticket(world, partner, buyer=BUYER | {"email": "tamu@example.com"})

    assert set(await list_subjects(world)) == {"E-tiket"}
    mailing = await world.get(store.ticket_mailing_ref(order_id))
    assert mailing is not None
    assert mailing.vouched
    assert key_id


async def test_a_revoked_key_vouches_for_nobody(world: World) -> None:
    """
    Orders that wait for their mail when the key is revoked get the link.
    """
    await put_free_tickets_on_sale(world)
    partner, key_id = await create_vouching_key(world, 5)
    await world.call(create_ticket_order, a_ticket_order_request(("free", 1)), as_=partner)

    await world.call(revoke_partner_key, {"key_id": key_id}, as_=ADMIN)
    await world.deliver()

    assert await list_subjects(world) == ["Konfirmasi"]


async def test_a_confirmation_for_another_address_confirms_nothing(world: World) -> None:
    """
    An admin has named another address since: a click in the former mailbox neither confirms it nor sends a mail there.
    """
    await put_free_tickets_on_sale(world)
    order_id = await order_free_ticket(world, buyer=BUYER | RELAY)
    (asked,) = await world.sent_mails()
    change = {"order_id": order_id, "email": "sari@example.com", "reason": "A typo."}
    await world.call(change_order_contact, change, as_=ADMIN)
    await world.deliver()
    before = await world.sent_mails()

    answer = await world.call(confirm_email, {"token": find_confirmation_token(asked)}, as_=NOBODY)
    await world.deliver()

    mailing = await world.get(store.ticket_mailing_ref(order_id))
    assert (answer.status, answer.code) == (404, "confirmation_link_not_valid")
    assert await world.sent_mails() == before
    assert mailing is not None
    assert (mailing.confirmed_at, mailing.readdressed) == (None, True)


async def test_a_confirmation_of_cancelled_tickets_promises_nothing(world: World) -> None:
    """
    All tickets of the order were cancelled before the click: the page does not say that they are on their way.
    """
    await put_free_tickets_on_sale(world)
    order_id = await order_free_ticket(world)
    (asked,) = await world.sent_mails()
    await world.call(refund_ticket, {"ticket_id": f"{order_id}-1", "reason": "Ordered by mistake."}, as_=ADMIN)
    await world.deliver()

    answer = await world.call(confirm_email, {"token": find_confirmation_token(asked)}, as_=NOBODY)
    await world.deliver()

    assert (answer.status, answer.code) == (404, "confirmation_link_not_valid")
    assert len(await world.sent_mails()) == 1
