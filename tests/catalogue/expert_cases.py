"""Cases of the catalogue: pages of experts, the list of experts, categories."""

from datetime import datetime

from tests.cases import Example, MeasuredCall, call_function, case, deliver_job, paged_rows, run_schedule, variants
from tests.catalogue.builders import DEWI, PROFILE_BODY, a_review, add_categories, add_experts, an_expert
from tests.catalogue.examples import (
    EXPERT_CARD,
    HOURS,
    OWN_SERVICE,
    PRODUCT,
    PRODUCT_ON_SALE,
    PROFILE,
    SERVICE,
    SUBMITTED_APPLICATION,
)
from tests.catalogue.steps import add_expert_with_services, use_fake_files
from tests.world import ADMIN, ANA, EXPERT, NOBODY, World

_REVIEW = {
    "review_id": "Xk7nQ4wZt2Lp9VbR3sDy",
    "customer_name": "Budi",
    "stars": 5,
    "text": "Sangat membantu!",
    "reply": None,
    "created_at": "2026-11-24T08:00:00Z",
}


_CATEGORY = {"category_id": "career", "name_id": "Karier", "name_en": "Career", "position": 1, "active": True}


_EXPERT = {**SUBMITTED_APPLICATION, **EXPERT_CARD, "status": "active"}


@case(
    "update_expert_profile", who="expert", example=Example(request=PROFILE, response={**_EXPERT, "proposed_name": None})
)
async def _update_expert_profile(world: World) -> MeasuredCall:
    await add_expert_with_services(world)
    await add_categories(world, "career")
    return call_function(world, "update_expert_profile", PROFILE_BODY | {"categories": ["career"]}, EXPERT)


@case("change_slug", who="expert", example=Example(request={"slug": "dewi"}, response={**_EXPERT, "slug": "dewi"}))
async def _change_slug(world: World) -> MeasuredCall:
    await add_expert_with_services(world)
    return call_function(world, "change_slug", {"slug": "dewi-lestari"}, EXPERT)


@case("delete_file", who="internal")
async def _delete_file(world: World) -> MeasuredCall:
    await add_expert_with_services(world)
    use_fake_files(world, "image/png")
    for upload in ("a-photo", "another-photo"):
        await call_function(world, "set_my_photo", {"upload_id": upload}, EXPERT)()
    return await deliver_job(world, "delete_file", "DeleteFile")


@case(
    "get_my_expert_page",
    who=("expert", "customer"),
    example=Example(
        response={
            "expert": _EXPERT,
            "note": "Welcome!",
            "proposed_name": None,
            "name_note": "",
            "services": [OWN_SERVICE],
            "products": [PRODUCT],
            "hours": HOURS,
        }
    ),
)
async def _get_my_expert_page(world: World) -> MeasuredCall:
    await add_expert_with_services(world)
    return call_function(world, "get_my_expert_page", None, EXPERT)


@case(
    "save_category",
    who="admin",
    example=Example(
        request={"category_id": "career", "name_id": "Karier", "name_en": "Career", "position": 1}, response=_CATEGORY
    ),
)
async def _save_category(world: World) -> MeasuredCall:
    body = {"category_id": "career", "name_id": "Karier", "name_en": "Career"}
    return call_function(world, "save_category", body, ADMIN)


@case("list_saved_categories", who="admin", example=Example(response={"items": [_CATEGORY], "next_cursor": None}))
async def _list_saved_categories(world: World) -> MeasuredCall:
    await add_categories(world, "career", "design")
    return call_function(world, "list_saved_categories", None, ADMIN)


@case(
    "list_expert_reviews",
    who="anyone",
    example=Example(
        request={"expert_id": "Qw8r2TyU4iO6pA9sD1fG", "limit": 20},
        response={"items": [_REVIEW], "next_cursor": None},
    ),
)
async def _list_expert_reviews(world: World) -> MeasuredCall:
    await add_expert_with_services(world)
    await world.put_documents(*(a_review(number, world) for number in range(30)))
    return call_function(world, "list_expert_reviews", {"expert_id": DEWI}, NOBODY)


@paged_rows("list_expert_reviews", id="text", person=ANA, query={"expert_id": DEWI})
async def _add_review_row(world: World, number: int, at: datetime) -> None:
    await add_experts(world, an_expert())
    ref, review = a_review(number, world)
    await world.put_documents((ref, review.having(text=f"r{number:05d}", created_at=at)))


@case("check_expert_ratings", who="internal")
async def _check_expert_ratings(world: World) -> MeasuredCall:
    await add_expert_with_services(world)
    await world.put_documents(*(a_review(number, world) for number in range(10)))
    return run_schedule(world, "check_expert_ratings")


@case("list_categories", who="anyone", example=Example(response={"items": [_CATEGORY], "next_cursor": None}))
async def _list_categories(world: World) -> MeasuredCall:
    await add_categories(world, "career", "design")
    return call_function(world, "list_categories", None, NOBODY)


@case(
    "list_experts",
    who="anyone",
    example=Example(
        request={
            "expertise": "Agile",
            "language": "id",
            "price_max": 200000,
            "min_rating": 4,
            "sort": "rating",
            "limit": 20,
        },
        response={
            "items": [EXPERT_CARD],
            "next_cursor": "WyI3MGNjNDRmODQ5MmEiLDQ4MCwxNTAwMDAsIlF3OHIyVHlVNGlPNnBBOXNEMWZHIl0",
        },
    ),
)
async def _list_experts(world: World) -> MeasuredCall:
    await add_experts(world, *(an_expert(f"e{number:02}") for number in range(40)))
    return call_function(world, "list_experts", {"expertise": "Product Strategy", "price_max": 200_000}, NOBODY)


@variants("list_experts")
async def _list_experts_otherwise(world: World) -> list[MeasuredCall]:
    """Search in each order, with every filter that can be combined."""
    filters = {"expertise": "agile", "language": "id", "price_min": 1, "price_max": 2, "min_rating": 4.5}
    orders = ("rating", "price", "soonest")
    return [call_function(world, "list_experts", filters | {"sort": order}, NOBODY) for order in orders]


@case(
    "get_expert",
    who="anyone",
    example=Example(
        request={"slug": "dewi-lestari"},
        response={
            "expert": _EXPERT,
            "moved": False,
            "services": [SERVICE],
            "products": [PRODUCT_ON_SALE],
            "reviews": [_REVIEW],
        },
    ),
)
async def _get_expert(world: World) -> MeasuredCall:
    await add_expert_with_services(world)
    await world.put_documents(*(a_review(number, world) for number in range(2)))
    return call_function(world, "get_expert", {"slug": "expert-dewi"}, NOBODY)


@paged_rows("list_experts", id="expert_id", person=ANA)
async def _add_expert_row(world: World, number: int, at: datetime) -> None:
    """Store an expert; two experts each have the same rating, by which the list is sorted."""
    await add_experts(world, an_expert(f"p{number}", rating=400 + number // 2))
