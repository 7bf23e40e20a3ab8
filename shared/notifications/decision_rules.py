"""Rules of the decision on which channels a person is told, and when. Pure, told the time."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from shared.contracts.notices import Channel, Notice, NotificationKind
from shared.contracts.people import AccountCard, PersonRole
from shared.kernel.ids import UserId
from shared.notifications.delivery_models import DeliveryState, DropReason, NoticeDelivery
from shared.notifications.device_models import PushDevices
from shared.notifications.inbox_models import InboxState, Notification
from shared.notifications.notice_templates import NoticeTemplate
from shared.notifications.notice_texts.renderer import NoticeTexts
from shared.notifications.preference_models import NotificationPreferences
from shared.notifications.quiet_hours import find_quiet_end

RETENTION = timedelta(days=180)
"""Time for which notifications and deliveries are kept."""

LADDER = (Channel.PUSH, Channel.WHATSAPP, Channel.SMS)
"""Rungs of the cost ladder, the cheapest first."""

OUTSIDE_CHANNELS = (Channel.PUSH, Channel.EMAIL, Channel.WHATSAPP, Channel.SMS)
"""Channels that leave the app, in the order in which a failed delivery goes on to the next."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Person to tell, with everything that decides how.

    Attributes:
        account: Name, addresses, zone and language.
        preferences: Choices of the person.
        inbox: State of the person's inbox.
        devices: Devices of the person.
        followed: Channels that the person switched on or off for the followed thing; empty otherwise.
    """

    account: AccountCard
    preferences: NotificationPreferences
    inbox: InboxState
    devices: PushDevices
    followed: Mapping[str, bool]

    @property
    def zone(self) -> ZoneInfo:
        """Return the person's time zone."""
        return ZoneInfo(self.account.zone)

    def is_reachable_on(self, channel: Channel, kind: NotificationKind) -> bool:
        """Return whether the person has a device, address or number for the channel.

        A number that its owner has not proven gets nothing, except that of an admin who is on duty.
        """
        match channel:
            case Channel.IN_APP:
                return True
            case Channel.PUSH:
                return bool(self.devices.devices)
            case Channel.EMAIL:
                return self.account.email is not None
            case Channel.SMS:
                return self._has_number(kind)
            case Channel.WHATSAPP:
                return self._has_number(kind) and self.preferences.whatsapp_consent_at is not None
            case _:
                return False

    def _has_number(self, kind: NotificationKind) -> bool:
        is_proven = self.account.phone_verified or kind is NotificationKind.CRISIS
        return self.account.phone is not None and is_proven


@dataclass(frozen=True, slots=True)
class ChannelDecision:
    """Decision on one channel that leaves the app.

    Attributes:
        state: `queued` to send now, `held` until `release_at`, or `dropped` for `reason`.
        release_at: Instant in UTC at which the held notification is released.
        reason: Reason of a dropped notification.
    """

    state: DeliveryState
    release_at: datetime | None = None
    reason: DropReason | None = None


_SEND_NOW = ChannelDecision(DeliveryState.QUEUED)


def list_wanted_channels(notice: Notice, template: NoticeTemplate, recipient: Recipient) -> tuple[Channel, ...]:
    """List the channels on which the person wants the notification, the app included, and can be reached."""
    return tuple(
        channel
        for channel in (Channel.IN_APP, *OUTSIDE_CHANNELS)
        if (notice.channels is None or channel in notice.channels)
        and template.may_reach_account_by(channel)
        and recipient.preferences.wants(template.kind, channel)
        and recipient.followed.get(channel, True)
        and recipient.is_reachable_on(channel, template.kind)
    )


def decide_sending(
    template: NoticeTemplate,
    recipient: Recipient,
    *,
    valid_until: datetime,
    needed_by: datetime | None = None,
    now: datetime,
) -> ChannelDecision:
    """Decide whether a notification leaves the app now, later or not at all; the same for all channels.

    Three kinds of notification never wait: critical ones, those expected at a moment, and those needed before the
    quiet hours end. A notification that would be worthless after the quiet hours is not held:
    it stays in the app alone.
    """
    policy = template.policy
    if policy.critical:
        return _SEND_NOW
    if count_sent_today(recipient, template.kind, now=now) >= policy.daily_cap:
        return ChannelDecision(DeliveryState.DROPPED, reason=DropReason.CAPPED)
    quiet_end = find_quiet_end(recipient.preferences.quiet_hours, recipient.zone, at=now)
    if quiet_end is None or template.is_timed or (needed_by is not None and quiet_end >= needed_by):
        return _SEND_NOW
    if quiet_end >= valid_until:
        return ChannelDecision(DeliveryState.DROPPED, reason=DropReason.TOO_LATE)
    return ChannelDecision(DeliveryState.HELD, release_at=quiet_end)


def compute_ladder(
    template: NoticeTemplate,
    channels: Collection[Channel],
    *,
    step: timedelta,
    valid_until: datetime,
    needed_by: datetime | None = None,
    now: datetime,
) -> dict[Channel, datetime]:
    """Compute when the WhatsApp and SMS messages of a notification are due, if it is unread then.

    The first rung that the person has goes at once, and each further one a step later. All rungs are due in the first
    half of the time in which the notification is of use. The steps become shorter for this.

    Args:
        template: Template of the notification.
        channels: Channels on which the person is told.
        step: Time between two rungs; 0 for all channels at once.
        valid_until: Instant in UTC after which the notification is worthless.
        needed_by: Instant in UTC by which the person must know; None without one.
        now: Present instant.

    Returns:
        The instant for each channel that waits. The other channels go at once.
    """
    rungs = [channel for channel in LADDER if channel in channels]
    if not template.is_on_ladder or len(rungs) <= 1:
        return {}
    time_of_use = min(valid_until, needed_by or valid_until) - now
    step = min(step, time_of_use / 2 / (len(rungs) - 1))
    if step <= timedelta(0):
        return {}
    return {channel: now + number * step for number, channel in enumerate(rungs) if number}


def count_sent_today(recipient: Recipient, kind: NotificationKind, *, now: datetime) -> int:
    """Count the notifications of a kind that have left the app on the present day of the person's clock."""
    inbox = recipient.inbox
    return inbox.sent.get(kind, 0) if inbox.day == _write_day(recipient, now) else 0


def with_sent(inbox: InboxState, recipient: Recipient, kind: NotificationKind, *, now: datetime) -> InboxState:
    """Return the inbox with one more notification of `kind` that has left the app today."""
    day = _write_day(recipient, now)
    sent = inbox.sent if inbox.day == day else {}
    return inbox.having(day=day, sent={**sent, kind: sent.get(kind, 0) + 1})


def _write_day(recipient: Recipient, now: datetime) -> str:
    return now.astimezone(recipient.zone).date().isoformat()


def compute_notification_id(notice: Notice) -> str:
    """Compute the id of the notification in the app: of its group, or of the happening alone."""
    if notice.group is not None:
        return compute_group_notification_id(notice.group, notice.recipient)
    return _hash(f"event:{notice.event}|{notice.recipient}")


def compute_group_notification_id(group: str, recipient: str) -> str:
    """Compute the id of the one notification of a group, such as a room, in the app of a recipient."""
    return _hash(f"group:{group}|{recipient}")


def compute_delivery_id(event: str, recipient: str, channel: Channel) -> str:
    """Compute the id of the delivery of a happening to a recipient on a channel."""
    return _hash(f"{event}|{recipient}|{channel}")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def with_notification(
    earlier: Notification | None,
    notice: Notice,
    template: NoticeTemplate,
    texts: NoticeTexts,
    *,
    seq: int,
    now: datetime,
) -> Notification:
    """Return the notification that the app shows after `notice`, with the number `seq`.

    Args:
        earlier: Notification of the same group; None without one.
        notice: Happening to show.
        template: Template of the notice.
        texts: Texts in the person's language.
        seq: New number in the inbox.
        now: Present instant.
    """
    unread_before = earlier.count if earlier is not None and earlier.unread else 0
    return Notification(
        id=compute_notification_id(notice),
        user_id=UserId(str(notice.to)),
        kind=template.kind,
        template=notice.template,
        title=texts.title,
        body=texts.body,
        link=notice.link,
        image_url=notice.image_url,
        icon=template.kind,
        actor=notice.actor,
        subject=notice.subject,
        target=notice.target,
        seq=seq,
        group_version=notice.group_version,
        count=unread_before + 1 if notice.count is None else notice.count,
        created_at=earlier.created_at if earlier is not None and earlier.unread else now,
        changed_at=now,
        expire_at=now + RETENTION,
    )


def delivery_from_notice(
    notice: Notice,
    template: NoticeTemplate,
    channel: Channel,
    decision: ChannelDecision,
    *,
    notification_id: str | None,
    role: PersonRole | None = None,
    now: datetime,
) -> NoticeDelivery:
    """Build the delivery of `notice` on `channel`, as decided; `role` is that of the person, None for a guest."""
    return NoticeDelivery(
        id=compute_delivery_id(notice.event, notice.recipient, channel),
        event=notice.event,
        user_id=notice.to,
        guest=notice.guest,
        channel=channel,
        kind=template.kind,
        role=role,
        template=notice.template,
        values=notice.values,
        subject=notice.subject,
        link=notice.link,
        actor=notice.actor,
        image_url=notice.image_url,
        group=notice.group,
        target=notice.target,
        mail_event=notice.mail_event,
        notification_id=notification_id,
        state=decision.state,
        reason=decision.reason,
        release_at=decision.release_at,
        valid_until=template.compute_valid_until(notice, now=now),
        needed_by=notice.needed_by,
        created_at=now,
        expire_at=now + RETENTION,
    )
