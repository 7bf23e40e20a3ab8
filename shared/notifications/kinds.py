"""Table of the kinds of notifications: their channels, and what may hold them back."""

from dataclasses import dataclass
from datetime import timedelta

from shared.contracts.notices import Channel, NotificationKind

USUAL_CHANNELS = (Channel.IN_APP, Channel.PUSH, Channel.EMAIL)
"""Channels that are on until a person switches them off. SMS and WhatsApp are off until a person switches them on."""

_APP = (Channel.IN_APP, Channel.PUSH)
_ALL = (Channel.IN_APP, Channel.PUSH, Channel.EMAIL, Channel.WHATSAPP, Channel.SMS)
_NO_SMS = (Channel.IN_APP, Channel.PUSH, Channel.EMAIL, Channel.WHATSAPP)


@dataclass(frozen=True, slots=True)
class KindPolicy:
    """Policy of one kind of notification.

    Attributes:
        channels: Channels on which the kind may go without a choice of the person for that kind.
        critical: True if the kind passes preferences, quiet hours and caps. Its WhatsApp and SMS messages wait for some
            minutes, and go if the notification is unread then.
        urgent: True if WhatsApp and SMS messages of the kind go at once, and pass the most rupiah a day.
        marketing: True if the kind may be taken for advertising: a complaint or a stop word ends it on a channel.
        must_arrive: True if a failed delivery goes on to the next channel, once.
        digestible: True if several held notifications may become one digest.
        daily_cap: Most notifications of the kind a day that leave the app, in the person's zone.
        valid_for: Time after which an unsent notification is worthless.
    """

    channels: tuple[Channel, ...]
    critical: bool = False
    urgent: bool = False
    marketing: bool = False
    must_arrive: bool = False
    digestible: bool = True
    daily_cap: int = 30
    valid_for: timedelta = timedelta(days=3)


_Kind = NotificationKind

KIND_POLICIES: dict[NotificationKind, KindPolicy] = {
    _Kind.CHAT_MESSAGE: KindPolicy(_APP, daily_cap=300, valid_for=timedelta(days=1)),
    _Kind.COMMENT: KindPolicy(_APP, daily_cap=50),
    _Kind.POST: KindPolicy(_APP),
    _Kind.COURSE_DISCUSSION: KindPolicy(_APP),
    _Kind.EVENT_REMINDER: KindPolicy(
        _ALL, must_arrive=True, digestible=False, daily_cap=100, valid_for=timedelta(days=1)
    ),
    _Kind.TRANSACTION: KindPolicy(_NO_SMS, critical=True, must_arrive=True, digestible=False),
    _Kind.FOLLOWER: KindPolicy((Channel.IN_APP,)),
    _Kind.ACHIEVEMENT: KindPolicy(_APP),
    _Kind.SYSTEM: KindPolicy(USUAL_CHANNELS),
    _Kind.AFFILIATE: KindPolicy(USUAL_CHANNELS),
    _Kind.MEMBERSHIP: KindPolicy(_NO_SMS),
    _Kind.PRODUCT_REVIEW: KindPolicy(_APP),
    _Kind.CONTENT_UPDATE: KindPolicy(_APP, marketing=True, daily_cap=10),
    _Kind.BOOKING: KindPolicy(_NO_SMS, must_arrive=True, digestible=False, daily_cap=200),
    _Kind.SESSION: KindPolicy(_ALL, critical=True, must_arrive=True, digestible=False, valid_for=timedelta(hours=1)),
    _Kind.PAIRING: KindPolicy(USUAL_CHANNELS, digestible=False, valid_for=timedelta(days=1)),
    _Kind.PAYOUT: KindPolicy(_NO_SMS, critical=True, must_arrive=True, digestible=False),
    # Somebody else may be using the account right now.
    _Kind.SECURITY: KindPolicy(_NO_SMS, critical=True, urgent=True, must_arrive=True, digestible=False),
    _Kind.REVIEW: KindPolicy(_APP),
    # The rounds of a call to the admins on duty are a ladder of their own.
    _Kind.CRISIS: KindPolicy(
        _ALL, critical=True, urgent=True, must_arrive=True, digestible=False, valid_for=timedelta(hours=1)
    ),
    # Only a newer version knows the kind: the app shows it, and nothing else goes out.
    _Kind.UNKNOWN: KindPolicy((Channel.IN_APP,)),
}
