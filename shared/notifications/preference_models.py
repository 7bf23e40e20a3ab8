"""Entities of a person's choices: channels, kinds, quiet hours, and consent to WhatsApp."""

from pydantic import Field

from shared.contracts.notices import Channel, NotificationKind
from shared.kernel.frozen_values import FrozenDict, FrozenMap
from shared.kernel.ids import UserId
from shared.kernel.schemas import Entity, Moment
from shared.notifications.kinds import KIND_POLICIES, USUAL_CHANNELS
from shared.notifications.quiet_hours import QuietHours


class NotificationPreferences(Entity):
    """Choices of a person about notifications. A person without this document has chosen nothing.

    Attributes:
        id: Id of the person, the uid.
        channels: Channels that the person has switched on or off for all kinds; keys are values of `Channel`.
        kinds: Channels that the person has switched on or off for one kind, by the kind's value and the channel's.
        quiet_hours: Window in which nothing rings; None without one.
        whatsapp_consent_at: Instant in UTC at which the person agreed to messages by WhatsApp; None without consent.
        changed_at: Instant in UTC of the latest change; None before.
    """

    id: UserId
    channels: FrozenMap[str, bool] = Field(default_factory=FrozenDict)
    kinds: FrozenMap[str, FrozenMap[str, bool]] = Field(default_factory=FrozenDict)
    quiet_hours: QuietHours | None = None
    whatsapp_consent_at: Moment | None = None
    changed_at: Moment | None = None

    def has_switched_on(self, channel: Channel) -> bool:
        """Return whether the channel is on for all kinds: by choice, or because it is on by default."""
        return self.channels.get(channel, channel in USUAL_CHANNELS)

    def wants(self, kind: NotificationKind, channel: Channel) -> bool:
        """Return whether the person wants notifications of `kind` on `channel`.

        A critical kind goes to the usual channels whatever the person has chosen, and to others if they are on.
        """
        policy = KIND_POLICIES[kind]
        if kind is NotificationKind.CRISIS:
            # An admin on duty is called on every channel.
            return channel in policy.channels
        chosen = self.kinds.get(kind, {}).get(channel)
        if policy.critical and channel in policy.channels and channel in USUAL_CHANNELS:
            return True
        if chosen is not None:
            return chosen and (channel in USUAL_CHANNELS or self.has_switched_on(channel))
        return channel in policy.channels and self.has_switched_on(channel)
