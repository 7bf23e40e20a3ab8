"""Errors of sessions."""

from shared.kernel.errors import Conflict, NotFound


class SessionNotFound(NotFound):
    """The session does not exist, or the caller has no part in it."""

    code = "session_not_found"


class SessionOver(Conflict):
    """The session has ended; `ended_by` says how."""

    code = "session_over"


class SessionInCrisis(Conflict):
    """The session's clock stands still during a crisis, so no time can be bought."""

    code = "session_in_crisis"


class NoCrisis(Conflict):
    """The session has no crisis that could be ended."""

    code = "no_crisis"


class SessionTooLong(Conflict):
    """The session would exceed the longest duration; `most` is that duration in minutes."""

    code = "session_too_long"
