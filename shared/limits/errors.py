"""Errors of limits."""

from shared.kernel.errors import Forbidden, TooMany
from shared.kernel.rate_limits import RateLimitStatus

# The API's description builds every error without facts.
_UNKNOWN = RateLimitStatus(0, 0, 0)


class LimitReached(TooMany):
    """The caller did this `limit` times in the last `per_seconds`; `rule` names the limit. Wait for `Retry-After`."""

    title = "You have done this too often"
    code = "limit_reached"

    def __init__(self, rule: str = "", status: RateLimitStatus = _UNKNOWN, per_seconds: int = 60) -> None:
        super().__init__(
            f"At most {status.limit} in {_format_period(per_seconds)}.",
            retry_after=status.reset_seconds,
            status_after=status,
            rule=rule,
            limit=status.limit,
            per_seconds=per_seconds,
        )


class TooManyHeld(TooMany):
    """The caller holds `limit` already, and may hold no more; `rule` names the limit. Pay or cancel, or wait."""

    title = "You hold as many as you may hold at once"
    code = "too_many_held"

    def __init__(self, rule: str = "", status: RateLimitStatus = _UNKNOWN) -> None:
        super().__init__(
            f"At most {status.limit} at once. Pay or cancel what you hold, or wait until the hold ends.",
            retry_after=status.reset_seconds,
            status_after=status,
            rule=rule,
            limit=status.limit,
        )


class IdentityNeeded(Forbidden):
    """The account is anonymous. Sign in with an e-mail address or a phone number."""

    title = "Sign in with an identity first"
    code = "identity_needed"


def _format_period(seconds: int) -> str:
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds % length == 0:
            count = seconds // length
            return f"{count} {unit}s" if count > 1 else f"one {unit}"
    return f"{seconds} seconds"
