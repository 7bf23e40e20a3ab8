"""Typical calls of the functions of the chat: rooms, groups, blocks, reading and writing."""

from datetime import timedelta

from shared.bookings import store as bookings
from shared.bookings.models import Booking, BookingStatus
from shared.kernel.ids import RoomId
from tests.benchmarks.scenarios.registry import MeasuredCall, call_function, deliver_job, push_event, register_scenario
from tests.bookings.builders import a_confirmed_booking
from tests.chat.builders import a_text_message, create_room, post_message
from tests.chat.steps import call_successfully, create_group, register_users
from tests.world import ADMIN, ANA, EXPERT, World


async def _create_direct_room(world: World) -> RoomId:
    """Ana's room with Dewi, with a message of Dewi's in it."""
    room_id = await create_room(world, "ana", "dewi")
    await post_message(world, EXPERT, room_id, "m-1")
    return room_id


@register_scenario("send_message")
async def _send_message(world: World) -> MeasuredCall:
    return call_function(world, "send_message", a_text_message(await _create_direct_room(world), "m-2"), ANA)


@register_scenario("list_messages")
async def _list_messages(world: World) -> MeasuredCall:
    return call_function(world, "list_messages", {"room_id": await _create_direct_room(world)}, ANA)


@register_scenario("list_rooms")
async def _list_rooms(world: World) -> MeasuredCall:
    await _create_direct_room(world)
    return call_function(world, "list_rooms", {}, ANA)


@register_scenario("get_unread_total")
async def _get_unread_total(world: World) -> MeasuredCall:
    await _create_direct_room(world)
    return call_function(world, "get_unread_total", None, ANA)


@register_scenario("mark_room_read")
async def _mark_room_read(world: World) -> MeasuredCall:
    return call_function(world, "mark_room_read", {"room_id": await _create_direct_room(world)}, ANA)


@register_scenario("mark_room_delivered")
async def _mark_room_delivered(world: World) -> MeasuredCall:
    return call_function(world, "mark_room_delivered", {"room_id": await _create_direct_room(world)}, ANA)


@register_scenario("start_direct_room")
async def _start_direct_room(world: World) -> MeasuredCall:
    await register_users(world, "ana", "dewi")
    return call_function(world, "start_direct_room", {"user_id": "dewi"}, ANA)


@register_scenario("open_support_room")
async def _open_support_room(world: World) -> MeasuredCall:
    await register_users(world, "ana")
    return call_function(world, "open_support_room", None, ANA)


@register_scenario("list_support_rooms")
async def _list_support_rooms(world: World) -> MeasuredCall:
    await (await _open_support_room(world))()
    return call_function(world, "list_support_rooms", {}, ADMIN)


@register_scenario("create_group_room")
async def _create_group_room(world: World) -> MeasuredCall:
    await register_users(world, "ana", "budi", "dewi")
    return call_function(world, "create_group_room", {"name": "Career group", "member_ids": ["budi", "dewi"]}, ANA)


@register_scenario("add_room_members")
async def _add_room_members(world: World) -> MeasuredCall:
    room_id = await create_group(world, ANA, "budi")
    await register_users(world, "dewi")
    return call_function(world, "add_room_members", {"room_id": room_id, "member_ids": ["dewi"]}, ANA)


@register_scenario("remove_room_member")
async def _remove_room_member(world: World) -> MeasuredCall:
    body = {"room_id": await create_group(world, ANA, "budi", "dewi"), "user_id": "dewi"}
    return call_function(world, "remove_room_member", body, ANA)


@register_scenario("leave_room")
async def _leave_room(world: World) -> MeasuredCall:
    return call_function(world, "leave_room", {"room_id": await create_group(world, ANA, "budi", "dewi")}, EXPERT)


@register_scenario("update_room")
async def _update_room(world: World) -> MeasuredCall:
    body = {"room_id": await create_group(world, ANA, "budi", "dewi"), "name": "Product managers"}
    return call_function(world, "update_room", body, ANA)


@register_scenario("mute_room")
async def _mute_room(world: World) -> MeasuredCall:
    return call_function(world, "mute_room", {"room_id": await _create_direct_room(world), "muted": True}, ANA)


@register_scenario("pin_room")
async def _pin_room(world: World) -> MeasuredCall:
    return call_function(world, "pin_room", {"room_id": await _create_direct_room(world), "pinned": True}, ANA)


@register_scenario("block_user")
async def _block_user(world: World) -> MeasuredCall:
    await _create_direct_room(world)
    return call_function(world, "block_user", {"user_id": "dewi"}, ANA)


@register_scenario("unblock_user")
async def _unblock_user(world: World) -> MeasuredCall:
    await _create_direct_room(world)
    await call_successfully(world, ANA, "block_user", user_id="dewi")
    return call_function(world, "unblock_user", {"user_id": "dewi"}, ANA)


@register_scenario("list_blocked_users")
async def _list_blocked_users(world: World) -> MeasuredCall:
    await _create_direct_room(world)
    await call_successfully(world, ANA, "block_user", user_id="dewi")
    return call_function(world, "list_blocked_users", {}, ANA)


def _confirmed(world: World, booking: Booking) -> MeasuredCall:
    payload = {"expert": booking.offer.expert, "customer": booking.customer} | _meeting_times(booking)
    return push_event(world, "open_room_when_booking_confirmed", "BookingConfirmed", booking_id=booking.id, **payload)


def _meeting_times(booking: Booking) -> dict[str, str]:
    return {"starts_at": booking.starts_at.isoformat(), "ends_at": booking.ends_at.isoformat()}


async def _save_booking(world: World, booking: Booking) -> Booking:
    await world.has((bookings.booking_ref(booking.id), booking))
    return booking


@register_scenario("open_room_when_booking_confirmed")
async def _open_room_when_booking_confirmed(world: World) -> MeasuredCall:
    return _confirmed(world, await _save_booking(world, a_confirmed_booking()))


@register_scenario("move_room_when_booking_moved")
async def _move_room_when_booking_moved(world: World) -> MeasuredCall:
    booking = a_confirmed_booking()
    await (await _open_room_when_booking_confirmed(world))()
    moved = await _save_booking(world, booking.having(starts_at=booking.starts_at + timedelta(hours=3)))
    return push_event(
        world, "move_room_when_booking_moved", "BookingMoved", booking_id=booking.id, **_meeting_times(moved)
    )


@register_scenario("close_room_when_booking_cancelled")
async def _close_room_when_booking_cancelled(world: World) -> MeasuredCall:
    await (await _open_room_when_booking_confirmed(world))()
    booking = await _save_booking(world, a_confirmed_booking(status=BookingStatus.CANCELLED))
    payload = {"booking_id": booking.id, "refund": 0, "cancelled_at": world.now.isoformat()}
    return push_event(world, "close_room_when_booking_cancelled", "BookingCancelled", **payload)


@register_scenario("archive_closed_room")
async def _archive_closed_room(world: World) -> MeasuredCall:
    await (await _open_room_when_booking_confirmed(world))()
    world.later(days=30)
    return await deliver_job(world, "archive_closed_room", "ArchiveClosedRoom")
