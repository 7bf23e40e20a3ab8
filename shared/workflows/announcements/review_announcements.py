"""Announcements of reviews: a reminder to write, and that a review, an answer or a removal has come."""

from datetime import datetime

from shared.contracts.events.sessions import SessionEnded
from shared.contracts.notices import Notice, NoticeSubject, SubjectKind
from shared.kernel.ids import SessionId, UserId
from shared.kernel.ports import Reader, UnitOfWork
from shared.kernel.quoted_words import quote_name
from shared.pairing import store as pairings
from shared.reviews import store
from shared.reviews.jobs import RemindOfReview
from shared.reviews.models import ReviewStatus, ReviewTopic, WrittenReview
from shared.workflows import held_sessions, review_notices
from shared.workflows.announcements import recipients

_TEMPLATES = {
    ReviewTopic.EXPERT: review_notices.ABOUT_EXPERT,
    ReviewTopic.CUSTOMER: review_notices.ABOUT_CUSTOMER,
    ReviewTopic.PRODUCT: review_notices.ABOUT_PRODUCT,
}


async def plan_review_reminder(uow: UnitOfWork, session_id: SessionId, *, ended_at: datetime) -> None:
    """Plan to remind the customer of a session to write a review, unless the settings say never."""
    settings = await store.get_review_settings(uow)
    if settings.reminder_hours:
        job = RemindOfReview(session_id=session_id)
        uow.schedule(job, at=ended_at + settings.reminder_delay, key=session_id, precise=False)


async def plan_call_reminder(uow: UnitOfWork, event: SessionEnded) -> None:
    """Plan the reminder to review a call, unless a side was absent or somebody was in danger."""
    if event.kind == "pairing" and len(event.joined) == 2 and not event.had_crisis:
        await plan_review_reminder(uow, event.session_id, ended_at=event.ended_at)


async def remind_customer_of_review(uow: UnitOfWork, session_id: SessionId, *, now: datetime) -> int:
    """Remind the customer of a session to write a review, once, and return the number of new notices.

    Nobody is reminded of a session that has a review of the customer's, or whose time to write is over.
    """
    closes_at = await review_notices.find_end_of_reminder(uow, session_id, now=now)
    session = await held_sessions.find_held_session(uow, session_id)
    if closes_at is None or session is None:
        return 0
    to = await _find_uid(uow, session.customer_account)
    if to is None:
        return 0
    notice = Notice(
        event=f"review:{session_id}:reminder",
        template=review_notices.REMINDER,
        to=to,
        values={"name": quote_name(session.expert_name), "closes_at": closes_at.isoformat()},
        subject=NoticeSubject(kind=SubjectKind.REVIEW, id=session_id),
        link=f"/sessions/{session_id}/review",
        valid_until=closes_at,
    )
    return await recipients.tell_people(uow, [notice], now=now)


async def tell_recipient_of_review(uow: UnitOfWork, id: str, *, now: datetime) -> int:
    """Tell the person who gets a review that it was published, and return the number of new notices.

    Nobody is told of a review that was taken from view meanwhile.

    Raises:
        ReviewNotFound: No review has this id.
    """
    review = await store.get_written_review(uow, id)
    template = _TEMPLATES.get(review.topic)
    if not review.is_published or template is None:
        return 0
    return await _tell_person(uow, review, template, to=review.recipient, name=review.author_name, now=now)


async def tell_author_of_reply(uow: UnitOfWork, id: str, *, now: datetime) -> int:
    """Tell the author of a review that the expert has answered, and return the number of new notices.

    Raises:
        ReviewNotFound: No review has this id.
    """
    review = await store.get_written_review(uow, id)
    if not review.is_published or review.reply is None:
        return 0
    name = review.recipient_name
    return await _tell_person(uow, review, review_notices.REPLIED, to=review.author, name=name, now=now)


async def tell_author_of_removal(uow: UnitOfWork, id: str, *, now: datetime) -> int:
    """Tell the author of a review why an admin has removed the review, and return the number of new notices.

    Raises:
        ReviewNotFound: No review has this id.
    """
    review = await store.get_written_review(uow, id)
    if review.status is not ReviewStatus.REMOVED:
        return 0
    name = review.recipient_name
    return await _tell_person(uow, review, review_notices.REMOVED, to=review.author, name=name, now=now)


async def _tell_person(
    uow: UnitOfWork, review: WrittenReview, template: str, *, to: UserId, name: str, now: datetime
) -> int:
    uid = await _find_uid(uow, to)
    if uid is None:
        return 0
    own = to == review.author
    notice = Notice(
        # A review that is removed, restored and removed again is told of each time.
        event=f"review:{review.id}:{template}" + (f":{review.version}" if template == review_notices.REMOVED else ""),
        template=template,
        to=uid,
        values={
            "name": quote_name(name),
            "product": quote_name(review.recipient_name),
            "stars": review.stars,
            "reason": review.decision.reason if review.decision else "",
        },
        subject=NoticeSubject(kind=SubjectKind.REVIEW, id=review.id),
        link="/reviews/written" if own else "/reviews/received",
    )
    return await recipients.tell_people(uow, [notice], now=now)


async def _find_uid(reader: Reader, account: UserId) -> UserId | None:
    """Find the uid of an account that is known by the alias of calls; None if there is no such account."""
    if not account.is_alias:
        return account
    caller = await pairings.find_account_by_alias(reader, account)
    return caller.account if caller else None
