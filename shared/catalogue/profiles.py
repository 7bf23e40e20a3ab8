"""What experts change of themselves: profile, address, photo."""

from datetime import datetime

from shared.catalogue import applying, jobs, keys, rules, store
from shared.catalogue.files import FORGET_AFTER
from shared.catalogue.models import LONG_AGO, Expert, Profile
from shared.kernel.ids import Slug, UserId
from shared.kernel.ports import UnitOfWork


async def update(uow: UnitOfWork, uid: UserId, profile: Profile, *, now: datetime) -> Expert:
    """Say all of it anew. Raises `ExpertNotFound`, `Invalid`."""
    expert = await store.own(uow, uid)
    await applying.check(uow, profile, at="")
    told = {name: getattr(profile, name) for name in Profile.model_fields}
    moved = expert.zone != profile.zone
    changed = expert.having(**told, saved_at=now, free_checked_at=LONG_AGO if moved else expert.free_checked_at)
    changed = changed.having(keys=keys.of(changed))
    uow.put(store.expert_ref(uid), changed)
    return changed


async def change_slug(uow: UnitOfWork, uid: UserId, slug: Slug, *, now: datetime) -> Expert:
    """Be found under *slug*; the last few earlier ones still lead here. Raises `ExpertNotFound`, `SlugTaken`."""
    expert = await store.own(uow, uid)
    if slug == expert.slug:
        return expert
    await applying.claim_slug(uow, uid, slug, now=now)
    changed, freed = rules.renamed(expert, slug)
    await applying.free_slugs(uow, uid, freed)
    changed = changed.having(saved_at=now)
    uow.put(store.expert_ref(uid), changed)
    return changed


async def set_photo(uow: UnitOfWork, uid: UserId, key: str, url: str, *, now: datetime) -> Expert:
    """Be shown with another photo; the file of the one before goes. Raises `ExpertNotFound`."""
    expert = await store.own(uow, uid)
    if expert.photo_key == key:
        return expert
    if expert.photo_key:
        uow.schedule(jobs.DeleteFile(key=expert.photo_key), at=now + FORGET_AFTER)
    changed = expert.having(photo_url=url, photo_key=key, saved_at=now)
    uow.put(store.expert_ref(uid), changed)
    return changed
