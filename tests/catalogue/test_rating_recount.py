"""The rating of every expert is compared with a recount, each night."""

import pytest

from functions.catalogue.check_expert_ratings import check_expert_ratings
from tests.catalogue.builders import a_review, add_experts, an_expert
from tests.world import World

pytestmark = pytest.mark.emulator


async def test_a_rating_that_differs_from_its_reviews_is_alerted(world: World) -> None:
    """One that counts a review too many, or misses one; all others pass, also those without reviews."""
    right = an_expert("dewi", rating=500, rating_sum=10, rating_count=2)
    others = [an_expert(uid, rating=500, rating_sum=5, rating_count=1) for uid in ("eli", "fina")]
    unrated = [an_expert(uid, rating=0, rating_sum=0, rating_count=0) for uid in ("gita", "hana")]
    await add_experts(world, right, *others, *unrated)
    reviews = [a_review(number, world, uid) for number, uid in enumerate(("dewi", "dewi", "eli", "gita"))]
    await world.put_documents(*reviews)

    run = await world.call.run_schedule(check_expert_ratings, due_at=world.now)

    alerts = [line["expert_id"] for line in world.log_lines if "rating differs" in line["message"]]
    assert (run.status, run.body["counted"], run.body["failed"]) == (200, 5, 2)
    assert alerts == ["fina", "gita"]
