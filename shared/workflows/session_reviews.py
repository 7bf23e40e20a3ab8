"""Reviews of a session by its two sides: what each may write and read."""

from datetime import datetime

from shared.catalogue import store as catalogue
from shared.contracts.reviews import HeldSession, ReviewSide
from shared.identity.contact_proofs import has_proven_contact
from shared.kernel.actors import Actor
from shared.kernel.ids import SessionId, UserId
from shared.kernel.ports import Reader, Refs, UnitOfWork
from shared.limits import actions as limits
from shared.limits.settings import LIMIT_SETTINGS
from shared.limits.subjects import person_limits_ref
from shared.reviews import actions, rules, store
from shared.reviews.errors import ReviewFinal, ReviewNeedsProof, SessionNotHeld
from shared.reviews.models import ReviewStatus
from shared.reviews.schemas import ReviewToWriteView, SessionReviewsView
from shared.reviews.settings import ReviewSettings
from shared.sessions.errors import SessionNotFound
from shared.workflows import held_sessions, review_publication


async def write_review(
    uow: UnitOfWork, session_id: SessionId, stars: int, text: str, *, actor: Actor, now: datetime
) -> SessionReviewsView:
    """Write the review of the actor's side of a session, or change its words, and return both sides' reviews.

    Raises:
        SessionNotFound: The session does not exist, or the actor has no part in it.
        SessionNotHeld: The session has not ended, or one of the two was not there.
        ReviewNeedsProof: The meeting was free, and the customer has proven neither an address nor a number.
        ReviewFinal: The other side has written since, or the review was taken from view.
        ReviewWindowOver: The time to write and change reviews of the session is over.
        LimitReached: The actor has written too much within an hour.
    """
    await uow.prefetch(
        held_sessions.SessionDocuments(session_id, UserId(actor.id)),
        Refs([store.session_review_ref(session_id, "customer"), store.session_review_ref(session_id, "expert")]),
        catalogue.review_ref(session_id),
        store.SETTINGS,
        LIMIT_SETTINGS.ref,
        person_limits_ref(actor.id),
    )
    session, side = await held_sessions.access_held_session(uow, session_id, actor=actor)
    if not _is_vouched(session, side, actor):
        raise ReviewNeedsProof()
    settings = await store.get_review_settings(uow)
    if await _has_earlier_review(uow, session_id, side):
        raise ReviewFinal(review_status=ReviewStatus.PUBLISHED)
    changed = await actions.write_session_review(uow, session, side, stars, text, settings=settings, now=now)
    if changed:
        limit = (await limits.get_limit_settings(uow)).reviews
        await limits.count_act(uow, person_limits_ref(actor.id), limit, now=now)
    await review_publication.update_shown_reviews(uow, changed)
    return await _get_reviews(uow, session, side, settings, now=now)


async def get_session_reviews(
    reader: Reader, session_id: SessionId, *, actor: Actor, now: datetime
) -> SessionReviewsView:
    """Get the reviews of a session as the actor's side may read them.

    Raises:
        SessionNotFound: The session does not exist, or the actor has no part in it.
        SessionNotHeld: The session has not ended, or one of the two was not there.
    """
    session, side = await held_sessions.access_held_session(reader, session_id, actor=actor)
    view = await _get_reviews(reader, session, side, await store.get_review_settings(reader), now=now)
    if not _is_vouched(session, side, actor):
        return view.having(can_write=False)
    if view.mine is None and await _has_earlier_review(reader, session_id, side):
        return view.having(can_write=False)
    return view


async def find_review_to_write(
    reader: Reader, session_id: SessionId, side: ReviewSide, *, actor: Actor, now: datetime
) -> ReviewToWriteView | None:
    """Find what the actor can write as a side of a session; None if nothing can be written, or something is.

    Nobody is asked for stars after a crisis, though both may write.
    """
    try:
        session, own_side = await held_sessions.access_held_session(reader, session_id, actor=actor)
    except (SessionNotFound, SessionNotHeld):
        return None
    mine, theirs = await store.get_session_reviews(reader, session_id, side)
    if own_side != side or mine is not None or session.had_crisis or not _is_vouched(session, side, actor):
        return None
    closes_at = rules.compute_window_end(session, theirs, await store.get_review_settings(reader))
    if now >= closes_at or await _has_earlier_review(reader, session_id, side):
        return None
    return ReviewToWriteView(
        session_id=session_id,
        kind=session.kind,
        side=side,
        recipient_name=session.expert_name if side == "customer" else session.customer_name,
        ended_at=session.ended_at,
        closes_at=closes_at,
    )


def _is_vouched(session: HeldSession, side: ReviewSide, actor: Actor) -> bool:
    """Return whether the review of the actor's side counts: accounts and free meetings cost nothing."""
    return side == "expert" or session.is_vouched or has_proven_contact(actor, None)


async def _get_reviews(
    reader: Reader, session: HeldSession, side: ReviewSide, settings: ReviewSettings, *, now: datetime
) -> SessionReviewsView:
    mine, theirs = await store.get_session_reviews(reader, session.id, side)
    closes_at = mine.closes_at if mine else rules.compute_window_end(session, theirs, settings)
    return SessionReviewsView.of(session.id, side, mine, theirs, closes_at=closes_at, now=now)


async def _has_earlier_review(reader: Reader, session_id: SessionId, side: ReviewSide) -> bool:
    """Return whether a version without written reviews has stored the customer's review."""
    shown = await reader.get(catalogue.review_ref(session_id)) if side == "customer" else None
    return shown is not None and shown.review_id is None
