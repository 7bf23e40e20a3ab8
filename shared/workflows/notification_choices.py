"""Choices of a person about notifications, where they depend on the account."""

from datetime import datetime

from shared.identity import store as identity
from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork
from shared.notifications import preferences, store
from shared.notifications.preference_models import NotificationPreferences
from shared.notifications.schemas import PreferencesInput


async def save_preferences(
    uow: UnitOfWork, uid: UserId, chosen: PreferencesInput, *, now: datetime
) -> NotificationPreferences:
    """Save a person's choices.

    Raises:
        NotRegistered: The person has no account yet.
        Invalid: A channel of a critical kind cannot be switched off, or the account has no proven phone number.
    """
    await uow.prefetch(store.preferences_ref(uid))
    account = await identity.get_user(uow, uid)
    return await preferences.save_preferences(uow, account, chosen, now=now)
