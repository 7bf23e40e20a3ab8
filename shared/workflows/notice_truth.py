"""Truth of notifications: whether what a delivery says is still so, asked at the moment of sending."""

from datetime import datetime

from shared.contracts.notices import SubjectKind
from shared.kernel.errors import Conflict, NotFound
from shared.kernel.ids import AssignmentId, BookingId, SessionId
from shared.kernel.ports import Reader
from shared.notifications import fan_out_stops
from shared.notifications.delivery_models import NoticeDelivery


async def is_still_true(reader: Reader, delivery: NoticeDelivery, *, now: datetime) -> bool:
    """Return whether what `delivery` tells of its subject is still so at `now`.

    What comes from a fan-out that was stopped is not. A family of templates may have rules of its own. Of another
    family, the subject must have the same version. A subject without a version cannot become untrue there.

    Raises:
        Unavailable: Only a newer version can read what the delivery tells of.
    """
    try:
        return await _find_truth(reader, delivery, now=now)
    except (Conflict, NotFound):
        # A family has not found the subject as the delivery tells it.
        return False


async def _find_truth(reader: Reader, delivery: NoticeDelivery, *, now: datetime) -> bool:
    if await fan_out_stops.is_stopped(reader, delivery.event):
        return False
    match delivery.template.partition(".")[0]:
        case "order":
            from shared.workflows.order_notices import get_told_order

            await get_told_order(reader, delivery, now=now)
            return True
        case "refund":
            from shared.workflows.refund_notices import get_told_refund

            await get_told_refund(reader, delivery)
            return True
        case "review":
            from shared.workflows.review_notices import is_review_notice_true

            return await is_review_notice_true(reader, delivery, now=now)
        case "security":
            from shared.workflows.security_notices import is_security_notice_true

            return await is_security_notice_true(reader, delivery, now=now)
        case "strike":
            from shared.workflows.strike_notices import is_strike_notice_true

            return await is_strike_notice_true(reader, delivery)
        case "ticket":
            from shared.workflows.event_reminder_notices import is_reminder, is_reminder_true

            return not is_reminder(delivery) or await is_reminder_true(reader, delivery, now=now)
    return await _is_version_true(reader, delivery, now=now)


async def _is_version_true(reader: Reader, delivery: NoticeDelivery, *, now: datetime) -> bool:
    """Return whether the subject of `delivery` still has the version that the delivery tells of."""
    subject, family = delivery.subject, delivery.template.partition(".")[0]
    if subject is None or subject.version is None:
        return True
    match family, subject.kind:
        case "booking", _:
            from shared.workflows.booking_notices import get_told_booking

            await get_told_booking(reader, delivery, now=now)
            return True
        case "assignment", _:
            from shared.assignments import store as assignments

            assignment = await assignments.get_assignment(reader, AssignmentId(subject.id))
            return assignment.version == subject.version
        case "session", _:
            from shared.sessions import attendance

            decided = await attendance.get_attendance(reader, SessionId(subject.id))
            return decided.version == subject.version
        case "chat", _:
            from shared.workflows.chat_notices import is_unread_news

            return await is_unread_news(reader, delivery, now=now)
        case _, SubjectKind.BOOKING:
            from shared.bookings import store as bookings

            booking = await bookings.find_booking(reader, BookingId(subject.id))
            return booking is not None and booking.version == subject.version
        case _:
            # The version of any other subject is not known here.
            return True
