"""Notices of bookings: templates by change, and whether a notice is still true of its booking."""

from datetime import datetime

from shared.bookings import reminders, slot_holds, store
from shared.bookings.errors import NoLongerSo
from shared.bookings.models import Booking
from shared.contracts.bookings import BookingChange, ReminderKind
from shared.kernel.ids import BookingId, UserId
from shared.kernel.ports import Reader
from shared.notifications.delivery_models import NoticeDelivery
from shared.orders import store as orders

REQUEST_SENT = "booking.request_sent"
"""Template for the customer of a request; the expert is asked to answer by `booking.requested`."""

PAID = "booking.paid"
"""Template of a confirmation for the customer who has paid; a free booking, and the expert, get `booking.confirmed`."""

_CHANGES = {f"booking.{change}": change for change in BookingChange} | {
    REQUEST_SENT: BookingChange.REQUESTED,
    PAID: BookingChange.CONFIRMED,
}
REMINDER_TEMPLATES = {
    ReminderKind.DAY: "booking.reminder_day",
    ReminderKind.HOUR: "booking.reminder_hour",
    ReminderKind.MINUTES: "booking.reminder_minutes",
}
_REMINDERS = {template: reminder for reminder, template in REMINDER_TEMPLATES.items()}


def find_change(template: str) -> BookingChange:
    """Find the change of which a template tells."""
    return _CHANGES[template]


def find_reminder(template: str) -> ReminderKind | None:
    """Find the reminder that a template is; None for a template that tells of a change."""
    return _REMINDERS.get(template)


async def get_told_booking(reader: Reader, delivery: NoticeDelivery, *, now: datetime) -> Booking:
    """Get the booking of a delivery, if what the delivery says is still so.

    Raises:
        BookingNotFound: The booking does not exist.
        NoLongerSo: The booking has changed since the person was told, or its order can no longer be paid.
        SlotTaken: The delivery would remind of a payment for a time that somebody else has by now.
    """
    subject = delivery.subject
    booking = await store.get_booking(reader, BookingId(subject.id if subject else ""))
    version = subject.version if subject and subject.version is not None else booking.version
    if (reminder := find_reminder(delivery.template)) is not None:
        reminders.check_reminder_current(booking, version, reminder, now=now)
        return booking
    change, to = find_change(delivery.template), UserId(delivery.user_id or "")
    await check_change_current(reader, booking, change, to, version=version, now=now)
    if change is BookingChange.PROPOSED:
        reminders.check_proposal_current(booking, datetime.fromisoformat(str(delivery.values["proposed"])))
    return booking


async def check_change_current(
    reader: Reader, booking: Booking, change: BookingChange, to: UserId, *, version: int, now: datetime
) -> None:
    """Check that a change of a booking is still to be told to a person.

    Args:
        reader: Reader of documents.
        booking: Booking as it is now.
        change: Change that was made.
        to: Person to tell.
        version: Version of the booking with the change.
        now: Present instant.

    Raises:
        NoLongerSo: The booking has changed since, or its order can no longer be paid.
        SlotTaken: The change reminds of a payment for a time that somebody else has by now.
    """
    reminders.check_notice_current(booking, change, to, version=version)
    if change is BookingChange.UNPAID:
        order = await reader.get(orders.order_ref(booking.id))
        # A payment that has just arrived changes the order before the booking.
        if order is None or not order.payable_at(now):
            raise NoLongerSo(booking_id=booking.id)
        await slot_holds.check_slot_available(reader, booking, now=now)
