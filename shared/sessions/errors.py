"""What can go wrong in a session."""

from shared.kernel.errors import Conflict, NotFound


class SessionNotFound(NotFound):
    title = "No such session"
    code = "session_not_found"


class SessionOver(Conflict):
    """`ended_by` says how it ended."""

    title = "This session is over"
    code = "session_over"


class SessionInCrisis(Conflict):
    """Its clock stands still, so there is no time to buy."""

    title = "This session goes on for as long as it is needed"
    code = "session_in_crisis"


class SessionTooLong(Conflict):
    """`most` is how many minutes a session may have."""

    title = "This session cannot be longer"
    code = "session_too_long"
