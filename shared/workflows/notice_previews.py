"""Previews of notifications for admins, and test notifications to oneself."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from shared.contracts.notices import Channel, Notice
from shared.contracts.people import Locale
from shared.identity import store as identity
from shared.identity.errors import NotRegistered
from shared.kernel.errors import Invalid
from shared.kernel.ids import Id, UserId
from shared.kernel.ports import UnitOfWork
from shared.limits import actions as limits
from shared.limits.settings import SETTINGS as LIMIT_SETTINGS
from shared.limits.subjects import person_limits_ref
from shared.notifications.notice_templates import NOTICE_TEMPLATES
from shared.notifications.notice_texts.renderer import render_notice_texts
from shared.notifications.preview_schemas import NotificationPreview, PreviewedText
from shared.workflows.announcements import recipients

_LOCALES: tuple[Locale, ...] = ("id", "en")


def preview_notification(template: str, values: Mapping[str, Any], *, zone: ZoneInfo) -> NotificationPreview:
    """Render the texts of a template in both languages, for each channel of its kind.

    Raises:
        Invalid: The template does not exist, or a value for its texts is missing or of another kind.
    """
    known = NOTICE_TEMPLATES.get(template)
    if known is None:
        raise Invalid.field("template", "not_a_template")
    shown: list[PreviewedText] = []
    for locale in _LOCALES:
        try:
            texts = render_notice_texts(template, values, locale, zone=zone)
        except (LookupError, ValueError, TypeError, AttributeError):
            # A value of another kind, such as a text in place of an amount, fails wherever the text formats it.
            raise Invalid.field("values", "values_do_not_fit") from None
        for channel in known.policy.channels:
            is_short = channel is Channel.SMS
            title, body = (None, texts.sms) if is_short else (texts.title, texts.body)
            shown.append(PreviewedText(locale=locale, channel=channel, title=title, body=body))
    return NotificationPreview(kind=known.kind, is_critical=known.policy.critical, texts=shown)


async def send_test_notification(uow: UnitOfWork, uid: UserId, channels: Sequence[Channel], *, now: datetime) -> None:
    """Send a test notification to a person, on the channels that the person has chosen among `channels`.

    Raises:
        NotRegistered: The person has no account.
        LimitReached: The person has had the test notifications of this hour.
    """
    subject = person_limits_ref(uid)
    account, _, _ = await uow.get_many(identity.user_ref(uid), subject, LIMIT_SETTINGS)
    if account is None:
        raise NotRegistered()
    settings = await limits.get_limit_settings(uow)
    await limits.count_act(uow, subject, settings.test_notifications, now=now)
    notice = Notice(
        event=f"test:{uid}:{Id.new(uow.random_below)}",
        template="system.test",
        to=uid,
        channels=tuple(dict.fromkeys(channels)) or None,
    )
    await recipients.tell_people(uow, [notice], now=now)
