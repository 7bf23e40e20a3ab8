"""Notices of reviews: whether they are still true."""

from datetime import datetime

from shared.kernel.ids import SessionId
from shared.kernel.ports import Reader
from shared.notifications.delivery_models import NoticeDelivery
from shared.reviews import rules, store
from shared.reviews.models import ReviewStatus
from shared.workflows import held_sessions

REMINDER = "review.reminder"
ABOUT_EXPERT = "review.about_expert"
ABOUT_CUSTOMER = "review.about_customer"
ABOUT_PRODUCT = "review.about_product"
REPLIED = "review.replied"
REMOVED = "review.removed"


async def is_review_notice_true(reader: Reader, delivery: NoticeDelivery, *, now: datetime) -> bool:
    """Return whether what `delivery` says of a review is still so: nobody is told of a review that is not shown.

    A reminder is true while the customer has not written and the time to write lasts.
    """
    id = delivery.subject.id if delivery.subject else ""
    if delivery.template == REMINDER:
        return await find_end_of_reminder(reader, SessionId(id), now=now) is not None
    review = await store.get_written_review(reader, id)
    if delivery.template == REMOVED:
        return review.status is ReviewStatus.REMOVED
    return review.is_published and (delivery.template != REPLIED or review.reply is not None)


async def find_end_of_reminder(reader: Reader, session_id: SessionId, *, now: datetime) -> datetime | None:
    """Find the end of the time to write, if the customer is still to be reminded; None otherwise.

    Nobody is asked for stars after a crisis.
    """
    session = await held_sessions.find_held_session(reader, session_id)
    mine, theirs = await store.get_session_reviews(reader, session_id, "customer")
    if session is None or session.had_crisis or mine is not None:
        return None
    closes_at = rules.compute_window_end(session, theirs, await store.get_review_settings(reader))
    return closes_at if now < closes_at else None
