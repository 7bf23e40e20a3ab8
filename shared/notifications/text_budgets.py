"""Rupiah a day for SMS and WhatsApp messages: the most for one number, and the most of the platform.

A message is counted once, in the commit that claims its delivery, at the price of the settings. One that the vendor
refuses later stays counted, so what is counted is at least what is spent.

The count of a number is exact. That of the platform is the sum of `SHARDS` documents, so that no document is written by
every message: each message reads all and adds to one. Messages that are claimed at the same moment may not see each
other. So the platform may pass its most by the few messages that the two queues send at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from shared.contracts.notices import Channel
from shared.contracts.people import AccountCard
from shared.kernel.dates import jakarta_date
from shared.kernel.ports import Load, Ref, UnitOfWork
from shared.kernel.schemas import Entity, Moment
from shared.kernel.sms_segments import count_segments
from shared.limits.models import SubjectLimits
from shared.limits.settings import SETTINGS, LimitSettings
from shared.limits.subjects import phone_limits_ref
from shared.notifications import text_limits
from shared.notifications.delivery_models import DropReason, NoticeDelivery
from shared.notifications.notice_templates import get_template
from shared.notifications.notice_texts.renderer import render_notice_texts
from shared.notifications.settings import NotificationSettings
from shared.notifications.sms_texts import compose_sms
from shared.notifications.whatsapp_templates import (
    RegisteredTemplate,
    WhatsAppTemplateCategory,
    WhatsAppTemplateState,
    registered_template_ref,
)

SHARDS = 8
"""Documents over which the platform's count of a day is spread."""
_RETENTION = timedelta(days=90)


class TextSpending(Entity):
    """Part of what the platform has spent on messages on one date in Jakarta.

    Attributes:
        id: Date and number of the part, such as `2026-11-26-3`.
        rupiah: Price of the messages that were counted here.
        expire_at: Instant in UTC, 90 days later, after which TTL deletes the document.
    """

    id: str
    rupiah: int = 0
    expire_at: Moment


def list_spending_refs(day: date) -> list[Ref[TextSpending]]:
    """List the references of the parts of a date's spending."""
    return [Ref(f"text_spending/{day.isoformat()}-{number}", TextSpending) for number in range(SHARDS)]


@dataclass(frozen=True, slots=True)
class LoadedCounts:
    """Counts and settings that decide on a message.

    Attributes:
        limits: Limits of the number; None without any.
        settings: Settings of limits; None for the defaults.
        template: Registered template of WhatsApp; None without one, and for an SMS.
        spending: Parts of what the platform has spent today.
    """

    limits: SubjectLimits | None
    settings: LimitSettings | None
    template: RegisteredTemplate | None
    spending: Sequence[TextSpending | None]


@dataclass(frozen=True, slots=True)
class TextCounts:
    """Documents that decide on a message to a number, as one argument of `Reader.get_many`.

    Attributes:
        delivery: Delivery to send.
        account: Account of the recipient.
        number: Phone number of the account.
        now: Present instant.
    """

    delivery: NoticeDelivery
    account: AccountCard
    number: str
    now: datetime

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the paths of the documents; none if nothing is counted."""
        if not self._is_counted:
            return ()
        template = (self._template_ref.path,) if self._is_whatsapp else ()
        return (self.limits_ref.path, SETTINGS.path, *template, *(ref.path for ref in self.spending_refs))

    def pick(self, load: Load) -> LoadedCounts | None:
        """Build what is known of the number and the day; None if nothing is counted."""
        if not self._is_counted:
            return None
        return LoadedCounts(
            limits=load(self.limits_ref),
            settings=load(SETTINGS),
            template=load(self._template_ref) if self._is_whatsapp else None,
            spending=[load(ref) for ref in self.spending_refs],
        )

    @property
    def limits_ref(self) -> Ref[SubjectLimits]:
        """Return the reference of the number's limits."""
        return phone_limits_ref(self.number)

    @property
    def spending_refs(self) -> list[Ref[TextSpending]]:
        """Return the references of the parts of today's spending."""
        return list_spending_refs(jakarta_date(self.now))

    @property
    def _template_ref(self) -> Ref[RegisteredTemplate]:
        return registered_template_ref(self.delivery.template, self.account.locale)

    @property
    def _is_counted(self) -> bool:
        # A retry is counted already.
        return self.delivery.channel in text_limits.TEXT_CHANNELS and not self.delivery.attempts

    @property
    def _is_whatsapp(self) -> bool:
        return self.delivery.channel is Channel.WHATSAPP


@dataclass(frozen=True, slots=True)
class CountedText:
    """Message that is within all limits, with the counts after it.

    Attributes:
        counts: Documents of the message.
        limits: Limits of the number with the message.
        spending: Parts of what the platform has spent today, without the message.
        rupiah: Price of the message.
    """

    counts: TextCounts
    limits: SubjectLimits
    spending: Sequence[TextSpending | None]
    rupiah: int

    def save(self, uow: UnitOfWork) -> None:
        """Save the counts."""
        uow.put(self.counts.limits_ref, self.limits)
        if not self.rupiah:
            return
        number = uow.random_below(SHARDS)
        ref = self.counts.spending_refs[number]
        part = self.spending[number] or TextSpending(id=ref.id, expire_at=self.counts.now + _RETENTION)
        uow.put(ref, part.having(rupiah=part.rupiah + self.rupiah))


def count_text(counts: TextCounts, loaded: LoadedCounts, settings: NotificationSettings) -> CountedText | DropReason:
    """Count a message to a number, or return the reason for which it is not sent.

    What is urgent passes the most rupiah a day, and is counted.
    """
    template, now = get_template(counts.delivery.template), counts.now
    limits = text_limits.count_text_message(loaded.limits, loaded.settings, critical=template.policy.critical, now=now)
    if limits is None:
        return DropReason.LIMITED
    rupiah = compute_price(counts, loaded.template, settings)
    spent_on_number = compute_spent(limits, now=now) + rupiah
    spent = sum(part.rupiah for part in loaded.spending if part is not None) + rupiah
    if rupiah and not template.is_urgent:
        if spent_on_number > settings.number_text_rupiah_a_day:
            return DropReason.NUMBER_BUDGET
        if spent > settings.platform_text_rupiah_a_day:
            return DropReason.PLATFORM_BUDGET
    limits = limits.having(spent_on=jakarta_date(now).isoformat(), spent=spent_on_number)
    return CountedText(counts, limits, loaded.spending, rupiah)


def compute_spent(limits: SubjectLimits, *, now: datetime) -> int:
    """Compute the rupiah that were spent on a number on the present date in Jakarta."""
    return limits.spent if limits.spent_on == jakarta_date(now).isoformat() else 0


def compute_price(counts: TextCounts, template: RegisteredTemplate | None, settings: NotificationSettings) -> int:
    """Compute the price of a message in rupiah: by segments, or by the category that WhatsApp gave to the template.

    Without an active template the price is 0: WhatsApp takes nothing, or free text soon after the person wrote.
    """
    delivery, account = counts.delivery, counts.account
    if delivery.channel is Channel.SMS:
        texts = render_notice_texts(delivery.template, delivery.values, account.locale, zone=ZoneInfo(account.zone))
        link = f"{settings.app_address}{delivery.link}" if delivery.link else ""
        return count_segments(compose_sms(texts.sms, link)) * settings.sms_segment_rupiah
    if template is None or template.state is not WhatsAppTemplateState.ACTIVE:
        return 0
    is_utility = template.category is WhatsAppTemplateCategory.UTILITY
    return settings.whatsapp_utility_rupiah if is_utility else settings.whatsapp_marketing_rupiah
