"""Next free time of each expert, by which the list of experts sorts. A hint that is refreshed every hour."""

from datetime import datetime, timedelta

from shared.catalogue import pages, search_keys, store
from shared.catalogue.models import NEVER, Expert
from shared.kernel.ids import UserId
from shared.kernel.ports import Query, Reader, UnitOfWork

# Shorter than the hour between two runs, so that each run refreshes every expert once.
_STALE_AFTER = timedelta(minutes=30)
BATCH_SIZE = 40
# More than this is for the next run, which begins with the experts that have waited longest.
MAX_EXPERTS_PER_RUN = 10_000


def stale_experts_query(*, at: datetime) -> Query[Expert]:
    """Build the query of the listed experts whose hint is at least 30 minutes old at `at`, the oldest first."""
    return (
        Query("experts", Expert)
        .matching("keys", "array_contains", search_keys.LISTED_KEY)
        .matching("free_checked_at", "<=", at - _STALE_AFTER)
        .order_by("free_checked_at")
    )


async def list_stale_experts(reader: Reader, *, at: datetime, limit: int) -> list[UserId]:
    """List the uids of the experts whose hint is stale at `at`, the oldest first."""
    return [expert.id for expert in await reader.query(stale_experts_query(at=at).first(limit))]


async def refresh_next_free_time(uow: UnitOfWork, uid: UserId, *, now: datetime) -> None:
    """Compute when an expert is free next and save the hint. A hint that is fresh stays as it is.

    Raises:
        ExpertNotFound: No expert has this id.
    """
    expert = await store.get_expert(uow, uid)
    if expert.free_checked_at > now - _STALE_AFTER:
        return
    free_at = await pages.find_next_free_time(uow, expert, now=now)
    uow.put(store.expert_ref(uid), expert.having(free_at=free_at or NEVER, free_checked_at=now))
