"""Settings of mail, which admins can change."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.kernel.contact_inputs import EmailInput
from shared.kernel.ids import PartnerId, UserId
from shared.kernel.public_texts import GroupName
from shared.kernel.schemas import Email, Entity
from shared.kernel.settings import declare_settings
from shared.kernel.stored_choices import Dropped, UnknownAs
from shared.notifications.quiet_hours import ClockTime

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class MailSettings(Entity):
    """Settings of mail."""

    confirmation_hours: Annotated[int, Field(strict=True, ge=1, le=24 * 30)] = 24
    """Hours for which a link that confirms an address is valid, 1 to 720; 24 by default."""
    verification_interval_minutes: Annotated[int, Field(strict=True, ge=0, le=60)] = 2
    """Minutes in which a repeated request sends no other verification mail, 0 to 60; 2 by default."""

    refund_link_days: Annotated[int, Field(strict=True, ge=1, le=365)] = 60
    """Days for which the link of a refund mail can name a bank account, 1 to 365; 60 by default."""
    refund_account_page: (
        Annotated[str, StringConstraints(max_length=500, pattern=r"^https://[^\s/?#]+(/[^\s?#]*)?$")] | None
    ) = None
    """Page of the front-end on which buyers name a bank account; `?token=` is added. Our own page when null."""

    @property
    def refund_link_validity(self) -> timedelta:
        """Return the time for which the link of a refund mail is valid."""
        return timedelta(days=self.refund_link_days)

    @property
    def confirmation_validity(self) -> timedelta:
        """Return the time for which a link that confirms an address is valid."""
        return timedelta(hours=self.confirmation_hours)

    @property
    def verification_interval(self) -> timedelta:
        """Return the time in which a repeated request sends no other verification mail."""
        return timedelta(minutes=self.verification_interval_minutes)


MAIL_SETTINGS = declare_settings("mail", "Links in mails: how long they are valid, and where they lead.", MailSettings)


class DutyShift(Entity):
    """Hours of the week in which an admin is called to people in danger. Equal times mean the whole day."""

    user_id: UserId
    """Id of the admin, who has the scope `supervisor`."""
    days: tuple[Annotated[Weekday, UnknownAs(Dropped)], ...] = ()
    """Days on which the shift begins; every day if empty."""
    begins: ClockTime = "00:00"
    """Time in Jakarta at which the shift begins, such as `22:00`; `00:00` by default."""
    ends: ClockTime = "00:00"
    """Time in Jakarta at which the shift ends, earlier than `begins` if over midnight; `00:00` by default."""


ImageHost = Annotated[str, StringConstraints(max_length=100, pattern=r"^[a-z0-9][a-z0-9.-]*\.[a-z]{2,}$")]
"""Name of a host, such as `img.example.com`."""


class HostName(Entity):
    """Name of a partner whose platform tells people of its happenings."""

    partner_id: PartnerId
    """Partner to whom the name is given, such as `front-end`."""
    name: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    """Words behind each headline of the partner, 1 to 60 characters."""


class NotificationSettings(Entity):
    """Settings of notifications."""

    app_address: Annotated[str, StringConstraints(max_length=200, pattern=r"^https://[^\s/?#]+$")] = (
        "https://app.temani.example"
    )
    """Address of the app; the place that a notification opens is added to it in mails, SMS and WhatsApp messages."""

    support_email: Email = "bantuan@temani.example"
    """Address at which people reach the support without the app, such as `bantuan@temani.example`."""

    image_hosts: Annotated[tuple[ImageHost, ...], Field(max_length=20)] = ()
    """Hosts on which pictures of host platforms may stand, such as `img.example.com`, at most 20; none by default."""

    host_names: Annotated[tuple[HostName, ...], Field(max_length=200)] = ()
    """Names of partners that people read with their notifications, at most 200; a partner without one has its id."""

    duty: tuple[DutyShift, ...] = ()
    """Shifts of the admins who are called to people in danger, in the order of the calls; nobody by default."""

    duty_step_minutes: Annotated[int, Field(strict=True, ge=1, le=60)] = 2
    """Minutes after which an unanswered call goes on: push, WhatsApp and SMS, the next admin; 1 to 60, 2 by default."""

    ladder_minutes: Annotated[int, Field(strict=True, ge=0, le=60)] = 5
    """Minutes after which a critical notification that is unread goes on, from push to WhatsApp to SMS, 0 to 60.

    5 by default; 0 sends on all channels at once. A change applies to notifications from then on.
    """

    sms_segment_rupiah: Annotated[int, Field(strict=True, ge=0, le=100_000)] = 7_000
    """Price of one segment of an SMS in rupiah, as the provider bills it, 0 to 100,000; 7,000 by default."""
    whatsapp_utility_rupiah: Annotated[int, Field(strict=True, ge=0, le=100_000)] = 450
    """Price of a WhatsApp message by a utility template in rupiah, 0 to 100,000; 450 by default."""
    whatsapp_marketing_rupiah: Annotated[int, Field(strict=True, ge=0, le=100_000)] = 800
    """Price of a WhatsApp message by a marketing template in rupiah, 0 to 100,000; 800 by default."""

    number_text_rupiah_a_day: Annotated[int, Field(strict=True, ge=0, le=10_000_000)] = 50_000
    """Most rupiah a day in Jakarta for SMS and WhatsApp messages to one number, 0 to 10 million; 50,000 by default.

    What is urgent, such as security, passes. With 0 nothing else goes by these channels at a price.
    """
    platform_text_rupiah_a_day: Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)] = 5_000_000
    """Most rupiah a day for the SMS and WhatsApp messages to all, 0 to 1 billion; 5 million by default.

    What is urgent passes. An alert tells when messages are dropped for this.
    """

    @property
    def ladder_step(self) -> timedelta:
        """Return the time after which a critical notification that is unread goes on."""
        return timedelta(minutes=self.ladder_minutes)


class _CheckedHostName(HostName):
    """Name of a partner that cannot be taken for ours."""

    name: Annotated[GroupName, StringConstraints(max_length=60)]
    """Words behind each headline of the partner, 1 to 60 characters; no contact, no name of ours."""


class _CheckedNotificationSettings(NotificationSettings):
    """No partner has a name that could be taken for ours, and mail can reach the support."""

    support_email: EmailInput = "bantuan@temani.example"
    """Address at which people reach the support without the app, such as `bantuan@temani.example`."""

    host_names: Annotated[tuple[_CheckedHostName, ...], Field(max_length=200)] = ()
    """Names of partners that people read with their notifications, at most 200; a partner without one has its id."""


NOTIFICATION_SETTINGS = declare_settings(
    "notifications",
    "Notifications: where links lead, who speaks, the support, and who is called to people in danger.",
    NotificationSettings,
    checked=_CheckedNotificationSettings,
)
