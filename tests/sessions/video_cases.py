"""Cases of sessions: video rooms of bookings."""

from datetime import datetime
from typing import Any

import functions.main
from shared.kernel.ids import Id, RoomId, SessionId, UserId
from shared.sessions import evidence, store
from shared.sessions.evidence_models import Evidence, EvidenceKind, EvidenceSource
from shared.sessions.models import Session
from tests.bookings.builders import TOMORROW
from tests.cases import Example, MeasuredCall, call_function, case, deliver_job, paged_rows, push_event, variants
from tests.sessions.video_steps import ENDS_AT, act_in_room, get_access, join_room, open_video_booking
from tests.world import ADMIN, ANA, World

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


_BOOKING_ID = "BE-20261126-ACD346"
_SESSION = Session(
    id=SessionId(_BOOKING_ID),
    kind="booking",
    customer=UserId("ana"),
    pseudonym="Ana Wijaya",
    expert=UserId("dewi"),
    expert_name="Dewi Lestari",
    room_id=RoomId(_BOOKING_ID),
    minutes=60,
    starts_at=TOMORROW,
    ends_at=ENDS_AT,
    expert_since=TOMORROW,
)
_EVIDENCE: dict[str, Any] = {
    "id": "2b0f6c1d9a7e4853b6c0f1e2d3a4b5c6d7e8f901",
    "kind": "joined",
    "source": "video",
    "side": "customer",
    "connection": "customer-Zx3k9QmT1bV7cR5nW2pL",
    "at": "2026-11-27T06:58:12Z",
    "time_from": "event",
    "reported_by": "log",
    "received_at": "2026-11-27T07:32:00Z",
}


@case(
    "list_attendance_evidence",
    who="admin",
    example=Example(request={"session_id": "BE-20261126-ACD346"}, response={"items": [_EVIDENCE], "next_cursor": None}),
    tested_in="tests/sessions/test_video_attendance.py",
)
async def _list_attendance_evidence(world: World) -> MeasuredCall:
    booking_id = await open_video_booking(world)
    await world.deliver()
    await get_access(world, booking_id)
    return call_function(world, "list_attendance_evidence", {"session_id": booking_id}, ADMIN)


@paged_rows("list_attendance_evidence", id="id", person=ADMIN, query={"session_id": _BOOKING_ID})
async def _add_evidence_row(world: World, number: int, at: datetime) -> None:
    session_id = SessionId(_BOOKING_ID)
    seen = Evidence(
        id=Id(f"evidence-{number}"),
        session_id=session_id,
        source=EvidenceSource.VIDEO,
        kind=EvidenceKind.TRIED,
        at=at,
        received_at=at,
    )
    await world.put_documents((evidence.evidence_ref(session_id, seen.id), seen))
    await world.put_documents((store.session_ref(session_id), _SESSION))


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
    world.later(minutes=2)
    await world.deliver()
    world.later(minutes=1)
    return [lambda: world.call.deliver_task(functions.main.decide_attendance, {"session_id": booking_id})]
