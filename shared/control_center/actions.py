"""Keeping the dashboard's numbers."""

from shared.control_center import store
from shared.control_center.models import LiveStats
from shared.kernel.ports import UnitOfWork


async def keep(uow: UnitOfWork, counted: LiveStats) -> None:
    """Keep what was counted, unless something later is there already."""
    known = await uow.get(store.LIVE)
    if known is None or known.counted_at < counted.counted_at:
        uow.put(store.LIVE, counted)
