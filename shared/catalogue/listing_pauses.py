"""Pauses of an expert's listing: its status, by which nobody finds, books or buys anything of the expert's."""

from datetime import datetime

from shared.catalogue import search_keys, store
from shared.catalogue.models import Expert, ExpertStatus
from shared.contracts.sessions import ListingState
from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork

_VETTED = (ExpertStatus.ACTIVE, ExpertStatus.PAUSED)


async def update_listing(uow: UnitOfWork, uid: UserId, listing: ListingState, *, now: datetime) -> Expert | None:
    """Bring the status of an expert in line with the strikes. Return the expert; None for a person without a page."""
    expert = await uow.get(store.expert_ref(uid))
    if expert is None:
        return None
    changed = with_listing_state(expert, listing, now=now)
    if changed is not expert:
        uow.put(store.expert_ref(uid), changed)
    return changed


def with_listing_state(expert: Expert, listing: ListingState, *, now: datetime) -> Expert:
    """Return the expert shown, paused, or among the applications to be vetted anew.

    A suspended expert stays suspended, and returns to the new state. A first application and a rejection stay as
    they are.
    """
    is_suspended = expert.status is ExpertStatus.SUSPENDED
    before = (expert.status_before or ExpertStatus.ACTIVE) if is_suspended else expert.status
    if before not in _VETTED and expert.vetted_anew_since is None:
        return expert
    after = {
        ListingState.SHOWN: ExpertStatus.ACTIVE,
        ListingState.PAUSED: ExpertStatus.PAUSED,
        ListingState.VETTING: ExpertStatus.APPLIED,
    }.get(listing, before)
    if after is before:
        return expert
    since = now if after is ExpertStatus.APPLIED else None
    changed = expert.having(vetted_anew_since=since, saved_at=now)
    changed = changed.having(status_before=after) if is_suspended else changed.having(status=after)
    return changed.having(keys=search_keys.compute_search_keys(changed))
