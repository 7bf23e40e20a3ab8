"""A product is deleted, and its thumbnail is set: what buyers keep, and what everybody sees."""

from typing import Any

import pytest

from functions.catalogue.create_thumbnail_upload import create_thumbnail_upload
from functions.catalogue.delete_product import delete_product
from functions.catalogue.download_product import download_product
from functions.catalogue.get_expert import get_expert
from functions.catalogue.get_my_expert_page import get_my_expert_page
from functions.catalogue.list_experts import list_experts
from functions.catalogue.save_product import save_product
from functions.catalogue.set_product_thumbnail import set_product_thumbnail
from functions.orders.get_order import get_order
from shared.catalogue import files, store
from shared.gateways.storage import Storage
from tests.catalogue.builders import DEWI, PRODUCT_BODY, add_experts, an_expert
from tests.catalogue.steps import PRODUCT_ID, add_product, buy_and_pay_product, buy_product_as
from tests.orders.steps import deliver_invoice_callback, pay_invoice
from tests.pictures import list_hidden_data, write_picture
from tests.world import ANA, BUDI, EXPERT, Answer, Person, World, create_http_client

pytestmark = pytest.mark.emulator

RANI = Person("rani", role="expert")


async def delete(world: World) -> Answer:
    """Delete the product as its expert."""
    return await world.call(delete_product, {"product_id": PRODUCT_ID}, as_=EXPERT)


async def download(world: World, person: Person = ANA) -> Answer:
    """Ask for the file."""
    return await world.call(download_product, {"product_id": PRODUCT_ID}, as_=person)


async def test_buyers_keep_a_deleted_product(world: World) -> None:
    """
    Deleted it is on no page, in no list and not for sale; who has bought it downloads it as before.
    """
    await add_product(world)
    await world.call(
        save_product, {"product_id": PRODUCT_ID, "name": "CV", "kind": "ebook", "price": 80_000}, as_=EXPERT
    )
    await buy_and_pay_product(world)
    listed = (await world.call(list_experts)).body["items"]

    deleted, again = await delete(world), await delete(world)

    page = await world.call(get_expert, {"slug": "dewi"})
    own = await world.call(get_my_expert_page, as_=EXPERT)
    assert (deleted.status, deleted.body["product_id"], again.code) == (200, PRODUCT_ID, "product_not_found")
    assert (len(listed), (await world.call(list_experts)).body["items"]) == (1, [])
    assert page.status == 200
    assert (page.body["products"], own.body["products"]) == ([], [])
    assert (await buy_product_as(world, BUDI)).code == "product_not_found"
    assert (await download(world)).body["filename"] == "CV that works.pdf"
    assert (await download(world, EXPERT)).code == "product_not_granted"


async def test_an_open_order_of_a_deleted_product_settles(world: World) -> None:
    """
    Who had ordered before can still pay, and gets the product; who does not pay owes nothing.
    """
    await add_product(world)
    paid, unpaid = await buy_product_as(world), await buy_product_as(world, BUDI)

    await delete(world)
    await pay_invoice(world, paid.body["order_id"])
    await deliver_invoice_callback(world, paid.body["order_id"], "PAID")
    await world.deliver()
    answer = await download(world)
    world.later(days=3, minutes=1)
    await world.deliver()

    lapsed = await world.call(get_order, {"order_id": unpaid.body["order_id"]}, as_=BUDI)
    assert (answer.status, answer.body["filename"]) == (200, "CV that works.pdf")
    assert lapsed.body["status"] == "EXPIRED"


async def upload_picture(world: World, content: bytes, content_type: str = "image/png") -> str:
    """Upload a picture for the product as its expert."""
    body = {"product_id": PRODUCT_ID, "content_type": content_type, "bytes": len(content)}
    leave = (await world.call(create_thumbnail_upload, body, as_=EXPERT)).body
    async with create_http_client() as app:
        (await app.put(leave["url"], content=content, headers=leave["headers"])).raise_for_status()
    upload_id: str = leave["upload_id"]
    return upload_id


async def set_thumbnail(world: World, upload_id: str | None, as_: Person = EXPERT) -> Answer:
    """Set the thumbnail of the product."""
    return await world.call(set_product_thumbnail, {"product_id": PRODUCT_ID, "upload_id": upload_id}, as_=as_)


async def test_a_thumbnail_tells_nothing_but_what_is_seen(world: World, storage: Storage) -> None:
    """
    The public copy has no hidden data, the original is deleted, and a repeated call changes nothing.
    """
    await add_product(world)
    picture = write_picture("JPEG")
    upload = await upload_picture(world, picture, "image/jpeg")

    answer, again = [await set_thumbnail(world, upload) for _ in range(2)]
    await world.deliver()

    async with create_http_client() as browser:
        shown = await browser.get(answer.body["thumbnail_url"])
    original = files.thumbnail_upload_key(DEWI, PRODUCT_ID, upload)
    assert (answer.status, again.body, shown.status_code) == (200, answer.body, 200)
    assert (list_hidden_data(picture) != [], list_hidden_data(shown.content)) == (True, [])
    assert await storage.find_file(original) is None


async def test_a_thumbnail_is_replaced_kept_and_taken_away(world: World, storage: Storage) -> None:
    """
    The copy before goes a day later, unless it is shown again; null shows none; a save leaves it as it is.
    """
    await add_product(world)
    first, second = [await upload_picture(world, write_picture("PNG")) for _ in range(2)]
    for upload in (first, second, first):
        await set_thumbnail(world, upload)

    saved = await world.call(save_product, PRODUCT_BODY | {"product_id": PRODUCT_ID}, as_=EXPERT)
    world.later(days=1, minutes=1)
    await world.deliver()
    there = [await storage.find_file(files.thumbnail_key(DEWI, PRODUCT_ID, upload)) for upload in (first, second)]
    none = await set_thumbnail(world, None)
    world.later(days=1, minutes=1)
    await world.deliver()

    assert first in saved.body["thumbnail_url"]
    assert [file is not None for file in there] == [True, False]
    assert none.body["thumbnail_url"] is None
    assert await storage.find_file(files.thumbnail_key(DEWI, PRODUCT_ID, first)) is None


async def test_a_deleted_product_takes_its_thumbnail_along(world: World, storage: Storage) -> None:
    """
    The public picture is deleted a day after the product.
    """
    await add_product(world)
    upload = await upload_picture(world, write_picture("PNG"))
    await set_thumbnail(world, upload)

    await delete(world)
    world.later(days=1, minutes=1)
    await world.deliver()

    assert await storage.find_file(files.thumbnail_key(DEWI, PRODUCT_ID, upload)) is None


async def test_no_thumbnail_but_ones_own_clean_picture(world: World, storage: Storage) -> None:
    """
    What cannot be read as a picture, what was never uploaded and what is another's product's are refused.
    """
    await add_product(world)
    await add_experts(world, an_expert("rani"))
    upload = await upload_picture(world, b"no picture")
    good = await upload_picture(world, write_picture("PNG"))

    answers = [
        await set_thumbnail(world, upload),
        await set_thumbnail(world, "nothing"),
        await set_thumbnail(world, good, RANI),
        await set_thumbnail(world, None, RANI),
    ]

    product = await world.get(store.product_ref(DEWI, PRODUCT_ID))
    codes = ["upload_refused", "upload_missing", "upload_missing", "product_not_found"]
    assert [answer.code for answer in answers] == codes
    assert product is not None
    assert product.thumbnail_url is None


async def test_an_address_of_another_site_is_no_thumbnail(world: World) -> None:
    """
    A picture of another site could be changed after the fact, and would tell that site who looks.
    """
    await add_product(world)
    body: dict[str, Any] = PRODUCT_BODY | {"thumbnail_url": "https://example.com/a.png"}

    answer = await world.call(save_product, body, as_=EXPERT)

    assert (answer.status, answer.invalid_fields) == (422, ["thumbnail_url"])
