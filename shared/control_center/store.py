"""Paths and queries of the control center."""

from shared.control_center.errors import FillRunNotFound
from shared.control_center.models import Disclosure, FillRun, LiveStats
from shared.kernel.ports import Reader, Ref

LIVE_STATS_REF = Ref("stats/live", LiveStats)


async def find_live_stats(reader: Reader) -> LiveStats | None:
    """Find the latest statistics; None before the first count."""
    return await reader.get(LIVE_STATS_REF)


def disclosure_ref(id: str) -> Ref[Disclosure]:
    """Build the reference of the record of a disclosure."""
    return Ref(f"disclosures/{id}", Disclosure)


def fill_run_ref(run_id: str) -> Ref[FillRun]:
    """Return the reference of a run of a fill."""
    return Ref(f"document_fills/{run_id}", FillRun)


async def get_fill_run(reader: Reader, run_id: str) -> FillRun:
    """Get a run of a fill.

    Raises:
        FillRunNotFound: No such run was started.
    """
    found = await reader.get(fill_run_ref(run_id))
    if found is None:
        raise FillRunNotFound(run_id=run_id)
    return found
