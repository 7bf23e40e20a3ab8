"""Errors of limits."""

from shared.kernel.errors import Forbidden, TooMany
from shared.kernel.rate_limits import RateLimitStatus

# The API's description builds every error without facts.
_UNKNOWN = RateLimitStatus(0, 0, 0)


class LimitReached(TooMany):
    """The caller did this `limit` times in the last `per_seconds`; `rule` names the limit. Wait for `Retry-After`."""

    code = "limit_reached"

    def __init__(self, rule: str = "", status: RateLimitStatus = _UNKNOWN, per_seconds: int = 60) -> None:
        super().__init__(
            retry_after=status.reset_seconds,
            status_after=status,
            rule=rule,
            limit=status.limit,
            per_seconds=per_seconds,
        )


class TooManyHeld(TooMany):
    """The caller holds `limit` already, and may hold no more; `rule` names the limit. Pay or cancel, or wait."""

    code = "too_many_held"

    def __init__(self, rule: str = "", status: RateLimitStatus = _UNKNOWN) -> None:
        super().__init__(
            retry_after=status.reset_seconds,
            status_after=status,
            rule=rule,
            limit=status.limit,
        )


class IdentityNeeded(Forbidden):
    """The account is anonymous. Sign in with an e-mail address or a phone number."""

    code = "identity_needed"
