"""Cases of bookings: requests, approval, payment, lists."""

from datetime import datetime, timedelta

import functions.main
from shared.bookings import store
from shared.kernel.ids import BookingId
from tests.bookings.builders import TOMORROW, a_booking_of_offer, an_offer
from tests.bookings.examples import BOOKING_CARD, UNPAID_BOOKING
from tests.bookings.steps import (
    a_booking_request,
    create_booking,
    create_booking_request,
    create_confirmed_booking,
    set_up_domain_with_links,
)
from tests.builders import NOON
from tests.cases import (
    Example,
    MeasuredCall,
    call_function,
    case,
    deliver_job,
    paged_rows,
    push_event,
    run_schedule,
    variants,
)
from tests.orders.steps import pay_invoice
from tests.world import ANA, EXPERT, World


@case(
    "request_booking",
    who=("customer", "expert"),
    example=Example(
        request={
            "expert_id": "Zx3k9QmT1bV7cR5nW2pL",
            "service_id": "career-talk",
            "starts_at": "2026-11-26T14:00:00+07:00",
            "topic": "From engineer to product manager",
            "notes": "I have three years in fintech.",
            "success_url": "https://app.example.com/paid",
        },
        response=UNPAID_BOOKING,
    ),
)
async def _request_booking(world: World) -> MeasuredCall:
    await set_up_domain_with_links(world)
    return call_function(world, "request_booking", a_booking_request(), ANA)


@case(
    "approve_booking",
    who="expert",
    example=Example(
        request={"booking_id": "BE-20261125-ACD346"}, response={**UNPAID_BOOKING, "version": 2, "checkout_url": None}
    ),
)
async def _approve_booking(world: World) -> MeasuredCall:
    await set_up_domain_with_links(world)
    return call_function(world, "approve_booking", {"booking_id": await create_booking_request(world)}, EXPERT)


@case(
    "reject_booking",
    who="expert",
    example=Example(
        request={"booking_id": "BE-20261125-ACD346", "reason": "I am travelling that week."},
        response={
            **UNPAID_BOOKING,
            "status": "rejected",
            "version": 2,
            "checkout_url": None,
            "pay_before": None,
            "reason": "I am travelling that week.",
        },
    ),
)
async def _reject_booking(world: World) -> MeasuredCall:
    await set_up_domain_with_links(world)
    return call_function(
        world, "reject_booking", {"booking_id": await create_booking_request(world), "reason": "Travelling."}, EXPERT
    )


@case(
    "get_booking",
    who=("customer", "expert", "admin"),
    example=Example(request={"booking_id": "BE-20261125-ACD346"}, response=BOOKING_CARD),
)
async def _get_booking(world: World) -> MeasuredCall:
    await set_up_domain_with_links(world)
    return call_function(world, "get_booking", {"booking_id": await create_booking(world)}, ANA)


@case("get_booking_calendar", who=("customer", "expert"), example=Example(request={"booking_id": "BE-20261125-ACD346"}))
async def _get_booking_calendar(world: World) -> MeasuredCall:
    await set_up_domain_with_links(world)
    return call_function(world, "get_booking_calendar", {"booking_id": await create_booking(world)}, ANA)


@case(
    "list_my_bookings",
    who=("customer", "expert"),
    example=Example(
        request={"side": "expert", "tab": "confirmed", "limit": 20},
        response={"items": [BOOKING_CARD], "next_cursor": None},
    ),
)
async def _list_my_bookings(world: World) -> MeasuredCall:
    await set_up_domain_with_links(world)
    await create_booking(world)
    return call_function(world, "list_my_bookings", {}, ANA)


@variants("list_my_bookings")
async def _list_my_bookings_otherwise(world: World) -> list[MeasuredCall]:
    """List bookings as the expert, and bookings of one tab."""
    await set_up_domain_with_links(world)
    await create_booking(world)
    bodies = ({"side": "expert"}, {"side": "expert", "tab": "confirmed"}, {"tab": "confirmed"})
    return [call_function(world, "list_my_bookings", body, EXPERT) for body in bodies]


@case(
    "pay_booking",
    who=("customer", "expert"),
    example=Example(request={"booking_id": "BE-20261125-ACD346"}, response=UNPAID_BOOKING),
)
async def _pay_booking(world: World) -> MeasuredCall:
    await set_up_domain_with_links(world)
    return call_function(world, "pay_booking", {"booking_id": await create_booking(world)}, ANA)


@case("confirm_booking_when_order_paid", who="internal")
async def _confirm_booking_when_order_paid(world: World) -> MeasuredCall:
    await set_up_domain_with_links(world)
    booking_id = await create_booking(world)
    await pay_invoice(world, booking_id)
    await world.call.deliver_task(functions.main.settle_invoice, {"order_id": booking_id})
    payload = {"order_id": booking_id, "paid_at": NOON.isoformat()}
    return push_event(world, "confirm_booking_when_order_paid", "OrderPaid", **payload)


@case("expire_booking_request", who="internal")
async def _expire_booking_request(world: World) -> MeasuredCall:
    await set_up_domain_with_links(world)
    await create_booking_request(world)
    world.set_clock(TOMORROW)
    return await deliver_job(world, "expire_booking_request", "ExpireBookingRequest")


@case("expire_booking_requests", who="internal")
async def _expire_booking_requests(world: World) -> MeasuredCall:
    await set_up_domain_with_links(world)
    await create_booking_request(world)
    world.set_clock(TOMORROW)
    return run_schedule(world, "expire_booking_requests")


@case("update_booking_statuses", who="internal")
async def _update_booking_statuses(world: World) -> MeasuredCall:
    await set_up_domain_with_links(world)
    await create_confirmed_booking(world)
    world.set_clock(TOMORROW + timedelta(hours=1))
    return run_schedule(world, "update_booking_statuses")


@paged_rows("list_my_bookings", id="booking_id", person=ANA)
async def _add_booking_row(world: World, number: int, at: datetime) -> None:
    booking = a_booking_of_offer(an_offer()).having(id=BookingId(f"BE-20261126-A{number:05d}"), created_at=at)
    await world.put_documents((store.booking_ref(booking.id), booking))
