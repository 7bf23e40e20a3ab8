"""Paths and queries of the control center."""

from shared.control_center.models import Disclosure, LiveStats
from shared.kernel.ports import Ref

LIVE_STATS_REF = Ref("stats/live", LiveStats)


def disclosure_ref(id: str) -> Ref[Disclosure]:
    """Build the reference of the record of a disclosure."""
    return Ref(f"disclosures/{id}", Disclosure)
