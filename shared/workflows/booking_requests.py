"""Requests of a booking, with the order that pays for the booking."""

import asyncio
from datetime import datetime
from typing import NamedTuple

from shared.bookings import actions, rules, store
from shared.bookings.models import Booking
from shared.bookings.schemas import BookingRequest
from shared.catalogue import rules as hours_rules
from shared.catalogue import store as catalogue
from shared.chat import crisis_detection, user_blocks
from shared.chat import store as chat
from shared.chat.errors import Blocked
from shared.chat.settings import ChatSettings
from shared.contracts.hotlines import Hotline
from shared.identity import store as identity
from shared.kernel.actors import Actor
from shared.kernel.ids import BookingId, UserId
from shared.kernel.ports import UnitOfWork
from shared.limits import actions as limits
from shared.limits.settings import SETTINGS as LIMIT_SETTINGS
from shared.limits.settings import LimitSettings
from shared.limits.subjects import person_limits_ref
from shared.orders import payment_methods
from shared.orders.payment_methods import PAYMENT_SETTINGS
from shared.orders.ports import PaymentProvider
from shared.workflows import booking_limits, booking_orders, checkout, overlapping_meetings
from shared.workflows.call import Call


class RequestedBooking(NamedTuple):
    """A booking, the place to pay its order, if there is one, and the hotlines for a customer in danger."""

    booking: Booking
    checkout_url: str | None
    hotlines: tuple[Hotline, ...] = ()


async def request_booking(call: Call, payments: PaymentProvider, request: BookingRequest) -> RequestedBooking:
    """Request a booking, and check out its order if the service needs no approval.

    A topic that speaks of danger brings the hotlines, and alerts a supervisor.

    Raises:
        BookingNotFound: The booking was deleted since the commit.
        ExpertNotFound: The expert does not exist or is not listed.
        ServiceNotFound: The service does not exist.
        ServiceInactive: The service is not on offer.
        NotRegistered: The caller has no account.
        Blocked: One of the two has blocked the other.
        START_TIME_ERRORS: The expert does not offer that time.
        IdentityNeeded: The customer is anonymous.
        BOOKING_REFUSAL_ERRORS: The customer cannot book, or the time is taken.
    """
    booking_id = await call.commit(
        request_booking_and_open_order, request, actor=call.actor, call_id=call.call_id, now=call.now
    )
    booking = await call.read(store.get_booking, booking_id)
    hotlines: tuple[Hotline, ...] = ()
    if booking.in_danger:
        hotlines = (await call.read(chat.get_chat_settings)).hotlines
        if not call.replayed:
            call.alert("crisis in a booking's topic", booking_id=booking.id)
    if not booking.awaits_payment:
        return RequestedBooking(booking, None, hotlines)
    order = await checkout.open_invoice(call, payments, booking.id)
    return RequestedBooking(booking, order.payment.checkout_url, hotlines)


async def _get_settings(uow: UnitOfWork, customer: UserId) -> tuple[LimitSettings, ChatSettings]:
    """Get the settings of limits and of chat, and prefetch what the order and the limits need."""
    limit_settings, chat_settings, *_ = await uow.get_many(
        LIMIT_SETTINGS, chat.SETTINGS, person_limits_ref(customer), PAYMENT_SETTINGS.ref
    )
    return limit_settings or LimitSettings(), chat_settings or ChatSettings()


async def request_booking_and_open_order(
    uow: UnitOfWork, request: BookingRequest, *, actor: Actor, call_id: str, now: datetime
) -> BookingId:
    """Hold the time, and open the order for it if the service needs no approval, in one commit.

    Raises:
        ExpertNotFound: The expert does not exist or is not listed.
        ServiceNotFound: The service does not exist.
        ServiceInactive: The service is not on offer.
        NotRegistered: The actor has no account.
        Blocked: One of the two has blocked the other.
        START_TIME_ERRORS: The expert does not offer that time.
        IdentityNeeded: The customer is anonymous.
        BOOKING_REFUSAL_ERRORS: The customer cannot book, or the time is taken.
    """
    customer_id = UserId(actor.id)
    offer, is_blocked, hours, user, (limit_settings, chat_settings), _ = await asyncio.gather(
        catalogue.get_offer(uow, request.expert_id, request.service_id),
        user_blocks.has_block_between(uow, request.expert_id, (customer_id,)),
        catalogue.get_hours(uow, request.expert_id),
        identity.get_user(uow, customer_id),
        _get_settings(uow, customer_id),
        actions.prefetch_quarters(uow, request),
    )
    limits.check_identity(actor, limit_settings)
    if is_blocked:
        # Their room would be hidden from both: they could not meet there, nor agree on anything.
        raise Blocked(user_id=request.expert_id)
    hours_rules.check_start_bookable(hours, offer.expert_zone, request.starts_at, offer.minutes, now)
    booking_id, settings = BookingId.at(now, uow.random_below), await store.get_booking_settings(uow)
    overlaps = await overlapping_meetings.check_overlapping_meetings(
        uow, booking_id, request.starts_at, offer.minutes, settings, actor=actor, now=now
    )
    booking = await actions.request_booking(
        uow,
        booking_id,
        offer,
        request,
        rules.customer_from_account(user),
        buffer_minutes=hours.buffer_minutes,
        in_danger=crisis_detection.has_crisis_words((request.topic, request.notes), chat_settings),
        overlaps=overlaps,
        now=now,
    )
    # Also where an order is opened later, by the expert, who could not mend it.
    payment_methods.check_payment_methods(request.payment_methods, booking.total)
    await booking_limits.take_booking(uow, booking, now=now)
    await booking_orders.open_order_or_confirm(uow, booking, actor=actor, call_id=call_id, now=now)
    return booking.id
