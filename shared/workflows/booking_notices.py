"""Contents of the e-mails about bookings, read from several domains."""

from datetime import datetime
from typing import NamedTuple

from shared.bookings import actions, slot_holds
from shared.bookings.errors import NoLongerSo
from shared.bookings.jobs import BookingNoticeKind, EmailBookingNotice
from shared.bookings.models import Booking
from shared.identity import store as identity
from shared.identity.models import User
from shared.kernel.ports import Reader
from shared.orders import store as orders


class BookingNotice(NamedTuple):
    """A booking, the person to notify of it, and the checkout page of its order, if there is one."""

    booking: Booking
    recipient: User
    checkout_url: str | None


async def get_booking_notice(reader: Reader, job: EmailBookingNotice, *, now: datetime) -> BookingNotice:
    """Get what the e-mail of `job` says.

    Raises:
        NoLongerSo: The booking has changed since the job was scheduled, or its order can no longer be paid.
        SlotTaken: The e-mail would remind of a payment for a time that somebody else has by now.
    """
    booking = await actions.get_booking_for_notice(reader, job.booking_id, job.notice, job.to)
    recipient = await identity.get_user(reader, job.to)
    (order,) = await orders.find_orders(reader, [booking.id])
    if job.notice is BookingNoticeKind.UNPAID:
        # A payment that has just arrived changes the order before the booking.
        if order is None or not order.payable_at(now):
            raise NoLongerSo(booking_id=booking.id)
        await slot_holds.check_slot_available(reader, booking, now=now)
    return BookingNotice(booking, recipient, order.payment.checkout_url if order else None)
