"""Mails of bookings: the change or the reminder with all details, and the calendar file where a time is agreed."""

from shared.bookings import messages
from shared.bookings.models import Booking
from shared.contracts.mail import Mail
from shared.kernel.ports import Reader
from shared.notifications.errors import NoMailAddress
from shared.orders import store as orders
from shared.workflows import booking_notices
from shared.workflows.notice_mail_requests import NoticeMailRequest


async def compose_booking_mail(reader: Reader, request: NoticeMailRequest) -> Mail:
    """Compose the mail of a delivery about a booking, from the booking as it is now.

    Raises:
        NoMailAddress: The recipient has no e-mail address.
        BookingNotFound: The booking does not exist.
        NoLongerSo: The booking has changed since the person was told, or its order can no longer be paid.
        SlotTaken: The mail would remind of a payment for a time that somebody else has by now.
    """
    account, delivery = request.account, request.delivery
    if account is None or account.email is None:
        raise NoMailAddress(delivery_id=delivery.id)
    booking = await booking_notices.get_told_booking(reader, delivery, now=request.now)
    app_link = f"{request.app_address}{delivery.link}" if delivery.link else None
    if (reminder := booking_notices.find_reminder(delivery.template)) is not None:
        return messages.compose_reminder(booking, reminder, account, app_link=app_link)
    return messages.compose_notice(
        booking,
        booking_notices.find_change(delivery.template),
        account,
        organizer=request.organizer,
        checkout_url=await _find_checkout_url(reader, booking),
        app_link=app_link,
        now=request.now,
    )


async def _find_checkout_url(reader: Reader, booking: Booking) -> str | None:
    """Find the page to pay of a booking that awaits its payment; None for any other booking."""
    if not booking.awaits_payment:
        return None
    order = await reader.get(orders.order_ref(booking.id))
    return order.payment.checkout_url if order else None
