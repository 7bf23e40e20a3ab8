"""Seats in groups: a customer takes one with the order that pays for it; a date that is cancelled gives all back."""

import asyncio
from datetime import datetime

from shared.bookings import actions, group_dates, group_rules, rules, store
from shared.bookings.errors import GroupDateNotFound, OwnService
from shared.bookings.group_models import GroupDate, GroupDateStatus
from shared.bookings.jobs import GiveSeatBack
from shared.bookings.models import Booking, Side
from shared.bookings.schemas import BookingRequest
from shared.catalogue import opening_hours
from shared.catalogue import store as catalogue
from shared.catalogue.models import ExpertStatus
from shared.chat import user_blocks
from shared.chat.errors import Blocked
from shared.contracts.checkout import CheckoutWishes
from shared.identity import store as identity
from shared.kernel.actors import Actor
from shared.kernel.ids import BookingId, GroupDateId, ServiceId, UserId
from shared.kernel.paging import Rows
from shared.kernel.ports import Reader, UnitOfWork
from shared.limits import actions as limits
from shared.limits.subjects import person_limits_ref
from shared.orders import payment_methods, refund_rules
from shared.orders import store as orders
from shared.orders.payment_methods import PAYMENT_SETTINGS
from shared.orders.ports import PaymentProvider
from shared.workflows import booking_cancellation, booking_limits, booking_orders, checkout, overlapping_meetings
from shared.workflows.booking_requests import RequestedBooking
from shared.workflows.call import Call

_SYSTEM = Actor("admin", "temani")


async def open_group_date(
    uow: UnitOfWork, service_id: ServiceId, starts_at: datetime, *, actor: Actor, now: datetime
) -> GroupDate:
    """Open a date of a service of the actor's for groups, and claim the actor's time for it.

    The time need not be within the opening hours, since the expert chooses it.

    Raises:
        ExpertNotFound: The actor is no listed expert.
        ServiceNotFound: The service does not exist.
        ServiceInactive: The service is paused, or is not for groups.
        StartsInPast: The start is not in the future.
        StartsOffQuarter: The start is not on a quarter of an hour.
        TooFar: The start is beyond the expert's horizon.
        GroupDateNotOpen: The sale of seats would be over already.
        SlotTaken: The time belongs to a booking or another date.
    """
    expert_id = UserId(actor.id)
    (expert, service), hours = await asyncio.gather(
        catalogue.get_group_service_for_sale(uow, expert_id, service_id), catalogue.get_hours(uow, expert_id)
    )
    opening_hours.check_start_of_expert(hours, starts_at, now)
    date = group_rules.date_from_offer(
        GroupDateId.new(uow.random_below),
        service.to_offer(expert),
        starts_at,
        seats=service.seats,
        fewest_seats=service.fewest_seats,
        decide_hours=service.decide_hours,
        buffer_minutes=hours.buffer_minutes,
        now=now,
    )
    await group_dates.open_group_date(uow, date, now=now)
    return date


async def list_dates_on_sale(
    reader: Reader, expert: UserId, *, cursor: str | None, limit: int, now: datetime
) -> Rows[GroupDate]:
    """List the dates of a listed expert whose seats are sold now.

    Raises:
        ExpertNotFound: The expert does not exist or is not listed.
    """
    await catalogue.get_active_expert(reader, expert)
    return await group_dates.list_dates_on_sale(reader, expert, cursor=cursor, limit=limit, now=now)


async def access_date(reader: Reader, group_date: GroupDateId, *, actor: Actor) -> GroupDate:
    """Get a date as the actor may see it.

    Its expert, admins and those who have a seat see it always. Others see it while it is open and its expert is listed.

    Raises:
        GroupDateNotFound: The date does not exist, or the actor may not see it.
    """
    date = await group_dates.get_group_date(reader, group_date)
    has_part = actor.id == date.offer.expert or any(seat.customer == actor.id for seat in date.taken)
    if has_part or actor.role == "admin":
        return date
    expert = await reader.get(catalogue.expert_ref(date.offer.expert))
    if date.status is not GroupDateStatus.OPEN or expert is None or expert.status is not ExpertStatus.ACTIVE:
        raise GroupDateNotFound(group_date_id=group_date)
    return date


async def take_seat(
    call: Call, payments: PaymentProvider, group_date: GroupDateId, wishes: CheckoutWishes
) -> RequestedBooking:
    """Take a seat at a date of a group, and check out its order. A free seat is confirmed at once.

    Raises:
        ExpertNotFound: The expert is not listed any more.
        NotRegistered: The caller has no account.
        Blocked: Caller and expert have blocked each other.
        IdentityNeeded: The caller is anonymous.
        BOOKING_REFUSAL_ERRORS: The caller cannot book.
        SEAT_ERRORS: The date does not exist, was cancelled, or has no seat for the caller.
    """
    booking_id = await call.commit(
        take_seat_and_open_order, group_date, wishes, actor=call.actor, call_id=call.call_id, now=call.now
    )
    booking = await call.read(store.get_booking, booking_id)
    if not booking.awaits_payment:
        return RequestedBooking(booking, None)
    order = await checkout.open_invoice(call, payments, booking.id)
    return RequestedBooking(booking, order.payment.checkout_url)


async def take_seat_and_open_order(
    uow: UnitOfWork, group_date: GroupDateId, wishes: CheckoutWishes, *, actor: Actor, call_id: str, now: datetime
) -> BookingId:
    """Take a seat and open the order for it, in one commit.

    Raises:
        ExpertNotFound: The expert is not listed any more.
        NotRegistered: The actor has no account.
        Blocked: Actor and expert have blocked each other.
        IdentityNeeded: The actor is anonymous.
        BOOKING_REFUSAL_ERRORS: The actor cannot book.
        SEAT_ERRORS: The date does not exist, was cancelled, or has no seat for the actor.
    """
    customer = UserId(actor.id)
    date, user, limit_settings, settings, _ = await asyncio.gather(
        group_dates.get_group_date(uow, group_date),
        identity.get_user(uow, customer),
        limits.get_limit_settings(uow),
        store.get_booking_settings(uow),
        uow.prefetch(person_limits_ref(customer), PAYMENT_SETTINGS.ref),
    )
    limits.check_identity(actor, limit_settings)
    offer = date.offer
    if offer.expert == customer:
        raise OwnService.field("group_date_id", "own_service")
    await catalogue.get_active_expert(uow, offer.expert)
    if await user_blocks.has_block_between(uow, offer.expert, (customer,)):
        raise Blocked(user_id=offer.expert)
    group_rules.check_on_sale(date, now=now)
    booking_id = BookingId.at(now, uow.random_below)
    overlaps = await overlapping_meetings.check_overlapping_meetings(
        uow, booking_id, date.starts_at, offer.minutes, settings, actor=actor, now=now
    )
    booking = await actions.request_booking(
        uow,
        booking_id,
        offer,
        _request_from_date(date, wishes),
        rules.customer_from_account(user),
        buffer_minutes=0,
        in_danger=False,
        overlaps=overlaps,
        group_date=date.id,
        now=now,
    )
    await group_dates.hold_seat(uow, booking, now=now)
    payment_methods.check_payment_methods(wishes.payment_methods, booking.total)
    await booking_limits.take_booking(uow, booking, now=now)
    await booking_orders.open_order_or_confirm(uow, booking, actor=actor, call_id=call_id, now=now)
    return booking.id


def _request_from_date(date: GroupDate, wishes: CheckoutWishes) -> BookingRequest:
    """Build the request for a seat: the subject of a group is its service."""
    return BookingRequest(
        expert_id=date.offer.expert,
        service_id=date.offer.service_id,
        starts_at=date.starts_at,
        topic=date.offer.name,
        **wishes.checkout_wishes,
    )


async def cancel_group_date(
    uow: UnitOfWork, group_date: GroupDateId, reason: str, *, actor: Actor, now: datetime
) -> GroupDate:
    """Cancel a date as its expert or as an admin. A task for each seat pays everybody back.

    Raises:
        GroupDateNotFound: The date does not exist, or is not the actor's.
        GroupDateNotOpen: The date was cancelled before, or its meeting has begun.
    """
    date, side = await group_dates.access_own_date(uow, group_date, actor)
    admin = UserId(actor.id) if side is Side.ADMIN else None
    return await group_dates.cancel_date(uow, date, side, reason=reason, admin=admin, now=now)


async def give_seat_back(uow: UnitOfWork, job: GiveSeatBack, *, now: datetime) -> None:
    """Cancel a seat at a date that was cancelled, with a full refund, once.

    It is cancelled as of the moment at which the date was, so that a late task pays back too.
    """
    date, booking = await uow.get_many(group_dates.group_date_ref(job.group_date), store.booking_ref(job.booking_id))
    if date is None or date.status is not GroupDateStatus.CANCELLED or booking is None:
        return
    if booking.status not in rules.OPEN_STATUSES:
        await group_dates.release_seat(uow, booking)
        return
    (order,) = await orders.find_orders(uow, [booking.id])
    await booking_cancellation.cancel_booking_and_order(
        uow,
        booking.id,
        reason=date.reason,
        quoted=refund_rules.compute_refundable_amount(order),
        actor=_find_canceller(date, booking),
        now=date.cancelled_at or now,
    )


def _find_canceller(date: GroupDate, booking: Booking) -> Actor:
    if date.cancelled_by is Side.EXPERT:
        return Actor("expert", booking.offer.expert)
    return Actor("admin", date.cancelled_by_admin) if date.cancelled_by_admin else _SYSTEM
