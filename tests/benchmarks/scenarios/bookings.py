"""Typical calls of the functions of bookings."""

from datetime import timedelta

import functions.main
from tests.benchmarks.scenarios.registry import (
    MeasuredCall,
    call_function,
    deliver_job,
    push_event,
    register_scenario,
    run_schedule,
)
from tests.bookings.builders import TOMORROW
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
from tests.orders.test_settlement import pay_invoice
from tests.world import ADMIN, ANA, EXPERT, World


async def _set_up_office(world: World) -> None:
    await set_up_booking_domain(world)
    await add_meeting_links(world, "room-a", "room-b")


@register_scenario("request_booking")
async def _request_booking(world: World) -> MeasuredCall:
    await _set_up_office(world)
    return call_function(world, "request_booking", a_booking_request(), ANA)


@register_scenario("approve_booking")
async def _approve_booking(world: World) -> MeasuredCall:
    await _set_up_office(world)
    return call_function(world, "approve_booking", {"booking_id": await create_booking_request(world)}, EXPERT)


@register_scenario("reject_booking")
async def _reject_booking(world: World) -> MeasuredCall:
    await _set_up_office(world)
    return call_function(
        world, "reject_booking", {"booking_id": await create_booking_request(world), "reason": "Travelling."}, EXPERT
    )


@register_scenario("propose_reschedule")
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


@register_scenario("accept_reschedule")
async def _accept_reschedule(world: World) -> MeasuredCall:
    return call_function(world, "accept_reschedule", await _create_proposal(world), EXPERT)


@register_scenario("decline_reschedule")
async def _decline_reschedule(world: World) -> MeasuredCall:
    return call_function(world, "decline_reschedule", await _create_proposal(world), EXPERT)


@register_scenario("quote_cancellation")
async def _quote_cancellation(world: World) -> MeasuredCall:
    await _set_up_office(world)
    return call_function(world, "quote_cancellation", {"booking_id": await create_confirmed_booking(world)}, ANA)


@register_scenario("cancel_booking")
async def _cancel_booking(world: World) -> MeasuredCall:
    await _set_up_office(world)
    body = {"booking_id": await create_confirmed_booking(world), "reason": "Ill.", "refund": 157_500}
    return call_function(world, "cancel_booking", body, ANA)


@register_scenario("get_booking")
async def _get_booking(world: World) -> MeasuredCall:
    await _set_up_office(world)
    return call_function(world, "get_booking", {"booking_id": await create_booking(world)}, ANA)


@register_scenario("get_booking_calendar")
async def _get_booking_calendar(world: World) -> MeasuredCall:
    await _set_up_office(world)
    return call_function(world, "get_booking_calendar", {"booking_id": await create_booking(world)}, ANA)


@register_scenario("list_my_bookings")
async def _list_my_bookings(world: World) -> MeasuredCall:
    await _set_up_office(world)
    await create_booking(world)
    return call_function(world, "list_my_bookings", {}, ANA)


@register_scenario("pay_booking")
async def _pay_booking(world: World) -> MeasuredCall:
    await _set_up_office(world)
    return call_function(world, "pay_booking", {"booking_id": await create_booking(world)}, ANA)


@register_scenario("confirm_booking_when_order_paid")
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


@register_scenario("expire_booking_when_order_expired")
async def _expire_booking_when_order_expired(world: World) -> MeasuredCall:
    payload = {"order_id": await _create_expired_booking(world), "expired_at": NOON.isoformat()}
    return push_event(world, "expire_booking_when_order_expired", "OrderExpired", **payload)


@register_scenario("cancel_booking_when_order_cancelled")
async def _cancel_booking_when_order_cancelled(world: World) -> MeasuredCall:
    await _set_up_office(world)
    booking_id = await create_booking(world)
    await world.call(functions.main.cancel_order, {"order_id": booking_id}, as_=ANA)
    payload = {"order_id": booking_id, "cancelled_at": NOON.isoformat()}
    return push_event(world, "cancel_booking_when_order_cancelled", "OrderCancelled", **payload)


@register_scenario("cancel_booking_when_order_refunded")
async def _cancel_booking_when_order_refunded(world: World) -> MeasuredCall:
    await _set_up_office(world)
    payload = {"order_id": await create_confirmed_booking(world), "amount": 157_500, "refunded_at": NOON.isoformat()}
    return push_event(world, "cancel_booking_when_order_refunded", "OrderRefunded", **payload)


@register_scenario("expire_booking_request")
async def _expire_booking_request(world: World) -> MeasuredCall:
    await _set_up_office(world)
    await create_booking_request(world)
    world.set_clock(TOMORROW)
    return await deliver_job(world, "expire_booking_request", "ExpireBookingRequest")


@register_scenario("expire_booking_requests")
async def _expire_booking_requests(world: World) -> MeasuredCall:
    await _set_up_office(world)
    await create_booking_request(world)
    world.set_clock(TOMORROW)
    return run_schedule(world, "expire_booking_requests")


@register_scenario("update_booking_statuses")
async def _update_booking_statuses(world: World) -> MeasuredCall:
    await _set_up_office(world)
    await create_confirmed_booking(world)
    world.set_clock(TOMORROW + timedelta(hours=1))
    return run_schedule(world, "update_booking_statuses")


@register_scenario("send_due_reminders")
async def _send_due_reminders(world: World) -> MeasuredCall:
    await _set_up_office(world)
    await create_confirmed_booking(world)
    world.set_clock(TOMORROW - timedelta(days=1))
    return run_schedule(world, "send_due_reminders")


@register_scenario("email_booking_reminder")
async def _email_booking_reminder(world: World) -> MeasuredCall:
    remind = await _send_due_reminders(world)
    await remind()
    return await deliver_job(world, "email_booking_reminder", "EmailBookingReminder")


@register_scenario("email_booking_notice")
async def _email_booking_notice(world: World) -> MeasuredCall:
    await _set_up_office(world)
    await create_booking(world, service_id=MANUAL_SERVICE.id)
    return await deliver_job(world, "email_booking_notice", "EmailBookingNotice")


@register_scenario("save_meeting_link")
async def _save_meeting_link(world: World) -> MeasuredCall:
    return call_function(world, "save_meeting_link", {"url": "https://meet.example.com/x", "label": "X"}, ADMIN)


@register_scenario("propagate_meeting_link")
async def _propagate_meeting_link(world: World) -> MeasuredCall:
    await set_up_booking_domain(world)
    await add_meeting_links(world, "room-a")
    await create_confirmed_booking(world)
    body = {"meeting_link_id": "room-a", "url": "https://meet.example.com/x", "label": "X"}
    await world.call(functions.main.save_meeting_link, body, as_=ADMIN)
    return await deliver_job(world, "propagate_meeting_link", "PropagateMeetingLink")


@register_scenario("list_meeting_links")
async def _list_meeting_links(world: World) -> MeasuredCall:
    await add_meeting_links(world, "room-a")
    return call_function(world, "list_meeting_links", {}, ADMIN)


@register_scenario("retire_meeting_link")
async def _retire_meeting_link(world: World) -> MeasuredCall:
    await add_meeting_links(world, "room-a")
    return call_function(world, "retire_meeting_link", {"meeting_link_id": "room-a"}, ADMIN)
