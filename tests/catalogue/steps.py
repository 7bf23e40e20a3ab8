"""Steps of the catalogue: taking an expert's time, selling and buying a product."""

from datetime import datetime, timedelta
from typing import Any

from functions.catalogue.buy_product import buy_product
from functions.catalogue.create_product_upload import create_product_upload
from shared.catalogue import store
from shared.catalogue.models import Expert, ExpertStatus
from shared.catalogue.product_models import Product, ProductContents
from shared.claims.models import Claim, ClaimState
from shared.contracts import slots
from shared.contracts.files import StoredFile
from shared.kernel.ids import OrderId, ProductId, Slug
from tests.builders import BUYER, NOON
from tests.catalogue.builders import DEWI, a_product, a_service, add_bookable_expert
from tests.catalogue.fakes import FakeStorage
from tests.orders.steps import deliver_invoice_callback, pay_invoice
from tests.world import ANA, EXPERT, World, create_http_client

PRODUCT_ID = ProductId("cv-that-works")
PDF = b"%PDF-1.7 everything about interviews"


async def occupy_expert_time(world: World, starts_at: datetime, minutes: int, until: datetime | None = None) -> None:
    """Store claims on the expert's time; they are held until `until`, or sold without it."""
    claim = Claim(state=ClaimState.HELD if until else ClaimState.SOLD, holder="somebody", until=until)
    await world.put_documents(*((ref, claim) for ref in slots.quarter_claim_refs(DEWI, starts_at, minutes)))


async def add_product(world: World, *, status: ExpertStatus = ExpertStatus.ACTIVE, **changes: Any) -> None:
    """Store an expert with an e-book and its file, or without a file if `file_name` is None."""
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
    file = ProductContents(
        key="products/cv.pdf", name="CV that works.pdf", content_type="application/pdf", bytes=1, attached_at=NOON
    )
    await world.put_documents((store.expert_ref(DEWI), expert))
    await world.put_documents((store.slug_ref(expert.slug), Claim(state=ClaimState.SOLD, holder=DEWI)))
    product = product.having(**changes)
    await world.put_documents((store.product_ref(DEWI, PRODUCT_ID), product))
    if product.file_name is not None:
        await world.put_documents((store.product_contents_ref(DEWI, PRODUCT_ID), file))


async def upload_product_file(
    world: World, product_id: str, content: bytes = PDF, content_type: str = "application/pdf"
) -> str:
    """Upload a file as its expert to the address that we give, and return the upload's id."""
    body = {"product_id": product_id, "content_type": "application/pdf", "bytes": len(content)}
    leave = (await world.call(create_product_upload, body, as_=EXPERT)).body
    async with create_http_client() as app:
        headers = leave["headers"] | {"content-type": content_type}
        (await app.put(leave["url"], content=content, headers=headers)).raise_for_status()
    upload_id: str = leave["upload_id"]
    return upload_id


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
