"""Steps of the story of a booked session by video, from the request to the reviews. Days pass by moving the clock."""

from datetime import datetime, timedelta
from typing import Any

from emulators.demo.expectations import expect_equal, poll_until_equal
from emulators.demo.experts import EXPERT_STORY
from emulators.demo.formats import format_rupiah, parse_moment
from emulators.demo.marketplace_context import VIDEO, DemoPerson, MarketplaceContext
from emulators.demo.story import Story

ROOM_GRACE, SETTLE_TIME = timedelta(minutes=2), timedelta(minutes=3)
"""Times after the end at which the room is closed, and at which it is decided who came."""
STARS = {"putu": 5, "maya": 4}


async def book_video_meeting(at: MarketplaceContext) -> str:
    """Request a meeting by video while the pool of links is dry, approve it, and pay."""
    await at.retire_meeting_links()
    try:
        at.booking = await at.book_and_pay(at.customer, VIDEO, day=5)
    finally:
        await at.restore_meeting_links()
    expect_equal("place, and link to it", _pick(at.booking["meeting"], "kind", "url"), {"kind": "room", "url": None})
    paid = format_rupiah(at.booking["total"]["amount"])
    return f"Putu requests an hour by video, Maya approves it, Putu pays {paid}; no link is free, so they get a room"


async def send_reminder(at: MarketplaceContext) -> str:
    """Let the days pass until the day before, and check that both are reminded."""
    await at.move_clock(_compute_start(at) - timedelta(days=1))
    await at.control.run_schedule("send-due-reminders")
    mails = [await at.wait_for_mail(who, _id(at), "Pengingat") for who in (at.customer, at.expert)]
    return f"four days pass at once; both are reminded: “{mails[0]['subject'][:34]}…”"


async def open_session(at: MarketplaceContext) -> str:
    """Ask for access too early, and again ten minutes before the start."""
    told = (await _ask_for_access(at, at.customer)).require_error(409, "session_not_open")
    expect_equal("the opening", parse_moment(told["opens_at"]), _compute_start(at) - timedelta(minutes=10))
    await at.move_clock(_compute_start(at) - timedelta(minutes=10))
    await _wait_for_session(at, "active")
    return f"a day before, the room is shut: 409 {told['code']}; ten minutes before the start a timer opens it"


async def meet_in_room(at: MarketplaceContext) -> str:
    """Enter the video room as both, each by a token for this room alone. Check what is seen of them."""
    await at.move_clock(_compute_start(at))
    for who in (at.customer, at.expert):
        access = (await _ask_for_access(at, who)).require_success()
        joined = await at.video.post_control("join", token=access["token"], at=_compute_start(at).isoformat())
        expect_equal(f"{who.name}'s room", joined["room_id"], access["room_id"])
    (await _ask_for_access(at, at.rival)).require_error(404, "session_not_found")
    await at.wait_for_joining(_id(at), reported_by="webhook")
    return "both enter by a token of their own, VideoSDK's webhooks tell of it, and Rizky gets none: 404"


async def end_by_clock(at: MarketplaceContext) -> str:
    """Let the hour pass, and wait for the end, the provider's log, and the decision who came."""
    ends_at = _compute_start(at) + timedelta(hours=1)
    await at.video.post_control("end_session", room_id=_id(at), at=ends_at.isoformat())
    await at.move_clock(ends_at)
    await _wait_for_session(at, "ended")
    await at.move_clock(ends_at + ROOM_GRACE)
    await at.wait_for_joining(_id(at), reported_by="log")
    await at.move_clock(ends_at + SETTLE_TIME)
    at.meeting = await poll_until_equal(
        "the decision who came", lambda: _get_attendance(at), "both_came", of=lambda found: found.get("outcome")
    )
    minutes = [at.meeting[side]["present_seconds"] // 60 for side in ("seen_customer", "seen_expert")]
    expect_equal("minutes of both in the room", minutes, [60, 60])
    await at.wait_for_status(at.customer, at.booking, "completed")
    return "the clock ends the session; VideoSDK's log says that both stayed 60 minutes: the booking is completed"


async def review_each_other(at: MarketplaceContext) -> str:
    """Write a review as each side: nobody reads the first one before the second is written."""
    await _write_review(at, at.customer, "Maya tahu jalannya. Terima kasih!")
    shown = await _list_reviews(at)
    expect_equal("reviews while one is missing", shown, [])
    await _write_review(at, at.expert, "Putu datang dengan pertanyaan yang jelas.")
    (review,) = await _list_reviews(at)
    page = (await at.functions.get("get-expert", slug=at.slug)).require_success()
    rating = (page["expert"]["rating"], page["expert"]["rating_count"])
    expect_equal("the review, and Maya's rating", (review["stars"], *rating), (5, 5.0, 1))
    await at.move_clock(None)
    return f"both write, and only then both are read: “{review['text']}”; Maya has {rating[0]} stars"


BOOKED_SESSION_STORY = Story(
    "Meet by video and review each other",
    (book_video_meeting, send_reminder, open_session, meet_in_room, end_by_clock, review_each_other),
    requires=(EXPERT_STORY,),
)


def _id(at: MarketplaceContext) -> str:
    booking_id: str = at.booking["booking_id"]
    return booking_id


def _compute_start(at: MarketplaceContext) -> datetime:
    return parse_moment(at.booking["starts_at"])


def _pick(found: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: found[name] for name in names}


async def _ask_for_access(at: MarketplaceContext, who: DemoPerson) -> Any:
    return await at.functions.post("create-video-access", {"session_id": _id(at)}, as_=who.headers)


async def _wait_for_session(at: MarketplaceContext, status: str) -> None:
    await poll_until_equal(
        "the session",
        lambda: at.functions.get("get-session", as_=at.customer.headers, session_id=_id(at)),
        status,
        of=lambda answer: answer.require_success()["status"],
    )


async def _get_attendance(at: MarketplaceContext) -> dict[str, Any]:
    answer = await at.functions.get("get-attendance", as_=at.customer.headers, session_id=_id(at))
    return answer.require_success() if answer.status == 200 else {}


async def _list_reviews(at: MarketplaceContext) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (
        await at.functions.get("list-expert-reviews", expert_id=at.expert.id)
    ).require_success()["items"]
    return found


async def _write_review(at: MarketplaceContext, who: DemoPerson, text: str) -> None:
    stars = STARS[who.name.partition(" ")[0].lower()]
    review = {"session_id": _id(at), "stars": stars, "text": text}
    (await at.functions.post("write-review", review, as_=who.headers)).require_success()
