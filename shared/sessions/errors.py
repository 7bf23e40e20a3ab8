"""Errors of sessions."""

from shared.kernel.errors import Conflict, NotFound


class SessionNotFound(NotFound):
    """The session does not exist, or the caller has no part in it."""

    title = "There is no such session"
    code = "session_not_found"


class SessionOver(Conflict):
    """The session has ended; `ended_by` says how."""

    title = "This session is over"
    code = "session_over"


class SessionInCrisis(Conflict):
    """The session's clock stands still during a crisis, so no time can be bought."""

    title = "This session needs no more time"
    code = "session_in_crisis"


class NoCrisis(Conflict):
    """The session has no crisis that could be ended."""

    title = "This session has no crisis"
    code = "no_crisis"


class SessionTooLong(Conflict):
    """The session would exceed the longest duration; `most` is that duration in minutes."""

    title = "This session cannot be longer"
    code = "session_too_long"
