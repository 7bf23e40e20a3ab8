"""Actions on a person's choices about notifications."""

from datetime import datetime

from shared.contracts.notices import Channel, NotificationKind
from shared.contracts.people import AccountCard, PersonRole
from shared.kernel.ids import UserId
from shared.kernel.ports import Reader, UnitOfWork
from shared.notifications import decision_rules, jobs, opt_outs, preference_rules, store
from shared.notifications.opt_outs import OptOutCause
from shared.notifications.preference_models import NotificationPreferences
from shared.notifications.schemas import PreferencesInput


async def get_preferences(reader: Reader, uid: UserId) -> NotificationPreferences:
    """Get a person's choices, or the defaults."""
    return await reader.get(store.preferences_ref(uid)) or NotificationPreferences(id=uid)


async def save_preferences(
    uow: UnitOfWork, account: AccountCard, chosen: PreferencesInput, *, now: datetime
) -> NotificationPreferences:
    """Save a person's choices, and record for the statistics what ended.

    When quiet hours change, what was held is looked at again at once.

    Raises:
        Invalid: A channel of a critical kind cannot be switched off, or the account has no proven phone number.
    """
    stored = await get_preferences(uow, account.id)
    changed = preference_rules.with_preferences(stored, chosen, has_phone=account.phone_verified, now=now)
    uow.put(store.preferences_ref(account.id), changed)
    ends = opt_outs.list_ends(stored, changed)
    opt_outs.record_opt_out(uow, ends, OptOutCause.SETTINGS, role=account.role, now=now)
    if changed.quiet_hours != stored.quiet_hours:
        for channel in decision_rules.OUTSIDE_CHANNELS:
            jobs.schedule_early_release(uow, account.id, channel)
    return changed


async def unsubscribe_by_link(
    uow: UnitOfWork, uid: UserId, kind: NotificationKind, channel: Channel, *, role: PersonRole, now: datetime
) -> NotificationPreferences:
    """Unsubscribe a person from one kind on one channel, and record it for the statistics.

    The same again changes nothing.

    Args:
        uow: Unit of work.
        uid: Id of the person.
        kind: Kind that ends.
        channel: Channel on which the kind ends.
        role: Role of the person.
        now: Present instant.
    """
    stored = await get_preferences(uow, uid)
    changed = preference_rules.with_unsubscription(stored, kind, channel, now=now)
    if changed != stored:
        uow.put(store.preferences_ref(uid), changed)
        ends = opt_outs.list_ends(stored, changed)
        opt_outs.record_opt_out(uow, ends, OptOutCause.LINK, role=role, now=now)
    return changed
