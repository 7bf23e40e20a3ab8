"""People are told of reviews: asked for one once, and told of those that are published, answered and removed."""

from datetime import timedelta

import pytest

from functions.notifications.tell_person_when_review_published import tell_person_when_review_published
from functions.reviews.list_reviews_to_write import list_reviews_to_write
from functions.reviews.reply_to_review import reply_to_review
from functions.sessions.end_session import end_session
from functions.sessions.join_session import join_session
from functions.sessions.raise_crisis import raise_crisis
from shared.kernel.dates import JAKARTA, format_moment
from shared.notifications.inbox_models import Notification
from shared.sessions import store as sessions
from tests.bookings.steps import set_up_booking_domain
from tests.notifications.steps import list_inbox
from tests.pairing.steps import TRIAL_CUSTOMER, put_experts_online, put_phone, start_session
from tests.reviews.steps import (
    WINDOW,
    decide_as_admin,
    deliver_due_jobs,
    find_review_id,
    hold_meeting,
    set_review_settings,
    set_up_call_with_expert,
    write_as,
    write_both,
)
from tests.sessions.attendance_steps import hold_session
from tests.world import ANA, EXPERT, World

pytestmark = pytest.mark.emulator


async def list_review_notices(world: World, uid: str) -> list[Notification]:
    """List what a person's inbox says of reviews, the latest first."""
    return [one for one in await list_inbox(world, uid) if one.template.startswith("review.")]


async def test_a_customer_is_reminded_once(world: World) -> None:
    """A day after the meeting, with the instant until which to write; the expert is not."""
    booking_id = await hold_session(world, ANA, EXPERT)
    session = await world.get(sessions.session_ref(booking_id))
    assert session is not None
    assert session.ended_at is not None
    world.set_clock(session.ended_at + timedelta(hours=23))
    await deliver_due_jobs(world)
    early = await list_review_notices(world, "ana")
    world.later(hours=1)

    for _ in range(2):
        await deliver_due_jobs(world)
        world.later(hours=1)

    (reminder,) = await list_review_notices(world, "ana")
    assert early == []
    assert reminder.template == "review.reminder"
    assert "Dewi Lestari" in reminder.title
    assert format_moment(session.ended_at + WINDOW, zone=JAKARTA, locale="id") in reminder.body
    assert reminder.link == f"/sessions/{booking_id}/review"
    assert await list_review_notices(world, "dewi") == []


@pytest.mark.parametrize("obstacle", ["written", "missed", "never"])
async def test_nobody_is_reminded_in_vain(world: World, obstacle: str) -> None:
    """Not of a session that has the review, that a side missed, or if the settings say never."""
    await set_review_settings(world, reminder_hours=0 if obstacle == "never" else 24)
    booking_id = await hold_session(world, *([ANA] if obstacle == "missed" else [ANA, EXPERT]))
    if obstacle == "written":
        assert (await write_as(world, ANA, booking_id)).status == 200
    world.later(hours=25)

    await deliver_due_jobs(world)

    assert await list_review_notices(world, "ana") == []


async def test_the_customer_of_a_call_is_reminded_under_the_account(world: World) -> None:
    """The alias of the session leads to the account, on our side alone."""
    session_id = await set_up_call_with_expert(world)
    world.later(hours=25)

    await deliver_due_jobs(world)

    (reminder,) = await list_review_notices(world, "ana")
    assert reminder.link == f"/sessions/{session_id}/review"


async def test_nobody_is_asked_for_stars_after_a_crisis(world: World) -> None:
    """Whoever was in danger in a call may write, and is not asked to."""
    await set_up_booking_domain(world)
    (dewi,) = await put_experts_online(world, EXPERT.uid)
    session_id = await start_session(world, dewi)
    for person in (TRIAL_CUSTOMER, dewi):
        await world.call(join_session, {"session_id": session_id}, as_=person)
    await world.call(raise_crisis, {"session_id": session_id}, as_=dewi)
    await world.deliver()
    await world.call(end_session, {"session_id": session_id}, as_=dewi)
    await world.deliver()
    world.later(hours=25)

    await deliver_due_jobs(world)
    lists = [
        (await world.call(list_reviews_to_write, {"side": side}, as_=person)).body["items"]
        for side, person in (("customer", TRIAL_CUSTOMER), ("expert", dewi))
    ]

    assert await list_review_notices(world, "ana") == []
    assert lists == [[], []]


async def test_both_sides_are_told_when_reviews_are_published(world: World) -> None:
    """Never of a sealed one, and once, also if the event comes twice."""
    booking_id = await hold_meeting(world)
    await write_as(world, ANA, booking_id)
    await world.deliver()
    sealed = await list_review_notices(world, "dewi")
    await write_both(world, booking_id)
    await world.deliver()

    await world.call.push_event(
        tell_person_when_review_published,
        "ReviewPublished",
        {"written_review": booking_id, "at": world.now.isoformat()},
        id="again",
    )

    (experts,), (customers,) = [await list_review_notices(world, uid) for uid in ("dewi", "ana")]
    assert sealed == []
    assert (experts.title, customers.title) == ("Ana W. mengulas sesi dengan Anda", "Dewi Lestari mengulas sesi Anda")
    assert "5 dari 5 bintang" in experts.body


async def test_a_review_that_was_removed_is_told_of_nowhere(world: World) -> None:
    """Neither in the app, if the event comes late, nor by a push that waits; its author hears the reason."""
    await put_phone(world, "dewi")
    await write_both(world, await hold_meeting(world))
    await decide_as_admin(world, await find_review_id(world), "remove")

    await world.deliver()

    removal, theirs = await list_review_notices(world, "ana")
    pushes = await world.sent_pushes()
    assert await list_review_notices(world, "dewi") == []
    assert [removal.template, theirs.template] == ["review.removed", "review.about_customer"]
    assert "It names a third person." in removal.body
    assert not any("mengulas sesi dengan Anda" in str(push) for push in pushes)


async def test_the_author_of_a_call_is_told_of_the_answer(world: World) -> None:
    """Under the account, though the expert answers a pseudonym."""
    session_id = await set_up_call_with_expert(world)
    await write_both(world, session_id, TRIAL_CUSTOMER)
    body = {"review_id": await find_review_id(world), "text": "Terima kasih!"}
    assert (await world.call(reply_to_review, body, as_=EXPERT)).status == 200

    await world.deliver()

    told = {one.template: one for one in await list_review_notices(world, "ana")}
    assert told.keys() == {"review.about_customer", "review.replied"}
    assert told["review.replied"].title == "Dewi membalas ulasan Anda"
