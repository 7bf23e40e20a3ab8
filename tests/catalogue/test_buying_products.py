"""From an order to a download."""

import asyncio
from typing import Any

import httpx
import pytest

from functions.catalogue.buy_product import buy_product
from functions.catalogue.download_product import download_product
from functions.catalogue.grant_product_when_order_paid import grant_product_when_order_paid
from functions.catalogue.revoke_product_when_order_refunded import revoke_product_when_order_refunded
from functions.control_center.update_settings import update_settings
from functions.orders.cancel_order import cancel_order
from functions.orders.get_order import get_order
from functions.orders.settle_invoice import settle_invoice
from shared.catalogue import grants, store
from shared.catalogue.models import Expert, ExpertStatus, Product, ProductFile
from shared.kernel.ids import OrderId, ProductId, Slug, UserId
from shared.orders import actions
from shared.orders import store as orders
from shared.orders.models import Cause
from tests.builders import BUYER, NOON
from tests.orders.builders import commit
from tests.orders.test_settling import pay, tell
from tests.world import ADMIN, ANA, BUDI, EXPERT, World

pytestmark = pytest.mark.emulator

PRODUCT = ProductId("cv-that-works")
DEWI = UserId(EXPERT.uid)


async def on_offer(world: World, *, status: ExpertStatus = ExpertStatus.ACTIVE, **changes: Any) -> None:
    """An e-book of Dewi's, with its file."""
    expert = Expert(
        id=DEWI,
        status=status,
        slug=Slug("dewi"),
        full_name="Dewi Lestari",
        headline="Product manager",
        city="Bandung",
        years=7,
        expertise=("Product",),
        applied_at=NOON,
        saved_at=NOON,
    )
    product = Product(
        id=PRODUCT, expert=DEWI, name="CV that works", kind="ebook", price=80_000, file_name="cv.pdf", saved_at=NOON
    )
    file = ProductFile(
        key="products/cv.pdf", name="CV that works.pdf", content_type="application/pdf", bytes=1, attached_at=NOON
    )
    await world.has((store.expert_ref(DEWI), expert))
    await world.has((store.product_ref(DEWI, PRODUCT), product.having(**changes)))
    await world.has((store.product_file_ref(DEWI, PRODUCT), file))


async def buy(world: World, person: Any = ANA, **changes: Any) -> Any:
    """Order it."""
    body = {"expert_id": DEWI, "product_id": PRODUCT, "buyer": BUYER} | changes
    return await world.call(buy_product, body, as_=person)


async def bought(world: World) -> OrderId:
    """It is Ana's; the order."""
    order_id = (await buy(world)).body["order_id"]
    await pay(world, order_id, channel="GOPAY")
    await tell(world, order_id, "PAID")
    await world.deliver()
    return OrderId(order_id)


async def download(world: World, person: Any = ANA) -> Any:
    """Ask for the file."""
    return await world.call(download_product, {"product_id": PRODUCT}, as_=person)


async def test_bought_paid_downloaded_counted(world: World) -> None:
    """
    80,000 and 4,000 of fee; before the payment there is nothing to download, afterwards there is, and it is counted.
    """
    await on_offer(world)
    made = await buy(world)
    early = await download(world)
    await pay(world, made.body["order_id"])
    await tell(world, made.body["order_id"], "PAID")
    await world.deliver()

    answers = [await download(world) for _ in range(2)]

    assert (made.body["subtotal"], made.body["admin_fee"], made.body["total"]["amount"]) == (80_000, 4_000, 84_000)
    assert (early.status, early.code) == (404, "product_not_granted")
    assert [answer.body["filename"] for answer in answers] == ["CV that works.pdf"] * 2
    address = httpx.URL(answers[0].body["url"])
    assert address.path.endswith("/products/cv.pdf")
    assert address.params["X-Amz-Expires"] == "300"
    kept = await world.get(grants.ref(ANA.uid, PRODUCT))
    assert kept is not None
    assert kept.downloads == 2


async def test_what_is_anothers_is_not_downloaded(world: World) -> None:
    """
    Whoever has not bought it learns nothing of the file.
    """
    await on_offer(world)
    await bought(world)

    answer = await download(world, BUDI)

    assert (answer.status, answer.code) == (404, "product_not_granted")
    assert "url" not in answer.body


async def test_a_free_one_is_there_at_once(world: World) -> None:
    """
    Nothing to pay, no invoice at Xendit, and the file is the customer's.
    """
    await on_offer(world, price=0)

    made = await buy(world)
    await world.deliver()
    answer = await download(world)

    assert (made.body["status"], made.body["checkout_url"]) == ("PAID", None)
    assert answer.status == 200
    assert (await world.xendit_records("invoices"))["items"] == []


async def test_nobody_pays_for_it_twice(world: World) -> None:
    """
    Ten clicks at once are one order; while it can be paid the others are shown to it; later it is owned.
    """
    await on_offer(world)

    answers = await asyncio.gather(*(buy(world) for _ in range(10)))
    (made,) = [answer for answer in answers if answer.status == 200]
    refused = [answer for answer in answers if answer.status != 200]
    await pay(world, made.body["order_id"])
    await tell(world, made.body["order_id"], "PAID")
    await world.deliver()
    late = await buy(world)

    assert {(answer.status, answer.code) for answer in refused} == {(409, "product_on_order")}
    assert {answer.body["order_id"] for answer in refused} == {made.body["order_id"]}
    assert (late.status, late.code) == (409, "product_owned")


async def test_another_may_buy_the_same(world: World) -> None:
    """
    There is enough of it for everybody.
    """
    await on_offer(world)
    await bought(world)

    answer = await buy(world, BUDI)

    assert answer.status == 200


async def test_an_order_that_was_called_off_can_be_made_again(world: World) -> None:
    """
    Cancelled, or never paid: the way is free.
    """
    await on_offer(world)
    first = await buy(world)
    await world.call(cancel_order, {"order_id": first.body["order_id"]}, as_=ANA)
    second = await buy(world)
    world.later(days=3, minutes=1)
    await world.deliver()

    third = await buy(world)

    lapsed = await world.call(get_order, {"order_id": second.body["order_id"]}, as_=ANA)
    assert (second.status, lapsed.body["status"], third.status) == (200, "EXPIRED", 200)


async def test_money_back_download_over(world: World) -> None:
    """
    A part of the money back changes nothing; all of it ends the right, and the product may be bought again.
    """
    await on_offer(world)
    order_id = await bought(world)

    await commit(world, actions.give_back_money, order_id, amount=4_000, cause=Cause.ORDER_CANCELLED, now=world.now)
    await world.deliver()
    in_part = await download(world)
    (refund,) = (await world.xendit_api("refunds"))["data"]
    await world.xendit("refund", refund_id=refund["id"], status="SUCCEEDED", drop=True)
    await commit(world, actions.give_back_money, order_id, amount=80_000, cause=Cause.ORDER_CANCELLED, now=world.now)
    await world.deliver()
    in_full = await download(world)
    again = await buy(world)

    assert (in_part.status, in_full.status, again.status) == (200, 404, 200)


async def test_events_that_arrive_again_change_nothing(world: World) -> None:
    """
    Paid is told twice, refunded of an order that is no longer the one that counts: the right stays as it is.
    """
    await on_offer(world)
    order_id = await bought(world)
    await download(world)
    before = await world.get(grants.ref(ANA.uid, PRODUCT))
    paid = {"order_id": order_id, "paid_at": NOON.isoformat()}
    part = {"order_id": order_id, "number": 1, "amount": 1, "in_full": False, "refunded_at": NOON.isoformat()}

    answers = [
        await world.call.event(grant_product_when_order_paid, "OrderPaid", paid, id="again"),
        await world.call.event(revoke_product_when_order_refunded, "OrderRefunded", part, id="part"),
    ]

    assert [answer.status for answer in answers] == [200, 200]
    assert await world.get(grants.ref(ANA.uid, PRODUCT)) == before


async def test_refunded_is_heard_before_paid(world: World) -> None:
    """
    The money had gone back when the news of its coming arrives: nothing is granted.
    """
    await on_offer(world)
    order_id = OrderId((await buy(world)).body["order_id"])
    await pay(world, order_id, channel="GOPAY")
    await tell(world, order_id, "PAID")
    (settling,) = [entry for entry in world.sent.entries if entry.type == "SettleInvoice"]
    await world.call.task(settle_invoice, settling.payload, entry=settling.id)
    (paid,) = [entry for entry in world.sent.entries if entry.type == "OrderPaid"]
    world.sent.entries.remove(paid)
    await commit(world, actions.give_back_money, order_id, amount=84_000, cause=Cause.ORDER_CANCELLED, now=world.now)
    await world.deliver()

    world.sent.entries.append(paid)
    await world.deliver()

    assert (await download(world)).status == 404
    assert await world.get(grants.ref(ANA.uid, PRODUCT)) is None


async def test_an_old_order_takes_nothing_from_a_newer_one(world: World) -> None:
    """
    Bought, given back, and bought again: the first order's news, told once more, leave the second one's right alone.
    """
    await on_offer(world)
    first = await bought(world)
    await commit(world, actions.give_back_money, first, amount=84_000, cause=Cause.ORDER_CANCELLED, now=world.now)
    await world.deliver()
    second = await bought(world)
    paid = {"order_id": first, "paid_at": NOON.isoformat()}

    await world.call.event(grant_product_when_order_paid, "OrderPaid", paid, id="again")
    in_a_row = await world.get(grants.ref(ANA.uid, PRODUCT))
    order = await orders.order(world.reader, first)
    await commit(world, grants.grant, first, order.items, customer=order.customer, now=world.now)
    at_once = await world.get(grants.ref(ANA.uid, PRODUCT))

    assert in_a_row == at_once
    assert in_a_row is not None
    assert (in_a_row.order, in_a_row.revoked_at) == (second, None)


@pytest.mark.parametrize(
    ("offer", "wish", "status", "code"),
    [
        ({"active": False}, {}, 409, "product_inactive"),
        ({"file_name": None}, {}, 409, "product_inactive"),
        ({}, {"product_id": "another"}, 404, "product_not_found"),
        ({}, {"expert_id": "nobody"}, 404, "expert_not_found"),
        ({"status": ExpertStatus.SUSPENDED}, {}, 404, "expert_not_found"),
        ({}, {"product_id": "a/b"}, 422, "invalid"),
        ({}, {"buyer": BUYER | {"email": "nonsense"}}, 422, "invalid"),
    ],
)
async def test_what_cannot_be_bought(
    world: World, offer: dict[str, Any], wish: dict[str, Any], status: int, code: str
) -> None:
    """
    Each with its own code, and without an order.
    """
    await on_offer(world, **offer)

    answer = await buy(world, **wish)

    assert (answer.status, answer.code) == (status, code)
    assert world.sent.entries == []


async def test_ones_own_product_is_not_bought(world: World) -> None:
    """
    An expert does not sell to themselves.
    """
    await on_offer(world)

    answer = await buy(world, EXPERT)

    assert (answer.status, answer.code, answer.fields) == (422, "own_product", ["product_id"])


async def test_the_fee_is_a_setting(world: World) -> None:
    """
    The same as of a booking: ten per cent, once an admin has said so, at no further round trip.
    """
    await on_offer(world)
    await world.call(update_settings, {"bookings": {"fee_basis_points": 1_000}}, as_=ADMIN)
    before = world.documents.meter.trips

    made = await buy(world)

    assert (made.body["admin_fee"], made.body["total"]["amount"]) == (8_000, 88_000)
    assert world.documents.meter.trips - before == 3
