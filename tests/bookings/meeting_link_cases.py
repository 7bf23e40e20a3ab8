"""Cases of bookings: meeting links, and places of services."""

from datetime import timedelta

import functions.main
from shared.contracts.offers import MeetingAddress, ServiceKind
from tests.bookings.builders import TOMORROW
from tests.bookings.steps import a_service, add_meeting_links, create_confirmed_booking, set_up_booking_domain
from tests.cases import Example, MeasuredCall, call_function, case, deliver_job, push_event
from tests.world import ADMIN, EXPERT, World

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


@case("propagate_meeting_address", who="internal")
async def _propagate_meeting_address(world: World) -> MeasuredCall:
    service = a_service(kind=ServiceKind.OFFLINE, place=MeetingAddress(address="Jalan Sudirman 1"))
    await set_up_booking_domain(world, service)
    await create_confirmed_booking(world)
    body = {"service_id": service.id, "name": service.name, "kind": "offline", "minutes": 60, "price": service.price}
    await world.call(functions.main.save_service, body | {"place": {"address": "Jalan Thamrin 9"}}, as_=EXPERT)
    return await deliver_job(world, "propagate_meeting_address", "PropagateMeetingAddress")


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


@case("report_dry_pool_when_booking_confirmed", who="internal")
async def _report_dry_pool_when_booking_confirmed(world: World) -> MeasuredCall:
    await set_up_booking_domain(world)
    booking_id = await create_confirmed_booking(world)
    return push_event(
        world,
        "report_dry_pool_when_booking_confirmed",
        "BookingConfirmed",
        booking_id=booking_id,
        expert="dewi",
        customer="ana",
        starts_at=TOMORROW.isoformat(),
        ends_at=(TOMORROW + timedelta(hours=1)).isoformat(),
    )


@case("report_dry_pool_when_booking_moved", who="internal", tested_in="tests/bookings/test_video_places.py")
async def _report_dry_pool_when_booking_moved(world: World) -> MeasuredCall:
    await set_up_booking_domain(world)
    booking_id = await create_confirmed_booking(world)
    return push_event(
        world,
        "report_dry_pool_when_booking_moved",
        "BookingMoved",
        booking_id=booking_id,
        starts_at=TOMORROW.isoformat(),
        ends_at=(TOMORROW + timedelta(hours=1)).isoformat(),
    )
