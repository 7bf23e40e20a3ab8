"""Reviews of products: only buyers write, once, and the product carries the rating."""

from dataclasses import replace

import pytest

from functions.catalogue.get_expert import get_expert
from functions.orders.refund_order_by_admin import refund_order_by_admin
from functions.reviews.list_my_reviews import list_my_reviews
from functions.reviews.list_product_reviews import list_product_reviews
from functions.reviews.list_received_reviews import list_received_reviews
from functions.reviews.reply_to_review import reply_to_review
from functions.reviews.write_product_review import write_product_review
from shared.catalogue import grants
from shared.catalogue import store as catalogue
from shared.catalogue.product_models import Product
from shared.identity import store as identity
from shared.kernel.ids import OrderId, UserId
from tests.bookings.steps import a_user
from tests.catalogue.builders import DEWI
from tests.catalogue.steps import PRODUCT_ID, add_product, buy_and_pay_product, buy_product_as
from tests.notifications.steps import list_inbox
from tests.reviews.steps import FIVE, decide_as_admin, load_rating
from tests.world import ADMIN, ANA, BUDI, EXPERT, Answer, Person, World

pytestmark = pytest.mark.emulator


async def buy_as_ana(world: World) -> OrderId:
    """Put Dewi's product on sale and let Ana, whose account is known, buy it."""
    await add_product(world)
    users = [a_user("ana", full_name="Ana Wijaya"), a_user("dewi", role="expert")]
    await world.put_documents(*((identity.user_ref(user.id), user) for user in users))
    return await buy_and_pay_product(world)


async def write_as(world: World, person: Person, **words: object) -> Answer:
    """Write the review of the product as a person."""
    return await world.call(write_product_review, {"product_id": PRODUCT_ID} | FIVE | words, as_=person)


async def load_product(world: World) -> Product:
    """Load Dewi's product."""
    found = await world.get(catalogue.product_ref(DEWI, PRODUCT_ID))
    assert found is not None
    return found


async def test_a_buyers_review_stands_on_the_product(world: World) -> None:
    """Published at once, under a short name, in the product's rating and not in the expert's; the expert is told."""
    order_id = await buy_as_ana(world)

    written = await write_as(world, ANA)
    await world.deliver()

    page = (await world.call(get_expert, {"slug": "dewi"})).body
    listed = (await world.call(list_product_reviews, {"expert_id": DEWI, "product_id": PRODUCT_ID})).body["items"]
    (received,) = (await world.call(list_received_reviews, as_=EXPERT)).body["items"]
    (notice,) = [one for one in await list_inbox(world, "dewi") if one.template == "review.about_product"]
    assert (written.status, written.body["status"], written.body["topic"]) == (200, "published", "product")
    assert [(one["rating"], one["rating_count"]) for one in page["products"]] == [(5.0, 1)]
    assert [(one["customer_name"], one["stars"]) for one in listed] == [("Ana W.", 5)]
    assert (received["order_id"], received["product_id"]) == (order_id, PRODUCT_ID)
    assert (notice.kind, notice.title) == ("product_review", "Ana W. mengulas CV that works")
    assert (await load_rating(world))[2] == 0


async def test_a_buyer_changes_the_review_for_a_while(world: World) -> None:
    """For 30 days; the same words again change nothing at any time."""
    await buy_as_ana(world)
    await write_as(world, ANA)
    changed = await write_as(world, ANA, stars=2)
    world.later(days=30)

    again = await write_as(world, ANA, stars=2)
    late = await write_as(world, ANA, stars=3)

    product = await load_product(world)
    assert (changed.status, again.status) == (200, 200)
    assert (late.status, late.code, late.invalid_fields) == (422, "review_window_over", ["product_id"])
    assert (product.rating, product.rating_sum, product.rating_count) == (200, 2, 1)


async def test_only_who_has_bought_the_product_reviews_it(world: World) -> None:
    """Nobody else, nor the expert, nor a buyer whose money went back."""
    order_id = await buy_as_ana(world)
    grant = await world.get(grants.grant_ref("ana", PRODUCT_ID))
    assert grant is not None
    assert grant.order == order_id
    others = [await write_as(world, person) for person in (BUDI, EXPERT)]
    await world.put_documents((grants.grant_ref("ana", PRODUCT_ID), grant.having(revoked_at=world.now)))

    refunded = await write_as(world, ANA)

    assert {(one.status, one.code) for one in (*others, refunded)} == {(404, "product_not_granted")}


async def test_a_full_refund_takes_the_review_from_view(world: World) -> None:
    """Whoever got the money back keeps neither the product nor a voice in its rating; a part of it changes nothing."""
    order_id = await buy_as_ana(world)
    await write_as(world, ANA)
    refund = {"order_id": order_id, "reason": "A gesture."}
    in_part = await world.call(refund_order_by_admin, refund | {"amount": 1_000}, as_=ADMIN)
    await world.deliver()
    after_part = await load_product(world)

    in_full = await world.call(refund_order_by_admin, refund, as_=ADMIN)
    await world.deliver()

    (mine,) = (await world.call(list_my_reviews, as_=ANA)).body["items"]
    assert (in_part.status, in_full.status) == (200, 200)
    assert (after_part.rating, after_part.rating_count) == (500, 1)
    assert mine["status"] == "void"
    assert (await load_product(world)).rating_count == 0


async def test_what_was_free_is_reviewed_by_people_with_a_proof(world: World) -> None:
    """Accounts cost nothing: without a confirmed address or number, they would make any rating."""
    await add_product(world, price=0)
    await world.put_documents(
        (identity.user_ref("ana"), a_user("ana").having(email_verified=False, phone_verified=False))
    )
    assert (await buy_product_as(world)).status == 200
    await world.deliver()

    refused = await write_as(world, ANA)
    by_phone = await write_as(world, replace(ANA, claims={"phone_number": "+6281234567890"}))
    by_mail = await write_as(world, ANA.with_email("ana@example.com"), stars=4)

    assert (refused.status, refused.code) == (403, "review_needs_proof")
    assert (by_phone.status, by_mail.status) == (200, 200)


async def test_a_removed_review_of_a_product_leaves_no_rating(world: World) -> None:
    """It is answered, removed and restored as any other; of a deleted product it does no harm."""
    await buy_as_ana(world)
    review_id = (await write_as(world, ANA)).body["review_id"]
    answered = await world.call(reply_to_review, {"review_id": review_id, "text": "Terima kasih!"}, as_=EXPERT)

    removed = await decide_as_admin(world, review_id, "remove")
    without = await load_product(world)
    await decide_as_admin(world, review_id, "restore")

    query = {"expert_id": DEWI, "product_id": PRODUCT_ID}
    (shown,) = (await world.call(list_product_reviews, query)).body["items"]
    assert (answered.status, removed.status) == (200, 200)
    assert (without.rating, without.rating_sum, without.rating_count) == (0, 0, 0)
    assert (await load_product(world)).rating == 500
    assert shown["reply"] == "Terima kasih!"
    assert UserId("ana") not in shown.values()
