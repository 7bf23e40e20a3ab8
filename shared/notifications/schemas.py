"""Requests and views of notifications."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints

from shared.contracts.notices import Channel, NoticeActor, NoticeSubject, NotificationKind
from shared.contracts.people import Locale
from shared.kernel.ids import Id, RoomId, UserId
from shared.kernel.schemas import Model, Moment, Request, View
from shared.kernel.validation_messages import InvalidValue, ValidationMessage
from shared.notifications.device_models import PushDevices
from shared.notifications.duty_calls import STEPS_OF_ONE, DutyCall
from shared.notifications.inbox_models import Notification
from shared.notifications.kinds import KIND_POLICIES, USUAL_CHANNELS
from shared.notifications.notice_templates import NOTICE_TEMPLATES
from shared.notifications.preference_models import NotificationPreferences
from shared.notifications.quiet_hours import ClockTime, QuietHours
from shared.notifications.whatsapp_templates import (
    RegisteredTemplate,
    WhatsAppTemplateCategory,
    WhatsAppTemplateState,
)


class EmailConfirmed(View):
    """Confirmation of an e-mail address by a link in a mail."""

    kind: Literal["account", "tickets"]
    """Thing that the link confirmed: the address of an `account`, or of an order of free `tickets`."""


class NotificationView(View):
    """Notification in the app."""

    id: str
    """Id to send to `mark_notifications` and `delete_notifications`."""
    kind: NotificationKind
    """Kind, by which people filter and choose channels."""
    title: str
    """Headline in the person's language."""
    body: str
    """Sentence or two in the person's language."""
    link: str | None
    """Place in the app to open, such as `/bookings/BE-20261126-ACD346`; null without one."""
    image_url: str | None
    """Address of a picture to show; null without one."""
    icon: str
    """Name of the icon to show."""
    actor: NoticeActor | None
    """Person who caused the notification; null when nobody in particular did."""
    subject: NoticeSubject | None
    """Thing that the notification is about; null without one."""
    target: str | None
    """Followed thing, such as `group:ukm-ekspor`; null when the notification is not about following."""
    count: int
    """Happenings that the notification stands for, from 1; more for several messages of one room."""
    unread: bool
    """True until the notification is marked as read."""
    read_at: Moment | None
    """Instant in UTC at which the notification was read; null while it is unread."""
    created_at: Moment
    """Instant in UTC of the first happening."""
    changed_at: Moment
    """Instant in UTC of the latest happening, by which the list is ordered."""

    @classmethod
    def of(cls, found: Notification) -> Self:
        """Build the view of a notification."""
        return cls(**{name: getattr(found, name) for name in cls.model_fields})


class UnreadNotifications(View):
    """Number of unread notifications."""

    unread: int
    """Unread notifications of the caller, from 0."""


class MarkedNotifications(View):
    """Notifications after a change of their marks."""

    changed: int
    """Notifications that the call has changed; 0 when all were so before."""
    unread: int
    """Unread notifications of the caller after the change, from 0."""


class QuietHoursInput(Model):
    """Window of the day in which nothing rings, on the person's own clock."""

    begins: ClockTime
    """Time of day at which the window begins, such as `22:00`."""
    ends: ClockTime
    """Time of day at which the window ends, such as `07:00`. Equal to `begins`: there is no window."""


class PreferencesInput(Request):
    """Change of the caller's choices about notifications."""

    channels: dict[Channel, bool] = Field(default_factory=dict)
    """Channels to switch on or off for all kinds. Channels that are left out stay as they are."""
    kinds: dict[NotificationKind, dict[Channel, bool]] = Field(default_factory=dict)
    """Channels to switch on or off for single kinds. What is left out stays as it is."""
    quiet_hours: QuietHoursInput | None = None
    """Window in which nothing rings, except critical notifications; null for none. Stays as it is when left out."""


class ChannelChoice(View):
    """Choice for a channel of a kind."""

    channel: Channel
    """Way on which the notification arrives: `in_app`, `push`, `email`, `sms` or `whatsapp`."""
    is_on: bool
    """True if notifications of the kind go to the channel, as far as the person can be reached there."""
    is_fixed: bool
    """True if the choice cannot be switched off."""


class KindChoices(View):
    """Channels of one kind of notification."""

    kind: NotificationKind
    """Kind to which the choices apply, as in `list_notifications`."""
    is_critical: bool
    """True if the kind passes quiet hours, and cannot be switched off on the usual channels."""
    channels: list[ChannelChoice]
    """Entry for each of the five channels, in the order of `channels`."""


class PreferencesView(View):
    """Choices of a person about notifications, with the defaults where nothing was chosen."""

    channels: dict[Channel, bool]
    """Channels that are on for all kinds."""
    kinds: list[KindChoices]
    """Entry for each kind of notification, the critical ones included."""
    quiet_hours: QuietHours | None
    """Window in which nothing rings; null without one."""
    whatsapp_consent_at: Moment | None
    """Instant in UTC at which the person agreed to messages by WhatsApp; null without consent."""

    @classmethod
    def of(cls, stored: NotificationPreferences) -> Self:
        """Build the view of a person's choices."""
        channels = tuple(Channel.known_members())
        return cls(
            channels={channel: stored.has_switched_on(channel) for channel in channels},
            kinds=[
                KindChoices(
                    kind=kind,
                    is_critical=KIND_POLICIES[kind].critical,
                    channels=[
                        ChannelChoice(
                            channel=channel,
                            is_on=stored.wants(kind, channel),
                            is_fixed=_is_fixed(kind, channel),
                        )
                        for channel in channels
                    ],
                )
                for kind in NotificationKind.known_members()
            ],
            quiet_hours=stored.quiet_hours,
            whatsapp_consent_at=stored.whatsapp_consent_at,
        )


def _is_fixed(kind: NotificationKind, channel: Channel) -> bool:
    policy = KIND_POLICIES[kind]
    return policy.critical and channel in policy.channels and channel in USUAL_CHANNELS


DevicePlatform = Literal["android", "ios", "web"]

DeviceLine = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=80, pattern=r"^[^\x00-\x1f\x7f]*$"),
    ValidationMessage("not_a_text_up_to", most=80),
]
"""Single line of at most 80 characters; may be empty."""


class DeviceView(View):
    """Device to which a person's pushes go."""

    id: str
    """Id of the device: a hash, from which nobody can send to the device."""
    platform: str
    """Operating system of the device, or `web`."""
    app: str
    """Name and version of the app; empty if the app told none."""
    name: str
    """Name of the device; empty if the app told none."""
    registered_at: Moment
    """Instant in UTC of the first registration."""
    seen_at: Moment
    """Instant in UTC at which the app last registered, to the day."""


class DevicesView(View):
    """Devices to which a person's pushes go."""

    devices: list[DeviceView]
    """Devices, the latest seen first; at most 20."""

    @classmethod
    def of(cls, found: PushDevices) -> Self:
        """Build the view of a person's devices, without their tokens."""
        devices = [
            DeviceView(
                id=key,
                platform=device.platform,
                app=device.app,
                name=device.name,
                registered_at=device.registered_at,
                seen_at=device.seen_at,
            )
            for key, device in found.devices.items()
        ]
        return cls(devices=sorted(devices, key=lambda device: device.seen_at, reverse=True))


class ForgottenDevice(View):
    """Result of forgetting a device."""

    was_known: bool
    """True if the device was registered for the caller until now."""


def _check_template(name: str) -> str:
    if name not in NOTICE_TEMPLATES:
        raise InvalidValue("not_a_template")
    return name


NoticeTemplateName = Annotated[str, AfterValidator(_check_template)]
"""Name of one of our templates."""


class WhatsAppTemplateView(View):
    """Template of WhatsApp in one language."""

    template: str
    """Name of our template, such as `booking.confirmed`."""
    locale: Locale
    """Language of the template."""
    content_sid: str
    """Twilio's id of the template."""
    text: str
    """Words that WhatsApp has approved, with places such as `{{1}}`; empty if they must be registered again."""
    is_current: bool
    """True if the text is the one of this version; otherwise the new text should be submitted to WhatsApp."""
    category: WhatsAppTemplateCategory
    """Category that WhatsApp has given to the template."""
    state: WhatsAppTemplateState
    """State at WhatsApp; only an `active` template is sent."""
    note: str
    """Explanation of the latest change, or the vendor's code of a refusal; may be empty."""
    changed_at: Moment
    """Instant in UTC of the latest change."""

    @classmethod
    def of(cls, found: RegisteredTemplate) -> Self:
        """Build the view of a registered template."""
        return cls(**{name: getattr(found, name) for name in cls.model_fields})


class DutyCallView(View):
    """Call to the admins on duty about somebody who may be in danger."""

    duty_call_id: Id
    """Call to send to `answer_duty_call`."""
    room_id: RoomId
    """Room in which somebody may be in danger; for a session also the session."""
    raised_at: Moment
    """Instant in UTC of the alarm."""
    called: list[UserId]
    """Admins who have been called so far, in the order of the calls."""
    answered_by: UserId | None
    """Admin who answered; null while nobody has."""
    answered_at: Moment | None
    """Instant in UTC of the answer; null before."""
    paged_at: Moment | None
    """Instant in UTC at which the pager was called because nobody had answered; null before."""

    @classmethod
    def of(cls, found: DutyCall) -> Self:
        """Build the view of a call."""
        return cls(
            duty_call_id=found.id,
            room_id=found.room_id,
            raised_at=found.raised_at,
            called=list(found.people[: -(-found.step // STEPS_OF_ONE)]),
            answered_by=found.answered_by,
            answered_at=found.answered_at,
            paged_at=found.paged_at,
        )
