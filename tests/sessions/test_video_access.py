"""Access to the video room of a booking: who gets it, when, and for how long."""

import asyncio
from datetime import datetime, timedelta

import jwt
import pytest

from shared.bookings import store as bookings
from shared.chat import store as chat
from shared.chat.models import Room
from shared.contracts.bookings import BookingStatus
from shared.contracts.offers import ServiceKind
from shared.kernel.ids import BookingId, RoomId, SessionId, UserId
from shared.limits.settings import SETTINGS as LIMITS
from shared.limits.settings import LimitSettings
from shared.sessions import store, video_rooms
from shared.sessions.models import EndedBy, Session, SessionStatus
from shared.workflows import video_meetings
from tests.bookings.builders import TOMORROW
from tests.bookings.steps import add_meeting_links, create_booking, create_confirmed_booking, set_up_booking_domain
from tests.gateways.videosdk.vendor_library import ask_vendor_library
from tests.sessions.video_steps import (
    ENDS_AT,
    OPENS_AT,
    create_video_booking,
    get_access,
    join_room,
    list_evidence,
    open_video_booking,
)
from tests.world import ADMIN, ANA, BUDI, EXPERT, NOBODY, Person, World

pytestmark = pytest.mark.emulator


async def test_both_sides_meet_in_one_room(world: World) -> None:
    """The first access creates the room; both join, and VideoSDK's library reads what each may do."""
    booking_id = await open_video_booking(world)

    answers = [await get_access(world, booking_id, as_=person) for person in (ANA, EXPERT)]

    assert [answer.status for answer in answers] == [200, 200], [answer.body for answer in answers]
    customer, expert = (answer.body for answer in answers)
    assert customer["room_id"] == expert["room_id"]
    assert {call["operation"] for call in await world.list_video_calls()} == {"createRoom"}
    assert len(await world.list_video_calls()) == 1
    for body, side in ((customer, "customer"), (expert, "expert")):
        claims = jwt.decode(body["token"], options={"verify_signature": False})
        assert (claims["permissions"], claims["roles"]) == (["allow_join"], ["rtc"])
        assert (claims["roomId"], claims["participantId"]) == (body["room_id"], body["participant_id"])
        assert claims["exp"] == (ENDS_AT + timedelta(minutes=2)).timestamp()
        assert body["participant_id"].startswith(f"{side}-")
        assert "ana" not in body["participant_id"]
        joined = await world.control_videosdk("join", token=body["token"], at=world.now.isoformat())
        assert joined["room_id"] == body["room_id"]


async def test_vendors_library_verifies_the_token(world: World) -> None:
    """As VideoSDK does when somebody joins; the machine's clock decides there."""
    booking_id = await create_video_booking(world)
    secret = world.runtime.settings.videosdk_secret.get_secret_value()
    world.set_clock(TOMORROW)

    body = (await get_access(world, booking_id)).body

    # The meeting of the test lies before the machine's present time.
    with pytest.raises(Exception, match="Token has expired"):
        ask_vendor_library("verifyToken", token=body["token"], secret=secret)


async def test_each_access_is_a_participant_of_its_own(world: World) -> None:
    """A second device does not throw out the first; a repeated call with the same key is the same access."""
    booking_id = await open_video_booking(world)

    first, second = [await get_access(world, booking_id) for _ in range(2)]
    third, again = [await get_access(world, booking_id, headers={"idempotency-key": "k"}) for _ in range(2)]

    ids = [answer.body["participant_id"] for answer in (first, second, third, again)]
    assert len(set(ids)) == 3
    assert ids[2] == ids[3]


async def test_room_is_created_once_for_both_at_the_same_moment(world: World) -> None:
    """Two calls at once find the same room of VideoSDK."""
    booking_id = await open_video_booking(world)

    answers = await asyncio.gather(*(get_access(world, booking_id, as_=person) for person in (ANA, EXPERT, ANA)))

    assert [answer.status for answer in answers] == [200] * 3
    assert len({answer.body["room_id"] for answer in answers}) == 1


async def test_attempt_is_evidence_even_if_the_provider_fails(world: World) -> None:
    """The person tried to come; a second call with the same key gets the access."""
    booking_id = await open_video_booking(world)
    await world.control_videosdk("faults", kind="unavailable", operation="createRoom")

    failed, answer = [await get_access(world, booking_id, headers={"idempotency-key": "k"}) for _ in range(2)]

    assert (failed.status, answer.status) == (503, 200)
    assert [(one.kind, one.side, one.connection) for one in await list_evidence(world, booking_id)] == [
        ("tried", "customer", answer.body["participant_id"])
    ]


@pytest.mark.parametrize(
    ("person", "status", "code"),
    [
        (BUDI, 404, "session_not_found"),
        (Person("eli", role="expert"), 404, "session_not_found"),
        (ADMIN, 403, "forbidden"),
        (NOBODY, 401, "unauthenticated"),
    ],
    ids=["stranger", "other expert", "admin", "nobody"],
)
async def test_others_are_refused(world: World, person: Person, status: int, code: str) -> None:
    """Nobody but the two learns that there is such a meeting, and VideoSDK is not asked."""
    booking_id = await open_video_booking(world)

    answer = await get_access(world, booking_id, as_=person)

    assert (answer.status, answer.code) == (status, code)
    assert await world.list_video_calls() == []
    assert await list_evidence(world, booking_id) == []


async def test_unknown_bookings_are_not_found(world: World) -> None:
    """Neither a call nor a booking that does not exist."""
    for session_id in ("call-s-PTghARqVeWJ1QNBvwZfK", "BE-20261126-AAAAAA"):
        assert (await get_access(world, session_id)).code == "session_not_found"


async def test_room_opens_ten_minutes_before_the_start(world: World) -> None:
    """Before that, the answer says when; the access ends a few minutes after the meeting."""
    booking_id = await create_video_booking(world)

    world.set_clock(OPENS_AT - timedelta(seconds=1))
    early = await get_access(world, booking_id)
    world.set_clock(OPENS_AT)
    on_time = await get_access(world, booking_id)
    world.set_clock(ENDS_AT - timedelta(seconds=1))
    last = await get_access(world, booking_id)
    world.set_clock(ENDS_AT)
    late = await get_access(world, booking_id)

    assert (early.status, early.code) == (409, "session_not_open")
    assert datetime.fromisoformat(early.body["opens_at"]) == OPENS_AT
    assert (on_time.status, last.status) == (200, 200)
    assert last.body["expires_at"] == on_time.body["expires_at"]
    assert (late.status, late.code, late.body["ended_by"]) == (409, "session_over", "timeout")


async def test_expired_token_joins_no_more(world: World) -> None:
    """A few minutes after the end."""
    booking_id = await open_video_booking(world)
    token = (await get_access(world, booking_id)).body["token"]

    with pytest.raises(AssertionError, match="expired"):
        await world.control_videosdk("join", token=token, at=(ENDS_AT + timedelta(minutes=2)).isoformat())


async def test_session_that_has_ended_or_goes_on(world: World) -> None:
    """The session of the booking knows its end better: ended early, or extended."""
    booking_id = await open_video_booking(world)
    session = Session(
        id=SessionId(booking_id),
        kind="booking",
        customer=UserId("ana"),
        pseudonym="Ana",
        expert=UserId("dewi"),
        expert_name="Dewi",
        room_id=RoomId(booking_id),
        minutes=75,
        starts_at=TOMORROW,
        ends_at=ENDS_AT + timedelta(minutes=15),
        expert_since=TOMORROW,
    )

    await world.put_documents((store.session_ref(booking_id), session))
    extended = await get_access(world, booking_id)
    ended = session.having(status=SessionStatus.ENDED, ended_at=TOMORROW, ended_by=EndedBy.EXPERT)
    await world.put_documents((store.session_ref(booking_id), ended))
    over = await get_access(world, booking_id)

    assert datetime.fromisoformat(extended.body["expires_at"]) == ENDS_AT + timedelta(minutes=17)
    assert (over.code, over.body["ended_by"]) == ("session_over", "expert")


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (BookingStatus.CANCELLED, "booking_not_open"),
        (BookingStatus.AWAITING_PAYMENT, "booking_not_open"),
        (BookingStatus.COMPLETED, "session_over"),
        (BookingStatus.NO_SHOW, "session_over"),
    ],
)
async def test_booking_has_to_be_confirmed(world: World, status: BookingStatus, code: str) -> None:
    """A booking in another status has no room."""
    booking_id = await open_video_booking(world)
    booking = await world.get(bookings.booking_ref(booking_id))
    assert booking is not None
    await world.put_documents((bookings.booking_ref(booking_id), booking.having(status=status)))

    assert (await get_access(world, booking_id)).code == code


async def test_unpaid_booking_has_no_room(world: World) -> None:
    """Before the payment there is no place."""
    await set_up_booking_domain(world)
    booking_id = await create_booking(world)
    world.set_clock(TOMORROW)

    assert (await get_access(world, booking_id)).code == "booking_not_open"


async def test_meeting_at_a_link_has_no_room(world: World) -> None:
    """The place is the link that the booking shows."""
    await set_up_booking_domain(world)
    await add_meeting_links(world, "room-a")
    booking_id = await create_confirmed_booking(world)
    world.set_clock(TOMORROW)

    answer = await get_access(world, booking_id)

    assert (answer.status, answer.code) == (409, "not_video_meeting")
    assert await world.list_video_calls() == []


@pytest.mark.parametrize("kind", [ServiceKind.CHAT, ServiceKind.OFFLINE])
async def test_other_services_have_no_video_room(world: World, kind: ServiceKind) -> None:
    """A chat, and a meeting in person without an address, take place in the chat room."""
    booking_id = await open_video_booking(world)
    booking = await world.get(bookings.booking_ref(booking_id))
    assert booking is not None
    other = booking.having(offer=booking.offer.having(kind=kind))
    await world.put_documents((bookings.booking_ref(booking_id), other))

    answer = await get_access(world, booking_id)

    assert (answer.code, answer.body["kind"]) == ("not_video_meeting", kind)


async def test_blocked_people_are_refused(world: World) -> None:
    """As in the chat room of the booking."""
    booking_id = await open_video_booking(world)
    room = await world.get(chat.room_ref(RoomId(booking_id)))
    assert isinstance(room, Room)
    await world.put_documents((chat.room_ref(room.id), room.having(blocked_by=(UserId("dewi"),))))

    answers = [await get_access(world, booking_id, as_=person) for person in (ANA, EXPERT)]

    assert {(answer.status, answer.code) for answer in answers} == {(403, "blocked")}
    (kept_out,) = await list_evidence(world, booking_id)
    assert (kept_out.kind, kept_out.side) == ("kept_out", "customer")
    assert await world.list_video_calls() == []


async def test_access_is_limited(world: World) -> None:
    """A person may ask so many times an hour; the answer says when again."""
    booking_id = await open_video_booking(world)
    await world.put_documents((LIMITS, LimitSettings(video_accesses_an_hour=2)))

    answers = [await get_access(world, booking_id) for _ in range(3)]

    assert [answer.status for answer in answers] == [200, 200, 429]
    assert answers[2].code == "limit_reached"


async def test_booking_cancelled_meanwhile_leaves_no_open_room(world: World) -> None:
    """The room was created after the cancellation looked for one: its end is scheduled at once."""
    booking_id = await open_video_booking(world)
    booking = await world.get(bookings.booking_ref(booking_id))
    assert booking is not None
    cancelled = booking.having(status=BookingStatus.CANCELLED)
    await world.put_documents((bookings.booking_ref(booking_id), cancelled))
    await world.commit(
        video_meetings.keep_video_room, SessionId(booking_id), RoomId("abcd-efgh-ijkl"), ENDS_AT, now=world.now
    )
    await world.deliver()

    room = await world.get(video_rooms.video_room_ref(BookingId(booking_id)))
    assert room is not None
    assert room.closed_at == world.now


async def test_closed_room_lets_nobody_in(world: World) -> None:
    """A room that was closed for good is over, whatever the booking says."""
    booking_id = await open_video_booking(world)
    await join_room(world, booking_id)
    room = await world.get(video_rooms.video_room_ref(booking_id))
    assert room is not None
    await world.put_documents((video_rooms.video_room_ref(booking_id), room.having(closed_at=world.now)))

    assert (await get_access(world, booking_id)).code == "session_over"
