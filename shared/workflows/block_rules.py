"""Rules of blocks between the two of a booked session: a block is no absence of the blocked side. Pure."""

from datetime import datetime

from shared.chat.models import Block
from shared.contracts.sessions import AttendanceOutcome
from shared.sessions.attendance_models import SidePresence

_Outcome = AttendanceOutcome
_MET = (_Outcome.BOTH_CAME, _Outcome.ENDED_EARLY, _Outcome.NOT_OBSERVED)
"""Outcomes that hold nobody's absence against anybody."""


def is_kept_out(seen: SidePresence, block: Block | None, *, until: datetime) -> bool:
    """Return whether a side came or tried to, and the other side had blocked it in that time.

    Args:
        seen: Signs of the side.
        block: Block of the side by the other one, which still stands; None if there is none.
        until: End of the time in which a side must come.
    """
    if block is None or block.blocked_at > until:
        return False
    return any(at is not None and at <= until for at in (seen.first_at, seen.tried_at))


def outcome_with_block(
    outcome: AttendanceOutcome, *, customer_kept_out: bool, expert_kept_out: bool
) -> AttendanceOutcome:
    """Return the outcome of a session in which one side kept the other out: the side that did so counts as absent.

    Without this, an expert could block the customer before the meeting and be paid for waiting.
    """
    if outcome in _MET or customer_kept_out is expert_kept_out:
        return outcome
    return _Outcome.EXPERT_ABSENT if customer_kept_out else _Outcome.CUSTOMER_ABSENT
