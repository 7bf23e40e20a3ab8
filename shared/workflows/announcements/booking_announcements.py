"""Announcements of bookings: changes, and reminders of the meeting, to the people who are to know."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from shared.bookings import reminders, store
from shared.bookings.jobs import EmailBookingNotice, EmailBookingReminder
from shared.bookings.models import Booking
from shared.contracts.bookings import BookingChange
from shared.contracts.events.bookings import BookingChanged, BookingReminderDue
from shared.contracts.notices import Notice, NoticeActor, NoticeSubject, SubjectKind
from shared.identity.public_people import PublicPeople, PublicPerson
from shared.kernel.errors import Conflict, Unavailable
from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork
from shared.kernel.quoted_words import quote_name
from shared.workflows import booking_notices
from shared.workflows.announcements import recipients

_INVOICE_DELAY = timedelta(minutes=2)
"""Time that the invoice of an approved booking takes."""

_BEFORE_MEETING = (BookingChange.CONFIRMED, BookingChange.MOVED, BookingChange.LINK_CHANGED, BookingChange.CANCELLED)
"""Changes that both must know before the meeting begins."""


async def tell_people_when_booking_changed(uow: UnitOfWork, event: BookingChanged, *, now: datetime) -> int:
    """Tell people of a change of a booking, and return how many had not been told before.

    What is no longer so is not told: the change that came after it has an event of its own.

    Raises:
        BookingNotFound: The booking does not exist.
        Unavailable: Only a newer version knows the change.
    """
    if event.change is None:
        raise Unavailable("newer_booking")
    makers = (event.by,) if event.by else ()
    # One round trip reads the booking and everybody who may be told.
    expected = [
        Notice(event=_compute_key(event), template=template, to=uid)
        for template in _list_possible_templates(event.change)
        for uid in event.told
    ]
    await uow.prefetch(
        store.booking_ref(event.booking_id),
        PublicPeople(makers, now),
        *recipients.list_recipient_documents(expected),
    )
    booking, people = await uow.get_many(store.booking_ref(event.booking_id), PublicPeople(makers, now))
    if booking is None:
        booking = await store.get_booking(uow, event.booking_id)
    notices = []
    for uid in event.told:
        try:
            await booking_notices.check_change_current(uow, booking, event.change, uid, version=event.version, now=now)
        except Conflict:
            continue
        actor = _find_actor(booking, event.by, uid, people)
        notices.append(_build_change_notice(booking, event, event.change, uid, actor))
    return await recipients.tell_people(uow, notices, now=now)


async def remind_people_when_booking_reminder_due(uow: UnitOfWork, event: BookingReminderDue, *, now: datetime) -> int:
    """Remind people of a meeting, and return how many had not been reminded before.

    Raises:
        BookingNotFound: The booking does not exist.
        NoLongerSo: The booking was moved, is not confirmed any more, has begun, or a later reminder is due.
        Unavailable: Only a newer version knows the reminder.
    """
    if event.reminder is None:
        raise Unavailable("newer_booking")
    booking = await store.get_booking(uow, event.booking_id)
    reminders.check_reminder_current(booking, event.timed_in, event.reminder, now=now)
    notices = [
        Notice(
            event=_compute_reminder_key(booking, event, uid),
            template=booking_notices.REMINDER_TEMPLATES[event.reminder],
            to=uid,
            values=_build_values(booking, uid),
            subject=NoticeSubject(kind=SubjectKind.BOOKING, id=booking.id, version=event.timed_in),
            link=f"/bookings/{booking.id}",
            valid_until=booking.starts_at,
        )
        for uid in event.told
    ]
    return await recipients.tell_people(uow, notices, now=now)


async def announce_earlier_notice(uow: UnitOfWork, job: EmailBookingNotice, *, now: datetime) -> int:
    """Announce the change that a job of an earlier version was to mail.

    Raises:
        BookingNotFound: The booking does not exist.
        Unavailable: Only a newer version knows the change.
    """
    booking = await store.get_booking(uow, job.booking_id)
    event = BookingChanged(
        booking_id=booking.id, version=booking.version, change=job.notice, told=(job.to,), at=booking.changed_at
    )
    return await tell_people_when_booking_changed(uow, event, now=now)


async def announce_earlier_reminder(uow: UnitOfWork, job: EmailBookingReminder, *, now: datetime) -> int:
    """Announce the reminder that a job of an earlier version was to mail.

    Raises:
        BookingNotFound: The booking does not exist.
        NoLongerSo: The booking was moved, is not confirmed any more, has begun, or a later reminder is due.
        Unavailable: Only a newer version knows the reminder.
    """
    event = BookingReminderDue(
        booking_id=job.booking_id, timed_in=job.version, reminder=job.kind, told=(job.to,), at=now
    )
    return await remind_people_when_booking_reminder_due(uow, event, now=now)


def _build_change_notice(
    booking: Booking, event: BookingChanged, change: BookingChange, to: UserId, actor: NoticeActor | None
) -> Notice:
    return Notice(
        event=_compute_key(event),
        template=_find_template(booking, change, to),
        to=to,
        values=_build_values(booking, to),
        subject=NoticeSubject(kind=SubjectKind.BOOKING, id=booking.id, version=event.version),
        link=f"/bookings/{booking.id}",
        actor=actor,
        valid_until=_find_end(booking, change),
        needed_by=booking.starts_at if change in _BEFORE_MEETING and event.at < booking.starts_at else None,
        # The mail links to the page to pay.
        mail_after=event.at + _INVOICE_DELAY if change is BookingChange.APPROVED else None,
    )


def _compute_reminder_key(booking: Booking, event: BookingReminderDue, to: UserId) -> str:
    """Compute the key of a reminder. The expert of a group is reminded once, not once a seat."""
    if booking.group_date is not None and to == booking.offer.expert:
        return f"group:{booking.group_date}:reminder:{event.reminder}"
    return f"booking:{booking.id}:reminder:{event.reminder}:{event.timed_in}"


def _compute_key(event: BookingChanged) -> str:
    return f"booking:{event.booking_id}:{event.change}:{event.version}"


def _list_possible_templates(change: BookingChange) -> list[str]:
    """List the templates of a change, one of which `_find_template` chooses by the booking."""
    special = {BookingChange.REQUESTED: booking_notices.REQUEST_SENT, BookingChange.CONFIRMED: booking_notices.PAID}
    return [f"booking.{change}", *([special[change]] if change in special else [])]


def _find_template(booking: Booking, change: BookingChange, to: UserId) -> str:
    """Find the template of a change: some changes read otherwise for the customer."""
    if to == booking.customer and change is BookingChange.REQUESTED:
        return booking_notices.REQUEST_SENT
    if to == booking.customer and change is BookingChange.CONFIRMED and booking.paid:
        return booking_notices.PAID
    return f"booking.{change}"


def _build_values(booking: Booking, to: UserId) -> dict[str, str]:
    """Build the values of a notice's texts. A deadline that an old booking lacks is that of the meeting."""
    return {
        "service": quote_name(booking.offer.name),
        "other": _quote_other(booking, to),
        "starts_at": booking.starts_at.isoformat(),
        "answer_before": (booking.answer_before or booking.starts_at).isoformat(),
        "pay_before": (booking.pay_before or booking.starts_at).isoformat(),
    } | ({"proposed": booking.proposal.starts_at.isoformat()} if booking.proposal else {})


def _quote_other(booking: Booking, to: UserId) -> str:
    return quote_name(booking.contact.full_name if to == booking.offer.expert else booking.offer.expert_name)


def _find_actor(
    booking: Booking, by: UserId | None, to: UserId, people: Mapping[UserId, PublicPerson]
) -> NoticeActor | None:
    """Find the person who made a change, as the other side sees them; None for an own change and for nobody."""
    if by is None or by == to:
        return None
    photo_url = people[by].photo_url if by in people else None
    return NoticeActor(id=by, name=_quote_other(booking, to), photo_url=photo_url)


def _find_end(booking: Booking, change: BookingChange) -> datetime | None:
    """Find the instant after which a change need not be told any more; None for that of its kind."""
    match change:
        case BookingChange.REQUESTED:
            return booking.answer_before
        case BookingChange.APPROVED | BookingChange.UNPAID:
            return booking.pay_before
        case BookingChange.PROPOSED:
            return booking.proposal.expires_at if booking.proposal else None
        case BookingChange.CONFIRMED | BookingChange.MOVED | BookingChange.DECLINED | BookingChange.LINK_CHANGED:
            return booking.ends_at
        case _:
            return None
