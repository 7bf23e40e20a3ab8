"""Rules of limits: sliding windows and holdings. Pure, told the time."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from shared.kernel.rate_limits import RateLimitStatus
from shared.limits.errors import LimitReached, TooManyHeld
from shared.limits.models import HeldTime, Holding, SubjectLimits

MOST_TIMES = 100
"""Most times of meetings that are kept for one subject: the document must stay small."""


@dataclass(frozen=True, slots=True)
class RateLimit:
    """Limit of acts within a sliding window.

    Attributes:
        name: Name under which the acts are counted, such as `new_rooms`.
        most: Acts allowed in any period of this length.
        per: Length of the period.
    """

    name: str
    most: int
    per: timedelta


@dataclass(frozen=True, slots=True)
class HoldingLimit:
    """Limit of what a subject may hold at once.

    Attributes:
        name: Name of the limit in errors, such as `unpaid_orders`.
        most: Holdings or units allowed at once.
        tag: Tag of the holdings that count; None counts all.
        counts: `holdings` counts each holding once, `units` counts the units of each.
    """

    name: str
    most: int
    tag: str | None = None
    counts: Literal["holdings", "units"] = "holdings"

    def measure(self, holding: Holding) -> int:
        """Return what a holding counts: 0 if the limit does not select the holding."""
        if self.tag is not None and self.tag not in holding.tags:
            return 0
        return holding.units if self.counts == "units" else 1


def count_acts(
    state: SubjectLimits, limit: RateLimit, *, times: int = 1, now: datetime
) -> tuple[SubjectLimits, RateLimitStatus]:
    """Count `times` acts at `now`.

    Returns:
        The state with the acts, and what is left.

    Raises:
        LimitReached: The window has no room for the acts.
    """
    recent = tuple(act for act in state.acts.get(limit.name, ()) if act > now - limit.per)
    if len(recent) + times > limit.most:
        place = len(recent) + times - limit.most - 1
        # More acts at once than the limit ever allows: a wait does not help, and the longest one is told.
        free_at = recent[place] + limit.per if place < len(recent) else now + limit.per
        status = RateLimitStatus(limit.most, 0, (free_at - now).total_seconds())
        raise LimitReached(limit.name, status, round(limit.per.total_seconds()))
    acts = (*recent, *(now for _ in range(times)))
    counted = _with_expiry(state.having(acts={**state.acts, limit.name: acts}), now + limit.per)
    reset = (acts[0] + limit.per - now).total_seconds() if acts else 0.0
    return counted, RateLimitStatus(limit.most, limit.most - len(acts), reset)


def without_act(state: SubjectLimits, limit: RateLimit, at: datetime) -> SubjectLimits:
    """Return the state without one act that was counted at `at` and did not happen."""
    acts = list(state.acts.get(limit.name, ()))
    if at in acts:
        acts.remove(at)
    return state.having(acts={**state.acts, limit.name: tuple(acts)})


def list_current_holdings(state: SubjectLimits, *, now: datetime) -> Mapping[str, Holding]:
    """List the holdings that count at `now`, by their holder's id."""
    return {holder: holding for holder, holding in state.holdings.items() if holding.until > now}


def list_counted_holders(state: SubjectLimits, limits: Collection[HoldingLimit], *, now: datetime) -> list[str]:
    """List the holders of the holdings that one of `limits` counts at `now`."""
    current = list_current_holdings(state, now=now).items()
    return [holder for holder, holding in current if any(limit.measure(holding) for limit in limits)]


def without_holdings(state: SubjectLimits, holders: Collection[str]) -> SubjectLimits:
    """Return the state without the holdings of `holders`."""
    return state.having(holdings={key: one for key, one in state.holdings.items() if key not in holders})


def with_moved_holdings(
    state: SubjectLimits, others: Iterable[SubjectLimits], holders: Collection[str]
) -> SubjectLimits | None:
    """Return the state with the holdings of `holders` that `others` count; None if they count none that it lacks."""
    moved = {
        holder: holding
        for other in others
        for holder, holding in other.holdings.items()
        if holder in holders and holder not in state.holdings
    }
    if not moved:
        return None
    latest = max(holding.until for holding in moved.values())
    return _with_expiry(state.having(holdings={**state.holdings, **moved}), latest)


def can_take_holding(
    state: SubjectLimits, holding: Holding, limits: Collection[HoldingLimit], *, now: datetime
) -> bool:
    """Return whether the subject may hold `holding` beside what it holds."""
    return all(_compute_remaining(state, holding, limit, now) >= 0 for limit in limits)


def with_holding(
    state: SubjectLimits, holder: str, holding: Holding, limits: Collection[HoldingLimit], *, now: datetime
) -> tuple[SubjectLimits, RateLimitStatus | None]:
    """Add a holding, and drop those that no longer count.

    Returns:
        The state with the holding, and what the tightest limit leaves; None if no limit selects the holding.

    Raises:
        TooManyHeld: A limit has no room for the holding.
    """
    tightest: RateLimitStatus | None = None
    for limit in limits:
        if not limit.measure(holding):
            continue
        left = _compute_remaining(state, holding, limit, now)
        status = RateLimitStatus(limit.most, max(left, 0), _compute_reset(state, holding, limit, now))
        if left < 0:
            raise TooManyHeld(limit.name, status)
        if tightest is None or status.remaining < tightest.remaining:
            tightest = status
    kept = {**list_current_holdings(state, now=now), holder: holding}
    return _with_expiry(state.having(holdings=kept), holding.until), tightest


def list_overlapping_holders(state: SubjectLimits, starts_at: datetime, until: datetime) -> list[str]:
    """List the holders of times that overlap a time, each once; what they hold now must be asked of them."""
    found = (one.holder for one in state.times if one.starts_at < until and starts_at < one.until)
    return list(dict.fromkeys(found))


def with_held_time(state: SubjectLimits, time: HeldTime, *, now: datetime) -> SubjectLimits:
    """Add the time of a meeting, and drop times that are over; at most `MOST_TIMES`, the latest agreed, are kept."""
    kept = [one for one in state.times if one.until > now and one != time]
    return _with_expiry(state.having(times=(*kept, time)[-MOST_TIMES:]), time.until)


def _compute_remaining(state: SubjectLimits, holding: Holding, limit: HoldingLimit, now: datetime) -> int:
    """Compute what `limit` leaves after the holding; negative if there is no room for the holding."""
    if not (own := limit.measure(holding)):
        return limit.most
    held = sum(limit.measure(one) for one in list_current_holdings(state, now=now).values())
    return limit.most - held - own


def _compute_reset(state: SubjectLimits, holding: Holding, limit: HoldingLimit, now: datetime) -> float:
    """Compute the seconds until the first holding of the limit ends by itself."""
    current = list_current_holdings(state, now=now).values()
    ends = [one.until for one in (*current, holding) if limit.measure(one)]
    return (min(ends) - now).total_seconds()


def _with_expiry(state: SubjectLimits, until: datetime) -> SubjectLimits:
    return state.having(expire_at=max(until, state.expire_at or until))
