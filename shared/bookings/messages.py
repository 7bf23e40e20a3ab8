"""E-mails of bookings, in the recipient's language and time zone; an expert's zone is that of the opening hours."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from shared.bookings import calendar_file, place_names
from shared.bookings.errors import NoAddress
from shared.bookings.models import Booking
from shared.contracts.bookings import BookingChange, ReminderKind
from shared.contracts.mail import AddressGrounds, Mail, MailAttachment
from shared.contracts.people import AccountCard
from shared.kernel.dates import format_moment
from shared.kernel.email_addresses import is_same_address
from shared.kernel.money import Money
from shared.kernel.quoted_words import quote_name, quote_text

_WITH_CALENDAR = (
    BookingChange.CONFIRMED,
    BookingChange.MOVED,
    BookingChange.LINK_CHANGED,
    BookingChange.CANCELLED,
)


def compose_notice(
    booking: Booking,
    notice: BookingChange,
    reader: AccountCard,
    *,
    organizer: str,
    checkout_url: str | None = None,
    app_link: str | None = None,
    now: datetime,
) -> Mail:
    """Compose the e-mail about a change, with the calendar file where the time is or was agreed.

    Args:
        booking: Booking that has changed.
        notice: Change that the e-mail tells.
        reader: Account of the recipient.
        organizer: E-mail address of the organizer in the calendar file.
        checkout_url: Page to pay, shown while the booking awaits payment.
        app_link: Address of the booking in the app, shown when the two meet there.
        now: Present instant: a hold that is over is not told.

    Raises:
        NoAddress: The recipient has no e-mail address.
    """
    if booking.hold_until is not None and booking.hold_until <= now:
        booking = booking.having(hold_until=None)
    agreed = booking.paid or not booking.total.amount
    return _compose_mail(
        booking,
        reader,
        {
            "notice": str(notice),
            "checkout_url": checkout_url if booking.awaits_payment else None,
            "app_link": app_link,
        },
        attachments=[_calendar_attachment(booking, organizer, reader)] if notice in _WITH_CALENDAR and agreed else [],
    )


def compose_reminder(booking: Booking, kind: ReminderKind, reader: AccountCard, *, app_link: str | None = None) -> Mail:
    """Compose the e-mail that reminds of the meeting. `app_link` is shown when the two meet in the app.

    Raises:
        NoAddress: The recipient has no e-mail address.
    """
    return _compose_mail(
        booking, reader, {"notice": "reminder", "ahead": str(kind), "checkout_url": None, "app_link": app_link}
    )


def _compose_mail(
    booking: Booking, reader: AccountCard, values: dict[str, Any], *, attachments: list[MailAttachment] | None = None
) -> Mail:
    if reader.email is None:
        raise NoAddress(user_id=reader.id)
    return Mail(
        to=reader.email,
        to_name=quote_name(reader.full_name),
        template="booking",
        locale=reader.locale,
        values=_values(booking, reader) | values,
        reference=booking.id,
        attachments=attachments or [],
        grounds=_find_grounds(booking, reader),
        about_payment=bool(booking.paid and booking.total.amount),
    )


def _find_grounds(booking: Booking, reader: AccountCard) -> AddressGrounds:
    """Find the reason for which a mail about `booking` may go to the address of `reader`."""
    is_theirs = reader.id == booking.customer and is_same_address(reader.email, booking.contact.email)
    has_paid = booking.paid and is_theirs
    return AddressGrounds.PAID if has_paid and booking.total.amount else reader.email_grounds


def _values(booking: Booking, reader: AccountCard) -> dict[str, Any]:
    to_expert = reader.id == booking.offer.expert
    # An expert gave the hours on this clock; the account may have another zone.
    zone = ZoneInfo(booking.offer.expert_zone if to_expert else reader.zone)

    def said(moment: datetime | None) -> str | None:
        return format_moment(moment, zone=zone, locale=reader.locale) if moment else None

    return {
        "name": quote_name(reader.full_name),
        "to_expert": to_expert,
        "other": quote_name(booking.contact.full_name if to_expert else booking.offer.expert_name),
        "booking_id": booking.id,
        "service": quote_name(booking.offer.name),
        "minutes": booking.offer.minutes,
        "topic": quote_text(booking.topic),
        "total": str(booking.total),
        "when": said(booking.starts_at),
        "answer_before": said(booking.answer_before),
        "pay_before": said(booking.pay_before),
        "hold_until": said(booking.hold_until),
        "proposed": said(booking.proposal.starts_at) if booking.proposal else None,
        "reason": quote_text(booking.reason),
        "cancelled_by": str(booking.cancelled_by or ""),
        "refund": str(Money.idr(booking.refund)) if booking.refund else None,
        "url": booking.meeting.url if booking.meeting else None,
        "address": quote_text(booking.meeting.address or "") if booking.meeting else "",
        "place_name": place_names.find_place_name(booking, reader.locale),
        "ahead": None,
    }


def _calendar_attachment(booking: Booking, organizer: str, reader: AccountCard) -> MailAttachment:
    return MailAttachment(
        calendar_file.build_calendar_filename(booking),
        calendar_file.build_invitation_type(booking),
        calendar_file.render_calendar_file(booking, organizer=organizer, attendee=reader.email, locale=reader.locale),
    )
