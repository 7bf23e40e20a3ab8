"""Published reviews: the expert answers once, people report, admins decide, authors delete; the rating follows."""

import asyncio
from itertools import permutations

import pytest

from functions.catalogue.list_expert_reviews import list_expert_reviews
from functions.reviews.delete_review import delete_review
from functions.reviews.list_my_reviews import list_my_reviews
from functions.reviews.list_received_reviews import list_received_reviews
from functions.reviews.list_reported_reviews import list_reported_reviews
from functions.reviews.reply_to_review import reply_to_review
from shared.catalogue import store as catalogue
from shared.catalogue.models import Review
from shared.control_center.audit_models import AuditRecord
from shared.kernel.ids import Id, UserId
from shared.kernel.ports import Query
from tests.pairing.steps import TRIAL_CUSTOMER
from tests.reviews.steps import (
    ENDED_AT,
    FOUR,
    decide_as_admin,
    find_review_id,
    hold_call,
    hold_meeting,
    list_shown_reviews,
    list_written_reviews,
    load_rating,
    publish_reviews_of_meeting,
    put_completed_booking,
    read_reviews,
    report_as,
    set_review_settings,
    set_up_call_with_expert,
    write_as,
    write_both,
)
from tests.world import ADMIN, ANA, BUDI, EXPERT, Answer, Person, World, alias_in_session, alias_of_user

pytestmark = pytest.mark.emulator

RANI = Person("rani", role="expert")


async def reply_as(world: World, person: Person, review_id: str, text: str = "Terima kasih!") -> Answer:
    """Answer a review as a person."""
    return await world.call(reply_to_review, {"review_id": review_id, "text": text}, as_=person)


async def delete_as(world: World, person: Person, review_id: str) -> Answer:
    """Delete a review as a person."""
    return await world.call(delete_review, {"review_id": review_id}, as_=person)


async def test_the_expert_answers_once(world: World) -> None:
    """Everybody reads the answer; it changes for two days, and never afterwards."""
    review_id = await publish_reviews_of_meeting(world)
    first = await reply_as(world, EXPERT, review_id)
    world.later(hours=47)
    changed = await reply_as(world, EXPERT, review_id, "Terima kasih, Ana!")
    world.later(hours=1)

    late = await reply_as(world, EXPERT, review_id, "Sama-sama.")
    again = await reply_as(world, EXPERT, review_id, "Terima kasih, Ana!")

    page = (await world.call(list_expert_reviews, {"expert_id": EXPERT.uid})).body
    assert [one.status for one in (first, changed, again)] == [200, 200, 200]
    assert (late.status, late.code) == (409, "reply_final")
    assert [one["reply"] for one in page["items"]] == ["Terima kasih, Ana!"]
    assert (await read_reviews(world, ANA, "BE-20261126-ACD346"))["mine"]["reply"] == "Terima kasih, Ana!"
    assert world.sent_event_types.count("ReviewReplied") == 1


async def test_nobody_else_answers_and_no_review_of_a_customer_is_answered(world: World) -> None:
    """For another expert the review cannot be answered; a sealed one cannot even be known of."""
    booking_id = await hold_meeting(world)
    sealed = await write_as(world, ANA, booking_id)
    early = await reply_as(world, EXPERT, sealed.body["mine"]["review_id"])
    await write_as(world, EXPERT, booking_id, **FOUR)
    of_customer = (await read_reviews(world, EXPERT, booking_id))["mine"]["review_id"]

    answers = [
        early,
        await reply_as(world, RANI, sealed.body["mine"]["review_id"]),
        await reply_as(world, EXPERT, of_customer),
        await reply_as(world, EXPERT, "nothing"),
    ]

    assert [(one.status, one.code) for one in answers] == [(404, "review_not_found")] * 4


@pytest.mark.parametrize("decision", ["hide", "remove"])
async def test_a_review_that_is_not_shown_counts_nowhere(world: World, decision: str) -> None:
    """Without its only review an expert has no rating, not a 0; restored, it counts as before."""
    review_id = await publish_reviews_of_meeting(world)
    await report_as(world, BUDI, review_id)

    gone = [await decide_as_admin(world, review_id, decision) for _ in range(2)]

    received = (await world.call(list_received_reviews, as_=EXPERT)).body["items"]
    unrated = await load_rating(world)
    mine = (await read_reviews(world, ANA, "BE-20261126-ACD346"))["mine"]
    back = await decide_as_admin(world, review_id, "restore")
    assert [one.status for one in (*gone, back)] == [200, 200, 200]
    assert (received, unrated) == ([], (0, 0, 0))
    assert mine["removal_reason"] == ("It names a third person." if decision == "remove" else None)
    assert await load_rating(world) == (500, 5, 1)
    assert len(await list_shown_reviews(world)) == 1


async def test_a_decision_leaves_an_audit_record_and_empties_the_queue(world: World) -> None:
    """The record names the admin, the reason and the review; what is only hidden stays in the queue."""
    review_id = await publish_reviews_of_meeting(world)
    await report_as(world, BUDI, review_id, notes="Lies.")
    queued = (await world.call(list_reported_reviews, as_=ADMIN)).body["items"]
    await decide_as_admin(world, review_id, "hide")
    hidden = (await world.call(list_reported_reviews, as_=ADMIN)).body["items"]

    await decide_as_admin(world, review_id, "remove")

    left = (await world.call(list_reported_reviews, as_=ADMIN)).body["items"]
    removed = (await world.call(list_reported_reviews, {"queue": "removed"}, as_=ADMIN)).body["items"]
    records = await world.reader.query(
        Query("audit_records", AuditRecord).matching("function", "==", "decide_on_review")
    )
    assert [(one["review_id"], one["reports"][0]["notes"]) for one in queued] == [(review_id, "Lies.")]
    assert [one["status"] for one in hidden] == ["hidden"]
    assert (left, [one["decision"]["reason"] for one in removed]) == ([], ["It names a third person."])
    assert {(one.admin, one.reason) for one in records} == {("citra", "It names a third person.")}
    assert all("written_reviews/BE-20261126-ACD346" in one.subjects for one in records)


async def test_reports_of_several_people_hide_a_review_until_an_admin_decides(world: World) -> None:
    """Each person counts once; what an admin has kept is not hidden again; the team is alerted once a queue."""
    await set_review_settings(world, hide_after_reports=2)
    review_id = await publish_reviews_of_meeting(world)
    known = BUDI.with_email("budi@example.com")
    for person in (known, known, RANI):
        assert (await report_as(world, person, review_id)).status == 200
    hidden = await load_rating(world)
    await world.deliver()
    alerts = [line for line in world.log_lines if "review reported" in line["message"]]
    await decide_as_admin(world, review_id, "keep")
    for person in (known, RANI):
        await report_as(world, person, review_id)

    assert hidden == (0, 0, 0)
    assert await load_rating(world) == (500, 5, 1)
    assert len(alerts) == 1


async def test_accounts_without_any_proof_hide_no_review(world: World) -> None:
    """Anybody can open hundreds of accounts. Their reports wait for an admin, and keep nobody else's out."""
    await set_review_settings(world, hide_after_reports=2)
    review_id = await publish_reviews_of_meeting(world)
    for number in range(60):
        anonymous = Person(f"ghost-{number}", anonymous=True)
        unproven = Person(f"ghost-{number}").with_email(f"ghost-{number}@example.com", verified=False)
        reporter = anonymous if number % 2 else unproven
        assert (await report_as(world, reporter, review_id)).status == 200
    after_ghosts = await load_rating(world)

    for person in (BUDI.with_email("budi@example.com"), RANI):
        await report_as(world, person, review_id)

    (listed,) = (await world.call(list_reported_reviews, as_=ADMIN)).body["items"]
    assert after_ghosts == (500, 5, 1)
    assert await load_rating(world) == (0, 0, 0)
    assert len(listed["reports"]) == 50
    assert {one["reporter"] for one in listed["reports"]} >= {"budi", "rani"}


async def test_only_a_review_that_one_can_read_is_reported(world: World) -> None:
    """Not one's own, and the expert's review of a customer by that customer alone."""
    booking_id = await hold_meeting(world)
    sealed = (await write_as(world, ANA, booking_id)).body["mine"]["review_id"]
    early = await report_as(world, EXPERT, sealed)
    await write_as(world, EXPERT, booking_id, **FOUR)
    of_customer = (await read_reviews(world, ANA, booking_id))["theirs"]["review_id"]

    own = await report_as(world, ANA, sealed)
    others = await report_as(world, BUDI, of_customer)
    concerned = await report_as(world, ANA, of_customer)

    assert [(one.status, one.code) for one in (early, others)] == [(404, "review_not_found")] * 2
    assert (own.status, own.invalid_fields) == (422, ["review_id"])
    assert concerned.status == 200


async def test_a_person_reports_so_much_a_day(world: World) -> None:
    """A report that was made before costs nothing."""
    await hold_meeting(world)
    for number in range(21):
        await _put_earlier_review(world, f"BE-20261126-AAA{number:03}")
    for number in range(20):
        assert (await report_as(world, BUDI, f"BE-20261126-AAA{number:03}")).status == 200

    again = await report_as(world, BUDI, "BE-20261126-AAA000")
    more = await report_as(world, BUDI, "BE-20261126-AAA020")

    assert again.status == 200
    assert (more.status, more.body["rule"]) == (429, "review_reports")


async def test_a_review_of_an_earlier_version_is_answered_and_removed(world: World) -> None:
    """Its id is the booking's; the rating that counts it goes back by its stars."""
    await hold_meeting(world)
    await _put_earlier_review(world, "BE-20261126-AAA000")
    expert = await world.get(catalogue.expert_ref(EXPERT.uid))
    assert expert is not None
    rated = expert.having(rating=400, rating_sum=8, rating_count=2)
    await world.put_documents((catalogue.expert_ref(EXPERT.uid), rated))

    answered = await reply_as(world, EXPERT, "BE-20261126-AAA000")
    between = await load_rating(world)
    removed = await decide_as_admin(world, "BE-20261126-AAA000", "remove")

    assert (answered.status, removed.status) == (200, 200)
    assert (between, await load_rating(world)) == ((400, 8, 2), (300, 3, 1))


async def _put_earlier_review(world: World, id: str) -> None:
    review = Review(
        id=Id(id),
        expert=UserId(EXPERT.uid),
        customer=UserId("ana"),
        customer_name="Ana",
        stars=5,
        created_at=ENDED_AT,
    )
    await world.put_documents((catalogue.review_ref(id), review))


async def test_the_author_deletes_a_published_review_for_good(world: World) -> None:
    """Words and stars are gone, for the expert too, and no second review follows."""
    review_id = await publish_reviews_of_meeting(world)
    await reply_as(world, EXPERT, review_id)

    deleted = [await delete_as(world, ANA, review_id) for _ in range(2)]
    again = await write_as(world, ANA, "BE-20261126-ACD346")

    stored = {one.status: one.text for one in await list_written_reviews(world)}
    assert [(one.status, one.body["status"]) for one in deleted] == [(200, "deleted")] * 2
    assert (again.status, again.code, again.body["review_status"]) == (409, "review_final", "deleted")
    assert stored == {"deleted": "", "published": FOUR["text"]}
    assert await load_rating(world) == (0, 0, 0)


async def test_a_sealed_review_that_was_deleted_may_be_written_anew(world: World) -> None:
    """Nobody has read it, so nothing of it stays."""
    booking_id = await hold_meeting(world)
    sealed = await write_as(world, ANA, booking_id, stars=1)

    await delete_as(world, ANA, sealed.body["mine"]["review_id"])
    theirs = await write_as(world, EXPERT, booking_id, **FOUR)
    await write_as(world, ANA, booking_id, stars=4)

    assert theirs.body["mine"]["status"] == "sealed"
    assert await load_rating(world) == (400, 4, 1)


async def test_nobody_deletes_anothers_review_or_one_that_was_removed(world: World) -> None:
    """What an admin has removed stays as evidence."""
    review_id = await publish_reviews_of_meeting(world)

    others = [await delete_as(world, person, review_id) for person in (BUDI, EXPERT)]
    await decide_as_admin(world, review_id, "remove")
    late = await delete_as(world, ANA, review_id)

    assert [(one.status, one.code) for one in others] == [(404, "review_not_found")] * 2
    assert (late.status, late.code) == (409, "review_final")


async def test_lists_of_a_customer_of_calls(world: World) -> None:
    """One list holds reviews of calls and bookings, though the documents of the two share no name."""
    session_id = await set_up_call_with_expert(world)
    await write_both(world, session_id, TRIAL_CUSTOMER)
    review_id = await find_review_id(world)
    await write_as(world, TRIAL_CUSTOMER, await put_completed_booking(world))

    written = (await world.call(list_my_reviews, as_=TRIAL_CUSTOMER)).body["items"]
    received = (await world.call(list_received_reviews, as_=TRIAL_CUSTOMER)).body["items"]
    experts = (await world.call(list_received_reviews, as_=EXPERT)).body["items"]
    reported = await report_as(world, TRIAL_CUSTOMER, received[0]["review_id"])

    (found,) = (await world.call(list_reported_reviews, as_=ADMIN)).body["items"]
    assert {one["session_id"] for one in written} == {session_id, "BE-20261126-ACD346"}
    assert [(one["topic"], one["session_id"]) for one in received] == [("customer", session_id)]
    assert [(one["review_id"], one["session_id"]) for one in experts] == [(review_id, session_id)]
    assert reported.status == 200
    assert found["reports"][0]["reporter"] == alias_in_session("ana", session_id)
    assert found["customer_id"] == alias_in_session("ana", session_id)
    assert alias_of_user("ana") not in str(found)


async def test_rating_equals_a_recount_in_any_order_of_decisions(world: World) -> None:
    """Removal, restoration and deletion of three reviews, at once or in turn, leave the sum of what is shown."""
    await set_up_call_with_expert(world)
    sessions = [await hold_call(world) for _ in range(3)]
    for stars, session_id in zip((1, 3, 5), sessions, strict=True):
        await write_both(world, session_id, TRIAL_CUSTOMER, stars=stars)
    ids = [str(one.review_id) for one in sorted(await list_shown_reviews(world), key=lambda one: one.stars)]

    await asyncio.gather(*(decide_as_admin(world, review_id, "remove") for review_id in ids))
    none_left = await load_rating(world)
    for order in permutations(ids, 2):
        await asyncio.gather(*(decide_as_admin(world, review_id, "restore") for review_id in order))
        await decide_as_admin(world, order[0], "hide")
    await delete_as(world, TRIAL_CUSTOMER, ids[2])

    shown = [one.stars for one in await list_shown_reviews(world)]
    rating, total, count = await load_rating(world)
    assert none_left == (0, 0, 0)
    assert (total, count) == (sum(shown), len(shown))
    assert rating == (round(100 * total / count) if count else 0)
