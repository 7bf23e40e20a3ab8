"""Cases of reviews: answers, reports, decisions of admins, lists."""

from datetime import datetime
from typing import Any

from shared.kernel.ids import Id, SessionId, UserId
from shared.reviews import store
from shared.reviews.models import ReviewReport, ReviewReportReason, ReviewStatus, ReviewTopic, WrittenReview
from tests.cases import Example, MeasuredCall, call_function, case, paged_rows, push_event, variants
from tests.reviews.examples import OWN_REVIEW, RECEIVED_REVIEW
from tests.reviews.steps import hold_meeting, publish_reviews_of_meeting, report_as
from tests.world import ADMIN, ANA, BUDI, EXPERT, World, alias_of_user

_REVIEW_ID = "Xk7nQ4wZt2Lp9VbR3sDy"
_ABOUT_EXPERT = {**RECEIVED_REVIEW, "review_id": _REVIEW_ID, "topic": "expert", "author_name": "Sari W.", "stars": 2}
_REMOVED: dict[str, Any] = {
    "review_id": _REVIEW_ID,
    "topic": "expert",
    "session_id": "BE-20261126-ACD346",
    "order_id": None,
    "product_id": None,
    "expert_id": "Zx3k9QmT1bV7cR5nW2pL",
    "customer_id": "b8Kq2ZtP4mN6xR1vY9cL",
    "author_name": "Sari W.",
    "stars": 1,
    "text": "Saya tahu di mana dia tinggal.",
    "reply": None,
    "replied_at": None,
    "status": "removed",
    "written_at": "2026-11-27T09:00:00Z",
    "reports": [],
    "decision": {
        "kind": "remove",
        "reason": "The review threatens the expert.",
        "by": "Lp4nQ8rT2vX6zB1cF5hJ",
        "at": "2026-11-29T02:00:00Z",
    },
}
_REPORTED = {
    **_REMOVED,
    "status": "published",
    "reports": [
        {
            "reporter": "Zx3k9QmT1bV7cR5nW2pL",
            "reason": "abuse",
            "notes": "A threat.",
            "at": "2026-11-28T05:00:00Z",
            "can_hide": True,
        }
    ],
    "decision": None,
}


@case(
    "reply_to_review",
    who="expert",
    example=Example(
        request={"review_id": _REVIEW_ID, "text": "Terima kasih!"},
        response={**_ABOUT_EXPERT, "reply": "Terima kasih!", "replied_at": "2026-11-28T04:00:00Z"},
    ),
)
async def _reply_to_review(world: World) -> MeasuredCall:
    review_id = await publish_reviews_of_meeting(world)
    return call_function(world, "reply_to_review", {"review_id": review_id, "text": "Terima kasih!"}, EXPERT)


@case(
    "report_review",
    who=("customer", "expert"),
    tested_in="tests/reviews/test_review_moderation.py",
    example=Example(
        request={"review_id": _REVIEW_ID, "reason": "abuse", "notes": "A threat."}, response={"review_id": _REVIEW_ID}
    ),
)
async def _report_review(world: World) -> MeasuredCall:
    review_id = await publish_reviews_of_meeting(world)
    return call_function(world, "report_review", {"review_id": review_id, "reason": "abuse"}, BUDI)


@case("alert_when_review_reported", who="internal", tested_in="tests/reviews/test_review_moderation.py")
async def _alert_when_review_reported(world: World) -> MeasuredCall:
    return push_event(world, "alert_when_review_reported", "ReviewReported", review_id=_REVIEW_ID, reason="abuse")


@case(
    "decide_on_review",
    who="admin",
    example=Example(
        request={"review_id": _REVIEW_ID, "decision": "remove", "reason": "The review threatens the expert."},
        response=_REMOVED,
    ),
)
async def _decide_on_review(world: World) -> MeasuredCall:
    review_id = await publish_reviews_of_meeting(world)
    await report_as(world, BUDI, review_id)
    body = {"review_id": review_id, "decision": "remove", "reason": "The review threatens the expert."}
    return call_function(world, "decide_on_review", body, ADMIN)


@case(
    "delete_review",
    who=("customer", "expert"),
    example=Example(
        request={"review_id": _REVIEW_ID},
        response={**OWN_REVIEW, "text": "", "status": "deleted", "published_at": "2026-11-28T03:00:00Z"},
    ),
)
async def _delete_review(world: World) -> MeasuredCall:
    return call_function(world, "delete_review", {"review_id": await publish_reviews_of_meeting(world)}, ANA)


@case(
    "list_my_reviews",
    who=("customer", "expert"),
    example=Example(request={"limit": 20}, response={"items": [OWN_REVIEW], "next_cursor": None}),
)
async def _list_my_reviews(world: World) -> MeasuredCall:
    await publish_reviews_of_meeting(world)
    return call_function(world, "list_my_reviews", {}, ANA)


@case(
    "list_received_reviews",
    who=("customer", "expert"),
    example=Example(request={"limit": 20}, response={"items": [_ABOUT_EXPERT], "next_cursor": None}),
)
async def _list_received_reviews(world: World) -> MeasuredCall:
    await publish_reviews_of_meeting(world)
    return call_function(world, "list_received_reviews", {}, EXPERT)


@case(
    "list_reported_reviews",
    who="admin",
    example=Example(request={"queue": "reported", "limit": 20}, response={"items": [_REPORTED], "next_cursor": None}),
)
async def _list_reported_reviews(world: World) -> MeasuredCall:
    await report_as(world, BUDI, await publish_reviews_of_meeting(world))
    return call_function(world, "list_reported_reviews", {}, ADMIN)


@variants("list_reported_reviews")
async def _list_hidden_reviews(world: World) -> list[MeasuredCall]:
    await hold_meeting(world)
    return [call_function(world, "list_reported_reviews", {"queue": "hidden"}, ADMIN)]


@paged_rows("list_my_reviews", id="review_id", person=ANA)
async def _add_own_row(world: World, number: int, at: datetime) -> None:
    """Store a review that Ana wrote under her account, or in a call under the alias of her account."""
    author = UserId("ana") if number % 2 else alias_of_user("ana")
    await _put_review(world, number, author=author, written_at=at)


@paged_rows("list_received_reviews", id="review_id", person=EXPERT)
async def _add_received_row(world: World, number: int, at: datetime) -> None:
    await _put_review(world, number, written_at=at, published_at=at, status=ReviewStatus.PUBLISHED)


@paged_rows("list_reported_reviews", id="review_id", person=ADMIN)
async def _add_reported_row(world: World, number: int, at: datetime) -> None:
    report = ReviewReport(reporter=UserId("budi"), reason=ReviewReportReason.SPAM, at=at)
    await _put_review(world, number, written_at=at, status=ReviewStatus.PUBLISHED, reports=(report,))


async def _put_review(world: World, number: int, *, written_at: datetime, **given: object) -> None:
    """Store a review of Dewi."""
    values: dict[str, object] = {
        "id": f"call-s-{number}",
        "review_id": Id(f"r{number}"),
        "topic": ReviewTopic.EXPERT,
        "session_id": SessionId(f"call-s-{number}"),
        "expert": UserId(EXPERT.uid),
        "customer": UserId("anon-session"),
        "author": UserId("ana"),
        "author_name": "Camar Biru 11",
        "recipient": UserId(EXPERT.uid),
        "recipient_name": "Dewi",
        "stars": 5,
        "status": ReviewStatus.SEALED,
        "closes_at": written_at,
        "written_at": written_at,
    } | given
    review = WrittenReview.model_validate(values)
    await world.put_documents((store.written_review_ref(review.id), review))
