"""Rules of blocks between the two of a booked session: a block is no absence of the blocked side. Pure."""

from collections.abc import Sequence
from datetime import datetime

from shared.chat.block_models import Block, EndedBlocks
from shared.contracts.sessions import AttendanceOutcome
from shared.sessions.attendance_models import SidePresence
from shared.sessions.models import Session
from shared.sessions.presence_rules import Interval, measure_seconds, measure_shared_seconds

_Outcome = AttendanceOutcome
_MET = (_Outcome.BOTH_CAME, _Outcome.ENDED_EARLY, _Outcome.NOT_OBSERVED)
"""Outcomes that hold nobody's absence against anybody."""


def list_block_times(block: Block | None, ended: EndedBlocks | None, session: Session) -> list[Interval]:
    """List when one side of an ended session had blocked the other, in order.

    Times count from the opening to the agreed end. A block that stood when the session ended counts up to that end.

    Args:
        block: Block that stands; None if there is none.
        ended: Blocks that were taken back; None if there are none.
        session: Ended session.
    """
    since, until = session.opens_at or session.starts_at, session.agreed_end
    over_at = session.ended_at or until
    times = [Interval(one.blocked_at, one.ended_at) for one in (ended.times if ended else ())]
    if block is not None:
        times.append(Interval(block.blocked_at, until))
    within = (
        Interval(max(one.begin, since), min(one.end, until) if one.end < over_at else until)
        for one in times
        if one.begin <= over_at
    )
    return sorted(one for one in within if one.begin < one.end)


def is_kept_out(seen: SidePresence, blocked: Sequence[Interval], *, until: datetime) -> bool:
    """Return whether a side came or tried to, and the other side had blocked it in that time.

    Args:
        seen: Signs of the side.
        blocked: Times in which the other side had blocked this one.
        until: End of the time in which a side must come.
    """
    if not any(one.begin <= until for one in blocked):
        return False
    return any(at is not None and at <= until for at in (seen.first_at, seen.tried_at))


def with_kept_out_time(
    seen: SidePresence, blocked: Sequence[Interval], blocking: Sequence[Interval], session: Session
) -> SidePresence:
    """Return the signs of a side with the agreed time in which the other side had blocked it.

    Time in which each had blocked the other counts for neither: who blocks first cannot make the other one owe.

    Args:
        seen: Signs of the side.
        blocked: Times in which the other side had blocked this one.
        blocking: Times in which this side had blocked the other one.
        session: Ended session.
    """
    agreed = [Interval(max(one.begin, session.starts_at), one.end) for one in blocked if one.end > session.starts_at]
    return seen.having(kept_out_seconds=measure_seconds(agreed) - measure_shared_seconds(agreed, blocking))


def outcome_with_block(
    outcome: AttendanceOutcome, *, customer_kept_out: bool, expert_kept_out: bool
) -> AttendanceOutcome:
    """Return the outcome of a session in which one side kept the other out: the side that did so counts as absent.

    Without this, an expert could block the customer before the meeting and be paid for waiting.
    """
    if outcome in _MET or customer_kept_out is expert_kept_out:
        return outcome
    return _Outcome.EXPERT_ABSENT if customer_kept_out else _Outcome.CUSTOMER_ABSENT
