"""Errors of reviews."""

from shared.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class ReviewNotFound(NotFound):
    """The review does not exist, or the caller may not see it."""

    code = "review_not_found"


class SessionNotHeld(Conflict):
    """The session has not ended, or did not take place: nobody reviews it."""

    code = "session_not_held"


class ReviewNeedsProof(Forbidden):
    """The meeting or product was free, and the customer has proven neither an address nor a number."""

    code = "review_needs_proof"


class ReviewWindowOver(Invalid):
    """The time to write and change reviews of the session is over; `closes_at` is the instant of its end."""

    code = "review_window_over"


class ReviewFinal(Conflict):
    """The review cannot be changed any more; `review_status` is its present state."""

    code = "review_final"


class ReplyFinal(Conflict):
    """The review has an answer, and the time to change the answer is over."""

    code = "reply_final"
