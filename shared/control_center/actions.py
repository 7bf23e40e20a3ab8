"""Actions of the control center: live numbers and disclosures."""

from datetime import datetime

from shared.control_center import store
from shared.control_center.models import Disclosure, LiveStats
from shared.kernel.ids import Id, SessionId, UserId
from shared.kernel.ports import UnitOfWork


async def save_live_stats(uow: UnitOfWork, counted: LiveStats) -> None:
    """Store the live numbers, unless later ones are stored already."""
    known = await uow.get(store.LIVE_STATS_REF)
    if known is None or known.counted_at < counted.counted_at:
        uow.put(store.LIVE_STATS_REF, counted)


def record_disclosure(
    uow: UnitOfWork, session: SessionId, alias: UserId, *, by: UserId, reason: str, now: datetime
) -> None:
    """Record that an admin was told who is behind an alias, and why."""
    made = Disclosure(id=Id.new(uow.random_below), session_id=session, alias=alias, by=by, reason=reason, at=now)
    uow.put(store.disclosure_ref(made.id), made)
