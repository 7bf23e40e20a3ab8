"""Paths and queries of the control center."""

from shared.control_center.models import Disclosure, LiveStats
from shared.kernel.ports import Reader, Ref

LIVE_STATS_REF = Ref("stats/live", LiveStats)


async def find_live_stats(reader: Reader) -> LiveStats | None:
    """Find the latest statistics; None before the first count."""
    return await reader.get(LIVE_STATS_REF)


def disclosure_ref(id: str) -> Ref[Disclosure]:
    """Build the reference of the record of a disclosure."""
    return Ref(f"disclosures/{id}", Disclosure)
