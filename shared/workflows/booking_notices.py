"""Contents of the e-mails about bookings, read from several domains."""

from typing import NamedTuple

from shared.bookings import actions
from shared.bookings.jobs import EmailBookingNotice
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


async def get_booking_notice(reader: Reader, job: EmailBookingNotice) -> BookingNotice:
    """Get what the e-mail of `job` says.

    Raises:
        NoLongerSo: The booking has changed since the job was scheduled.
    """
    booking = await actions.get_booking_for_notice(reader, job.booking_id, job.notice, job.to)
    recipient = await identity.get_user(reader, job.to)
    (order,) = await orders.find_orders(reader, [booking.id])
    return BookingNotice(booking, recipient, order.payment.checkout_url if order else None)
