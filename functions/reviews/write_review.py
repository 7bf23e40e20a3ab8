"""HTTP: write the review of a session."""

from typing import Annotated

from pydantic import Field

from shared.kernel.ids import SessionId
from shared.kernel.public_texts import PublicTextWithoutLinks
from shared.kernel.schemas import Request
from shared.limits.errors import LimitReached
from shared.reviews.errors import ReviewFinal, ReviewNeedsProof, ReviewWindowOver, SessionNotHeld
from shared.reviews.models import Stars
from shared.reviews.schemas import SessionReviewsView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions.errors import SessionNotFound
from shared.workflows import session_reviews


class WriteReview(Request):
    """Body of `write_review`."""

    session_id: SessionId
    """Id of the session that took place: of a call, from `list_my_sessions`, or of a booking, its `booking_id`."""
    stars: Stars
    """Rating of the other side, 1 to 5 stars."""
    text: Annotated[PublicTextWithoutLinks, Field(max_length=2_000)]
    """Review in the caller's words, at most 2,000 characters; may be empty. Contact details and links are masked."""


@http.post(
    who=("customer", "expert"),
    raises=(SessionNotFound, SessionNotHeld, ReviewNeedsProof, ReviewFinal, ReviewWindowOver, LimitReached),
)
async def write_review(body: WriteReview, ctx: Context) -> SessionReviewsView:
    """Write what the caller thinks of the other side of a session, or change the words.

    A review is sealed until the other side has written too, or the time to write is over; then it is published.
    Its author may change it until then. The same words again change nothing.
    """
    write = session_reviews.write_review
    return await ctx.commit(write, body.session_id, body.stars, body.text, actor=ctx.actor, now=ctx.now)
