"""An expert's page: what everybody sees, what the expert changes, and where earlier addresses lead."""

import asyncio
from typing import Any

import pytest

from functions.catalogue.change_slug import change_slug
from functions.catalogue.get_expert import get_expert
from functions.catalogue.get_my_expert_page import get_my_expert_page
from functions.catalogue.list_categories import list_categories
from functions.catalogue.list_expert_reviews import list_expert_reviews
from functions.catalogue.list_experts import list_experts
from functions.catalogue.list_saved_categories import list_saved_categories
from functions.catalogue.save_category import save_category
from functions.catalogue.update_expert_profile import update_expert_profile
from shared.catalogue import store
from shared.catalogue.models import ExpertStatus
from shared.kernel.ids import Slug, UserId
from tests.catalogue.builders import (
    DEWI,
    PROFILE_BODY,
    a_product,
    a_review,
    a_service,
    add_bookable_expert,
    add_experts,
    an_expert,
)
from tests.world import ADMIN, ANA, EXPERT, Answer, Person, World

pytestmark = pytest.mark.emulator

OTHER = Person("rani", role="expert")


async def page(world: World, slug: str = "expert-dewi") -> Answer:
    """The page as anybody sees it."""
    return await world.call(get_expert, {"slug": slug})


async def test_the_page_in_one_call(world: World) -> None:
    """
    Profile, what can be booked and bought, the ten latest reviews; in two round trips.
    """
    await add_bookable_expert(world, a_service(), a_service("resume-review", active=False))
    await world.put_documents(
        *((store.product_ref(DEWI, one.id), one) for one in (a_product(), a_product("draft", file_name=None)))
    )
    await world.put_documents(*(a_review(number, world) for number in range(12)), a_review(99, world, expert="rani"))
    before = world.documents.meter.round_trips

    answer = await page(world)

    told = answer.body
    assert (answer.status, told["moved"], world.documents.meter.round_trips - before) == (200, False, 2)
    assert (told["expert"]["expert_id"], told["expert"]["rating"], told["expert"]["status"]) == ("dewi", 4.8, "active")
    assert [one["service_id"] for one in told["services"]] == ["career-talk"]
    assert [one["product_id"] for one in told["products"]] == ["guide"]
    assert [one["text"] for one in told["reviews"]] == [f"Review {number}" for number in range(11, 1, -1)]
    assert "key" not in answer.body["products"][0]


@pytest.mark.parametrize(
    ("slug", "status", "code"), [("no-such-expert", 404, "expert_not_found"), ("a/../b", 422, "invalid")]
)
async def test_nobody_there(world: World, slug: str, status: int, code: str) -> None:
    """
    An address that nobody has.
    """
    answer = await page(world, slug)

    assert (answer.status, answer.code) == (status, code)


@pytest.mark.parametrize("status", [ExpertStatus.APPLIED, ExpertStatus.SUSPENDED, ExpertStatus.REJECTED])
async def test_not_for_the_world(world: World, status: ExpertStatus) -> None:
    """
    Who is not active is not found, except by themselves.
    """
    await add_bookable_expert(world, status=status)

    answer = await page(world)
    own = await world.call(get_my_expert_page, as_=EXPERT)

    assert (answer.status, answer.code) == (404, "expert_not_found")
    assert (own.status, own.body["expert"]["status"]) == (200, status.value)


async def test_ones_own_page_shows_all(world: World) -> None:
    """
    What is paused too, the hours, and the note of whoever decided; nobody else's.
    """
    await add_bookable_expert(world, a_service(), a_service("resume-review", active=False), note="Welcome!")

    own = await world.call(get_my_expert_page, as_=EXPERT)
    other = await world.call(get_my_expert_page, as_=OTHER)

    assert [one["active"] for one in own.body["services"]] == [True, False]
    assert own.body["hours"]["weekly"][0] == {"day": "monday", "spans": [{"begins": "09:00", "ends": "17:00"}]}
    assert own.body["note"] == "Welcome!"
    assert (other.status, other.code) == (404, "expert_not_found")


async def test_a_changed_profile_is_found_by_what_it_says_now(world: World) -> None:
    """
    The list finds the new words and forgets the old; rating, prices and address stay.
    """
    await add_bookable_expert(world)

    answer = await world.call(update_expert_profile, PROFILE_BODY | {"expertise": ["Design"]}, as_=EXPERT)

    old = await world.call(list_experts, {"expertise": "Product Strategy"})
    new = await world.call(list_experts, {"expertise": "design"})
    assert (answer.status, answer.body["headline"], answer.body["slug"]) == (
        200,
        "Senior Product Manager",
        "expert-dewi",
    )
    assert (old.body["items"], [one["rating"] for one in new.body["items"]]) == ([], [4.8])


async def test_a_profile_without_words(world: World) -> None:
    """
    The field is named as it stands in the body, and nothing has changed.
    """
    before = await add_bookable_expert(world)

    empty = await world.call(update_expert_profile, PROFILE_BODY | {"expertise": []}, as_=EXPERT)
    twice = await world.call(update_expert_profile, PROFILE_BODY | {"skills": ["SQL", "sql"]}, as_=EXPERT)

    assert (empty.invalid_fields, twice.invalid_fields) == (["expertise"], ["skills.1"])
    assert await world.get(store.expert_ref(DEWI)) == before


@pytest.mark.parametrize(
    ("function", "body"),
    [
        (update_expert_profile, PROFILE_BODY),
        (change_slug, {"slug": "new-name"}),
    ],
)
async def test_experts_business(world: World, function: Any, body: Any) -> None:
    """
    A customer has no page; one who calls themselves an expert but has not applied has none either.
    """
    await add_bookable_expert(world)

    customer = await world.call(function, body, as_=ANA)
    impostor = await world.call(function, body, as_=OTHER)

    assert (customer.status, impostor.status, impostor.code) == (403, 404, "expert_not_found")


async def test_an_earlier_address_leads_to_the_new_one(world: World) -> None:
    """
    Under the old slug the page is there, and says where it has moved to.
    """
    await add_bookable_expert(world)

    changed = await world.call(change_slug, {"slug": "dewi-lestari"}, as_=EXPERT)
    again = await world.call(change_slug, {"slug": "dewi-lestari"}, as_=EXPERT)
    old, new = await page(world), await page(world, "dewi-lestari")

    assert (changed.status, again.status) == (200, 200)
    assert (old.body["moved"], old.body["expert"]["slug"]) == (True, "dewi-lestari")
    assert (new.body["moved"], new.body["expert"]["slug"]) == (False, "dewi-lestari")


async def test_one_may_go_back(world: World) -> None:
    """
    An earlier address is still one's own.
    """
    await add_bookable_expert(world)
    await world.call(change_slug, {"slug": "dewi-lestari"}, as_=EXPERT)

    back = await world.call(change_slug, {"slug": "expert-dewi"}, as_=EXPERT)

    expert = await store.get_expert(world.reader, DEWI)
    assert (back.status, expert.slug, expert.earlier_slugs) == (200, "expert-dewi", ("dewi-lestari",))


async def test_addresses_are_not_hoarded(world: World) -> None:
    """
    The last five earlier ones stay; those before them are anybody's.
    """
    await add_bookable_expert(world)
    for number in range(6):
        await world.call(change_slug, {"slug": f"dewi-{number}"}, as_=EXPERT)
    await add_experts(world, an_expert("rani"))

    taken = await world.call(change_slug, {"slug": "dewi-0"}, as_=OTHER)
    free = await world.call(change_slug, {"slug": "expert-dewi"}, as_=OTHER)

    assert (taken.status, taken.code, taken.body["slug"]) == (409, "slug_taken", "dewi-0")
    assert (free.status, (await page(world)).body["expert"]["expert_id"]) == (200, "rani")


async def test_many_want_the_same_address(world: World) -> None:
    """
    Exactly one of them has it; the others keep theirs.
    """
    people = [Person(f"e{n}", role="expert") for n in range(20)]
    await add_experts(world, *(an_expert(person.uid) for person in people))

    answers = await asyncio.gather(*(world.call(change_slug, {"slug": "the-best"}, as_=person) for person in people))

    assert sorted(answer.status for answer in answers) == [200] + [409] * 19
    (winner,) = (person for person, answer in zip(people, answers, strict=True) if answer.status == 200)
    experts = [await store.get_expert(world.reader, UserId(person.uid)) for person in people]
    assert [one.slug for one in experts if one.slug == Slug("the-best")] == ["the-best"]
    assert (await page(world, "the-best")).body["expert"]["expert_id"] == winner.uid


async def test_categories(world: World) -> None:
    """
    Kept by admins, in the order they want; shown to everybody while they are active.
    """
    for id, position, active in (("career", 2, True), ("business", 1, True), ("old", 0, True), ("old", 0, False)):
        body = {"category_id": id, "name_id": id, "name_en": id.title(), "position": position, "active": active}
        assert (await world.call(save_category, body, as_=ADMIN)).status == 200

    listed = (await world.call(list_categories)).body
    stranger = await world.call(save_category, {"category_id": "x", "name_id": "x", "name_en": "x"}, as_=ANA)

    assert [(one["category_id"], one["name_en"]) for one in listed["items"]] == [
        ("business", "Business"),
        ("career", "Career"),
    ]
    assert stranger.status == 403


async def test_reviews_beyond_the_first_ten(world: World) -> None:
    """
    All reviews of an expert in pages, the newest first; those of a suspended or unknown expert are not found.
    """
    await add_experts(world, an_expert(), an_expert("rani", status=ExpertStatus.SUSPENDED))
    await world.put_documents(*(a_review(number, world) for number in range(23)), a_review(99, world, expert="rani"))

    texts, cursor = list[str](), dict[str, Any]()
    for _ in range(3):
        page = (await world.call(list_expert_reviews, {"expert_id": DEWI, "limit": 10} | cursor)).body
        texts += [review["text"] for review in page["items"]]
        cursor = {"cursor": page["next_cursor"]}
    others = [await world.call(list_expert_reviews, {"expert_id": uid}) for uid in ("rani", "nobody")]

    assert texts == [f"Review {number}" for number in range(22, -1, -1)]
    assert cursor == {"cursor": None}
    assert [answer.code for answer in others] == ["expert_not_found"] * 2


async def test_admins_see_inactive_categories(world: World) -> None:
    """
    An inactive category is in no list of customers, and in that of admins, who can show it again.
    """
    body = {"category_id": "career", "name_id": "Karier", "name_en": "Career"}
    await world.call(save_category, body, as_=ADMIN)
    await world.call(save_category, body | {"active": False}, as_=ADMIN)

    shown = (await world.call(list_categories)).body["items"]
    saved = (await world.call(list_saved_categories, as_=ADMIN)).body["items"]
    stranger = await world.call(list_saved_categories, as_=EXPERT)

    assert (shown, [(one["category_id"], one["active"]) for one in saved]) == ([], [("career", False)])
    assert stranger.status == 403
