"""Typical calls of the functions of the chat: rooms, groups, blocks, reading and writing."""

from datetime import timedelta

from shared.bookings import store as bookings
from shared.bookings.models import Booking, BookingStatus
from shared.kernel.ids import RoomId
from tests.benchmarks.scenarios.calls import Call, call, event, job, scenario
from tests.bookings.offers import a_confirmed
from tests.chat.builders import opened, say, text
from tests.chat.steps import done, group, registered
from tests.world import ADMIN, ANA, EXPERT, World


async def _direct(world: World) -> RoomId:
    """Ana's room with Dewi, with a message of Dewi's in it."""
    room_id = await opened(world, "ana", "dewi")
    await say(world, EXPERT, room_id, "m-1")
    return room_id


@scenario("send_message")
async def _send_message(world: World) -> Call:
    return call(world, "send_message", text(await _direct(world), "m-2"), ANA)


@scenario("list_messages")
async def _list_messages(world: World) -> Call:
    return call(world, "list_messages", {"room_id": await _direct(world)}, ANA)


@scenario("list_rooms")
async def _list_rooms(world: World) -> Call:
    await _direct(world)
    return call(world, "list_rooms", {}, ANA)


@scenario("get_unread_total")
async def _get_unread_total(world: World) -> Call:
    await _direct(world)
    return call(world, "get_unread_total", None, ANA)


@scenario("mark_room_read")
async def _mark_room_read(world: World) -> Call:
    return call(world, "mark_room_read", {"room_id": await _direct(world)}, ANA)


@scenario("mark_room_delivered")
async def _mark_room_delivered(world: World) -> Call:
    return call(world, "mark_room_delivered", {"room_id": await _direct(world)}, ANA)


@scenario("start_direct_room")
async def _start_direct_room(world: World) -> Call:
    await registered(world, "ana", "dewi")
    return call(world, "start_direct_room", {"user_id": "dewi"}, ANA)


@scenario("open_support_room")
async def _open_support_room(world: World) -> Call:
    await registered(world, "ana")
    return call(world, "open_support_room", None, ANA)


@scenario("list_support_rooms")
async def _list_support_rooms(world: World) -> Call:
    await (await _open_support_room(world))()
    return call(world, "list_support_rooms", {}, ADMIN)


@scenario("create_group_room")
async def _create_group_room(world: World) -> Call:
    await registered(world, "ana", "budi", "dewi")
    return call(world, "create_group_room", {"name": "Career group", "member_ids": ["budi", "dewi"]}, ANA)


@scenario("add_room_members")
async def _add_room_members(world: World) -> Call:
    room_id = await group(world, ANA, "budi")
    await registered(world, "dewi")
    return call(world, "add_room_members", {"room_id": room_id, "member_ids": ["dewi"]}, ANA)


@scenario("remove_room_member")
async def _remove_room_member(world: World) -> Call:
    body = {"room_id": await group(world, ANA, "budi", "dewi"), "user_id": "dewi"}
    return call(world, "remove_room_member", body, ANA)


@scenario("leave_room")
async def _leave_room(world: World) -> Call:
    return call(world, "leave_room", {"room_id": await group(world, ANA, "budi", "dewi")}, EXPERT)


@scenario("update_room")
async def _update_room(world: World) -> Call:
    body = {"room_id": await group(world, ANA, "budi", "dewi"), "name": "Product managers"}
    return call(world, "update_room", body, ANA)


@scenario("mute_room")
async def _mute_room(world: World) -> Call:
    return call(world, "mute_room", {"room_id": await _direct(world), "muted": True}, ANA)


@scenario("pin_room")
async def _pin_room(world: World) -> Call:
    return call(world, "pin_room", {"room_id": await _direct(world), "pinned": True}, ANA)


@scenario("block_user")
async def _block_user(world: World) -> Call:
    await _direct(world)
    return call(world, "block_user", {"user_id": "dewi"}, ANA)


@scenario("unblock_user")
async def _unblock_user(world: World) -> Call:
    await _direct(world)
    await done(world, ANA, "block_user", user_id="dewi")
    return call(world, "unblock_user", {"user_id": "dewi"}, ANA)


@scenario("list_blocked_users")
async def _list_blocked_users(world: World) -> Call:
    await _direct(world)
    await done(world, ANA, "block_user", user_id="dewi")
    return call(world, "list_blocked_users", {}, ANA)


def _confirmed(world: World, booking: Booking) -> Call:
    payload = {"expert": booking.offer.expert, "customer": booking.customer} | _times(booking)
    return event(world, "open_room_when_booking_confirmed", "BookingConfirmed", booking_id=booking.id, **payload)


def _times(booking: Booking) -> dict[str, str]:
    return {"starts_at": booking.starts_at.isoformat(), "ends_at": booking.ends_at.isoformat()}


async def _kept(world: World, booking: Booking) -> Booking:
    await world.has((bookings.ref(booking.id), booking))
    return booking


@scenario("open_room_when_booking_confirmed")
async def _open_room_when_booking_confirmed(world: World) -> Call:
    return _confirmed(world, await _kept(world, a_confirmed()))


@scenario("move_room_when_booking_moved")
async def _move_room_when_booking_moved(world: World) -> Call:
    booking = a_confirmed()
    await (await _open_room_when_booking_confirmed(world))()
    moved = await _kept(world, booking.having(starts_at=booking.starts_at + timedelta(hours=3)))
    return event(world, "move_room_when_booking_moved", "BookingMoved", booking_id=booking.id, **_times(moved))


@scenario("close_room_when_booking_cancelled")
async def _close_room_when_booking_cancelled(world: World) -> Call:
    await (await _open_room_when_booking_confirmed(world))()
    booking = await _kept(world, a_confirmed(status=BookingStatus.CANCELLED))
    payload = {"booking_id": booking.id, "refund": 0, "cancelled_at": world.now.isoformat()}
    return event(world, "close_room_when_booking_cancelled", "BookingCancelled", **payload)


@scenario("settle_room")
async def _settle_room(world: World) -> Call:
    await (await _open_room_when_booking_confirmed(world))()
    world.later(days=30)
    return await job(world, "settle_room", "SettleRoom")
