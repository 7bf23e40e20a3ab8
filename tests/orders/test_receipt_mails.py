"""Receipts by e-mail: of products, of calls and of their extensions."""

from typing import Any

import pytest

from functions.catalogue.list_my_products import list_my_products
from functions.orders.get_invoice import get_invoice
from functions.pairing.request_pairing import request_pairing
from shared.identity import store as identity
from shared.kernel.ids import OrderId
from shared.notifications.delivery_models import DropReason
from shared.orders import store
from shared.orders.models import OrderStatus
from shared.workflows.announcements import order_announcements
from tests.bookings.steps import a_user
from tests.builders import BUYER
from tests.catalogue.steps import add_product, buy_and_pay_product
from tests.notifications.steps import add_person, list_deliveries, list_inbox
from tests.pairing.steps import PAYING_CUSTOMER, pay_for_pairing
from tests.world import ANA, World

pytestmark = pytest.mark.emulator


async def receipts(world: World) -> list[dict[str, Any]]:
    """Let two minutes pass, deliver what is due, and list the receipts."""
    world.later(minutes=2)
    await world.deliver()
    return [mail for mail in await world.sent_mails() if "Pembayaran diterima" in mail["subject"]]


async def pay_for_call(world: World, **account: Any) -> str:
    """Have Budi pay for a call, and return the order's id."""
    person = a_user(PAYING_CUSTOMER.uid, **account)
    await world.put_documents((identity.user_ref(person.id), person))
    asked = await world.call(request_pairing, {"buyer": BUYER}, as_=PAYING_CUSTOMER)
    assert asked.status == 200, asked.body
    order_id: str = asked.body["order_id"]
    await pay_for_pairing(world, order_id)
    return order_id


async def test_the_buyer_of_a_product_is_told_that_it_can_be_downloaded(world: World) -> None:
    """Order, amount and invoice are in the mail, and no link to the file; by then the product is the buyer's."""
    await add_product(world)
    order_id = await buy_and_pay_product(world)

    (mail,) = await receipts(world)

    invoice = await world.call(get_invoice, {"order_id": order_id}, as_=ANA)
    owned = await world.call(list_my_products, as_=ANA)
    assert mail["to"] == [BUYER["email"]]
    for part in ("text", "html"):
        assert order_id in mail[part]
        assert invoice.body["number"] in mail[part]
        assert "Rp84.000" in mail[part]
        assert "dapat diunduh" in mail[part]
        assert "http" not in mail[part].replace("<html", "")
    assert [one["order_id"] for one in owned.body["items"]] == [order_id]


async def test_who_pays_for_a_call_has_a_receipt_with_its_minutes(world: World) -> None:
    """The receipt of a call tells amount, minutes and order, and comes once though the task comes twice."""
    order_id = await pay_for_call(world)

    (mail,) = await receipts(world)

    assert mail["to"] == [BUYER["email"]]
    assert (order_id in mail["text"], "(30 menit)" in mail["text"], "Rp50.000" in mail["text"]) == (True,) * 3


@pytest.mark.parametrize(("verified", "sent"), [(False, 0), (True, 1)])
async def test_an_anonymous_caller_gets_a_receipt_at_a_verified_address_alone(
    world: World, verified: bool, sent: int
) -> None:
    """An address that an anonymous caller has only named gets nothing: others may read it."""
    await pay_for_call(world, anonymous=True, email=BUYER["email"], email_verified=verified)

    mails = await receipts(world)

    assert len(mails) == sent


async def test_the_account_of_the_buyer_is_told_too(world: World) -> None:
    """The app and the devices show the payment once, and the mail goes to the address of the order alone."""
    await add_product(world)
    await add_person(world)
    order_id = await buy_and_pay_product(world)

    (mail,) = await receipts(world)

    (shown,) = await list_inbox(world)
    assert (shown.title, shown.link) == ("Pembayaran diterima", f"/orders/{order_id}")
    assert "Rp84.000" in shown.body
    assert len(await world.sent_pushes()) == 1
    assert (len(await world.sent_mails()), mail["to"]) == (1, [BUYER["email"]])


async def test_a_receipt_of_a_refunded_order_is_dropped(world: World) -> None:
    """The money has gone back between the notice and its mail."""
    await add_product(world)
    order_id = await buy_and_pay_product(world)
    await world.commit(order_announcements.announce_receipt, OrderId(order_id), now=world.now)
    order = await world.get(store.order_ref(order_id))
    assert order is not None
    await world.put_documents((store.order_ref(order_id), order.having(status=OrderStatus.REFUNDED)))

    await world.deliver()

    assert await world.sent_mails() == []
    assert (await list_deliveries(world))["email"].reason is DropReason.UNTRUE


async def test_a_refunded_order_has_no_receipt(world: World) -> None:
    """A receipt that is due when the money has gone back is not sent."""
    order_id = await pay_for_call(world)
    order = await world.get(store.order_ref(order_id))
    assert order is not None
    await world.put_documents((store.order_ref(order_id), order.having(status=OrderStatus.REFUNDED)))

    mails = await receipts(world)

    assert mails == []
