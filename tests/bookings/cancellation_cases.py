"""Cases of bookings: cancellation by a person or by the order."""

from datetime import timedelta

import functions.main
from tests.bookings.builders import TOMORROW
from tests.bookings.examples import CONFIRMED_BOOKING
from tests.bookings.steps import create_booking, create_confirmed_booking, set_up_domain_with_links
from tests.builders import NOON
from tests.cases import Example, MeasuredCall, call_function, case, deliver_job, push_event
from tests.world import ANA, World


@case(
    "quote_cancellation",
    who=("customer", "expert", "admin"),
    example=Example(
        request={"booking_id": "BE-20261125-ACD346"},
        response={
            "booking_id": "BE-20261125-ACD346",
            "paid": {"amount": 157500, "currency": "IDR"},
            "refund": {"amount": 78750, "currency": "IDR"},
            "free_until": "2026-11-25T07:00:00Z",
            "late_refund_percent": 50,
            "strike": False,
        },
    ),
)
async def _quote_cancellation(world: World) -> MeasuredCall:
    await set_up_domain_with_links(world)
    return call_function(world, "quote_cancellation", {"booking_id": await create_confirmed_booking(world)}, ANA)


@case(
    "cancel_booking",
    who=("customer", "expert", "admin"),
    example=Example(
        request={"booking_id": "BE-20261125-ACD346", "reason": "I have fallen ill.", "refund": 78750},
        response={
            **CONFIRMED_BOOKING,
            "status": "cancelled",
            "version": 3,
            "meeting": None,
            "cancelled_by": "customer",
            "reason": "I have fallen ill.",
            "refund": {"amount": 78750, "currency": "IDR"},
        },
    ),
)
async def _cancel_booking(world: World) -> MeasuredCall:
    await set_up_domain_with_links(world)
    body = {"booking_id": await create_confirmed_booking(world), "reason": "Ill.", "refund": 157_500}
    return call_function(world, "cancel_booking", body, ANA)


async def _create_expired_booking(world: World) -> str:
    await set_up_domain_with_links(world)
    booking_id = await create_booking(world)
    world.set_clock(TOMORROW + timedelta(minutes=1))
    expire = await deliver_job(world, "expire_order", "ExpireOrder")
    await expire()
    return booking_id


@case("expire_booking_when_order_expired", who="internal")
async def _expire_booking_when_order_expired(world: World) -> MeasuredCall:
    payload = {"order_id": await _create_expired_booking(world), "expired_at": NOON.isoformat()}
    return push_event(world, "expire_booking_when_order_expired", "OrderExpired", **payload)


@case("cancel_booking_when_order_cancelled", who="internal")
async def _cancel_booking_when_order_cancelled(world: World) -> MeasuredCall:
    await set_up_domain_with_links(world)
    booking_id = await create_booking(world)
    await world.call(functions.main.cancel_order, {"order_id": booking_id}, as_=ANA)
    payload = {"order_id": booking_id, "cancelled_at": NOON.isoformat()}
    return push_event(world, "cancel_booking_when_order_cancelled", "OrderCancelled", **payload)


@case("cancel_booking_when_order_refunded", who="internal")
async def _cancel_booking_when_order_refunded(world: World) -> MeasuredCall:
    await set_up_domain_with_links(world)
    payload = {"order_id": await create_confirmed_booking(world), "amount": 157_500, "refunded_at": NOON.isoformat()}
    return push_event(world, "cancel_booking_when_order_refunded", "OrderRefunded", **payload)
