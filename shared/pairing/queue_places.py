"""Place of an open call among those that wait, and an honest estimate of the wait.

Each call learns its own place alone: when its customer asks, and when a round of its search ends, which writes the call
anyway. So no document is shared by those who wait, and nobody learns who else does.
"""

import asyncio
from datetime import datetime, timedelta

from shared.kernel.ports import Query, Reader
from shared.pairing import store
from shared.pairing.models import Pairing, PairingStatus, QueuePlace

_PACE_WINDOW = timedelta(hours=1)
_SAMPLE_SIZE = 30
# Fewer calls than this tell no pace.
_SMALLEST_SAMPLE = 3
_STEPS = (1, 2, 3, 5, 10, 15, 20, 30, 45, 60)


async def find_queue_place(reader: Reader, pairing: Pairing, *, now: datetime) -> QueuePlace | None:
    """Find the place of a call that searches; None for any other call."""
    if pairing.status is not PairingStatus.SEARCHING or pairing.called_at is None:
        return None
    ahead = store.searching_pairings_query().matching("called_at", "<", pairing.called_at)
    recent = Query("pairings", Pairing).matching("paired_at", ">=", now - _PACE_WINDOW).order_by("paired_at", "desc")
    count, accepted = await asyncio.gather(reader.count(ahead), reader.query(recent.first(_SAMPLE_SIZE)))
    times = [one.paired_at for one in accepted if one.paired_at is not None]
    return QueuePlace(ahead=count, wait_minutes=compute_wait_minutes(count, times, now=now), at=now)


def compute_wait_minutes(ahead: int, accepted_at: list[datetime], *, now: datetime) -> int | None:
    """Compute the estimated wait by the pace at which experts took the latest calls, rounded up to a plain number.

    Args:
        ahead: Number of calls that wait longer.
        accepted_at: Times at which experts took the latest calls of the past hour.
        now: Present instant.

    Returns:
        Minutes; None where too few calls were taken lately, or where the wait is longer than an hour.
    """
    if len(accepted_at) < _SMALLEST_SAMPLE:
        return None
    pace = (now - min(accepted_at)) / len(accepted_at)
    minutes = (ahead + 1) * pace / timedelta(minutes=1)
    return next((step for step in _STEPS if minutes <= step), None)
