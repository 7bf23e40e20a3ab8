"""From an order to a download."""

import asyncio
from typing import Any

import httpx
import pytest

from functions.catalogue.download_product import download_product
from functions.catalogue.grant_product_when_order_paid import grant_product_when_order_paid
from functions.catalogue.revoke_product_when_order_refunded import revoke_product_when_order_refunded
from functions.control_center.update_settings import update_settings
from functions.orders.cancel_order import cancel_order
from functions.orders.get_order import get_order
from functions.orders.settle_invoice import settle_invoice
from shared.catalogue import grants
from shared.catalogue.models import ExpertStatus
from shared.kernel.ids import OrderId
from shared.orders import actions
from shared.orders import store as orders
from shared.orders.models import RefundCause
from tests.builders import BUYER, NOON
from tests.catalogue.steps import PRODUCT_ID, add_product, buy_and_pay_product, buy_product_as
from tests.orders.builders import commit_action
from tests.orders.steps import deliver_invoice_callback, pay_invoice
from tests.world import ADMIN, ANA, BUDI, EXPERT, World

pytestmark = pytest.mark.emulator


async def download(world: World, person: Any = ANA) -> Any:
    """Ask for the file."""
    return await world.call(download_product, {"product_id": PRODUCT_ID}, as_=person)


async def test_bought_paid_downloaded_counted(world: World) -> None:
    """
    80,000 and 4,000 of fee; before the payment there is nothing to download, afterwards there is, and it is counted.
    """
    await add_product(world)
    made = await buy_product_as(world)
    early = await download(world)
    await pay_invoice(world, made.body["order_id"])
    await deliver_invoice_callback(world, made.body["order_id"], "PAID")
    await world.deliver()

    answers = [await download(world) for _ in range(2)]

    assert (made.body["subtotal"], made.body["admin_fee"], made.body["total"]["amount"]) == (80_000, 4_000, 84_000)
    assert (early.status, early.code) == (404, "product_not_granted")
    assert [answer.body["filename"] for answer in answers] == ["CV that works.pdf"] * 2
    address = httpx.URL(answers[0].body["url"])
    assert address.path.endswith("/products/cv.pdf")
    assert address.params["X-Amz-Expires"] == "300"
    kept = await world.get(grants.grant_ref(ANA.uid, PRODUCT_ID))
    assert kept is not None
    assert kept.downloads == 2


async def test_what_is_anothers_is_not_downloaded(world: World) -> None:
    """
    Whoever has not bought it learns nothing of the file.
    """
    await add_product(world)
    await buy_and_pay_product(world)

    answer = await download(world, BUDI)

    assert (answer.status, answer.code) == (404, "product_not_granted")
    assert "url" not in answer.body


async def test_a_free_one_is_there_at_once(world: World) -> None:
    """
    Nothing to pay, no invoice at Xendit, and the file is the customer's.
    """
    await add_product(world, price=0)

    made = await buy_product_as(world)
    await world.deliver()
    answer = await download(world)

    assert (made.body["status"], made.body["checkout_url"]) == ("PAID", None)
    assert answer.status == 200
    assert (await world.list_xendit_records("invoices"))["items"] == []


async def test_nobody_pays_for_it_twice(world: World) -> None:
    """
    Ten clicks at once are one order; while it can be paid the others are shown to it; later it is owned.
    """
    await add_product(world)

    answers = await asyncio.gather(*(buy_product_as(world) for _ in range(10)))
    (made,) = [answer for answer in answers if answer.status == 200]
    refused = [answer for answer in answers if answer.status != 200]
    await pay_invoice(world, made.body["order_id"])
    await deliver_invoice_callback(world, made.body["order_id"], "PAID")
    await world.deliver()
    late = await buy_product_as(world)

    assert {(answer.status, answer.code) for answer in refused} == {(409, "product_on_order")}
    assert {answer.body["order_id"] for answer in refused} == {made.body["order_id"]}
    assert (late.status, late.code) == (409, "product_owned")


async def test_another_may_buy_the_same(world: World) -> None:
    """
    There is enough of it for everybody.
    """
    await add_product(world)
    await buy_and_pay_product(world)

    answer = await buy_product_as(world, BUDI)

    assert answer.status == 200


async def test_an_order_that_was_called_off_can_be_made_again(world: World) -> None:
    """
    Cancelled, or never paid: the way is free.
    """
    await add_product(world)
    first = await buy_product_as(world)
    await world.call(cancel_order, {"order_id": first.body["order_id"]}, as_=ANA)
    second = await buy_product_as(world)
    world.later(days=3, minutes=1)
    await world.deliver()

    third = await buy_product_as(world)

    lapsed = await world.call(get_order, {"order_id": second.body["order_id"]}, as_=ANA)
    assert (second.status, lapsed.body["status"], third.status) == (200, "EXPIRED", 200)


async def test_money_back_download_over(world: World) -> None:
    """
    A part of the money back changes nothing; all of it ends the right, and the product may be bought again.
    """
    await add_product(world)
    order_id = await buy_and_pay_product(world)

    await commit_action(
        world, actions.refund_order, order_id, amount=4_000, cause=RefundCause.ORDER_CANCELLED, now=world.now
    )
    await world.deliver()
    in_part = await download(world)
    (refund,) = (await world.get_from_xendit("refunds"))["data"]
    await world.control_xendit("refund", refund_id=refund["id"], status="SUCCEEDED", drop=True)
    await commit_action(
        world, actions.refund_order, order_id, amount=80_000, cause=RefundCause.ORDER_CANCELLED, now=world.now
    )
    await world.deliver()
    in_full = await download(world)
    again = await buy_product_as(world)

    assert (in_part.status, in_full.status, again.status) == (200, 404, 200)


async def test_events_that_arrive_again_change_nothing(world: World) -> None:
    """
    Paid is told twice, refunded of an order that is no longer the one that counts: the right stays as it is.
    """
    await add_product(world)
    order_id = await buy_and_pay_product(world)
    await download(world)
    before = await world.get(grants.grant_ref(ANA.uid, PRODUCT_ID))
    paid = {"order_id": order_id, "paid_at": NOON.isoformat()}
    part = {"order_id": order_id, "number": 1, "amount": 1, "in_full": False, "refunded_at": NOON.isoformat()}

    answers = [
        await world.call.push_event(grant_product_when_order_paid, "OrderPaid", paid, id="again"),
        await world.call.push_event(revoke_product_when_order_refunded, "OrderRefunded", part, id="part"),
    ]

    assert [answer.status for answer in answers] == [200, 200]
    assert await world.get(grants.grant_ref(ANA.uid, PRODUCT_ID)) == before


async def test_refunded_is_heard_before_paid(world: World) -> None:
    """
    The money had gone back when the news of its coming arrives: nothing is granted.
    """
    await add_product(world)
    order_id = OrderId((await buy_product_as(world)).body["order_id"])
    await pay_invoice(world, order_id, channel="GOPAY")
    await deliver_invoice_callback(world, order_id, "PAID")
    (settling,) = [entry for entry in world.sent.entries if entry.type == "SettleInvoice"]
    await world.call.deliver_task(settle_invoice, settling.payload, entry=settling)
    (paid,) = [entry for entry in world.sent.entries if entry.type == "OrderPaid"]
    world.sent.entries.remove(paid)
    await commit_action(
        world, actions.refund_order, order_id, amount=84_000, cause=RefundCause.ORDER_CANCELLED, now=world.now
    )
    await world.deliver()

    world.sent.entries.append(paid)
    await world.deliver()

    assert (await download(world)).status == 404
    assert await world.get(grants.grant_ref(ANA.uid, PRODUCT_ID)) is None


async def test_an_old_order_takes_nothing_from_a_newer_one(world: World) -> None:
    """
    Bought, given back, and bought again: the first order's news, told once more, leave the second one's right alone.
    """
    await add_product(world)
    first = await buy_and_pay_product(world)
    await commit_action(
        world, actions.refund_order, first, amount=84_000, cause=RefundCause.ORDER_CANCELLED, now=world.now
    )
    await world.deliver()
    second = await buy_and_pay_product(world)
    paid = {"order_id": first, "paid_at": NOON.isoformat()}

    await world.call.push_event(grant_product_when_order_paid, "OrderPaid", paid, id="again")
    in_a_row = await world.get(grants.grant_ref(ANA.uid, PRODUCT_ID))
    order = await orders.get_order(world.reader, first)
    await commit_action(world, grants.grant_products, first, order.items, customer=order.customer, now=world.now)
    at_once = await world.get(grants.grant_ref(ANA.uid, PRODUCT_ID))

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
    await add_product(world, **offer)

    answer = await buy_product_as(world, **wish)

    assert (answer.status, answer.code) == (status, code)
    assert world.sent.entries == []


async def test_ones_own_product_is_not_bought(world: World) -> None:
    """
    An expert does not sell to themselves.
    """
    await add_product(world)

    answer = await buy_product_as(world, EXPERT)

    assert (answer.status, answer.code, answer.invalid_fields) == (422, "own_product", ["product_id"])


async def test_the_fee_is_a_setting(world: World) -> None:
    """
    The same as of a booking: ten per cent, once an admin has said so, at no further round trip.
    """
    await add_product(world)
    await world.call(update_settings, {"bookings": {"fee_basis_points": 1_000}}, as_=ADMIN)
    before = world.documents.meter.round_trips

    made = await buy_product_as(world)

    assert (made.body["admin_fee"], made.body["total"]["amount"]) == (8_000, 88_000)
    assert world.documents.meter.round_trips - before == 3
