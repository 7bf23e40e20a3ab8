"""Cases of bookings: meeting links."""

import functions.main
from tests.bookings.steps import add_meeting_links, create_confirmed_booking, set_up_booking_domain
from tests.cases import Example, MeasuredCall, call_function, case, deliver_job
from tests.world import ADMIN, World

_LINK = {
    "meeting_link_id": "room-a",
    "url": "https://meet.example.com/abc123",
    "label": "Room A",
    "status": "active",
    "saved_at": "2026-11-20T03:00:00Z",
}


@case(
    "save_meeting_link",
    who="admin",
    example=Example(
        request={"meeting_link_id": "room-a", "url": "https://meet.example.com/abc123", "label": "Room A"},
        response=_LINK,
    ),
)
async def _save_meeting_link(world: World) -> MeasuredCall:
    return call_function(world, "save_meeting_link", {"url": "https://meet.example.com/x", "label": "X"}, ADMIN)


@case("propagate_meeting_link", who="internal")
async def _propagate_meeting_link(world: World) -> MeasuredCall:
    await set_up_booking_domain(world)
    await add_meeting_links(world, "room-a")
    await create_confirmed_booking(world)
    body = {"meeting_link_id": "room-a", "url": "https://meet.example.com/x", "label": "X"}
    await world.call(functions.main.save_meeting_link, body, as_=ADMIN)
    return await deliver_job(world, "propagate_meeting_link", "PropagateMeetingLink")


@case("list_meeting_links", who="admin", example=Example(response={"items": [_LINK], "next_cursor": None}))
async def _list_meeting_links(world: World) -> MeasuredCall:
    await add_meeting_links(world, "room-a")
    return call_function(world, "list_meeting_links", {}, ADMIN)


@case(
    "retire_meeting_link",
    who="admin",
    example=Example(request={"meeting_link_id": "room-a"}, response={**_LINK, "status": "retired"}),
)
async def _retire_meeting_link(world: World) -> MeasuredCall:
    await add_meeting_links(world, "room-a")
    return call_function(world, "retire_meeting_link", {"meeting_link_id": "room-a"}, ADMIN)
