"""Changes by experts of their own profile, slug and photo."""

from datetime import datetime

from shared.catalogue import applications, jobs, rules, search_keys, store
from shared.catalogue.files import DELETE_REPLACED_FILE_AFTER
from shared.catalogue.models import LONG_AGO, Expert, Profile
from shared.kernel.ids import Slug, UserId
from shared.kernel.ports import UnitOfWork


async def update_profile(uow: UnitOfWork, uid: UserId, profile: Profile, *, now: datetime) -> Expert:
    """Replace the whole profile.

    Raises:
        ExpertNotFound: The person has never applied.
        Invalid: The profile breaks a rule, or names an unknown category.
    """
    expert = await store.get_expert(uow, uid)
    await applications.check_profile_and_categories(uow, profile, at="")
    told = {name: getattr(profile, name) for name in Profile.model_fields}
    moved = expert.zone != profile.zone
    changed = expert.having(**told, saved_at=now, free_checked_at=LONG_AGO if moved else expert.free_checked_at)
    changed = changed.having(keys=search_keys.compute_search_keys(changed))
    uow.put(store.expert_ref(uid), changed)
    return changed


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


async def set_profile_photo(uow: UnitOfWork, uid: UserId, key: str, url: str, *, now: datetime) -> Expert:
    """Set another photo. The file of the previous photo is deleted a day later.

    Raises:
        ExpertNotFound: The person has never applied.
    """
    expert = await store.get_expert(uow, uid)
    if expert.photo_key == key:
        return expert
    if expert.photo_key:
        uow.schedule(jobs.DeleteFile(key=expert.photo_key), at=now + DELETE_REPLACED_FILE_AFTER)
    changed = expert.having(photo_url=url, photo_key=key, saved_at=now)
    uow.put(store.expert_ref(uid), changed)
    return changed
