"""Typical calls of the functions of bookings."""

from datetime import timedelta

import functions.main
from tests.benchmarks.scenarios.calls import Call, call, event, job, run, scenario
from tests.bookings.offers import TOMORROW
from tests.bookings.office import MANUAL, a_wish, booked, confirmed, in_pool, open_office, requested
from tests.builders import NOON
from tests.orders.test_settling import pay
from tests.world import ADMIN, ANA, EXPERT, World


async def _open(world: World) -> None:
    await open_office(world)
    await in_pool(world, "room-a", "room-b")


@scenario("request_booking")
async def _request_booking(world: World) -> Call:
    await _open(world)
    return call(world, "request_booking", a_wish(), ANA)


@scenario("approve_booking")
async def _approve_booking(world: World) -> Call:
    await _open(world)
    return call(world, "approve_booking", {"booking_id": await requested(world)}, EXPERT)


@scenario("reject_booking")
async def _reject_booking(world: World) -> Call:
    await _open(world)
    return call(world, "reject_booking", {"booking_id": await requested(world), "reason": "Travelling."}, EXPERT)


@scenario("propose_reschedule")
async def _propose_reschedule(world: World) -> Call:
    await _open(world)
    body = {"booking_id": await confirmed(world), "starts_at": (TOMORROW + timedelta(hours=3)).isoformat()}
    return call(world, "propose_reschedule", body, ANA)


async def _proposed(world: World) -> dict[str, str]:
    propose = await _propose_reschedule(world)
    return {"booking_id": (await propose()).body["booking_id"]}


@scenario("accept_reschedule")
async def _accept_reschedule(world: World) -> Call:
    return call(world, "accept_reschedule", await _proposed(world), EXPERT)


@scenario("decline_reschedule")
async def _decline_reschedule(world: World) -> Call:
    return call(world, "decline_reschedule", await _proposed(world), EXPERT)


@scenario("quote_cancellation")
async def _quote_cancellation(world: World) -> Call:
    await _open(world)
    return call(world, "quote_cancellation", {"booking_id": await confirmed(world)}, ANA)


@scenario("cancel_booking")
async def _cancel_booking(world: World) -> Call:
    await _open(world)
    body = {"booking_id": await confirmed(world), "reason": "Ill.", "refund": 157_500}
    return call(world, "cancel_booking", body, ANA)


@scenario("get_booking")
async def _get_booking(world: World) -> Call:
    await _open(world)
    return call(world, "get_booking", {"booking_id": await booked(world)}, ANA)


@scenario("get_booking_calendar")
async def _get_booking_calendar(world: World) -> Call:
    await _open(world)
    return call(world, "get_booking_calendar", {"booking_id": await booked(world)}, ANA)


@scenario("list_my_bookings")
async def _list_my_bookings(world: World) -> Call:
    await _open(world)
    await booked(world)
    return call(world, "list_my_bookings", {}, ANA)


@scenario("pay_booking")
async def _pay_booking(world: World) -> Call:
    await _open(world)
    return call(world, "pay_booking", {"booking_id": await booked(world)}, ANA)


@scenario("confirm_booking_when_order_paid")
async def _confirm_booking_when_order_paid(world: World) -> Call:
    await _open(world)
    booking_id = await booked(world)
    await pay(world, booking_id)
    await world.call.task(functions.main.settle_invoice, {"order_id": booking_id})
    payload = {"order_id": booking_id, "paid_at": NOON.isoformat()}
    return event(world, "confirm_booking_when_order_paid", "OrderPaid", **payload)


async def _expired(world: World) -> str:
    await _open(world)
    booking_id = await booked(world)
    world.at(TOMORROW + timedelta(minutes=1))
    expire = await job(world, "expire_order", "ExpireOrder")
    await expire()
    return booking_id


@scenario("expire_booking_when_order_expired")
async def _expire_booking_when_order_expired(world: World) -> Call:
    payload = {"order_id": await _expired(world), "expired_at": NOON.isoformat()}
    return event(world, "expire_booking_when_order_expired", "OrderExpired", **payload)


@scenario("cancel_booking_when_order_cancelled")
async def _cancel_booking_when_order_cancelled(world: World) -> Call:
    await _open(world)
    booking_id = await booked(world)
    await world.call(functions.main.cancel_order, {"order_id": booking_id}, as_=ANA)
    payload = {"order_id": booking_id, "cancelled_at": NOON.isoformat()}
    return event(world, "cancel_booking_when_order_cancelled", "OrderCancelled", **payload)


@scenario("cancel_booking_when_order_refunded")
async def _cancel_booking_when_order_refunded(world: World) -> Call:
    await _open(world)
    payload = {"order_id": await confirmed(world), "amount": 157_500, "refunded_at": NOON.isoformat()}
    return event(world, "cancel_booking_when_order_refunded", "OrderRefunded", **payload)


@scenario("expire_booking_request")
async def _expire_booking_request(world: World) -> Call:
    await _open(world)
    await requested(world)
    world.at(TOMORROW)
    return await job(world, "expire_booking_request", "ExpireBookingRequest")


@scenario("expire_booking_requests")
async def _expire_booking_requests(world: World) -> Call:
    await _open(world)
    await requested(world)
    world.at(TOMORROW)
    return run(world, "expire_booking_requests")


@scenario("update_booking_statuses")
async def _update_booking_statuses(world: World) -> Call:
    await _open(world)
    await confirmed(world)
    world.at(TOMORROW + timedelta(hours=1))
    return run(world, "update_booking_statuses")


@scenario("send_due_reminders")
async def _send_due_reminders(world: World) -> Call:
    await _open(world)
    await confirmed(world)
    world.at(TOMORROW - timedelta(days=1))
    return run(world, "send_due_reminders")


@scenario("email_booking_reminder")
async def _email_booking_reminder(world: World) -> Call:
    remind = await _send_due_reminders(world)
    await remind()
    return await job(world, "email_booking_reminder", "EmailBookingReminder")


@scenario("email_booking_notice")
async def _email_booking_notice(world: World) -> Call:
    await _open(world)
    await booked(world, service_id=MANUAL.id)
    return await job(world, "email_booking_notice", "EmailBookingNotice")


@scenario("save_meeting_link")
async def _save_meeting_link(world: World) -> Call:
    return call(world, "save_meeting_link", {"url": "https://meet.example.com/x", "label": "X"}, ADMIN)


@scenario("pass_on_meeting_link")
async def _pass_on_meeting_link(world: World) -> Call:
    await open_office(world)
    await in_pool(world, "room-a")
    await confirmed(world)
    body = {"meeting_link_id": "room-a", "url": "https://meet.example.com/x", "label": "X"}
    await world.call(functions.main.save_meeting_link, body, as_=ADMIN)
    return await job(world, "pass_on_meeting_link", "PassOnMeetingLink")


@scenario("list_meeting_links")
async def _list_meeting_links(world: World) -> Call:
    await in_pool(world, "room-a")
    return call(world, "list_meeting_links", {}, ADMIN)


@scenario("retire_meeting_link")
async def _retire_meeting_link(world: World) -> Call:
    await in_pool(world, "room-a")
    return call(world, "retire_meeting_link", {"meeting_link_id": "room-a"}, ADMIN)
