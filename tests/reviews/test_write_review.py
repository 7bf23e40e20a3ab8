"""Reviews of sessions: both sides write, neither reads the other's first, and one commit publishes both."""

import asyncio
import json
from datetime import datetime, timedelta

import pytest

from functions.catalogue.list_expert_reviews import list_expert_reviews
from functions.reviews.get_my_review import get_my_review
from functions.reviews.publish_overdue_reviews import publish_overdue_reviews
from functions.reviews.write_review import write_review
from functions.sessions.end_session import end_session
from functions.sessions.join_session import join_session
from shared.bookings import store as bookings
from shared.catalogue import store as catalogue
from shared.catalogue.models import Review
from shared.contracts.bookings import BookingStatus
from shared.identity import store as identity
from shared.kernel.ids import BookingId, Id, UserId
from tests.bookings.builders import a_confirmed_booking
from tests.bookings.steps import a_user, set_up_booking_domain
from tests.chat.steps import call_successfully
from tests.pairing.steps import TRIAL_CUSTOMER, put_experts_online, start_session
from tests.reviews.steps import (
    ENDED_AT,
    FIVE,
    FOUR,
    WINDOW,
    deliver_due_jobs,
    hold_call,
    hold_meeting,
    list_shown_reviews,
    list_written_reviews,
    load_rating,
    put_completed_booking,
    read_reviews,
    set_review_settings,
    set_up_call_with_expert,
    write_as,
    write_both,
)
from tests.sessions.attendance_steps import hold_session
from tests.world import ADMIN, ANA, BUDI, EXPERT, World, alias_in_session, alias_of_user

pytestmark = pytest.mark.emulator


async def test_a_review_is_sealed_until_the_other_side_has_written(world: World) -> None:
    """The expert reads and counts nothing of a sealed review, and is not told that one exists."""
    booking_id = await hold_meeting(world)

    mine = await write_as(world, ANA, booking_id)

    theirs = await read_reviews(world, EXPERT, booking_id)
    assert (mine.status, mine.body["mine"]["status"], mine.body["can_write"]) == (200, "sealed", True)
    assert datetime.fromisoformat(mine.body["closes_at"]) == ENDED_AT + WINDOW
    assert (theirs["mine"], theirs["theirs"], theirs["can_write"]) == (None, None, True)
    assert await list_shown_reviews(world) == []
    assert await load_rating(world) == (0, 0, 0)
    assert "ReviewPublished" not in world.sent_event_types


async def test_the_second_review_publishes_both(world: World) -> None:
    """Each side reads the other's; everybody reads the customer's, under a short name, and the rating counts it."""
    booking_id = await hold_meeting(world)
    await write_both(world, booking_id)

    page = await world.call(list_expert_reviews, {"expert_id": EXPERT.uid})

    customer, expert = await read_reviews(world, ANA, booking_id), await read_reviews(world, EXPERT, booking_id)
    (shown,) = page.body["items"]
    assert (shown["customer_name"], shown["stars"], shown["text"]) == ("Ana W.", 5, FIVE["text"])
    assert (customer["theirs"]["stars"], customer["theirs"]["text"]) == (4, FOUR["text"])
    assert (expert["theirs"]["stars"], expert["theirs"]["author_name"]) == (5, "Ana W.")
    assert (customer["can_write"], expert["can_write"]) == (False, False)
    assert await load_rating(world) == (500, 5, 1)
    assert booking_id not in json.dumps(page.body)


async def test_two_sides_at_once_publish_both_once(world: World) -> None:
    """However the two commits meet, the later one finds the other review."""
    booking_id = await hold_meeting(world)

    answers = await asyncio.gather(
        write_as(world, ANA, booking_id), write_as(world, EXPERT, booking_id, **FOUR), write_as(world, ANA, booking_id)
    )

    assert [answer.status for answer in answers] == [200, 200, 200]
    assert [one.status for one in await list_written_reviews(world)] == ["published", "published"]
    assert await load_rating(world) == (500, 5, 1)
    assert world.sent_event_types.count("ReviewPublished") == 2


async def test_words_change_until_the_other_side_has_written(world: World) -> None:
    """The last words before the other side's count; afterwards nothing changes, and the same words are no error."""
    booking_id = await hold_meeting(world)
    await write_as(world, ANA, booking_id, stars=2)
    await write_both(world, booking_id, stars=3)

    again = await write_as(world, ANA, booking_id, stars=3)
    late = await write_as(world, ANA, booking_id, stars=1)

    assert (again.status, again.body["mine"]["stars"]) == (200, 3)
    assert (late.status, late.code, late.body["review_status"]) == (409, "review_final", "published")
    assert await load_rating(world) == (300, 3, 1)


async def test_the_end_of_the_time_publishes_what_there_is(world: World) -> None:
    """At that very instant nobody may write any more, and the task publishes the one review."""
    booking_id = await hold_meeting(world)
    await write_as(world, ANA, booking_id)
    world.set_clock(ENDED_AT + WINDOW - timedelta(seconds=1))
    await deliver_due_jobs(world)
    early = await list_shown_reviews(world)
    world.set_clock(ENDED_AT + WINDOW)

    refused = [await write_as(world, person, booking_id, stars=1) for person in (ANA, EXPERT)]
    await deliver_due_jobs(world)

    assert early == []
    assert [(one.status, one.code, one.invalid_fields) for one in refused] == [
        (422, "review_window_over", ["session_id"])
    ] * 2
    assert all("11 December 2026 15:00 WIB" in one.body["errors"][0]["message"] for one in refused)
    assert [one.stars for one in await list_shown_reviews(world)] == [5]
    assert await load_rating(world) == (500, 5, 1)


async def test_the_sweep_publishes_what_the_timer_missed(world: World) -> None:
    """Also if it runs twice."""
    booking_id = await hold_meeting(world)
    await write_as(world, EXPERT, booking_id)
    await write_as(world, ANA, await put_completed_booking(world, BookingId("BE-20261126-ACD347")))
    world.set_clock(ENDED_AT + WINDOW)

    runs = [await world.call.run_schedule(publish_overdue_reviews, due_at=world.now) for _ in range(2)]

    assert [run.body["counted"] for run in runs] == [2, 0]
    assert {one.status for one in await list_written_reviews(world)} == {"published"}
    assert await load_rating(world) == (500, 5, 1)


@pytest.mark.parametrize("status", [BookingStatus.CONFIRMED, BookingStatus.NO_SHOW, BookingStatus.CANCELLED])
async def test_only_a_session_that_took_place_is_reviewed(world: World, status: BookingStatus) -> None:
    """A meeting that is not over, was missed or was cancelled has no reviews."""
    await set_up_booking_domain(world)
    booking_id = await put_completed_booking(world, status=status)

    answers = [await write_as(world, person, booking_id) for person in (ANA, EXPERT)]

    assert [(answer.status, answer.code) for answer in answers] == [(409, "session_not_held")] * 2


async def test_a_review_of_a_session_that_was_missed_after_all_is_never_read(world: World) -> None:
    """An absence that is decided while the review is sealed ends the right to review."""
    booking_id = await hold_meeting(world)
    await write_as(world, ANA, booking_id)
    await put_completed_booking(world, status=BookingStatus.NO_SHOW)
    world.set_clock(ENDED_AT + WINDOW)

    await deliver_due_jobs(world)

    assert [one.status for one in await list_written_reviews(world)] == ["void"]
    assert await load_rating(world) == (0, 0, 0)


async def test_an_absence_that_a_dispute_ends_with_takes_reviews_back(world: World) -> None:
    """In the commit of the admin's decision: both are gone, and so are the stars."""
    booking_id = await hold_session(world, ANA, EXPERT)
    await write_both(world, booking_id)
    rated = await load_rating(world)
    await call_successfully(world, ANA, "dispute_attendance", session_id=booking_id, text="She said nothing.")

    await call_successfully(
        world,
        ADMIN,
        "resolve_attendance_dispute",
        session_id=booking_id,
        outcome="expert_absent",
        reason="The expert joined and left.",
    )

    mine = await write_as(world, ANA, booking_id, stars=1)
    assert (rated, await load_rating(world)) == ((500, 5, 1), (0, 0, 0))
    assert {one.status for one in await list_written_reviews(world)} == {"void"}
    assert (mine.status, mine.code) == (409, "session_not_held")


@pytest.mark.parametrize("session_id", ["BE-20261126-ACD346", "BE-20261126-AAAAAA", "call-s-nobody", "nothing"])
async def test_a_stranger_finds_no_session(world: World, session_id: str) -> None:
    """Neither to write about nor to read the reviews of."""
    await hold_meeting(world)

    written = await write_as(world, BUDI, session_id)
    read = await world.call(get_my_review, {"session_id": session_id}, as_=BUDI)

    assert [(one.status, one.code) for one in (written, read)] == [(404, "session_not_found")] * 2


@pytest.mark.parametrize(
    ("words", "field"),
    [({"stars": 0}, "stars"), ({"stars": 6}, "stars"), ({"stars": 4.5}, "stars"), ({"text": "x" * 2_001}, "text")],
)
async def test_stars_and_words_have_limits(world: World, words: dict[str, object], field: str) -> None:
    """One to five whole stars, and 2,000 characters."""
    booking_id = await hold_meeting(world)

    answer = await write_as(world, ANA, booking_id, **words)

    assert (answer.status, answer.invalid_fields) == (422, [field])


async def test_a_free_meeting_is_reviewed_by_a_customer_with_a_proof(world: World) -> None:
    """Accounts cost nothing: without a confirmed address or number, they would make any rating."""
    await set_up_booking_domain(world)
    await world.put_documents(
        (identity.user_ref("ana"), a_user("ana").having(email_verified=False, phone_verified=False))
    )
    offer = a_confirmed_booking().offer.having(price=0)
    booking_id = await put_completed_booking(world, offer=offer)

    refused = await write_as(world, ANA, booking_id)
    seen = await read_reviews(world, ANA, booking_id)
    proven = ANA.with_email("ana@example.com")

    assert (refused.status, refused.code, seen["can_write"]) == (403, "review_needs_proof", False)
    assert (await read_reviews(world, proven, booking_id))["can_write"]
    assert (await write_as(world, proven, booking_id)).status == 200
    assert (await write_as(world, EXPERT, booking_id)).status == 200


async def test_contact_details_are_masked(world: World) -> None:
    """A review is no way to get around the filter of the chat."""
    booking_id = await hold_meeting(world)

    answer = await write_as(
        world, ANA, booking_id, text="Hubungi saya di 0812 3456 7890, ana@example.com atau https://ana.example/cv"
    )

    assert "0812" not in answer.body["mine"]["text"]
    assert "ana@" not in answer.body["mine"]["text"]
    assert "ana.example" not in answer.body["mine"]["text"]


async def test_a_changed_name_is_the_one_that_is_shown(world: World) -> None:
    """The name is that of the account when the review is written or changed, not that on the invoice."""
    booking_id = await hold_meeting(world)
    await world.put_documents((identity.user_ref("ana"), a_user("ana", full_name="Bela Putri Kusuma")))

    await write_both(world, booking_id)

    assert [one.customer_name for one in await list_shown_reviews(world)] == ["Bela K."]


async def test_without_double_blind_a_review_shows_at_once(world: World) -> None:
    """Until the other side writes, a change of stars changes the rating; the terms stay those of the first review."""
    await set_review_settings(world, double_blind=False)
    booking_id = await hold_meeting(world)
    await write_as(world, ANA, booking_id, stars=1)
    before = await load_rating(world)
    await set_review_settings(world, double_blind=True, window_days=1)
    await write_as(world, ANA, booking_id, stars=4)

    theirs = await write_as(world, EXPERT, booking_id)
    late = await write_as(world, ANA, booking_id, stars=1)

    assert (before, await load_rating(world)) == ((100, 1, 1), (400, 4, 1))
    assert theirs.body["mine"]["status"] == "published"
    assert datetime.fromisoformat(theirs.body["closes_at"]) == ENDED_AT + WINDOW
    assert late.code == "review_final"


async def test_a_person_writes_so_much_an_hour(world: World) -> None:
    """Words that are sent again cost nothing."""
    booking_id = await hold_meeting(world)
    for number in range(30):
        await write_as(world, ANA, booking_id, text=f"Draft {number}")

    again = await write_as(world, ANA, booking_id, text="Draft 29")
    more = await write_as(world, ANA, booking_id, text="Draft 30")

    assert again.status == 200
    assert (more.status, more.code, more.body["rule"]) == (429, "limit_reached", "reviews")


async def test_a_review_of_an_earlier_version_stands(world: World) -> None:
    """It is shown by its own id, and its customer writes no second one."""
    booking_id = await hold_meeting(world)
    old = Review(
        id=Id(booking_id),
        expert=UserId(EXPERT.uid),
        customer=UserId("ana"),
        customer_name="Ana",
        stars=5,
        created_at=ENDED_AT,
    )
    await world.put_documents((catalogue.review_ref(booking_id), old))

    written = await write_as(world, ANA, booking_id, stars=1)

    page = await world.call(list_expert_reviews, {"expert_id": EXPERT.uid})
    assert (written.status, written.code) == (409, "review_final")
    assert (await read_reviews(world, ANA, booking_id))["can_write"] is False
    assert [one["review_id"] for one in page.body["items"]] == [booking_id]


async def test_a_call_is_reviewed_under_its_pseudonym(world: World) -> None:
    """Two calls of one customer have nothing in common in all that the expert and everybody read."""
    first = await set_up_call_with_expert(world)
    second = await hold_call(world)
    for session_id in (first, second):
        await write_both(world, session_id, TRIAL_CUSTOMER)

    shown = await list_shown_reviews(world)
    page = (await world.call(list_expert_reviews, {"expert_id": EXPERT.uid})).body["items"]
    told = [(await read_reviews(world, EXPERT, session_id))["theirs"] for session_id in (first, second)]

    aliases = {alias_in_session("ana", session_id) for session_id in (first, second)}
    assert {one.customer for one in shown} == aliases
    assert len({one["customer_name"] for one in page}) == 2
    assert {one["author_name"] for one in told} == {one["customer_name"] for one in page}
    everything = json.dumps([page, told, [one.model_dump(mode="json") for one in shown]])
    assert not any(f'"{secret}"' in everything for secret in ("ana", "Ana", "Ana W.", alias_of_user("ana")))
    assert await load_rating(world) == (500, 10, 2)


async def test_a_call_that_one_side_missed_has_no_reviews(world: World) -> None:
    """Nor has a call that goes on."""
    await set_up_booking_domain(world)
    (dewi,) = await put_experts_online(world, EXPERT.uid)
    session_id = await start_session(world, dewi)
    await world.call(join_session, {"session_id": session_id}, as_=TRIAL_CUSTOMER)
    during = await write_as(world, TRIAL_CUSTOMER, session_id)
    await world.call(end_session, {"session_id": session_id}, as_=TRIAL_CUSTOMER)

    after = [await write_as(world, person, session_id) for person in (TRIAL_CUSTOMER, dewi)]

    assert {(one.status, one.code) for one in (during, *after)} == {(409, "session_not_held")}


async def test_write_review_takes_the_idempotency_key(world: World) -> None:
    """The same call with the same key is answered as before."""
    booking_id = await hold_meeting(world)
    body, key = {"session_id": booking_id} | FIVE, {"idempotency-key": "once"}

    answers = [await world.call(write_review, body, as_=ANA, headers=key) for _ in range(2)]

    assert answers[0].body == answers[1].body
    assert (await world.get(bookings.booking_ref(booking_id))) is not None
