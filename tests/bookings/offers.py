"""Bookings for the tests of pure rules."""

from datetime import timedelta
from typing import Any

from shared.bookings import rules, telling
from shared.bookings.models import Booking, BookingStatus, Contact, Customer
from shared.bookings.schemas import BookingWish
from shared.bookings.settings import BookingSettings
from shared.kernel.ids import BookingId, ServiceId, UserId
from shared.kernel.offers import Approval, CancellationPolicy, Offer, ServiceKind
from tests.builders import BUYER, NOON

DEWI = UserId("dewi")
SETTINGS = BookingSettings()
BOOKING = BookingId("BE-20261126-ACD346")
TOMORROW = NOON + timedelta(days=1, hours=2)
"""Two in the afternoon in Jakarta, the day after each test's clock begins."""


def an_offer(**given: Any) -> Offer:
    """An hour of Dewi's on the telephone."""
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


def a_request(**given: Any) -> Booking:
    """Ana asks for an hour tomorrow, and Dewi has yet to answer."""
    offer = an_offer(approval=Approval.MANUAL, **given)
    return asked(offer)


def asked(offer: Offer, **given: Any) -> Booking:
    """What becomes of Ana's wish for *offer*."""
    wish: dict[str, Any] = {
        "expert_id": offer.expert,
        "service_id": offer.service_id,
        "starts_at": TOMORROW,
        "topic": "From engineer to product manager",
    } | given
    customer = Customer(id=UserId("ana"), contact=Contact.model_validate(BUYER))
    wanted = BookingWish(**wish)
    return rules.requested(BOOKING, offer, wanted, customer, SETTINGS, buffer_minutes=0, now=NOON)


def a_confirmed(**given: Any) -> Booking:
    """Paid, tomorrow."""
    booking = rules.confirmed(asked(an_offer()), None, paid=157_500, now=NOON)
    return telling.reminded(booking.having(**given), now=NOON)


def as_it_is(status: BookingStatus) -> Booking:
    """A booking in this state, whatever led there."""
    return asked(an_offer()).having(status=status)
