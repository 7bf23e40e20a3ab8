"""Services, products with files, and opening hours, with their effect on the list of experts."""

import asyncio
from typing import Any

import pytest

from functions.catalogue.attach_product_file import attach_product_file
from functions.catalogue.create_product_upload import create_product_upload
from functions.catalogue.delete_product import delete_product
from functions.catalogue.delete_service import delete_service
from functions.catalogue.get_my_expert_page import get_my_expert_page
from functions.catalogue.list_experts import list_experts
from functions.catalogue.save_hours import save_hours
from functions.catalogue.save_product import save_product
from functions.catalogue.save_service import save_service
from shared.catalogue import store
from shared.catalogue.errors import ProductInactive
from shared.catalogue.models import Expert
from shared.gateways.storage import Storage
from shared.kernel.errors import Fault
from shared.kernel.ids import ProductId, ServiceId
from tests.catalogue.builders import (
    DEWI,
    HOURS_BODY,
    PRODUCT_BODY,
    SERVICE_BODY,
    a_product,
    a_service,
    add_bookable_expert,
    add_experts,
    an_expert,
)
from tests.catalogue.steps import PDF, upload_product_file
from tests.world import ANA, EXPERT, Answer, Person, World

pytestmark = pytest.mark.emulator

OTHER = Person("rani", role="expert")


async def saved(world: World, as_: Person = EXPERT, **given: Any) -> Answer:
    """A service as an expert saves it."""
    return await world.call(save_service, SERVICE_BODY | given, as_=as_)


async def dewi(world: World) -> Expert:
    """The expert as she is kept."""
    return await store.get_expert(world.reader, DEWI)


async def test_an_expert_is_listed_with_the_first_service(world: World) -> None:
    """
    From the cheapest active service on; not before, and not after the last one is paused.
    """
    await add_experts(world, an_expert(price_from=None, minutes_from=None))
    before = (await world.call(list_experts)).body["items"]

    made = (await saved(world)).body
    await saved(world, price=100_000, minutes=60)
    listed = (await world.call(list_experts)).body["items"]
    for service in (await world.call(get_my_expert_page, as_=EXPERT)).body["services"]:
        await saved(world, service_id=service["service_id"], active=False)
    after = (await world.call(list_experts)).body["items"]

    assert made["price"] == {"amount": 150_000, "currency": "IDR"}
    assert [one["price_from"]["amount"] for one in listed] == [100_000]
    assert (before, after) == ([], [])


async def test_a_service_changed_and_deleted(world: World) -> None:
    """
    Under the same id it is the same service; deleted, it cannot be booked, and the price from is another's.
    """
    await add_bookable_expert(world, a_service(), a_service("resume-review", price=100_000))

    changed = await saved(world, service_id="career-talk", name="Longer talk", minutes=60, approval="manual")
    gone = await world.call(delete_service, {"service_id": "resume-review"}, as_=EXPERT)
    twice = await world.call(delete_service, {"service_id": "resume-review"}, as_=EXPERT)

    offer = await store.get_offer(world.reader, DEWI, ServiceId("career-talk"))
    expert = await dewi(world)
    assert (changed.status, gone.status, twice.status, twice.code) == (200, 200, 404, "service_not_found")
    assert (offer.name, offer.minutes, offer.approval, offer.expert_name) == (
        "Longer talk",
        60,
        "manual",
        "Dewi Lestari",
    )
    assert (expert.price_from, expert.minutes_from) == (150_000, 60)


@pytest.mark.parametrize(
    ("given", "service", "code"),
    [
        ({"status": "suspended"}, "career-talk", "expert_not_found"),
        ({}, "no-such-service", "service_not_found"),
        ({}, "paused", "service_inactive"),
    ],
)
async def test_what_cannot_be_booked(world: World, given: dict[str, Any], service: str, code: str) -> None:
    """
    An expert who is not active, a service that is not there, one that is paused.
    """
    await add_bookable_expert(world, a_service(), a_service("paused", active=False), **given)

    with pytest.raises(Fault) as raised:
        await store.get_offer(world.reader, DEWI, ServiceId(service))

    assert raised.value.code == code


@pytest.mark.parametrize("function", [save_service, delete_service, save_product, attach_product_file, delete_product])
async def test_anothers_offers(world: World, storage: Storage, function: Any) -> None:
    """
    What is another expert's is not there, whatever one would like to do with it.
    """
    await add_bookable_expert(world)
    await add_experts(world, an_expert("rani"))
    await world.put_documents((store.product_ref(DEWI, "guide"), a_product()))
    bodies: dict[Any, Any] = {
        save_service: SERVICE_BODY | {"service_id": "career-talk"},
        delete_service: {"service_id": "career-talk"},
        save_product: PRODUCT_BODY | {"product_id": "guide"},
        attach_product_file: {"product_id": "guide", "upload_id": "nothing", "file_name": "a.pdf"},
        delete_product: {"product_id": "guide"},
    }

    answer = await world.call(function, bodies[function], as_=OTHER)
    customer = await world.call(function, bodies[function], as_=ANA)

    assert (answer.code, customer.status) in {
        ("service_not_found", 403),
        ("product_not_found", 403),
        ("upload_missing", 403),
    }
    assert await world.get(store.service_ref(DEWI, "career-talk")) == a_service()
    assert await world.get(store.product_ref(DEWI, "guide")) == a_product()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": ""}, "name"),
        ({"minutes": 14}, "minutes"),
        ({"minutes": 481}, "minutes"),
        ({"minutes": "30"}, "minutes"),
        ({"price": 9_999}, "price"),
        ({"price": 150_000.5}, "price"),
        ({"kind": "telepathy"}, "kind"),
        ({"approval": "maybe"}, "approval"),
        ({"policy": {"late_refund_percent": 101}}, "policy.late_refund_percent"),
        ({"policy": {"free_until": 1}}, "policy.free_until"),
        ({"service_id": "a/b"}, "service_id"),
        ({"expert": "rani"}, "expert"),
    ],
)
async def test_a_service_that_is_none(world: World, given: dict[str, Any], field: str) -> None:
    """
    Each mistake names its field, and nothing is offered.
    """
    await add_bookable_expert(world)

    answer = await saved(world, **given)

    assert (answer.status, answer.invalid_fields) == (422, [field])
    assert len(await world.reader.query(store.services_query(DEWI))) == 1


async def test_saved_twice_by_one_key(world: World) -> None:
    """
    A repeated call is told what the first one made.
    """
    await add_bookable_expert(world)
    key = {"idempotency-key": "k1"}

    answers = [await world.call(save_service, SERVICE_BODY, as_=EXPERT, headers=key) for _ in range(2)]

    assert answers[0].body == answers[1].body
    assert len(await world.reader.query(store.services_query(DEWI))) == 2


async def test_so_many_and_no_more(world: World) -> None:
    """
    Thirty services at most, also when the last two come at once; those that are there may still change.
    """
    await add_bookable_expert(world, *(a_service(f"s{n}") for n in range(29)))

    answers = await asyncio.gather(*(saved(world) for _ in range(4)))
    changed = await saved(world, service_id="s3", name="Another name")

    assert sorted(answer.code or "" for answer in answers) == [""] + ["too_many_offers"] * 3
    assert changed.status == 200


async def test_the_list_says_what_the_last_change_made(world: World) -> None:
    """
    Prices that change at the same moment: the price from is the cheapest of all that are kept.
    """
    await add_bookable_expert(world, *(a_service(f"s{n}") for n in range(8)))

    await asyncio.gather(*(saved(world, service_id=f"s{n}", price=50_000 + 1_000 * n) for n in range(8)))

    kept = await world.reader.query(store.services_query(DEWI))
    assert (await dewi(world)).price_from == min(one.price for one in kept) == 50_000


async def test_a_product_is_on_sale_once_it_has_its_file(world: World, storage: Storage) -> None:
    """
    Saved, uploaded, attached: then it can be bought, and only the private document says where the file is.
    """
    await add_bookable_expert(world)
    product_id = ProductId((await world.call(save_product, PRODUCT_BODY, as_=EXPERT)).body["product_id"])
    with pytest.raises(ProductInactive):
        await store.get_product_for_sale(world.reader, DEWI, product_id)

    upload = await upload_product_file(world, product_id)
    body = {"product_id": product_id, "upload_id": upload, "file_name": "guide.pdf"}
    attached = await world.call(attach_product_file, body, as_=EXPERT)
    again = await world.call(attach_product_file, body, as_=EXPERT)

    product = await store.get_product_for_sale(world.reader, DEWI, product_id)
    contents = await world.get(store.product_contents_ref(DEWI, product_id))
    assert contents is not None
    assert (attached.body["on_sale"], attached.body["file_bytes"], again.body) == (True, len(PDF), attached.body)
    assert (product.price, contents.key) == (50_000, f"products/dewi/{product_id}/{upload}")
    assert upload not in product.model_dump_json()
    assert await world.list_outbox_entries("DeleteFile") == []


async def test_a_product_changes_and_keeps_its_file(world: World, storage: Storage) -> None:
    """
    Another price leaves the file where it is; another file lets the old one go, when nobody fetches it any more.
    """
    await add_bookable_expert(world)
    product_id = (await world.call(save_product, PRODUCT_BODY, as_=EXPERT)).body["product_id"]
    uploads = [
        await upload_product_file(world, product_id),
        await upload_product_file(world, product_id, b"%PDF-1.7 second edition"),
    ]
    for upload in uploads:
        body = {"product_id": product_id, "upload_id": upload, "file_name": "guide.pdf"}
        await world.call(attach_product_file, body, as_=EXPERT)

    dearer = await world.call(save_product, PRODUCT_BODY | {"product_id": product_id, "price": 75_000}, as_=EXPERT)
    world.later(days=1)
    await world.deliver()

    old, new = [await storage.find_file(f"products/dewi/{product_id}/{upload}") for upload in uploads]
    assert (dearer.body["price"]["amount"], dearer.body["file_name"], dearer.body["on_sale"]) == (
        75_000,
        "guide.pdf",
        True,
    )
    assert (old, new is not None) == (None, True)


async def test_a_file_of_another_kind(world: World, storage: Storage) -> None:
    """
    What was put is not what was announced: it is not sold.
    """
    await add_bookable_expert(world)
    await world.put_documents((store.product_ref(DEWI, "guide"), a_product(file_name=None, file_bytes=None)))
    upload = await upload_product_file(world, "guide", content_type="text/html")

    body = {"product_id": "guide", "upload_id": upload, "file_name": "guide.pdf"}
    answer = await world.call(attach_product_file, body, as_=EXPERT)

    assert (answer.status, answer.code, answer.body["content_type"]) == (409, "upload_refused", "text/html")
    with pytest.raises(ProductInactive):
        await store.get_product_for_sale(world.reader, DEWI, ProductId("guide"))


async def test_leave_for_a_product_of_ones_own(world: World, storage: Storage) -> None:
    """
    Nobody puts a file where another's product has its own.
    """
    await add_bookable_expert(world)
    await world.put_documents((store.product_ref(DEWI, "guide"), a_product()))
    body = {"product_id": "guide", "content_type": "application/pdf", "bytes": 7}

    mine = await world.call(create_product_upload, body, as_=EXPERT)
    others = await world.call(create_product_upload, body, as_=OTHER)

    assert (mine.status, others.status, others.code) == (200, 404, "product_not_found")


async def test_hours(world: World) -> None:
    """
    Kept as they are said and shown to the expert; a field that the next save names is replaced as a whole.
    """
    await add_bookable_expert(world)

    answer = await world.call(save_hours, HOURS_BODY, as_=EXPERT)
    own = await world.call(get_my_expert_page, as_=EXPERT)
    closed = await world.call(save_hours, {"weekly": []}, as_=EXPERT)

    expected = HOURS_BODY | {"exceptions": [{"date": "2026-12-25", "spans": []}, {"date": "2028-02-29", "spans": []}]}
    assert answer.body == own.body["hours"] == expected
    assert closed.body == expected | {"weekly": []}


def a_day(*spans: tuple[str, str], day: str = "monday") -> dict[str, Any]:
    """A day of the week with these spans."""
    return {"day": day, "spans": [{"begins": begins, "ends": ends} for begins, ends in spans]}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"weekly": [a_day(("09:00", "09:00"))]}, "weekly.0.spans.0.ends"),
        ({"weekly": [a_day(("17:00", "09:00"))]}, "weekly.0.spans.0.ends"),
        ({"weekly": [a_day(("09:00", "12:00"), ("11:45", "13:00"))]}, "weekly.0.spans.1.begins"),
        ({"weekly": [a_day(("13:00", "14:00"), ("09:00", "12:00"))]}, "weekly.0.spans.1.begins"),
        ({"weekly": [a_day(("09:10", "12:00"))]}, "weekly.0.spans.0.begins"),
        ({"weekly": [a_day(("24:00", "24:15"))]}, "weekly.0.spans.0.ends"),
        ({"weekly": [a_day(("25:00", "26:00"))]}, "weekly.0.spans.0.begins"),
        ({"weekly": [a_day(), a_day()]}, "weekly.1.day"),
        ({"weekly": [a_day(day="someday")]}, "weekly.0.day"),
        ({"exceptions": [{"date": "2026-02-29"}]}, "exceptions.0.date"),
        ({"exceptions": [{"date": "2026-12-25"}, {"date": "2026-12-25"}]}, "exceptions.1.date"),
        ({"exceptions": [{"date": "2026-12-25", "spans": [{"begins": "10:00"}]}]}, "exceptions.0.spans.0.ends"),
        ({"notice_minutes": -1}, "notice_minutes"),
        ({"horizon_days": 0}, "horizon_days"),
        ({"horizon_days": 181}, "horizon_days"),
        ({"buffer_minutes": 10}, "buffer_minutes"),
    ],
)
async def test_hours_that_are_none(world: World, given: dict[str, Any], field: str) -> None:
    """
    Each mistake names its field; the hours stay what they were.
    """
    await add_bookable_expert(world)
    before = await store.get_hours(world.reader, DEWI)

    answer = await world.call(save_hours, HOURS_BODY | given, as_=EXPERT)

    assert (answer.status, field in answer.invalid_fields) == (422, True)
    assert await store.get_hours(world.reader, DEWI) == before
