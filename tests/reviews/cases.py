"""Cases of reviews: of sessions and products, their publication, and the news about them."""

from datetime import datetime, timedelta

from shared.assignments import store as assignments
from shared.catalogue import store as catalogue
from shared.catalogue.models import ProductReview
from shared.contracts.assignments import AssignmentStatus
from shared.kernel.ids import AssignmentId, Id, UserId
from tests.assignments.builders import an_assignment
from tests.assignments.steps import start_and_accept
from tests.cases import (
    Example,
    MeasuredCall,
    call_function,
    case,
    deliver_job,
    paged_rows,
    push_event,
    run_schedule,
    variants,
)
from tests.catalogue.steps import PRODUCT_ID, add_product, buy_and_pay_product
from tests.reviews.examples import OWN_REVIEW, RECEIVED_REVIEW, REVIEW_TO_WRITE, SESSION_REVIEWS
from tests.reviews.steps import (
    ENDED_AT,
    FIVE,
    FOUR,
    WINDOW,
    hold_meeting,
    write_as,
    write_both,
)
from tests.world import ANA, EXPERT, NOBODY, World


@case(
    "write_review",
    who=("customer", "expert"),
    example=Example(request={"session_id": "BE-20261126-ACD346"} | FIVE, response=SESSION_REVIEWS),
)
async def _write_review(world: World) -> MeasuredCall:
    booking_id = await hold_meeting(world)
    await write_as(world, EXPERT, booking_id, **FOUR)
    return call_function(world, "write_review", {"session_id": booking_id} | FIVE, ANA)


@case(
    "get_my_review",
    who=("customer", "expert"),
    example=Example(
        request={"session_id": "BE-20261126-ACD346"},
        response={
            **SESSION_REVIEWS,
            "can_write": False,
            "mine": {**SESSION_REVIEWS["mine"], "status": "published", "published_at": "2026-11-28T03:00:00Z"},
            "theirs": RECEIVED_REVIEW,
        },
    ),
)
async def _get_my_review(world: World) -> MeasuredCall:
    booking_id = await hold_meeting(world)
    await write_both(world, booking_id)
    return call_function(world, "get_my_review", {"session_id": booking_id}, ANA)


@case(
    "list_reviews_to_write",
    who=("customer", "expert"),
    example=Example(request={}, response={"items": [REVIEW_TO_WRITE], "next_cursor": None}),
)
async def _list_reviews_to_write(world: World) -> MeasuredCall:
    await start_and_accept(world)
    return call_function(world, "list_reviews_to_write", {}, ANA)


@variants("list_reviews_to_write")
async def _list_reviews_to_write_of_an_expert(world: World) -> list[MeasuredCall]:
    await start_and_accept(world)
    return [call_function(world, "list_reviews_to_write", {"side": "expert"}, EXPERT)]


@paged_rows("list_reviews_to_write", id="session_id", person=ANA)
async def _add_review_to_write(world: World, number: int, at: datetime) -> None:
    id = AssignmentId(f"BE-20261126-A{number:05d}")
    row = an_assignment(id=id, status=AssignmentStatus.ACCEPTED, ended_at=at, ended_by="customer")
    await world.put_documents((assignments.assignment_ref(id), row))


@case("publish_reviews", who="internal", tested_in="tests/reviews/test_write_review.py")
async def _publish_reviews(world: World) -> MeasuredCall:
    await write_as(world, ANA, await hold_meeting(world))
    world.set_clock(ENDED_AT + WINDOW)
    return await deliver_job(world, "publish_reviews", "PublishReviews")


@case("publish_overdue_reviews", who="internal")
async def _publish_overdue_reviews(world: World) -> MeasuredCall:
    await write_as(world, ANA, await hold_meeting(world))
    world.set_clock(ENDED_AT + WINDOW)
    return run_schedule(world, "publish_overdue_reviews")


@case(
    "plan_reminder_when_assignment_concluded",
    who="internal",
    tested_in="tests/assignments/test_assignment_reviews.py",
)
async def _plan_reminder_when_assignment_concluded(world: World) -> MeasuredCall:
    told = {"assignment_id": "BE-20261126-ACD346", "customer": "ana", "expert": "dewi", "outcome": "accepted"}
    return push_event(
        world,
        "plan_reminder_when_assignment_concluded",
        "AssignmentConcluded",
        **told,
        paid=105_000,
        refunded=0,
        at=world.now.isoformat(),
    )


@case("plan_reminder_when_booking_completed", who="internal", tested_in="tests/reviews/test_review_notices.py")
async def _plan_reminder_of_meeting(world: World) -> MeasuredCall:
    event = {"booking_id": await hold_meeting(world), "expert": EXPERT.uid, "customer": ANA.uid}
    ended_at = ENDED_AT.isoformat()
    return push_event(world, "plan_reminder_when_booking_completed", "BookingCompleted", **event, ended_at=ended_at)


@case("plan_reminder_when_session_ended", who="internal", tested_in="tests/reviews/test_review_notices.py")
async def _plan_reminder_of_call(world: World) -> MeasuredCall:
    ended = {"kind": "pairing", "expert": EXPERT.uid, "customer": "anon-a", "joined": ["customer", "expert"]}
    return push_event(
        world,
        "plan_reminder_when_session_ended",
        "SessionEnded",
        session_id="call-s-a",
        **ended,
        ended_by="customer",
        ended_at=world.now.isoformat(),
    )


@case("remind_of_review", who="internal", tested_in="tests/reviews/test_review_notices.py")
async def _remind_of_review(world: World) -> MeasuredCall:
    booking_id = await hold_meeting(world)
    event = {"booking_id": booking_id, "expert": EXPERT.uid, "customer": ANA.uid, "ended_at": ENDED_AT.isoformat()}
    await push_event(world, "plan_reminder_when_booking_completed", "BookingCompleted", **event)()
    world.set_clock(ENDED_AT + timedelta(days=1))
    return await deliver_job(world, "remind_of_review", "RemindOfReview")


@case(
    "write_product_review",
    who=("customer", "expert"),
    example=Example(
        request={"product_id": "Hh7iI8jJ9kK0lL1mM2nN"} | FIVE,
        response={
            **OWN_REVIEW,
            "topic": "product",
            "session_id": None,
            "order_id": "BE-20261126-ACD346",
            "product_id": "Hh7iI8jJ9kK0lL1mM2nN",
            "recipient_name": "PM Interview Guide",
            "status": "published",
            "published_at": "2026-11-27T09:00:00Z",
        },
    ),
)
async def _write_product_review(world: World) -> MeasuredCall:
    await add_product(world)
    await buy_and_pay_product(world)
    return call_function(world, "write_product_review", {"product_id": PRODUCT_ID} | FIVE, ANA)


@case(
    "list_product_reviews",
    who="anyone",
    example=Example(
        request={"expert_id": "Qw8r2TyU4iO6pA9sD1fG", "product_id": "Hh7iI8jJ9kK0lL1mM2nN", "limit": 20},
        response={
            "items": [
                {
                    "review_id": "Xk7nQ4wZt2Lp9VbR3sDy",
                    "customer_name": "Sari W.",
                    "stars": 5,
                    "text": "Sangat membantu!",
                    "reply": None,
                    "created_at": "2026-11-27T09:00:00Z",
                }
            ],
            "next_cursor": None,
        },
    ),
)
async def _list_product_reviews(world: World) -> MeasuredCall:
    await add_product(world)
    query = {"expert_id": EXPERT.uid, "product_id": PRODUCT_ID}
    return call_function(world, "list_product_reviews", query, NOBODY)


@paged_rows("list_product_reviews", id="text", person=ANA, query={"expert_id": EXPERT.uid, "product_id": PRODUCT_ID})
async def _add_product_review_row(world: World, number: int, at: datetime) -> None:
    await add_product(world)
    review = ProductReview(
        id=Id(f"BE-20261126-AAA{number:03}_{PRODUCT_ID}"),
        expert=UserId(EXPERT.uid),
        product=PRODUCT_ID,
        customer=UserId("ana"),
        customer_name="Ana W.",
        stars=5,
        text=f"r{number:05d}",
        created_at=at,
    )
    await world.put_documents((catalogue.product_review_ref(review.id), review))
