"""Steps of video meetings: a confirmed booking in a room of ours, access, and what participants do in the room."""

from datetime import timedelta
from typing import Any

from functions.sessions.create_video_access import create_video_access
from functions.sessions.receive_videosdk_event import receive_videosdk_event
from shared.kernel.ids import BookingId, SessionId
from shared.sessions import evidence
from shared.sessions.evidence_models import Evidence
from tests.bookings.builders import TOMORROW
from tests.bookings.steps import create_confirmed_booking, set_up_booking_domain
from tests.world import ANA, EXPERT, Answer, Person, World

OPENS_AT = TOMORROW - timedelta(minutes=10)
ENDS_AT = TOMORROW + timedelta(hours=1)


async def create_video_booking(world: World) -> BookingId:
    """Create a confirmed booking by video. The pool of links is dry, so the place is a room of ours."""
    await set_up_booking_domain(world)
    return await create_confirmed_booking(world)


async def open_video_booking(world: World) -> BookingId:
    """Create a confirmed booking by video, and move the clock to its start."""
    booking_id = await create_video_booking(world)
    world.set_clock(TOMORROW)
    return booking_id


async def get_access(world: World, booking_id: str, *, as_: Person = ANA, **options: Any) -> Answer:
    """Call `create_video_access` as a person."""
    return await world.call(create_video_access, {"session_id": booking_id}, as_=as_, **options)


async def join_room(world: World, booking_id: str, *, as_: Person = ANA, **told: Any) -> Any:
    """Get access as a person, and join with it at the present time. Return the answer of the local VideoSDK."""
    answer = await get_access(world, booking_id, as_=as_)
    assert answer.status == 200, answer.body
    return await act_in_room(world, "join", token=answer.body["token"], **told)


async def join_both(world: World, booking_id: str) -> tuple[Any, Any]:
    """Let the customer and the expert join, and deliver the webhooks."""
    joined = [await join_room(world, booking_id, as_=person) for person in (ANA, EXPERT)]
    for one in joined:
        await pass_on(world, one)
    return joined[0], joined[1]


async def act_in_room(world: World, lever: str, **told: Any) -> Any:
    """Let something happen in a room at the present time."""
    return await world.control_videosdk(lever, **{"at": world.now.isoformat()} | told)


async def pass_on(world: World, told: Any) -> list[Answer]:
    """Deliver the webhooks of an answer of the local VideoSDK."""
    return [
        await world.call(receive_videosdk_event, content=one["body"].encode(), headers=one["headers"])
        for one in told["webhooks"]
    ]


async def list_evidence(world: World, booking_id: str) -> list[Evidence]:
    """List the evidence of a booking."""
    return await evidence.list_evidence(world.reader, SessionId(booking_id))


async def list_seen(world: World, booking_id: str, *, reported_by: str = "webhook") -> list[tuple[str, str]]:
    """List kind and side of the evidence that was reported in one way, in order."""
    found = await list_evidence(world, booking_id)
    return [(one.kind, one.side) for one in found if one.reported_by == reported_by]
