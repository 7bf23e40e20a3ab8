"""The list of products that a person has bought."""

from typing import Any

import pytest

from functions.catalogue.download_product import download_product
from functions.catalogue.list_my_products import list_my_products
from shared.catalogue import grants
from shared.kernel.ids import OrderId
from shared.orders import actions
from shared.orders.models import RefundCause
from tests.catalogue.steps import PRODUCT_ID, add_product, buy_and_pay_product, buy_product_as
from tests.orders.builders import commit_action
from tests.world import ANA, BUDI, Person, World

pytestmark = pytest.mark.emulator


async def list_products(world: World, as_: Person = ANA) -> list[dict[str, Any]]:
    """List a person's products on the first page."""
    answer = await world.call(list_my_products, as_=as_)
    assert answer.status == 200, answer.body
    items: list[dict[str, Any]] = answer.body["items"]
    return items


async def test_a_bought_product_is_listed_with_its_downloads(world: World) -> None:
    """A paid product is in its buyer's list with name, order and number of downloads, and in nobody else's."""
    await add_product(world)
    order_id = await buy_and_pay_product(world)
    await world.call(download_product, {"product_id": PRODUCT_ID}, as_=ANA)

    (mine,) = await list_products(world)
    others = await list_products(world, BUDI)

    told = {"name": "CV that works", "kind": "ebook", "order_id": order_id, "downloads": 1, "can_download": True}
    assert told.items() <= mine.items()
    assert others == []


async def test_an_unpaid_product_is_not_listed(world: World) -> None:
    """A product whose order waits for its payment is not the buyer's yet."""
    await add_product(world)
    await buy_product_as(world)

    found = await list_products(world)

    assert found == []


async def test_a_refunded_product_says_that_it_cannot_be_downloaded(world: World) -> None:
    """After a full refund the product stays in the list, without the right to download."""
    await add_product(world)
    order_id = await buy_and_pay_product(world)
    await commit_action(
        world,
        actions.refund_remaining_amount,
        OrderId(order_id),
        cause=RefundCause.ORDER_CANCELLED,
        now=world.now,
    )
    await world.deliver()

    (mine,) = await list_products(world)

    assert (mine["can_download"], mine["revoked_at"]) == (False, "2026-11-26T05:00:00Z")


async def test_a_grant_of_an_earlier_version_shows_the_products_name(world: World) -> None:
    """A grant that stores no name takes name and kind from the product."""
    await add_product(world)
    await buy_and_pay_product(world)
    place = grants.grant_ref(ANA.uid, PRODUCT_ID)
    grant = await world.get(place)
    assert grant is not None
    await world.put_documents((place, grant.having(name="", kind=None)))

    (mine,) = await list_products(world)

    assert (mine["name"], mine["kind"]) == ("CV that works", "ebook")
