"""Where the dashboard's numbers are kept, and what was disclosed."""

from shared.control_center.models import Disclosure, LiveStats
from shared.kernel.ports import Ref

LIVE_STATS_REF = Ref("stats/live", LiveStats)


def disclosure_ref(id: str) -> Ref[Disclosure]:
    """Where it is kept who was told who somebody is."""
    return Ref(f"disclosures/{id}", Disclosure)
