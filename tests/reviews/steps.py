"""Steps of reviews: sessions that took place, and what people write about them."""

from datetime import timedelta
from typing import Any

from functions.control_center.relay_outbox import relay_outbox
from functions.reviews.decide_on_review import decide_on_review
from functions.reviews.get_my_review import get_my_review
from functions.reviews.report_review import report_review
from functions.reviews.write_review import write_review
from functions.sessions.end_session import end_session
from functions.sessions.join_session import join_session
from shared.bookings import store as bookings
from shared.catalogue import store as catalogue
from shared.catalogue.models import Expert, Review
from shared.contracts.bookings import BookingStatus
from shared.kernel.ids import BookingId, UserId
from shared.kernel.ports import Query
from shared.reviews import store
from shared.reviews.models import WrittenReview
from shared.reviews.settings import ReviewSettings
from tests.bookings.builders import BOOKING_ID, TOMORROW, a_confirmed_booking
from tests.bookings.steps import set_up_booking_domain
from tests.pairing.steps import TRIAL_CUSTOMER, put_experts_online, start_session_by_credit
from tests.world import ADMIN, ANA, EXPERT, Answer, Person, World

ENDED_AT = TOMORROW + timedelta(hours=1)
"""End of Ana's meeting with Dewi."""
WINDOW = timedelta(days=14)
FIVE = {"stars": 5, "text": "Sangat membantu!"}
FOUR = {"stars": 4, "text": "Datang dengan pertanyaan yang jelas."}


async def put_completed_booking(world: World, id: BookingId = BOOKING_ID, **given: Any) -> BookingId:
    """Store a booking of Ana's with Dewi that is completed, and the clock an hour later."""
    booking = a_confirmed_booking(**{"id": id, "status": BookingStatus.COMPLETED} | given)
    await world.put_documents((bookings.booking_ref(id), booking))
    world.set_clock(max(world.now, ENDED_AT + timedelta(hours=1)))
    return id


async def hold_meeting(world: World) -> BookingId:
    """Store Dewi, her customers, and Ana's completed booking with her."""
    await set_up_booking_domain(world)
    return await put_completed_booking(world)


async def hold_call(world: World, who: Person = TRIAL_CUSTOMER, expert: Person = EXPERT) -> str:
    """Have a customer and an expert, who is online, meet in a call, end the call, and return the session's id."""
    session_id = await start_session_by_credit(world, expert, who)
    for person in (who, expert):
        assert (await world.call(join_session, {"session_id": session_id}, as_=person)).status == 200
    assert (await world.call(end_session, {"session_id": session_id}, as_=who)).status == 200
    await world.deliver()
    return session_id


async def set_up_call_with_expert(world: World) -> str:
    """Bring Dewi online as a listed expert, have Ana and her meet in a call, and return the session's id."""
    await set_up_booking_domain(world)
    await put_experts_online(world, EXPERT.uid)
    return await hold_call(world)


async def write_as(world: World, person: Person, session_id: str, **words: Any) -> Answer:
    """Write the review of a session as a person."""
    return await world.call(write_review, {"session_id": session_id} | FIVE | words, as_=person)


async def write_both(world: World, session_id: str, who: Person = ANA, **words: Any) -> Answer:
    """Write the reviews of a session from both sides, the customer's first; return the answer to the customer's."""
    mine = await write_as(world, who, session_id, **words)
    theirs = await write_as(world, EXPERT, session_id, **FOUR)
    assert (mine.status, theirs.status) == (200, 200), (mine.body, theirs.body)
    return mine


async def publish_reviews_of_meeting(world: World, **words: Any) -> str:
    """Hold Ana's meeting with Dewi, write from both sides, and return the `review_id` of Ana's review."""
    await write_both(world, await hold_meeting(world), **words)
    return await find_review_id(world)


async def find_review_id(world: World) -> str:
    """Find the id by which people know the one review that Dewi's page shows."""
    (shown,) = await list_shown_reviews(world)
    return str(shown.review_id)


async def report_as(world: World, person: Person, review_id: str, **given: Any) -> Answer:
    """Report a review as a person."""
    return await world.call(report_review, {"review_id": review_id, "reason": "abuse"} | given, as_=person)


async def decide_as_admin(world: World, review_id: str, decision: str) -> Answer:
    """Decide on a review as an admin."""
    body = {"review_id": review_id, "decision": decision, "reason": "It names a third person."}
    return await world.call(decide_on_review, body, as_=ADMIN)


async def read_reviews(world: World, person: Person, session_id: str) -> dict[str, Any]:
    """Read the reviews of a session as a person sees them."""
    answer = await world.call(get_my_review, {"session_id": session_id}, as_=person)
    assert answer.status == 200, answer.body
    body: dict[str, Any] = answer.body
    return body


async def deliver_due_jobs(world: World) -> None:
    """Send what is due and may wait for the sweep, and deliver it."""
    await world.call.run_schedule(relay_outbox, due_at=world.now)
    await world.deliver()


async def set_review_settings(world: World, **given: Any) -> None:
    """Store other settings of reviews than the defaults."""
    await world.put_documents((store.SETTINGS, ReviewSettings(**given)))


async def load_expert(world: World, uid: str = EXPERT.uid) -> Expert:
    """Load a stored expert."""
    found = await world.get(catalogue.expert_ref(uid))
    assert found is not None
    return found


async def load_rating(world: World) -> tuple[int, int, int]:
    """Load Dewi's rating, the sum of her stars and their number."""
    expert = await load_expert(world)
    return expert.rating, expert.rating_sum, expert.rating_count


async def list_shown_reviews(world: World, uid: str = EXPERT.uid) -> list[Review]:
    """List the stored reviews that an expert's page shows."""
    return await world.reader.query(catalogue.reviews_query(UserId(uid)))


async def list_written_reviews(world: World) -> list[WrittenReview]:
    """List all stored reviews, in any state."""
    return await world.reader.query(Query("written_reviews", WrittenReview))
