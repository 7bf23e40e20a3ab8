"""Cases of bookings."""

from datetime import datetime, timedelta

import functions.main
from shared.bookings import store
from shared.kernel.ids import BookingId
from tests.bookings.builders import TOMORROW, a_booking_of_offer, an_offer
from tests.bookings.steps import (
    MANUAL_SERVICE,
    a_booking_request,
    add_meeting_links,
    create_booking,
    create_booking_request,
    create_confirmed_booking,
    set_up_booking_domain,
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
from tests.world import ADMIN, ANA, EXPERT, World

_SERVICE = {
    "expert_id": "Zx3k9QmT1bV7cR5nW2pL",
    "expert_name": "Dewi Lestari",
    "service_id": "career-talk",
    "name": "Career talk",
    "kind": "video",
    "minutes": 60,
    "price": {"amount": 150000, "currency": "IDR"},
    "policy": {"free_until_hours": 24, "late_refund_percent": 50},
}
_LINK = {
    "meeting_link_id": "room-a",
    "url": "https://meet.example.com/abc123",
    "label": "Room A",
    "status": "active",
    "saved_at": "2026-11-20T03:00:00Z",
}
_UNPAID = {
    "booking_id": "BE-20261125-ACD346",
    "status": "awaiting_payment",
    "version": 1,
    "service": _SERVICE,
    "customer_id": "b8Kq2ZtP4mN6xR1vY9cL",
    "customer_name": "Sari Wulandari",
    "topic": "From engineer to product manager",
    "notes": "I have three years in fintech.",
    "starts_at": "2026-11-26T07:00:00Z",
    "ends_at": "2026-11-26T08:00:00Z",
    "admin_fee": {"amount": 7500, "currency": "IDR"},
    "total": {"amount": 157500, "currency": "IDR"},
    "checkout_url": "https://checkout.xendit.co/web/6566f1c2a7d3b80f4e21c9aa",
    "proposal": None,
    "meeting": None,
    "cancelled_by": None,
    "reason": "",
    "refund": {"amount": 0, "currency": "IDR"},
    "answer_before": None,
    "pay_before": "2026-11-26T07:00:00Z",
    "created_at": "2026-11-25T05:00:00Z",
}
_CONFIRMED = {
    **_UNPAID,
    "status": "confirmed",
    "version": 2,
    "checkout_url": None,
    "pay_before": None,
    "meeting": {"kind": "link", "url": "https://meet.example.com/abc123", "room_id": None},
}


async def _set_up_office(world: World) -> None:
    await set_up_booking_domain(world)
    await add_meeting_links(world, "room-a", "room-b")


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
        response=_UNPAID,
    ),
)
async def _request_booking(world: World) -> MeasuredCall:
    await _set_up_office(world)
    return call_function(world, "request_booking", a_booking_request(), ANA)


@case(
    "approve_booking",
    who="expert",
    example=Example(
        request={"booking_id": "BE-20261125-ACD346"}, response={**_UNPAID, "version": 2, "checkout_url": None}
    ),
)
async def _approve_booking(world: World) -> MeasuredCall:
    await _set_up_office(world)
    return call_function(world, "approve_booking", {"booking_id": await create_booking_request(world)}, EXPERT)


@case(
    "reject_booking",
    who="expert",
    example=Example(
        request={"booking_id": "BE-20261125-ACD346", "reason": "I am travelling that week."},
        response={
            **_UNPAID,
            "status": "rejected",
            "version": 2,
            "checkout_url": None,
            "pay_before": None,
            "reason": "I am travelling that week.",
        },
    ),
)
async def _reject_booking(world: World) -> MeasuredCall:
    await _set_up_office(world)
    return call_function(
        world, "reject_booking", {"booking_id": await create_booking_request(world), "reason": "Travelling."}, EXPERT
    )


@case(
    "propose_reschedule",
    who=("customer", "expert"),
    example=Example(
        request={"booking_id": "BE-20261125-ACD346", "starts_at": "2026-11-27T10:00:00+07:00"},
        response={
            **_CONFIRMED,
            "version": 3,
            "proposal": {"by": "customer", "starts_at": "2026-11-27T03:00:00Z", "expires_at": "2026-11-26T07:00:00Z"},
        },
    ),
)
async def _propose_reschedule(world: World) -> MeasuredCall:
    await _set_up_office(world)
    body = {
        "booking_id": await create_confirmed_booking(world),
        "starts_at": (TOMORROW + timedelta(hours=3)).isoformat(),
    }
    return call_function(world, "propose_reschedule", body, ANA)


async def _create_proposal(world: World) -> dict[str, str]:
    propose = await _propose_reschedule(world)
    return {"booking_id": (await propose()).body["booking_id"]}


@case(
    "accept_reschedule",
    who=("customer", "expert"),
    example=Example(
        request={"booking_id": "BE-20261125-ACD346"},
        response={**_CONFIRMED, "version": 4, "starts_at": "2026-11-27T03:00:00Z", "ends_at": "2026-11-27T04:00:00Z"},
    ),
)
async def _accept_reschedule(world: World) -> MeasuredCall:
    return call_function(world, "accept_reschedule", await _create_proposal(world), EXPERT)


@case(
    "decline_reschedule",
    who=("customer", "expert"),
    example=Example(request={"booking_id": "BE-20261125-ACD346"}, response={**_CONFIRMED, "version": 4}),
)
async def _decline_reschedule(world: World) -> MeasuredCall:
    return call_function(world, "decline_reschedule", await _create_proposal(world), EXPERT)


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
        },
    ),
)
async def _quote_cancellation(world: World) -> MeasuredCall:
    await _set_up_office(world)
    return call_function(world, "quote_cancellation", {"booking_id": await create_confirmed_booking(world)}, ANA)


@case(
    "cancel_booking",
    who=("customer", "expert", "admin"),
    example=Example(
        request={"booking_id": "BE-20261125-ACD346", "reason": "I have fallen ill.", "refund": 78750},
        response={
            **_CONFIRMED,
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
    await _set_up_office(world)
    body = {"booking_id": await create_confirmed_booking(world), "reason": "Ill.", "refund": 157_500}
    return call_function(world, "cancel_booking", body, ANA)


@case(
    "get_booking",
    who=("customer", "expert", "admin"),
    example=Example(request={"booking_id": "BE-20261125-ACD346"}, response=_CONFIRMED),
)
async def _get_booking(world: World) -> MeasuredCall:
    await _set_up_office(world)
    return call_function(world, "get_booking", {"booking_id": await create_booking(world)}, ANA)


@case("get_booking_calendar", who=("customer", "expert"), example=Example(request={"booking_id": "BE-20261125-ACD346"}))
async def _get_booking_calendar(world: World) -> MeasuredCall:
    await _set_up_office(world)
    return call_function(world, "get_booking_calendar", {"booking_id": await create_booking(world)}, ANA)


@case(
    "list_my_bookings",
    who=("customer", "expert"),
    example=Example(
        request={"side": "customer", "tab": "confirmed", "limit": 20},
        response={"items": [_CONFIRMED], "next_cursor": None},
    ),
)
async def _list_my_bookings(world: World) -> MeasuredCall:
    await _set_up_office(world)
    await create_booking(world)
    return call_function(world, "list_my_bookings", {}, ANA)


@variants("list_my_bookings")
async def _list_my_bookings_otherwise(world: World) -> list[MeasuredCall]:
    """List bookings as the expert, and bookings of one tab."""
    await _set_up_office(world)
    await create_booking(world)
    bodies = ({"side": "expert"}, {"side": "expert", "tab": "confirmed"}, {"tab": "confirmed"})
    return [call_function(world, "list_my_bookings", body, EXPERT) for body in bodies]


@case(
    "pay_booking",
    who=("customer", "expert"),
    example=Example(request={"booking_id": "BE-20261125-ACD346"}, response=_UNPAID),
)
async def _pay_booking(world: World) -> MeasuredCall:
    await _set_up_office(world)
    return call_function(world, "pay_booking", {"booking_id": await create_booking(world)}, ANA)


@case("confirm_booking_when_order_paid", who="internal")
async def _confirm_booking_when_order_paid(world: World) -> MeasuredCall:
    await _set_up_office(world)
    booking_id = await create_booking(world)
    await pay_invoice(world, booking_id)
    await world.call.deliver_task(functions.main.settle_invoice, {"order_id": booking_id})
    payload = {"order_id": booking_id, "paid_at": NOON.isoformat()}
    return push_event(world, "confirm_booking_when_order_paid", "OrderPaid", **payload)


async def _create_expired_booking(world: World) -> str:
    await _set_up_office(world)
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
    await _set_up_office(world)
    booking_id = await create_booking(world)
    await world.call(functions.main.cancel_order, {"order_id": booking_id}, as_=ANA)
    payload = {"order_id": booking_id, "cancelled_at": NOON.isoformat()}
    return push_event(world, "cancel_booking_when_order_cancelled", "OrderCancelled", **payload)


@case("cancel_booking_when_order_refunded", who="internal")
async def _cancel_booking_when_order_refunded(world: World) -> MeasuredCall:
    await _set_up_office(world)
    payload = {"order_id": await create_confirmed_booking(world), "amount": 157_500, "refunded_at": NOON.isoformat()}
    return push_event(world, "cancel_booking_when_order_refunded", "OrderRefunded", **payload)


@case("expire_booking_request", who="internal")
async def _expire_booking_request(world: World) -> MeasuredCall:
    await _set_up_office(world)
    await create_booking_request(world)
    world.set_clock(TOMORROW)
    return await deliver_job(world, "expire_booking_request", "ExpireBookingRequest")


@case("expire_booking_requests", who="internal")
async def _expire_booking_requests(world: World) -> MeasuredCall:
    await _set_up_office(world)
    await create_booking_request(world)
    world.set_clock(TOMORROW)
    return run_schedule(world, "expire_booking_requests")


@case("update_booking_statuses", who="internal")
async def _update_booking_statuses(world: World) -> MeasuredCall:
    await _set_up_office(world)
    await create_confirmed_booking(world)
    world.set_clock(TOMORROW + timedelta(hours=1))
    return run_schedule(world, "update_booking_statuses")


@case("send_due_reminders", who="internal")
async def _send_due_reminders(world: World) -> MeasuredCall:
    await _set_up_office(world)
    await create_confirmed_booking(world)
    world.set_clock(TOMORROW - timedelta(days=1))
    return run_schedule(world, "send_due_reminders")


@case("email_booking_reminder", who="internal")
async def _email_booking_reminder(world: World) -> MeasuredCall:
    remind = await _send_due_reminders(world)
    await remind()
    return await deliver_job(world, "email_booking_reminder", "EmailBookingReminder")


@case("email_booking_notice", who="internal")
async def _email_booking_notice(world: World) -> MeasuredCall:
    await _set_up_office(world)
    await create_booking(world, service_id=MANUAL_SERVICE.id)
    return await deliver_job(world, "email_booking_notice", "EmailBookingNotice")


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


@paged_rows("list_my_bookings", id="booking_id", person=ANA)
async def _add_booking_row(world: World, number: int, at: datetime) -> None:
    booking = a_booking_of_offer(an_offer()).having(id=BookingId(f"BE-20261126-A{number:05d}"), created_at=at)
    await world.put_documents((store.booking_ref(booking.id), booking))
