"""Table of the templates: which kind of notification each is, and what is special about its delivery."""

from dataclasses import dataclass
from datetime import datetime

from shared.contracts.notices import Channel, Notice, NotificationKind
from shared.kernel.errors import Unavailable
from shared.notifications.kinds import KIND_POLICIES, KindPolicy

_Kind = NotificationKind


@dataclass(frozen=True, slots=True)
class NoticeTemplate:
    """Template of a notification. Its texts stand in `notice_texts/<language>/<family>.toml`.

    Attributes:
        kind: Kind of the notification.
        is_timed: True for what a person expects at a moment, such as a reminder: it never waits for quiet hours to end.
        has_own_mail: True if a workflow composes the mail, with files or more than a sentence; otherwise the mail shows
            title, body and link.
        is_mailed_to_order: True if the mail goes to the address of an order, as a notice to a guest. The buyer's
            account is told on the other channels alone.
        reaches_suspended: True for what a person must hear although the account is suspended.
        urgent: True for what is urgent though its kind is not: its WhatsApp and SMS messages go at once, and
            pass the most rupiah a day.
    """

    kind: NotificationKind
    is_timed: bool = False
    has_own_mail: bool = False
    is_mailed_to_order: bool = False
    reaches_suspended: bool = False
    urgent: bool = False

    @property
    def policy(self) -> KindPolicy:
        """Return the policy of the template's kind."""
        return KIND_POLICIES[self.kind]

    @property
    def is_urgent(self) -> bool:
        """Return whether WhatsApp and SMS messages go at once, and pass the most rupiah a day."""
        return self.urgent or self.policy.urgent

    @property
    def is_on_ladder(self) -> bool:
        """Return whether WhatsApp and SMS messages of the template wait until the notification stays unread."""
        return self.policy.critical and not self.is_urgent

    def may_reach_account_by(self, channel: Channel) -> bool:
        """Return whether a person's account is told on `channel`; the address of an order is no account's."""
        return not (self.is_mailed_to_order and channel is Channel.EMAIL)

    def compute_valid_until(self, notice: Notice, *, now: datetime) -> datetime:
        """Compute the instant after which `notice` is worthless."""
        latest = now + self.policy.valid_for
        return latest if notice.valid_until is None else min(notice.valid_until, latest)


NOTICE_TEMPLATES: dict[str, NoticeTemplate] = {
    "digest.quiet_hours": NoticeTemplate(_Kind.SYSTEM),
    "system.announcement": NoticeTemplate(_Kind.SYSTEM),
    "system.advertisement": NoticeTemplate(_Kind.CONTENT_UPDATE),
    "system.test": NoticeTemplate(_Kind.SYSTEM, is_timed=True),
    "crisis.raised": NoticeTemplate(_Kind.CRISIS, is_timed=True),
    "follower.started": NoticeTemplate(_Kind.FOLLOWER),
    "follower.anonymous_started": NoticeTemplate(_Kind.FOLLOWER),
    "host.chat_message": NoticeTemplate(_Kind.CHAT_MESSAGE),
    # No host publishes this kind any more; deliveries of earlier versions still have it.
    "host.system": NoticeTemplate(_Kind.SYSTEM),
    "host.event_notice": NoticeTemplate(_Kind.EVENT_REMINDER),
    "host.comment": NoticeTemplate(_Kind.COMMENT),
    "host.post": NoticeTemplate(_Kind.POST),
    "host.course_discussion": NoticeTemplate(_Kind.COURSE_DISCUSSION),
    "host.event_reminder": NoticeTemplate(_Kind.EVENT_REMINDER, is_timed=True),
    "host.follower": NoticeTemplate(_Kind.FOLLOWER),
    "host.achievement": NoticeTemplate(_Kind.ACHIEVEMENT),
    "host.affiliate": NoticeTemplate(_Kind.AFFILIATE),
    "host.membership": NoticeTemplate(_Kind.MEMBERSHIP),
    "host.product_review": NoticeTemplate(_Kind.PRODUCT_REVIEW),
    "host.content_update": NoticeTemplate(_Kind.CONTENT_UPDATE),
    "host.transaction": NoticeTemplate(_Kind.TRANSACTION),
    "security.new_device": NoticeTemplate(_Kind.SECURITY),
    "security.email_changed": NoticeTemplate(_Kind.SECURITY),
    "security.phone_changed": NoticeTemplate(_Kind.SECURITY),
    # These go to the address and the number that the account had before.
    "security.former_email": NoticeTemplate(_Kind.SECURITY, has_own_mail=True),
    "security.former_phone": NoticeTemplate(_Kind.SECURITY),
    "security.password_link": NoticeTemplate(_Kind.SECURITY, has_own_mail=True),
    "security.sign_in_methods": NoticeTemplate(_Kind.SECURITY, has_own_mail=True),
    "security.admin_granted": NoticeTemplate(_Kind.SECURITY),
    "security.admin_removed": NoticeTemplate(_Kind.SECURITY),
    "security.expert_granted": NoticeTemplate(_Kind.SECURITY),
    "security.suspended": NoticeTemplate(_Kind.SECURITY, reaches_suspended=True),
    "security.suspended_until": NoticeTemplate(_Kind.SECURITY, reaches_suspended=True),
    "security.restored": NoticeTemplate(_Kind.SECURITY),
    "chat.message": NoticeTemplate(_Kind.CHAT_MESSAGE),
    "chat.picture": NoticeTemplate(_Kind.CHAT_MESSAGE),
    "chat.file": NoticeTemplate(_Kind.CHAT_MESSAGE),
    "chat.group_message": NoticeTemplate(_Kind.CHAT_MESSAGE),
    "chat.group_picture": NoticeTemplate(_Kind.CHAT_MESSAGE),
    "chat.group_file": NoticeTemplate(_Kind.CHAT_MESSAGE),
    "booking.requested": NoticeTemplate(_Kind.BOOKING, has_own_mail=True),
    "booking.request_sent": NoticeTemplate(_Kind.BOOKING, has_own_mail=True),
    "booking.approved": NoticeTemplate(_Kind.BOOKING, has_own_mail=True),
    "booking.rejected": NoticeTemplate(_Kind.BOOKING, has_own_mail=True),
    "booking.expired": NoticeTemplate(_Kind.BOOKING, has_own_mail=True),
    "booking.confirmed": NoticeTemplate(_Kind.BOOKING, has_own_mail=True),
    # The customer has paid: this is the confirmation of a payment, and passes quiet hours.
    "booking.paid": NoticeTemplate(_Kind.TRANSACTION, has_own_mail=True),
    "booking.proposed": NoticeTemplate(_Kind.BOOKING, has_own_mail=True),
    "booking.declined": NoticeTemplate(_Kind.BOOKING, has_own_mail=True),
    "booking.moved": NoticeTemplate(_Kind.BOOKING, has_own_mail=True),
    "booking.link_changed": NoticeTemplate(_Kind.BOOKING, has_own_mail=True),
    "booking.cancelled": NoticeTemplate(_Kind.BOOKING, has_own_mail=True),
    "booking.unpaid": NoticeTemplate(_Kind.BOOKING, has_own_mail=True),
    "group.cancelled": NoticeTemplate(_Kind.BOOKING),
    "booking.reminder_day": NoticeTemplate(_Kind.EVENT_REMINDER, is_timed=True, has_own_mail=True),
    "booking.reminder_hour": NoticeTemplate(_Kind.EVENT_REMINDER, is_timed=True, has_own_mail=True),
    "booking.reminder_minutes": NoticeTemplate(_Kind.SESSION, is_timed=True, has_own_mail=True),
    "session.completed": NoticeTemplate(_Kind.BOOKING),
    "session.ended_early": NoticeTemplate(_Kind.BOOKING),
    "session.you_absent": NoticeTemplate(_Kind.BOOKING),
    "session.other_absent": NoticeTemplate(_Kind.BOOKING),
    "session.nobody_came": NoticeTemplate(_Kind.BOOKING),
    "session.failed": NoticeTemplate(_Kind.BOOKING),
    "session.disputed": NoticeTemplate(_Kind.BOOKING),
    "session.decided_anew": NoticeTemplate(_Kind.BOOKING),
    "session.dispute_kept": NoticeTemplate(_Kind.BOOKING),
    "strike.warned": NoticeTemplate(_Kind.BOOKING),
    "strike.paused": NoticeTemplate(_Kind.BOOKING),
    "strike.vetted": NoticeTemplate(_Kind.BOOKING),
    "strike.lifted": NoticeTemplate(_Kind.BOOKING),
    "strike.kept": NoticeTemplate(_Kind.BOOKING),
    "strike.listing_resumed": NoticeTemplate(_Kind.BOOKING),
    "assignment.started_customer": NoticeTemplate(_Kind.BOOKING),
    "assignment.started_expert": NoticeTemplate(_Kind.BOOKING),
    "assignment.late_customer": NoticeTemplate(_Kind.BOOKING),
    "assignment.late_expert": NoticeTemplate(_Kind.BOOKING),
    "assignment.delivered": NoticeTemplate(_Kind.BOOKING),
    "assignment.correction_requested": NoticeTemplate(_Kind.BOOKING),
    "assignment.accepted": NoticeTemplate(_Kind.BOOKING),
    "assignment.accepted_by_silence": NoticeTemplate(_Kind.BOOKING),
    "assignment.disputed": NoticeTemplate(_Kind.BOOKING),
    "assignment.decided": NoticeTemplate(_Kind.BOOKING),
    "assignment.kept": NoticeTemplate(_Kind.BOOKING),
    "assignment.refunded_customer": NoticeTemplate(_Kind.BOOKING),
    "assignment.refunded_expert": NoticeTemplate(_Kind.BOOKING),
    "assignment.cancelled_customer": NoticeTemplate(_Kind.BOOKING),
    "assignment.cancelled_expert": NoticeTemplate(_Kind.BOOKING),
    "assignment.due_day": NoticeTemplate(_Kind.BOOKING),
    "assignment.due_hours": NoticeTemplate(_Kind.BOOKING),
    "assignment.acceptance_day": NoticeTemplate(_Kind.BOOKING),
    "account.verification": NoticeTemplate(_Kind.SECURITY, has_own_mail=True),
    "expert.accepted": NoticeTemplate(_Kind.SYSTEM, has_own_mail=True),
    "expert.rejected": NoticeTemplate(_Kind.SYSTEM, has_own_mail=True),
    "expert.name_accepted": NoticeTemplate(_Kind.SYSTEM),
    "expert.name_refused": NoticeTemplate(_Kind.SYSTEM),
    "expert.invited": NoticeTemplate(_Kind.SECURITY, has_own_mail=True),
    "order.paid": NoticeTemplate(_Kind.TRANSACTION, has_own_mail=True, is_mailed_to_order=True),
    # Nothing has been paid yet, so this one waits for the end of quiet hours, and may be switched off.
    "order.unpaid": NoticeTemplate(_Kind.SYSTEM, has_own_mail=True),
    # The customer has waited for an answer a moment ago, whatever the hour.
    "order.contact_changed": NoticeTemplate(_Kind.SECURITY, has_own_mail=True, is_mailed_to_order=True),
    "pairing.nobody_for_trial": NoticeTemplate(_Kind.PAIRING, is_timed=True, has_own_mail=True),
    "pairing.nobody_for_credit": NoticeTemplate(_Kind.PAIRING, is_timed=True, has_own_mail=True),
    # The hotlines reach the customer whatever they have switched off.
    "pairing.nobody_in_crisis": NoticeTemplate(_Kind.SESSION, is_timed=True, has_own_mail=True, urgent=True),
    "refund.account_needed": NoticeTemplate(_Kind.TRANSACTION, has_own_mail=True, is_mailed_to_order=True),
    "refund.account_failed": NoticeTemplate(_Kind.TRANSACTION, has_own_mail=True, is_mailed_to_order=True),
    "refund.sent": NoticeTemplate(_Kind.TRANSACTION, has_own_mail=True, is_mailed_to_order=True),
    "refund.succeeded": NoticeTemplate(_Kind.TRANSACTION, has_own_mail=True, is_mailed_to_order=True),
    "review.reminder": NoticeTemplate(_Kind.REVIEW),
    "review.about_expert": NoticeTemplate(_Kind.REVIEW),
    "review.about_customer": NoticeTemplate(_Kind.REVIEW),
    "review.about_product": NoticeTemplate(_Kind.PRODUCT_REVIEW),
    "review.replied": NoticeTemplate(_Kind.REVIEW),
    "review.removed": NoticeTemplate(_Kind.REVIEW),
    "ticket.issued": NoticeTemplate(_Kind.TRANSACTION, has_own_mail=True, is_mailed_to_order=True),
    "ticket.cancelled": NoticeTemplate(_Kind.TRANSACTION, has_own_mail=True, is_mailed_to_order=True),
    "ticket.event_cancelled": NoticeTemplate(_Kind.TRANSACTION, has_own_mail=True, is_mailed_to_order=True),
    # Mail goes to the account, by its choices; only guests are reminded at the address of their order.
    "ticket.reminder_day": NoticeTemplate(_Kind.EVENT_REMINDER, is_timed=True, has_own_mail=True),
    "ticket.reminder_hour": NoticeTemplate(_Kind.EVENT_REMINDER, is_timed=True, has_own_mail=True),
}
"""Templates by name. A domain's templates are added by its workflow in `shared/workflows/announcements`."""


def get_template(name: str) -> NoticeTemplate:
    """Get a template.

    Raises:
        Unavailable: Only a newer version knows the template. That version is being deployed, or was taken back.
    """
    found = NOTICE_TEMPLATES.get(name)
    if found is None:
        raise Unavailable("newer_template", template=name)
    return found
