"""Cases of sessions: video rooms of bookings."""

from typing import Any

import functions.main
from tests.cases import Example, MeasuredCall, call_function, case, deliver_job, push_event, variants
from tests.sessions.video_steps import ENDS_AT, act_in_room, get_access, join_room, open_video_booking
from tests.world import ANA, World

_ACCESS: dict[str, Any] = {
    "room_id": "k3mz-8w2q-7x1p",
    "token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhcGlrZXkiOiJ2aWRlb3NkayJ9.c2lnbmF0dXJl",
    "participant_id": "customer-Zx3k9QmT1bV7cR5nW2pL",
    "expires_at": "2026-11-27T08:05:00Z",
}


@case(
    "create_video_access",
    who=("customer", "expert"),
    example=Example(request={"session_id": "BE-20261126-ACD346"}, response=_ACCESS),
    tested_in="tests/sessions/test_video_access.py",
)
async def _create_video_access(world: World) -> MeasuredCall:
    return call_function(world, "create_video_access", {"session_id": await open_video_booking(world)}, ANA)


@case(
    "receive_videosdk_event",
    who="sender",
    example=Example(
        request={
            "webhookType": "participant-joined",
            "data": {
                "meetingId": "k3mz-8w2q-7x1p",
                "sessionId": "613731342f27f56e4fc4b6d0",
                "participantId": "customer-Zx3k9QmT1bV7cR5nW2pL",
                "participantName": "Sari",
            },
        }
    ),
    tested_in="tests/sessions/test_video_evidence.py",
)
async def _receive_videosdk_event(world: World) -> MeasuredCall:
    told = await join_room(world, await open_video_booking(world))
    (joined,) = [one for one in told["webhooks"] if one["event"]["webhookType"] == "participant-joined"]
    content, headers = joined["body"].encode(), joined["headers"]
    return lambda: world.call(functions.main.receive_videosdk_event, content=content, headers=headers)


@case("close_video_room", who="internal", tested_in="tests/sessions/test_video_room_end.py")
async def _close_video_room(world: World) -> MeasuredCall:
    booking_id = await open_video_booking(world)
    await join_room(world, booking_id)
    await act_in_room(world, "end_session", room_id=booking_id, at=ENDS_AT.isoformat())
    world.set_clock(ENDS_AT)
    world.later(minutes=6)
    return await deliver_job(world, "close_video_room", "CloseVideoRoom")


@case("close_video_room_when_session_ended", who="internal", tested_in="tests/sessions/test_video_room_end.py")
async def _close_video_room_when_session_ended(world: World) -> MeasuredCall:
    booking_id = await open_video_booking(world)
    await get_access(world, booking_id)
    return push_event(
        world,
        "close_video_room_when_session_ended",
        "SessionEnded",
        session_id=booking_id,
        kind="booking",
        expert="dewi",
        customer="ana",
        ended_by="timeout",
        ended_at=ENDS_AT.isoformat(),
    )


@case("close_video_room_when_booking_cancelled", who="internal", tested_in="tests/sessions/test_video_room_end.py")
async def _close_video_room_when_booking_cancelled(world: World) -> MeasuredCall:
    booking_id = await open_video_booking(world)
    await get_access(world, booking_id)
    return push_event(
        world,
        "close_video_room_when_booking_cancelled",
        "BookingCancelled",
        booking_id=booking_id,
        refund=0,
        was_confirmed=True,
        cancelled_at=world.now.isoformat(),
    )


@variants("decide_attendance")
async def _decide_attendance_of_video_meeting(world: World) -> list[MeasuredCall]:
    """Decide who came to a meeting by video, from the evidence of its room."""
    booking_id = await open_video_booking(world)
    await world.deliver()
    await join_room(world, booking_id)
    world.set_clock(ENDS_AT)
    await world.deliver()
    world.later(minutes=3)
    return [lambda: world.call.deliver_task(functions.main.decide_attendance, {"session_id": booking_id})]
