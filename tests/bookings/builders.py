"""Builders of bookings for the tests of pure rules."""

from datetime import timedelta
from typing import Any

from shared.bookings import reminders, rules
from shared.bookings.models import Booking, Contact, Customer
from shared.bookings.schemas import BookingRequest
from shared.bookings.settings import BookingSettings
from shared.contracts.bookings import BookingStatus
from shared.contracts.offers import Approval, CancellationPolicy, Offer, ServiceKind
from shared.kernel.ids import BookingId, ServiceId, UserId
from tests.builders import BUYER, NOON

DEWI = UserId("dewi")
SETTINGS = BookingSettings()
BOOKING_ID = BookingId("BE-20261126-ACD346")
TOMORROW = NOON + timedelta(days=1, hours=2)
"""14:00 in Jakarta, the day after the start of each test's clock."""


def an_offer(**given: Any) -> Offer:
    """Build the offer of an hour by video with Dewi."""
    values: dict[str, Any] = {
        "expert": DEWI,
        "expert_name": "Dewi Lestari",
        "expert_zone": "Asia/Jakarta",
        "service_id": ServiceId("career-talk"),
        "name": "Career talk",
        "kind": ServiceKind.VIDEO,
        "minutes": 60,
        "price": 150_000,
        "approval": Approval.AUTOMATIC,
        "policy": CancellationPolicy(free_until_hours=24, late_refund_percent=50),
    } | given
    return Offer(**values)


def a_requested_booking(**given: Any) -> Booking:
    """Build Ana's request for an hour tomorrow, which Dewi has not answered yet."""
    offer = an_offer(approval=Approval.MANUAL, **given)
    return a_booking_of_offer(offer)


def a_booking_of_offer(offer: Offer, **given: Any) -> Booking:
    """Build the booking that follows from Ana's request for `offer`."""
    wish: dict[str, Any] = {
        "expert_id": offer.expert,
        "service_id": offer.service_id,
        "starts_at": TOMORROW,
        "topic": "From engineer to product manager",
    } | given
    customer = Customer(id=UserId("ana"), contact=Contact.model_validate(BUYER))
    wanted = BookingRequest(**wish)
    return rules.booking_from_request(
        BOOKING_ID, offer, wanted, customer, SETTINGS, buffer_minutes=0, in_danger=False, now=NOON
    )


def a_confirmed_booking(**given: Any) -> Booking:
    """Build a paid booking for tomorrow."""
    booking = rules.with_confirmation(a_booking_of_offer(an_offer()), None, paid=157_500, now=NOON)
    return reminders.with_next_reminder(booking.having(**given), now=NOON)


def a_booking_in_status(status: BookingStatus) -> Booking:
    """Build a booking in `status`, without the steps that lead there."""
    return a_booking_of_offer(an_offer()).having(status=status)
