"""Rules on a person's choices about notifications. Pure, told the time."""

from datetime import datetime

from shared.contracts.notices import Channel, NotificationKind
from shared.kernel.errors import Invalid
from shared.notifications.kinds import KIND_POLICIES, USUAL_CHANNELS
from shared.notifications.preference_models import NotificationPreferences
from shared.notifications.quiet_hours import QuietHours
from shared.notifications.schemas import PreferencesInput


def with_preferences(
    stored: NotificationPreferences, chosen: PreferencesInput, *, has_phone: bool, now: datetime
) -> NotificationPreferences:
    """Return the choices after a person's change; what the change does not name stays as it is.

    Raises:
        Invalid: A channel of a critical kind cannot be switched off, or the account has no proven phone number.
    """
    _check_critical_kinds(chosen)
    named = chosen.model_fields_set
    channels = {**stored.channels, **{str(channel): on for channel, on in chosen.channels.items()}}
    kinds = {kind: dict(choice) for kind, choice in stored.kinds.items()}
    for kind, choice in chosen.kinds.items():
        kinds[str(kind)] = {**kinds.get(str(kind), {}), **{str(channel): on for channel, on in choice.items()}}
    consent = stored.whatsapp_consent_at
    wants_phone = [channel for channel in (Channel.SMS, Channel.WHATSAPP) if chosen.channels.get(channel)]
    if wants_phone and not has_phone:
        raise Invalid.field(f"channels.{wants_phone[0]}", "needs_phone_number")
    if (whatsapp := chosen.channels.get(Channel.WHATSAPP)) is not None:
        consent = (consent or now) if whatsapp else None
    quiet = stored.quiet_hours
    if "quiet_hours" in named:
        given = chosen.quiet_hours
        quiet = QuietHours(begins=given.begins, ends=given.ends) if given is not None else None
    return stored.having(channels=channels, kinds=kinds, quiet_hours=quiet, whatsapp_consent_at=consent, changed_at=now)


def _check_critical_kinds(chosen: PreferencesInput) -> None:
    for kind, choice in chosen.kinds.items():
        policy = KIND_POLICIES[kind]
        for channel, on in choice.items():
            if not on and policy.critical and channel in policy.channels and channel in USUAL_CHANNELS:
                raise Invalid.field(f"kinds.{kind}.{channel}", "cannot_be_switched_off")


def with_unsubscription(
    stored: NotificationPreferences, kind: NotificationKind, channel: Channel, *, now: datetime
) -> NotificationPreferences:
    """Return the choices after an unsubscription from one kind on one channel, and from nothing else.

    A critical kind stays: its mails have no link to unsubscribe.
    """
    policy = KIND_POLICIES[kind]
    if policy.critical or stored.kinds.get(kind, {}).get(channel) is False:
        return stored
    kinds = {**stored.kinds, str(kind): {**stored.kinds.get(kind, {}), str(channel): False}}
    return stored.having(kinds=kinds, changed_at=now)
