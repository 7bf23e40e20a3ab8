"""Errors of sessions."""

from shared.kernel.errors import Conflict, NotFound


class SessionNotFound(NotFound):
    """The session does not exist, or the caller has no part in it."""

    code = "session_not_found"


class SessionOver(Conflict):
    """The session has ended; `ended_by` says how."""

    code = "session_over"


class SessionNotOpen(Conflict):
    """The booked session cannot be joined yet; `opens_at` is the instant from which on it can."""

    code = "session_not_open"


class SessionNotBegun(Conflict):
    """The booked session has not begun, so nobody can end or extend it; move or cancel the booking instead."""

    code = "session_not_begun"


class SessionIsBooked(Conflict):
    """The session belongs to a booking, whose expert the customer has chosen; only calls get another expert."""

    code = "session_is_booked"


class SessionInCrisis(Conflict):
    """The session's clock stands still during a crisis, so no time can be bought."""

    code = "session_in_crisis"


class NoCrisis(Conflict):
    """The session has no crisis that could be ended."""

    code = "no_crisis"


class SessionTooLong(Conflict):
    """The session would exceed the longest duration; `most` is that duration in minutes."""

    code = "session_too_long"


class AttendanceNotFound(NotFound):
    """The session has no decision about its attendance yet, or the caller has no part in the session."""

    code = "attendance_not_found"


class DisputeTimeOver(Conflict):
    """The time to dispute the attendance ended at `dispute_before`."""

    code = "dispute_time_over"


class DisputeClosed(Conflict):
    """The attendance has no open dispute."""

    code = "dispute_closed"


class ExpertMayStillCome(Conflict):
    """The customer ends the session while the expert may still come, until the instant `wait_until`."""

    code = "expert_may_still_come"


class DisputeOpen(Conflict):
    """The attendance has an open dispute, which is decided by `resolve_attendance_dispute`."""

    code = "dispute_open"


class AttendanceUnchanged(Conflict):
    """The correction names the present outcome and no more money than what has gone back."""

    code = "attendance_unchanged"


class StrikeNotFound(NotFound):
    """The strike does not exist, or belongs to another expert."""

    code = "strike_not_found"


class AppealTimeOver(Conflict):
    """The time to appeal against the strike ended at `appeal_before`."""

    code = "appeal_time_over"


class AppealClosed(Conflict):
    """The strike has no open appeal: it was decided, or the strike does not stand any more."""

    code = "appeal_closed"
