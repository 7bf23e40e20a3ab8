"""Photos of people: their places in the storage, and who may have one."""

import hashlib
from datetime import datetime

from shared.contracts.pictures import UNCLEANED_PREFIX
from shared.identity import store
from shared.identity.errors import NotRegistered
from shared.identity.models import User
from shared.kernel.actors import Actor
from shared.kernel.ids import Id, UserId
from shared.kernel.ports import UnitOfWork
from shared.limits.actions import count_act, get_limit_settings
from shared.limits.errors import IdentityNeeded
from shared.limits.settings import SETTINGS
from shared.limits.subjects import person_limits_ref


def photo_key(uid: UserId, upload_id: str) -> str:
    """Build the storage key of a clean photo, which is public.

    The key is a hash with the random upload id. So an address names no account, and no account leads to an address.
    """
    return f"public/photos/{hashlib.sha256(f'photo:{uid}/{upload_id}'.encode()).hexdigest()[:40]}"


def photo_upload_key(uid: UserId, upload_id: str) -> str:
    """Build the storage key of an uploaded photo, which is private: the photo may tell where it was taken."""
    return f"{UNCLEANED_PREFIX}photos/{uid}/{upload_id}"


def check_can_have_photo(person: User | None, *, actor: Actor) -> User:
    """Check that the actor has an account with an identity, and return the account.

    Raises:
        NotRegistered: The actor has not registered.
        IdentityNeeded: The account or the sign-in is anonymous.
    """
    if person is None:
        raise NotRegistered()
    if person.anonymous or actor.anonymous:
        raise IdentityNeeded()
    return person


async def open_photo_upload(uow: UnitOfWork, *, actor: Actor, now: datetime) -> Id:
    """Count an upload of the actor's photo, and return its id.

    Raises:
        NotRegistered: The actor has not registered.
        IdentityNeeded: The account or the sign-in is anonymous.
        LimitReached: The actor has uploaded too many files.
    """
    limits_ref = person_limits_ref(UserId(actor.id))
    await uow.prefetch(store.user_ref(actor.id), SETTINGS, limits_ref)
    check_can_have_photo(await uow.get(store.user_ref(actor.id)), actor=actor)
    settings = await get_limit_settings(uow)
    await count_act(uow, limits_ref, settings.uploads, now=now)
    return Id.new(uow.random_below)
