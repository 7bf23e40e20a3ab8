"""Functions with limits: exact for parallel calls, given back where something ends, changed by admins."""

import asyncio
from typing import Any

import pytest

import functions.main
from shared.catalogue import store as catalogue
from shared.identity import store as identity
from shared.kernel.ids import ProductId
from shared.limits.settings import SETTINGS, LimitSettings
from tests.catalogue.builders import a_user
from tests.catalogue.steps import PRODUCT_ID, add_product, buy_product_as
from tests.chat.builders import create_room
from tests.orders.steps import deliver_invoice_callback, pay_invoice
from tests.pairing.steps import TRIAL_CUSTOMER, register_customers
from tests.world import EXPERT, Answer, Person, World

pytestmark = pytest.mark.emulator

PHOTO = {"content_type": "image/jpeg", "bytes": 9}


def count_passed(answers: list[Answer], code: str) -> int:
    """Count the calls that passed; all others were refused by a limit."""
    refused = [answer for answer in answers if answer.status != 200]
    assert {(answer.status, answer.code) for answer in refused} <= {(429, code)}
    return len(answers) - len(refused)


async def add_products(world: World, count: int) -> list[ProductId]:
    """Store several products of one expert."""
    await add_product(world)
    product = await world.get(catalogue.product_ref(EXPERT.uid, PRODUCT_ID))
    assert product is not None
    ids = [ProductId(f"product-{n}") for n in range(count)]
    for id in ids:
        await world.put_documents((catalogue.product_ref(EXPERT.uid, id), product.having(id=id)))
    return ids


async def test_of_thirty_parallel_orders_of_products_five_pass(world: World) -> None:
    """
    Five products are on order at once; one that is paid makes room for another.
    """
    ids = await add_products(world, 30)

    answers = list(await asyncio.gather(*(buy_product_as(world, product_id=id) for id in ids)))
    made = [answer for answer in answers if answer.status == 200]
    left = [id for id, answer in zip(ids, answers, strict=True) if answer.status != 200]
    await pay_invoice(world, made[0].body["order_id"])
    await deliver_invoice_callback(world, made[0].body["order_id"], "PAID")
    await world.deliver()
    again = [await buy_product_as(world, product_id=id) for id in left[:2]]

    assert count_passed(answers, "too_many_held") == 5
    assert [answer.status for answer in again] == [200, 429]


async def test_a_free_product_does_not_count(world: World) -> None:
    """
    Nothing is scarce of what costs nothing.
    """
    await world.put_documents((SETTINGS, LimitSettings(unpaid_product_orders=1)))
    await add_product(world, price=0)

    answer = await buy_product_as(world)

    assert answer.status == 200
    assert "ratelimit-limit" not in answer.headers


async def test_a_person_asks_for_so_many_calls_an_hour(world: World) -> None:
    """
    Calls that were cancelled count; an hour later there are more.
    """
    await register_customers(world, TRIAL_CUSTOMER.uid)
    await world.put_documents((SETTINGS, LimitSettings(calls_an_hour=2)))

    async def ask() -> Answer:
        return await world.call(functions.main.request_pairing, {}, as_=TRIAL_CUSTOMER)

    statuses = []
    for _ in range(3):
        answer = await ask()
        statuses.append((answer.status, answer.code))
        if answer.status == 200:
            body = {"pairing_id": answer.body["pairing_id"]}
            await world.call(functions.main.cancel_pairing, body, as_=TRIAL_CUSTOMER)
    world.later(hours=1)
    later = await ask()

    assert statuses == [(200, None), (200, None), (429, "limit_reached")]
    assert later.status == 200


async def test_parallel_uploads_do_not_pass_the_limit(world: World) -> None:
    """
    Photos, products' files and attachments count together.
    """
    await world.put_documents((SETTINGS, LimitSettings(uploads_an_hour=5)))
    await world.put_documents((identity.user_ref(EXPERT.uid), a_user(EXPERT.uid)))
    await add_product(world)
    room_id = await create_room(world, "ana", EXPERT.uid)
    file = {"product_id": PRODUCT_ID, "content_type": "application/pdf", "bytes": 9}
    attachment = {"room_id": room_id, "name": "a.png", "content_type": "image/png", "bytes": 9}
    calls: list[tuple[Any, dict[str, Any]]] = [
        (functions.main.create_photo_upload, PHOTO),
        (functions.main.create_product_upload, file),
        (functions.main.create_attachment_upload, attachment),
    ]

    answers = await asyncio.gather(*(world.call(*calls[n % 3], as_=EXPERT) for n in range(30)))

    assert count_passed(list(answers), "limit_reached") == 5


async def test_a_retried_upload_is_the_same_upload(world: World) -> None:
    """
    The same request under one key counts once, and its file has one place.
    """
    await world.put_documents((SETTINGS, LimitSettings(uploads_an_hour=1)))
    await world.put_documents((identity.user_ref(EXPERT.uid), a_user(EXPERT.uid)))
    await add_product(world)
    key = {"idempotency-key": "photo-1"}

    first = await world.call(functions.main.create_photo_upload, PHOTO, as_=EXPERT, headers=key)
    again = await world.call(functions.main.create_photo_upload, PHOTO, as_=EXPERT, headers=key)

    assert (first.status, again.status) == (200, 200)
    assert first.body["upload_id"] == again.body["upload_id"]


async def test_of_fifty_parallel_registrations_from_one_address_thirty_pass(world: World) -> None:
    """
    Whatever the caller writes into the header, the load balancer's entry counts; who is registered is not counted.
    """

    async def register(number: int, address: str = "203.0.113.7") -> Answer:
        headers = {"x-forwarded-for": f"{number}.0.0.1, {address}, 35.191.0.1"}
        body = {"full_name": "Ana Wijaya"}
        return await world.call(functions.main.register_user, body, as_=Person(f"uid-{number}"), headers=headers)

    answers = list(await asyncio.gather(*(register(n) for n in range(50))))
    known = [n for n, answer in enumerate(answers) if answer.status == 200]
    again = await register(known[0])
    elsewhere = await register(99, "203.0.113.8")

    assert count_passed(answers, "limit_reached") == 30
    assert (again.status, elsewhere.status) == (200, 200)


async def test_without_a_load_balancer_no_address_is_limited(world: World) -> None:
    """
    On a machine of a developer many people register.
    """
    await world.put_documents((SETTINGS, LimitSettings(registrations_an_hour=1)))

    answers = [
        await world.call(functions.main.register_user, {"full_name": "Ana Wijaya"}, as_=Person(f"uid-{n}"))
        for n in range(3)
    ]

    assert {answer.status for answer in answers} == {200}
