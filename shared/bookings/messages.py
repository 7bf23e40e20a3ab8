"""What bookings write to people: each in their own language, with times in their own zone."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from shared.bookings import calendar
from shared.bookings.errors import NoAddress
from shared.bookings.jobs import Notice
from shared.bookings.models import Account, Booking, ReminderKind
from shared.kernel.clock import spoken
from shared.kernel.mail import Attachment, Mail
from shared.kernel.money import Money

_WITH_CALENDAR = (Notice.CONFIRMED, Notice.MOVED, Notice.LINK_CHANGED, Notice.CANCELLED)


def notice(
    booking: Booking, notice: Notice, reader: Account, *, organizer: str, checkout_url: str | None = None
) -> Mail:
    """What has happened; with the file for the calendar, where the time is (or was) agreed."""
    agreed = booking.paid or not booking.total.amount
    return _mail(
        booking,
        reader,
        {"notice": str(notice), "checkout_url": checkout_url if booking.awaits_payment else None},
        attachments=[_file(booking, organizer)] if notice in _WITH_CALENDAR and agreed else [],
    )


def reminder(booking: Booking, kind: ReminderKind, reader: Account) -> Mail:
    """That they will meet soon."""
    return _mail(booking, reader, {"notice": "reminder", "ahead": str(kind), "checkout_url": None})


def _mail(
    booking: Booking, reader: Account, values: dict[str, Any], *, attachments: list[Attachment] | None = None
) -> Mail:
    if reader.email is None:
        raise NoAddress(user_id=reader.id)
    return Mail(
        to=reader.email,
        to_name=reader.full_name,
        template="booking",
        locale=reader.locale,
        values=_values(booking, reader) | values,
        reference=booking.id,
        attachments=attachments or [],
    )


def _values(booking: Booking, reader: Account) -> dict[str, Any]:
    def said(moment: datetime | None) -> str | None:
        return spoken(moment, zone=ZoneInfo(reader.zone), locale=reader.locale) if moment else None

    to_expert = reader.id == booking.offer.expert
    return {
        "name": reader.full_name,
        "to_expert": to_expert,
        "other": booking.contact.full_name if to_expert else booking.offer.expert_name,
        "booking_id": booking.id,
        "service": booking.offer.name,
        "minutes": booking.offer.minutes,
        "topic": booking.topic,
        "total": str(booking.total),
        "when": said(booking.starts_at),
        "answer_before": said(booking.answer_before),
        "pay_before": said(booking.pay_before),
        "hold_until": said(booking.hold_until),
        "proposed": said(booking.proposal.starts_at) if booking.proposal else None,
        "reason": booking.reason,
        "cancelled_by": str(booking.cancelled_by or ""),
        "refund": str(Money.idr(booking.refund)) if booking.refund else None,
        "url": booking.meeting.url if booking.meeting else None,
        "ahead": None,
    }


def _file(booking: Booking, organizer: str) -> Attachment:
    return Attachment(calendar.filename(booking), calendar.CALENDAR, calendar.ics(booking, organizer=organizer))
