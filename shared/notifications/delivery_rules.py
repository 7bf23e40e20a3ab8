"""Rules on the progress of a delivery: marks only move forward, in whatever order news arrive. Pure, told the time."""

import hashlib
from datetime import datetime, timedelta

from shared.contracts.delivery_reports import DeliveryReport, ReportedStatus
from shared.contracts.notices import Channel
from shared.notifications.delivery_models import DeliveryState, DropReason, NoticeDelivery
from shared.notifications.notice_templates import NOTICE_TEMPLATES

SENDING_LEASE = timedelta(seconds=60)
"""Longest time that one attempt may take. A vendor answers within ten seconds."""

LONGEST_SILENCE = timedelta(minutes=15)
"""Time in which a vendor takes what must arrive; afterwards the next channel is used. A task tries for ten minutes."""

QUICK_MAIL_ATTEMPTS = 12
"""Attempts of a mail that its task makes one after the other, in about an hour. Further ones are some hours apart."""

_MAIL_RETRY_STEP = timedelta(hours=5)
_MAIL_RETRY_SPREAD = timedelta(hours=1)

ERASED_VALUES = frozenset({"former_address", "password_link"})
"""Values that are erased with the end of a delivery: an address that its order has lost, a link that signs in."""

_State = DeliveryState
_RANKS = {
    _State.HELD: 0,
    _State.QUEUED: 1,
    _State.SENDING: 2,
    _State.SENT: 3,
    _State.FAILED: 4,
    _State.DELIVERED: 5,
    # Nothing of these is sent, so no news can come.
    _State.DROPPED: 9,
    _State.DIGESTED: 9,
    _State.UNKNOWN: 9,
}
NUMBER_REASONS = (DropReason.LIMITED, DropReason.NUMBER_BUDGET, DropReason.PLATFORM_BUDGET)
"""Reasons that hold for SMS and WhatsApp alike: what was dropped for one of them goes on by push or mail alone."""

_PASSED_ON_REASONS = (
    DropReason.SUPPRESSED,
    DropReason.UNREACHABLE,
    DropReason.WITHHELD,
    DropReason.TEMPLATE,
    *NUMBER_REASONS,
)
_FAILED_STATUSES = (ReportedStatus.FAILED, ReportedStatus.BOUNCED, ReportedStatus.DROPPED)


def is_waiting(delivery: NoticeDelivery) -> bool:
    """Return whether the delivery still waits for a vendor to take it."""
    return delivery.state in (_State.QUEUED, _State.SENDING)


def without_erased_values(delivery: NoticeDelivery) -> NoticeDelivery:
    """Return the delivery without the values that nobody needs once the mail has gone out, or never will."""
    if is_waiting(delivery) or not ERASED_VALUES & delivery.values.keys():
        return delivery
    return delivery.having(values={name: value for name, value in delivery.values.items() if name not in ERASED_VALUES})


def may_wait_until(until: datetime, delivery: NoticeDelivery) -> bool:
    """Return whether the delivery is still of use at `until`: true, and in time for what it tells of."""
    return until < min(delivery.valid_until, delivery.needed_by or delivery.valid_until)


def with_attempt(delivery: NoticeDelivery, *, now: datetime) -> NoticeDelivery:
    """Return the delivery while a task tries to send it."""
    until = now + SENDING_LEASE
    return delivery.having(state=_State.SENDING, attempts=delivery.attempts + 1, lease_until=until, retry_at=None)


def find_later_attempt(delivery: NoticeDelivery, *, now: datetime) -> datetime | None:
    """Find when a mail that the vendor has not taken is tried again, 5 to 6 hours later.

    The hour is spread by the delivery, so that all mails of an outage do not come back at once.

    Returns:
        The instant in UTC. None while the task itself goes on trying: in its first hour, and when the mail would be
        worthless by then. Other channels have no later attempts.
    """
    if delivery.channel is not Channel.EMAIL or delivery.attempts < QUICK_MAIL_ATTEMPTS:
        return None
    share = int.from_bytes(hashlib.sha256(delivery.id.encode()).digest()[:4]) / 2**32
    later = now + _MAIL_RETRY_STEP + _MAIL_RETRY_SPREAD * share
    return later if may_wait_until(later, delivery) else None


def with_later_attempt(delivery: NoticeDelivery, at: datetime) -> NoticeDelivery:
    """Return the mail that is tried again at `at`."""
    return delivery.having(state=_State.QUEUED, lease_until=None, retry_at=at)


def with_drop(delivery: NoticeDelivery, reason: DropReason) -> NoticeDelivery:
    """Return the delivery that is not sent, for `reason`."""
    return delivery.having(state=_State.DROPPED, reason=reason, lease_until=None, release_at=None)


def with_hold(delivery: NoticeDelivery, *, until: datetime) -> NoticeDelivery:
    """Return the delivery that waits for the end of the person's quiet hours."""
    return delivery.having(state=_State.HELD, release_at=until, lease_until=None)


def with_release(delivery: NoticeDelivery, *, now: datetime) -> NoticeDelivery:
    """Return the held delivery that is to be sent by itself."""
    return with_due_time(delivery.having(state=_State.QUEUED, release_at=None), now)


def with_digest(delivery: NoticeDelivery, digest_id: str) -> NoticeDelivery:
    """Return the held delivery of which the digest `digest_id` tells."""
    return delivery.having(state=_State.DIGESTED, digest=digest_id, release_at=None)


def with_acceptance(delivery: NoticeDelivery, provider_id: str | None, *, now: datetime) -> NoticeDelivery:
    """Return the delivery that the vendor has taken. News of the vendor may have come before."""
    accepted = delivery.having(provider_id=delivery.provider_id or provider_id, lease_until=None)
    return _with_state(accepted, _State.SENT).having(sent_at=delivery.sent_at or now)


def with_failure(delivery: NoticeDelivery, code: str, *, permanent: bool, now: datetime) -> NoticeDelivery:
    """Return the delivery that cannot arrive on its channel."""
    failed = _with_state(delivery.having(lease_until=None), _State.FAILED)
    if failed.state is not _State.FAILED:
        return failed
    return failed.having(failure=code, permanent=permanent, failed_at=delivery.failed_at or now)


def with_report(delivery: NoticeDelivery, report: DeliveryReport) -> NoticeDelivery:
    """Return the delivery after news of its vendor. Late or repeated news changes nothing.

    An opened mail says nothing about reading: programs open mails too. A click by a program does not count.
    """
    if delivery.state in (_State.DROPPED, _State.DIGESTED, _State.HELD, _State.UNKNOWN):
        return delivery
    seen = delivery.having(provider_id=delivery.provider_id or report.provider_id)
    match report.status:
        case ReportedStatus.SENT:
            return _with_state(seen, _State.SENT).having(sent_at=seen.sent_at or report.at)
        case ReportedStatus.DELIVERED:
            return _with_arrival(seen, report.at)
        case ReportedStatus.READ:
            return _with_arrival(seen, report.at).having(read_at=seen.read_at or report.at)
        case ReportedStatus.CLICKED if not report.by_machine:
            clicked = _with_arrival(seen, report.at)
            return clicked.having(read_at=seen.read_at or report.at, clicked_at=seen.clicked_at or report.at)
        case ReportedStatus.OPENED:
            return seen.having(opened_at=seen.opened_at or report.at)
        case status if status in _FAILED_STATUSES:
            return with_failure(seen, report.code, permanent=report.permanent, now=report.at)
        case _:
            return seen


def _with_arrival(delivery: NoticeDelivery, at: datetime) -> NoticeDelivery:
    arrived = _with_state(delivery, _State.DELIVERED)
    return arrived.having(delivered_at=delivery.delivered_at or at, sent_at=delivery.sent_at or at)


def _with_state(delivery: NoticeDelivery, state: DeliveryState) -> NoticeDelivery:
    return delivery if _RANKS[delivery.state] >= _RANKS[state] else delivery.having(state=state)


def must_go_on(delivery: NoticeDelivery) -> bool:
    """Return whether a delivery that did not arrive goes on to the next channel: once, for kinds that must arrive."""
    return _is_stopped(delivery) and delivery.passed_on_at is None and _may_go_on(delivery)


def with_due_time(delivery: NoticeDelivery, due_at: datetime) -> NoticeDelivery:
    """Return the delivery whose task is due at `due_at`: what must arrive is overdue some minutes later."""
    return delivery.having(overdue_at=due_at + LONGEST_SILENCE if _may_go_on(delivery) else None)


def waits_on_ladder(delivery: NoticeDelivery, *, now: datetime) -> bool:
    """Return whether the delivery is a message on the cost ladder whose time has not come."""
    return is_waiting(delivery) and delivery.ladder_at is not None and now < delivery.ladder_at


def with_earlier_rung(delivery: NoticeDelivery, *, now: datetime) -> NoticeDelivery:
    """Return the message on the cost ladder that is due now, because the one before it did not arrive."""
    return with_due_time(delivery.having(ladder_at=now), now)


def has_lost_task(delivery: NoticeDelivery) -> bool:
    """Return whether the task of an overdue message on the cost ladder has not come, and was never replaced."""
    if delivery.ladder_at is None or delivery.attempts:
        return False
    return delivery.overdue_at == delivery.ladder_at + LONGEST_SILENCE


def is_overdue(delivery: NoticeDelivery, *, now: datetime) -> bool:
    """Return whether no vendor has taken in time what must arrive, and no task is just trying again."""
    is_trying = delivery.lease_until is not None and now < delivery.lease_until
    is_late = delivery.overdue_at is not None and delivery.overdue_at <= now < delivery.valid_until
    return is_waiting(delivery) and is_late and not is_trying


def with_passing_on(delivery: NoticeDelivery, *, now: datetime) -> NoticeDelivery:
    """Return the overdue delivery for which the next channel is used, once. Its own task may still send it."""
    return delivery.having(overdue_at=None, passed_on_at=now)


def needs_next_channel(delivery: NoticeDelivery) -> bool:
    """Return whether a delivery that goes on, or was passed on, has still not been taken by its vendor."""
    is_passed_on = delivery.passed_on_at is not None and (is_waiting(delivery) or _is_stopped(delivery))
    return is_passed_on or must_go_on(delivery)


def _is_stopped(delivery: NoticeDelivery) -> bool:
    return delivery.state is _State.FAILED or (
        delivery.state is _State.DROPPED and delivery.reason in _PASSED_ON_REASONS
    )


def _may_go_on(delivery: NoticeDelivery) -> bool:
    return delivery.user_id is not None and delivery.fallback_of is None and _must_arrive(delivery)


def _must_arrive(delivery: NoticeDelivery) -> bool:
    template = NOTICE_TEMPLATES.get(delivery.template)
    return template is not None and template.policy.must_arrive
