"""Live numbers of pairing: experts online, customers waiting, pairings of today."""

from datetime import UTC, datetime, time
from statistics import median
from typing import NamedTuple

from shared.kernel.dates import JAKARTA, jakarta_date
from shared.kernel.ports import Query, Reader
from shared.pairing import store
from shared.pairing.models import Pairing

_MEDIAN_SAMPLE_SIZE = 50


class PairingStatsToday(NamedTuple):
    """Pairings since midnight in Jakarta.

    Attributes:
        paired: Number of calls that an expert has accepted.
        median_wait: Median waiting time of the latest of them, in seconds.
    """

    paired: int
    median_wait: int | None


async def count_online_experts(reader: Reader, *, now: datetime) -> int:
    """Count the experts who are online."""
    return await reader.count(store.live_heartbeats_query(now))


async def count_waiting_customers(reader: Reader) -> int:
    """Count the customers who wait for an expert."""
    return await reader.count(store.searching_pairings_query())


async def get_pairing_stats_today(reader: Reader, *, now: datetime) -> PairingStatsToday:
    """Count the calls accepted since midnight in Jakarta, the first one of each session."""
    midnight = datetime.combine(jakarta_date(now), time(), JAKARTA).astimezone(UTC)
    taken = Query("pairings", Pairing).matching("paired_at", ">=", midnight)
    latest = await reader.query(taken.order_by("paired_at", "desc").first(_MEDIAN_SAMPLE_SIZE))
    waits = [pairing.waited_seconds for pairing in latest if pairing.waited_seconds is not None]
    return PairingStatsToday(await reader.count(taken), int(median(waits)) if waits else None)
