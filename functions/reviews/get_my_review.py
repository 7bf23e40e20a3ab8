"""HTTP: get the reviews of a session, as one side sees them."""

from shared.kernel.ids import SessionId
from shared.kernel.schemas import Request
from shared.reviews.errors import SessionNotHeld
from shared.reviews.schemas import SessionReviewsView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.sessions.errors import SessionNotFound
from shared.workflows import session_reviews


class GetMyReview(Request):
    """Query of `get_my_review`."""

    session_id: SessionId
    """Id of the session: of a call, from `list_my_sessions`, or of a booking, its `booking_id`."""


@http.get(who=("customer", "expert"), raises=(SessionNotFound, SessionNotHeld))
async def get_my_review(query: GetMyReview, ctx: Context) -> SessionReviewsView:
    """Get what the caller has written about a session, what the other side's review says, and until when to write.

    The other side's review is shown when it is published.
    """
    return await ctx.read(session_reviews.get_session_reviews, query.session_id, actor=ctx.actor, now=ctx.now)
