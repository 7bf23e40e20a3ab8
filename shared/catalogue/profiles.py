"""Changes by experts of their own profile and slug."""

from datetime import datetime

from shared.catalogue import applications, expert_names, rules, search_keys, store
from shared.catalogue.models import LONG_AGO, Expert, ExpertStatus, Profile
from shared.kernel.ids import Slug, UserId
from shared.kernel.inputs import with_named_fields
from shared.kernel.ports import UnitOfWork


async def update_profile(uow: UnitOfWork, uid: UserId, profile: Profile, *, now: datetime) -> Expert:
    """Change the fields that `profile` names. A new name of a vetted expert waits until an admin decides on the name.

    Raises:
        ExpertNotFound: The person has never applied.
        Invalid: The profile breaks a rule, or names an unknown category.
    """
    expert = await store.get_expert(uow, uid)
    told = with_named_fields(expert, profile)
    await applications.check_profile_and_categories(uow, told, at="")
    moved = expert.zone != told.zone
    changed = told.having(saved_at=now, free_checked_at=LONG_AGO if moved else expert.free_checked_at)
    changed = expert_names.with_new_name(changed.having(full_name=expert.full_name), profile.full_name, now=now)
    changed = changed.having(keys=search_keys.compute_search_keys(changed))
    uow.put(store.expert_ref(uid), changed)
    return changed


async def set_suspended(uow: UnitOfWork, uid: UserId, *, suspended: bool, now: datetime) -> None:
    """Hide the page of a suspended expert, or show the page again as it was. A repeated call changes nothing."""
    expert = await uow.get(store.expert_ref(uid))
    if expert is None or suspended == (expert.status is ExpertStatus.SUSPENDED):
        return
    if suspended:
        changed = expert.having(status=ExpertStatus.SUSPENDED, status_before=expert.status, saved_at=now)
    else:
        changed = expert.having(status=expert.status_before or ExpertStatus.ACTIVE, status_before=None, saved_at=now)
    changed = changed.having(keys=search_keys.compute_search_keys(changed))
    uow.put(store.expert_ref(uid), changed)


async def is_refused(uow: UnitOfWork, uid: UserId) -> bool:
    """Return whether a vetting has refused the expert, and let the commit fail if that changes before."""
    expert = await uow.get(store.expert_ref(uid))
    uow.verify(store.expert_ref(uid))
    return expert is not None and expert.status is ExpertStatus.REJECTED


async def change_slug(uow: UnitOfWork, uid: UserId, slug: Slug, *, now: datetime) -> Expert:
    """Give the expert another slug. The last five former slugs still lead to the page, older ones are released.

    Raises:
        ExpertNotFound: The person has never applied.
        SlugTaken: The slug belongs to another expert or to the site.
    """
    expert = await store.get_expert(uow, uid)
    if slug == expert.slug:
        return expert
    await applications.claim_slug(uow, uid, slug, now=now)
    changed, freed = rules.with_slug(expert, slug)
    await applications.release_slugs(uow, uid, freed)
    changed = changed.having(saved_at=now)
    uow.put(store.expert_ref(uid), changed)
    return changed
