"""Sending of one delivery: claim it, check that it is still wanted and true, call the vendor, and save the result."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from shared.contracts.notices import Channel
from shared.identity import store as identity
from shared.identity.models import User
from shared.kernel.errors import Refused, Unavailable
from shared.kernel.ports import OptionalRef, UnitOfWork
from shared.limits.errors import LimitReached
from shared.notifications import delivery_rules, follow_rules, follow_store, jobs, store
from shared.notifications.delivery_models import DeliveryState, DropReason, NoticeDelivery
from shared.notifications.device_models import PushDevices
from shared.notifications.errors import DeliveryNotFound
from shared.notifications.notice_templates import get_template
from shared.notifications.preference_models import NotificationPreferences
from shared.notifications.quiet_hours import find_quiet_end
from shared.notifications.read_marks import ReadMarks
from shared.notifications.settings import NOTIFICATION_SETTINGS, NotificationSettings
from shared.notifications.text_budgets import CountedText, TextCounts, count_text
from shared.workflows import notice_truth
from shared.workflows.announcements.recipients import is_suspended
from shared.workflows.call import Call

RecordSentDelivery = Callable[[UnitOfWork], Awaitable[None]]
"""Record that the vendor has taken a delivery, of the family that the delivery tells of."""


@dataclass(frozen=True, slots=True)
class Sending:
    """Delivery that a task has claimed, with its recipient.

    Attributes:
        delivery: Delivery to send.
        account: Account of the recipient; None for a guest.
        devices: Devices of the recipient, for a push.
        signed_out_at: Instant in UTC at which all sign-ins of the account ended; None if they never did.
        app_address: Address of the app, to which links are added.
    """

    delivery: NoticeDelivery
    account: User | None
    devices: PushDevices | None
    signed_out_at: datetime | None
    app_address: str

    @property
    def zone(self) -> ZoneInfo:
        """Return the recipient's time zone."""
        return ZoneInfo(self.account.zone if self.account is not None else "Asia/Jakarta")


async def begin_sending(uow: UnitOfWork, delivery_id: str, *, at: datetime) -> Sending | DropReason | None:
    """Claim a delivery for one task. None or a reason if the delivery is not to be sent now; a drop or a hold is saved.

    What has happened since the decision counts. The person may have switched the channel off, been suspended, read the
    notification, or entered quiet hours. The notification may no longer be true.

    Raises:
        DeliveryNotFound: No delivery has this id.
        Unavailable: Another task is sending the delivery.
    """
    delivery = await _find_due_delivery(uow, delivery_id, at=at)
    if delivery is None:
        return None
    uid = delivery.user_id
    counted: CountedText | None = None
    account, restriction, chosen, devices, is_read, settings = await uow.get_many(
        OptionalRef(identity.user_ref(uid) if uid else None),
        OptionalRef(identity.restriction_ref(uid) if uid else None),
        OptionalRef(store.preferences_ref(uid) if uid else None),
        OptionalRef(store.devices_ref(uid) if uid and delivery.channel is Channel.PUSH else None),
        ReadMarks(delivery),
        NOTIFICATION_SETTINGS.ref,
    )
    settings = settings or NotificationSettings()
    wanted = chosen or (NotificationPreferences(id=uid) if uid else None)
    reason = _find_drop_reason(delivery, account, wanted, is_read=is_read, at=at)
    if is_suspended(restriction, now=at) and not get_template(delivery.template).reaches_suspended:
        reason = DropReason.SUSPENDED
    if reason is None and not await _is_followed(uow, delivery):
        reason = DropReason.UNWANTED
    address = _find_address(delivery, account)
    if reason is None and account is not None and address is not None:
        reason, counted = await _check_address(uow, delivery, account, address, settings, at=at)
    if reason is None and not await notice_truth.is_still_true(uow, delivery, now=at):
        reason = DropReason.UNTRUE
    if reason is not None:
        save_progress(uow, delivery_rules.with_drop(delivery, reason))
        return reason
    if (until := _find_hold(delivery, account, wanted, at=at)) is not None:
        uow.put(store.delivery_ref(delivery.id), delivery_rules.with_hold(delivery, until=until))
        if account is not None:
            jobs.schedule_release(uow, account.id, delivery.channel, at=until)
        return None
    if counted is not None:
        counted.save(uow)
    claimed = _save_claim(uow, delivery, address, at=at)
    signed_out_at = restriction.signed_in_after if restriction is not None else None
    return Sending(claimed, account, devices, signed_out_at, settings.app_address)


async def _find_due_delivery(uow: UnitOfWork, delivery_id: str, *, at: datetime) -> NoticeDelivery | None:
    """Find a delivery that waits for its vendor; None if it does not, or its time on the cost ladder has not come.

    Raises:
        DeliveryNotFound: No delivery has this id.
        Unavailable: Another task is sending the delivery.
    """
    delivery = await uow.get(store.delivery_ref(delivery_id))
    if delivery is None:
        raise DeliveryNotFound(delivery_id=delivery_id)
    if not delivery_rules.is_waiting(delivery):
        return None
    if delivery.lease_until is not None and at < delivery.lease_until:
        raise Unavailable("being_sent", retry_after=(delivery.lease_until - at).total_seconds())
    if delivery_rules.waits_on_ladder(delivery, now=at):
        jobs.schedule_sending(uow, delivery, at=delivery.ladder_at)
        return None
    return delivery


def _save_claim(uow: UnitOfWork, delivery: NoticeDelivery, address: str | None, *, at: datetime) -> NoticeDelivery:
    """Save the delivery that a task is about to send, with the key of the address to which it goes."""
    claimed = delivery_rules.with_attempt(delivery, now=at)
    if address is not None:
        claimed = claimed.having(address=store.compute_suppression_key(delivery.channel, address))
    uow.put(store.delivery_ref(delivery.id), claimed)
    return claimed


def _find_drop_reason(
    delivery: NoticeDelivery,
    account: User | None,
    wanted: NotificationPreferences | None,
    *,
    is_read: bool,
    at: datetime,
) -> DropReason | None:
    """Find the reason for which a delivery is not sent; None if nothing speaks against it."""
    if delivery.is_worthless_at(at):
        return DropReason.TOO_LATE
    if delivery.user_id is None:
        return None
    if account is None or wanted is None:
        return DropReason.UNREACHABLE
    comes_later = delivery.group is not None or delivery.fallback_of is not None or delivery.ladder_at is not None
    if is_read and comes_later:
        return DropReason.READ
    if delivery.fallback_of is None and not wanted.wants(delivery.kind, delivery.channel):
        return DropReason.UNWANTED
    return None


async def _is_followed(uow: UnitOfWork, delivery: NoticeDelivery) -> bool:
    """Return whether the recipient still follows what the notification is about, and wants it on the channel."""
    if delivery.target is None or delivery.user_id is None:
        return True
    follower = await uow.get(follow_store.follower_ref(delivery.target, delivery.user_id))
    return follow_rules.wants_channel(follower, delivery.channel)


async def _check_address(
    uow: UnitOfWork,
    delivery: NoticeDelivery,
    account: User,
    address: str,
    settings: NotificationSettings,
    *,
    at: datetime,
) -> tuple[DropReason | None, CountedText | None]:
    """Find the reason for which nothing is sent to `address`, and count a message to a number that is sent.

    Args:
        uow: Unit of work of the claim.
        delivery: Delivery to send.
        account: Account of the recipient.
        address: Address or number of the account.
        settings: Settings of notifications.
        at: Present instant.

    Returns:
        The reason, or None, and the counts with the message, or None if nothing is counted.
    """
    counts = TextCounts(delivery, account, address, at)
    found, loaded = await uow.get_many(store.suppression_ref(delivery.channel, address), counts)
    marketing = get_template(delivery.template).policy.marketing
    if found is not None and found.forbids(marketing=marketing, now=at):
        return DropReason.SUPPRESSED, None
    if loaded is None:
        return None, None
    counted = count_text(counts, loaded, settings)
    return (counted, None) if isinstance(counted, DropReason) else (None, counted)


def _find_address(delivery: NoticeDelivery, account: User | None) -> str | None:
    """Find the address or number of the account; None for a guest, whose address the sender finds."""
    if account is None:
        return None
    if delivery.channel is Channel.EMAIL:
        return account.email
    return account.international_phone if delivery.channel in (Channel.SMS, Channel.WHATSAPP) else None


def _find_hold(
    delivery: NoticeDelivery, account: User | None, wanted: NotificationPreferences | None, *, at: datetime
) -> datetime | None:
    """Find the instant until which a late task must wait, because quiet hours have begun meanwhile."""
    template = get_template(delivery.template)
    if account is None or wanted is None or template.policy.critical or template.is_timed:
        return None
    until = find_quiet_end(wanted.quiet_hours, ZoneInfo(account.zone), at=at)
    return until if until is not None and delivery_rules.may_wait_until(until, delivery) else None


def save_progress(uow: UnitOfWork, delivery: NoticeDelivery) -> None:
    """Save a delivery; what must arrive, and will not on this channel, goes on to the next one.

    Values that must not outlive the mail are erased with the end of the delivery.
    """
    delivery = delivery_rules.without_erased_values(delivery)
    uow.put(store.delivery_ref(delivery.id), delivery)
    if delivery_rules.must_go_on(delivery):
        uow.schedule(jobs.SendByNextChannel(delivery_id=delivery.id), key=delivery.id)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Result of one attempt to send a delivery.

    Attributes:
        provider_id: Id that the vendor gave to what it has taken; None if it gave none, or nothing was sent.
        drop: Reason for which nothing was sent; None otherwise.
        failure: Vendor's code of a refusal that would come again; empty otherwise.
        address: Key of the address to which the mail goes; None if it is that of the account.
        record: Record to be made in the commit that saves the acceptance; None if nothing is recorded.
    """

    provider_id: str | None = None
    drop: DropReason | None = None
    failure: str = ""
    address: str | None = None
    record: RecordSentDelivery | None = None


async def send_delivery(call: Call, delivery_id: str, send: Callable[[Sending], Awaitable[Outcome]]) -> None:
    """Send a delivery by `send`, and save the result in the commit that concludes the task.

    Raises:
        DeliveryNotFound: No delivery has this id.
        Unavailable: The vendor does not answer, or another task is sending the delivery; the task tries again.
    """
    sending = await call.commit(begin_sending, delivery_id, at=call.current_time())
    if sending is DropReason.PLATFORM_BUDGET:
        call.alert("text messages: the platform has spent the rupiah of the day", delivery_id=delivery_id)
    if not isinstance(sending, Sending):
        return
    try:
        outcome = await send(sending)
    except (Unavailable, LimitReached) as fault:
        is_away = isinstance(fault, Unavailable)
        later = delivery_rules.find_later_attempt(sending.delivery, now=call.current_time()) if is_away else None
        if later is not None:
            await call.commit(_put_off, delivery_id, until=later)
            return
        await call.commit(_release_lease, delivery_id)
        raise
    except Refused as refusal:
        outcome = Outcome(failure=refusal.code)
    await call.commit_final(_save_outcome, delivery_id, outcome, at=call.current_time())


async def _release_lease(uow: UnitOfWork, delivery_id: str) -> None:
    """Let the next attempt send at once: the vendor has not taken the delivery."""
    delivery = await uow.get(store.delivery_ref(delivery_id))
    if delivery is not None and delivery.state is DeliveryState.SENDING:
        uow.put(store.delivery_ref(delivery_id), delivery.having(lease_until=None))


async def _put_off(uow: UnitOfWork, delivery_id: str, *, until: datetime) -> None:
    """Schedule another task for a mail whose provider has been away for an hour, unless it was sent meanwhile."""
    delivery = await uow.get(store.delivery_ref(delivery_id))
    if delivery is not None and delivery.state is DeliveryState.SENDING:
        delivery = delivery_rules.with_later_attempt(delivery, until)
        uow.put(store.delivery_ref(delivery_id), delivery)
        jobs.schedule_sending(uow, delivery, at=until)


async def _save_outcome(uow: UnitOfWork, delivery_id: str, outcome: Outcome, *, at: datetime) -> None:
    # News of the vendor may have come before the answer to our own call.
    delivery = await uow.get(store.delivery_ref(delivery_id))
    if delivery is None:
        return
    delivery = delivery.having(address=outcome.address or delivery.address)
    if outcome.drop is not None:
        save_progress(uow, delivery_rules.with_drop(delivery, outcome.drop))
    elif outcome.failure:
        save_progress(uow, delivery_rules.with_failure(delivery, outcome.failure, permanent=True, now=at))
    else:
        save_progress(uow, delivery_rules.with_acceptance(delivery, outcome.provider_id, now=at))
        if outcome.record is not None:
            await outcome.record(uow)
