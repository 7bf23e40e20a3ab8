"""Cases of notifications: news about reviews."""

from tests.bookings.builders import BOOKING_ID
from tests.cases import MeasuredCall, call_function, case, push_event
from tests.reviews.steps import decide_as_admin, publish_reviews_of_meeting
from tests.world import EXPERT, World


@case("tell_person_when_review_published", who="internal", tested_in="tests/reviews/test_review_notices.py")
async def _tell_person_of_review(world: World) -> MeasuredCall:
    await publish_reviews_of_meeting(world)
    return _push_news(world, "tell_person_when_review_published", "ReviewPublished")


@case("tell_author_when_review_replied", who="internal", tested_in="tests/reviews/test_review_notices.py")
async def _tell_author_of_reply(world: World) -> MeasuredCall:
    review_id = await publish_reviews_of_meeting(world)
    await call_function(world, "reply_to_review", {"review_id": review_id, "text": "Terima kasih!"}, EXPERT)()
    return _push_news(world, "tell_author_when_review_replied", "ReviewReplied")


@case("tell_author_when_review_removed", who="internal", tested_in="tests/reviews/test_review_notices.py")
async def _tell_author_of_removal(world: World) -> MeasuredCall:
    await decide_as_admin(world, await publish_reviews_of_meeting(world), "remove")
    return _push_news(world, "tell_author_when_review_removed", "ReviewRemoved")


def _push_news(world: World, function: str, event: str) -> MeasuredCall:
    return push_event(world, function, event, written_review=BOOKING_ID, at=world.now.isoformat())
