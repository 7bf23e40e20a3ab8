"""Steps of the catalogue: taking an expert's time, selling and buying a product."""

from datetime import datetime, timedelta
from typing import Any

from functions.catalogue.buy_product import buy_product
from shared.catalogue import store
from shared.catalogue.models import Expert, ExpertStatus, Product, ProductFile
from shared.claims.models import Claim, ClaimState
from shared.contracts import slots
from shared.contracts.files import StoredFile
from shared.kernel.ids import OrderId, ProductId, Slug
from tests.builders import BUYER, NOON
from tests.catalogue.builders import DEWI, a_product, a_service, add_bookable_expert
from tests.catalogue.fakes import FakeStorage
from tests.orders.steps import deliver_invoice_callback, pay_invoice
from tests.world import ANA, World

PRODUCT_ID = ProductId("cv-that-works")


async def occupy_expert_time(world: World, starts_at: datetime, minutes: int, until: datetime | None = None) -> None:
    """Store claims on the expert's time; they are held until `until`, or sold without it."""
    claim = Claim(state=ClaimState.HELD if until else ClaimState.SOLD, holder="somebody", until=until)
    await world.put_documents(*((ref, claim) for ref in slots.quarter_claim_refs(DEWI, starts_at, minutes)))


async def add_product(world: World, *, status: ExpertStatus = ExpertStatus.ACTIVE, **changes: Any) -> None:
    """Store an expert with an e-book and its file."""
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
        id=PRODUCT_ID, expert=DEWI, name="CV that works", kind="ebook", price=80_000, file_name="cv.pdf", saved_at=NOON
    )
    file = ProductFile(
        key="products/cv.pdf", name="CV that works.pdf", content_type="application/pdf", bytes=1, attached_at=NOON
    )
    await world.put_documents((store.expert_ref(DEWI), expert))
    await world.put_documents((store.product_ref(DEWI, PRODUCT_ID), product.having(**changes)))
    await world.put_documents((store.product_file_ref(DEWI, PRODUCT_ID), file))


async def buy_product_as(world: World, person: Any = ANA, **changes: Any) -> Any:
    """Call `buy_product` as a person."""
    body = {"expert_id": DEWI, "product_id": PRODUCT_ID, "buyer": BUYER} | changes
    return await world.call(buy_product, body, as_=person)


async def buy_and_pay_product(world: World) -> OrderId:
    """Buy and pay for a product as Ana, and return the order's id."""
    order_id = (await buy_product_as(world)).body["order_id"]
    await pay_invoice(world, order_id, channel="GOPAY")
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()
    return OrderId(order_id)


async def add_expert_with_services(world: World) -> None:
    """Store an expert with two services, a product, and some taken time."""
    await add_bookable_expert(world, a_service(), a_service("portfolio-review"))
    await world.put_documents((store.product_ref(DEWI, "guide"), a_product()))
    await occupy_expert_time(world, NOON + timedelta(hours=4), 60)


def use_fake_files(world: World, content_type: str) -> None:
    """Replace the storage by one in which every file exists, has 7 bytes and the given type."""
    world.runtime.gateways.storage = FakeStorage(StoredFile(7, content_type))  # type: ignore[assignment]
