"""Courses of several files and links: attached, put in order, taken out, and what buyers get of them."""

from typing import Any

import httpx
import pytest

from functions.catalogue.arrange_product_parts import arrange_product_parts
from functions.catalogue.attach_product_file import attach_product_file
from functions.catalogue.attach_product_link import attach_product_link
from functions.catalogue.download_product import download_product
from functions.catalogue.get_expert import get_expert
from functions.catalogue.list_experts import list_experts
from shared.catalogue import grants, store
from shared.catalogue.outside_links import check_outside_link
from shared.catalogue.product_models import ProductContents
from shared.catalogue.product_parts import MAX_PARTS
from shared.gateways.storage import Storage
from shared.kernel.validation_messages import InvalidValue
from tests.catalogue.builders import DEWI, add_experts, an_expert
from tests.catalogue.steps import (
    PRODUCT_ID,
    add_product,
    buy_and_pay_product,
    buy_product_as,
    upload_product_file,
)
from tests.world import ANA, BUDI, EXPERT, Answer, Person, World

pytestmark = pytest.mark.emulator

LINK = "https://drive.google.com/drive/folders/1a2b3c"
RANI = Person("rani", role="expert")


async def attach_link(world: World, link: str = LINK, as_: Person = EXPERT, **given: Any) -> Answer:
    """Attach a link to the product."""
    return await world.call(attach_product_link, {"product_id": PRODUCT_ID, "link": link} | given, as_=as_)


async def attach_file(world: World, **given: Any) -> Answer:
    """Upload a file and attach it to the product."""
    upload = await upload_product_file(world, PRODUCT_ID)
    body = {"product_id": PRODUCT_ID, "upload_id": upload, "file_name": "lesson.pdf"} | given
    return await world.call(attach_product_file, body, as_=EXPERT)


async def download(world: World, person: Person = ANA, **given: Any) -> Answer:
    """Ask for a part of the product."""
    return await world.call(download_product, {"product_id": PRODUCT_ID} | given, as_=person)


async def add_empty_product(world: World) -> None:
    """Store a product without contents."""
    await add_product(world, file_name=None, kind="course")


async def test_a_link_is_sold_like_a_file_and_shown_to_buyers_only(world: World) -> None:
    """
    A product whose only part is a link is on sale; the link stands in no public document or view.
    """
    await add_empty_product(world)

    attached = await attach_link(world)
    await buy_and_pay_product(world)
    bought, stranger = await download(world), await download(world, BUDI)

    page = await world.call(get_expert, {"slug": "dewi"})
    public = [await world.get(store.product_ref(DEWI, PRODUCT_ID)), await world.get(store.expert_ref(DEWI))]
    assert (attached.status, attached.body["on_sale"], attached.body["file_name"]) == (200, True, None)
    assert (bought.body["url"], bought.body["kind"], bought.body["expires_at"]) == (LINK, "link", None)
    assert (page.status, stranger.status, stranger.code) == (200, 404, "product_not_granted")
    assert "drive.google" not in str([entity.model_dump_json() for entity in public if entity])
    assert "drive.google" not in str((attached.body, page.body, stranger.body))


@pytest.mark.parametrize(
    "link",
    [
        "http://drive.google.com/a",
        "javascript:alert(1)",
        "data:text/html,hi",
        "https://ana:secret@drive.google.com/",
        "https://drive.google.com:8443/",
        "https://127.0.0.1/a",
        "https://[::1]/a",
        "https://localhost/a",
        "https://printer.local/a",
        "https://intranet/a",
        "https://drive.google.com/" + "a" * 500,
        "drive.google.com/a",
    ],
)
async def test_only_https_addresses_of_public_domains_are_links(world: World, link: str) -> None:
    """
    Any other address is refused by the name of its field, and nothing is attached.
    """
    await add_empty_product(world)

    answer = await attach_link(world, link)

    assert (answer.status, answer.invalid_fields) == (422, ["link"])
    assert await world.get(store.product_contents_ref(DEWI, PRODUCT_ID)) is None


def test_a_domain_in_other_letters_shows_what_it_is() -> None:
    """
    A Cyrillic letter in a domain is shown in ASCII, and white space and line breaks do not survive.
    """
    assert check_outside_link(" https://\u0430pple.com/a b\n ") == "https://xn--pple-43d.com/a%20b"
    with pytest.raises(InvalidValue):
        check_outside_link("")


async def test_a_course_has_parts_in_order(world: World, storage: Storage) -> None:
    """
    A title adds a part, buyers get each by its id, and everybody sees titles, kinds and sizes.
    """
    await add_product(world)
    await attach_file(world, title="Lesson 1")
    await attach_link(world, title="Recordings")
    await buy_and_pay_product(world)

    first = await download(world)
    parts = first.body["parts"]
    rest = [await download(world, part_id=part["part_id"]) for part in parts[1:]]
    unknown = await download(world, part_id="nothing")

    shown = (await world.call(get_expert, {"slug": "dewi"})).body["products"][0]["parts"]
    assert [(part["title"], part["kind"]) for part in parts] == [
        ("CV that works.pdf", "file"),
        ("Lesson 1", "file"),
        ("Recordings", "link"),
    ]
    assert first.body["part_id"] == parts[0]["part_id"]
    assert httpx.URL(first.body["url"]).path.endswith("/products/cv.pdf")
    assert (rest[0].body["filename"], rest[1].body["url"]) == ("lesson.pdf", LINK)
    assert (unknown.status, unknown.code) == (404, "product_part_not_found")
    assert shown == parts


async def test_a_part_is_replaced_under_its_id(world: World, storage: Storage) -> None:
    """
    A file takes the place of a link; without an id, a course of several parts refuses by the field `part_id`.
    """
    await add_product(world)
    part_id = (await attach_link(world, title="Recordings")).body["parts"][1]["part_id"]

    replaced = await attach_file(world, part_id=part_id)
    unclear = await attach_file(world)
    missing = await attach_link(world, part_id="nothing")

    assert [(one["part_id"], one["title"], one["kind"]) for one in replaced.body["parts"]][1:] == [
        (part_id, "Recordings", "file")
    ]
    assert (unclear.status, unclear.invalid_fields) == (422, ["part_id"])
    assert (missing.status, missing.code) == (404, "product_part_not_found")


async def test_a_repeated_call_adds_no_second_part(world: World) -> None:
    """
    The same link again is the same part, with the title that was said last.
    """
    await add_product(world)

    await attach_link(world, title="Recordings")
    again = await attach_link(world, title="All recordings")

    assert [one["title"] for one in again.body["parts"]] == ["CV that works.pdf", "All recordings"]


async def test_parts_in_another_order(world: World) -> None:
    """
    The order and the titles are those of the call; a part that is named twice or unknown changes nothing.
    """
    await add_product(world)
    parts = (await attach_link(world, title="Recordings")).body["parts"]
    turned = [{"part_id": parts[1]["part_id"], "title": "First watch"}, {"part_id": parts[0]["part_id"]}]

    answers = [
        await world.call(arrange_product_parts, {"product_id": PRODUCT_ID, "parts": wanted}, as_=EXPERT)
        for wanted in (turned, [turned[0]] * 2, [{"part_id": "nothing"}], [])
    ]

    kept = await world.get(store.product_ref(DEWI, PRODUCT_ID))
    assert [(answer.status, answer.code) for answer in answers] == [
        (200, None),
        (422, "invalid"),
        (404, "product_part_not_found"),
        (422, "invalid"),
    ]
    assert kept is not None
    assert [one.title for one in kept.parts] == ["First watch", "CV that works.pdf"]


async def test_who_bought_a_part_keeps_it(world: World, storage: Storage) -> None:
    """
    A part that is taken out is not sold any more, and is still there, with its file, for who bought it before.
    """
    await add_product(world)
    parts = (await attach_file(world, title="Bonus")).body["parts"]
    await buy_and_pay_product(world)
    world.later(minutes=1)

    body = {"product_id": PRODUCT_ID, "parts": [{"part_id": parts[0]["part_id"]}]}
    await world.call(arrange_product_parts, body, as_=EXPERT)
    world.later(days=2)
    await world.deliver()
    early = await download(world, part_id=parts[1]["part_id"])
    contents = await world.get(store.product_contents_ref(DEWI, PRODUCT_ID))
    await world.put_documents(
        (
            grants.grant_ref(BUDI.uid, PRODUCT_ID),
            (await grant_of(world)).having(customer=BUDI.uid, granted_at=world.now),
        )
    )
    late = await download(world, BUDI)

    assert contents is not None
    bonus = next(part for part in contents.parts if part.title == "Bonus")
    assert (early.status, await storage.find_file(bonus.key or "") is not None) == (200, True)
    assert [one["title"] for one in late.body["parts"]] == ["CV that works.pdf"]


async def grant_of(world: World) -> grants.Grant:
    """Get the right of Ana."""
    found = await world.get(grants.grant_ref(ANA.uid, PRODUCT_ID))
    assert found is not None
    return found


async def test_a_file_that_comes_back_is_not_deleted(world: World, storage: Storage) -> None:
    """
    Replaced by another and attached again within the day: the file is there when the day is over.
    """
    await add_empty_product(world)
    first, second = [await upload_product_file(world, PRODUCT_ID, b"%PDF " + name) for name in (b"one", b"two")]

    for upload in (first, second, first):
        body = {"product_id": PRODUCT_ID, "upload_id": upload, "file_name": "a.pdf"}
        assert (await world.call(attach_product_file, body, as_=EXPERT)).status == 200
    world.later(days=1, minutes=1)
    await world.deliver()

    there = [await storage.find_file(f"products/dewi/{PRODUCT_ID}/{upload}") for upload in (first, second)]
    assert [file is not None for file in there] == [True, False]


async def test_a_file_that_an_earlier_version_attached_counts(world: World) -> None:
    """
    A release that knows one file replaces the first file of the course; the other parts stay.
    """
    await add_product(world)
    await attach_link(world, title="Recordings")
    await buy_and_pay_product(world)
    place = store.product_contents_ref(DEWI, PRODUCT_ID)
    contents = await world.get(place)
    assert contents is not None
    await world.put_documents((place, contents.having(key="products/second.pdf", name="Second.pdf")))

    answer = await download(world)

    assert httpx.URL(answer.body["url"]).path.endswith("/products/second.pdf")
    assert [one["title"] for one in answer.body["parts"]] == ["CV that works.pdf", "Recordings"]


async def test_so_many_parts_and_no_more(world: World) -> None:
    """
    A course has a limit of parts, which the error names.
    """
    await add_product(world)
    for number in range(MAX_PARTS - 1):
        assert (await attach_link(world, f"{LINK}/{number}", title=f"Lesson {number}")).status == 200

    answer = await attach_link(world, title="One more")

    assert (answer.status, answer.code, answer.body["most"]) == (409, "too_many_parts", MAX_PARTS)


async def test_an_expert_looks_at_own_parts_only(world: World) -> None:
    """
    The expert gets the link of an own product without buying it; another expert does not, and changes nothing.
    """
    await add_product(world)
    await attach_link(world, title="Recordings")
    await add_experts(world, an_expert("rani"))
    parts = (await download(world, EXPERT)).body["parts"]

    own = await download(world, EXPERT, part_id=parts[1]["part_id"])
    foreign = await download(world, RANI)
    change = await attach_link(world, "https://evil.com/", RANI)

    assert (own.body["url"], foreign.code, change.code) == (LINK, "product_not_granted", "product_not_found")
    assert await world.get(grants.grant_ref(EXPERT.uid, PRODUCT_ID)) is None


async def test_without_parts_it_is_not_sold(world: World) -> None:
    """
    An expert whose only product has neither file nor link is not listed, and nobody can order it.
    """
    await add_empty_product(world)

    before = await buy_product_as(world)
    listed_before = (await world.call(list_experts)).body["items"]
    await attach_link(world)
    after = await buy_product_as(world)
    listed_after = (await world.call(list_experts)).body["items"]

    assert (before.code, after.status) == ("product_inactive", 200)
    assert (len(listed_before), len(listed_after)) == (0, 1)


def test_a_document_of_an_earlier_version_is_one_part() -> None:
    """
    Contents without parts are read as one file; contents of a link alone name no file for earlier versions.
    """
    old = ProductContents.model_validate(
        {"key": "k", "name": "a.pdf", "content_type": "application/pdf", "bytes": 7, "attached_at": "2026-11-26T05:00Z"}
    )

    (part,) = old.current_parts

    assert (part.key, part.name, part.bytes, part.kind) == ("k", "a.pdf", 7, "file")
