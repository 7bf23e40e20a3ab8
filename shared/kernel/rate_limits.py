"""State of a limit after a call, as the headers of the answer tell it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RateLimitStatus:
    """State of a limit after a call.

    Attributes:
        limit: Most calls or units that the limit allows.
        remaining: Calls or units that are left at this moment.
        reset_seconds: Seconds until more are left; 0 if all are left.
    """

    limit: int
    remaining: int
    reset_seconds: float
