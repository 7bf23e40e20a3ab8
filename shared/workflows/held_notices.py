"""Release of what waited for the end of quiet hours: one digest a window and channel, or the notification by itself."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from shared.contracts.notices import Channel, NotificationKind
from shared.identity import store as identity
from shared.identity.models import User
from shared.kernel.ids import UserId
from shared.kernel.ports import Reader, Refs, UnitOfWork
from shared.notifications import decision_rules, delivery_rules, jobs, store
from shared.notifications.delivery_models import DeliveryState, DropReason, NoticeDelivery
from shared.notifications.kinds import KIND_POLICIES
from shared.notifications.notice_templates import get_template
from shared.notifications.notice_texts.renderer import render_notice_texts
from shared.notifications.quiet_hours import find_quiet_end
from shared.workflows import notice_truth
from shared.workflows.notice_deliveries import save_progress

DIGEST_TEMPLATE = "digest.quiet_hours"
_MOST_HELD = 100
_MOST_LINES = 5
# No window is longer than a day, and clocks change by less than two.
_LONGEST_HOLD = timedelta(days=3)
_SWEEP_LIMIT = 200


async def release_held_notices(
    uow: UnitOfWork, uid: UserId, channel: Channel, *, early: bool = False, now: datetime
) -> int:
    """Release a person's held notifications of one channel whose window is over, and return how many.

    What is no longer true or worth telling is dropped. If the person's quiet hours have moved, everything waits for
    their new end.

    Args:
        uow: Unit of work.
        uid: Id of the person.
        channel: Channel on which notifications wait.
        early: True to look at all that waits, because the person's quiet hours have changed.
        now: Present instant.
    """
    until = now + _LONGEST_HOLD if early else now
    found = await store.list_held_deliveries(uow, uid, channel, until=until, limit=_MOST_HELD)
    if not found:
        return 0
    account, chosen, _ = await uow.get_many(
        identity.user_ref(uid),
        store.preferences_ref(uid),
        Refs([store.notification_ref(uid, one.notification_id) for one in found if one.notification_id is not None]),
    )
    if account is None:
        _drop_all(uow, found, DropReason.UNREACHABLE)
        return 0
    quiet_end = find_quiet_end(chosen.quiet_hours if chosen else None, ZoneInfo(account.zone), at=now)
    released: list[NoticeDelivery] = []
    for delivery in found:
        if reason := await _find_drop_reason(uow, delivery, now=now):
            _drop_all(uow, [delivery], reason)
        elif quiet_end is None or not delivery_rules.may_wait_until(quiet_end, delivery):
            released.append(delivery)
        else:
            uow.put(store.delivery_ref(delivery.id), delivery_rules.with_hold(delivery, until=quiet_end))
    if quiet_end is not None:
        jobs.schedule_release(uow, uid, channel, at=quiet_end)
        # What must be known before the new end goes out now; what would be worthless then stays in the app.
        urgent = [one for one in released if one.needed_by is not None]
        _drop_all(uow, [one for one in released if one not in urgent], DropReason.TOO_LATE)
        _send_each(uow, urgent, now=now)
        return len(urgent)
    together = [one for one in released if get_template(one.template).policy.digestible]
    if len(together) > 1:
        await _put_digest(uow, account, channel, together, now=now)
        released = [one for one in released if one not in together]
    _send_each(uow, released, now=now)
    return len(found)


def _send_each(uow: UnitOfWork, deliveries: Sequence[NoticeDelivery], *, now: datetime) -> None:
    for delivery in deliveries:
        released = delivery_rules.with_release(delivery, now=now)
        uow.put(store.delivery_ref(delivery.id), released)
        jobs.schedule_sending(uow, released)


async def _find_drop_reason(uow: UnitOfWork, delivery: NoticeDelivery, *, now: datetime) -> DropReason | None:
    if delivery.is_worthless_at(now):
        return DropReason.TOO_LATE
    if not await notice_truth.is_still_true(uow, delivery, now=now):
        return DropReason.UNTRUE
    if delivery.user_id is not None and delivery.notification_id is not None:
        notification = await uow.get(store.notification_ref(delivery.user_id, delivery.notification_id))
        if notification is not None and not notification.unread:
            return DropReason.READ
    return None


def _drop_all(uow: UnitOfWork, deliveries: Sequence[NoticeDelivery], reason: DropReason) -> None:
    for delivery in deliveries:
        uow.put(store.delivery_ref(delivery.id), delivery_rules.with_drop(delivery, reason))


async def _put_digest(
    uow: UnitOfWork, account: User, channel: Channel, told: Sequence[NoticeDelivery], *, now: datetime
) -> None:
    """Put one digest of the deliveries `told`; its id is that of the window, so that a window has one."""
    window = max(one.release_at or now for one in told)
    event = f"digest:{channel}:{window.isoformat()}"
    lines = [
        render_notice_texts(one.template, one.values, account.locale, zone=ZoneInfo(account.zone)).title
        for one in told[:_MOST_LINES]
    ]
    digest = NoticeDelivery(
        id=decision_rules.compute_delivery_id(event, account.id, channel),
        event=event,
        user_id=account.id,
        channel=channel,
        kind=NotificationKind.SYSTEM,
        role=account.role,
        template=DIGEST_TEMPLATE,
        values={"count": len(told), "lines": "\n".join(lines) + ("\n…" if len(told) > _MOST_LINES else "")},
        link="/notifications",
        state=DeliveryState.QUEUED,
        valid_until=now + KIND_POLICIES[NotificationKind.SYSTEM].valid_for,
        created_at=now,
        expire_at=now + decision_rules.RETENTION,
    )
    earlier = await uow.get(store.delivery_ref(digest.id))
    if earlier is not None and earlier.state is DeliveryState.QUEUED:
        # More were held than one commit takes: the digest that waits counts these too.
        counted = {**earlier.values, "count": earlier.values["count"] + len(told)}
        uow.put(store.delivery_ref(digest.id), earlier.having(values=counted))
    else:
        if earlier is not None:
            # The window was ended early and begun again, so that its digest is sent already.
            digest = digest.having(id=decision_rules.compute_delivery_id(f"{event}:{told[0].id}", account.id, channel))
        uow.create(store.delivery_ref(digest.id), digest)
        jobs.schedule_sending(uow, digest)
    for one in told:
        uow.put(store.delivery_ref(one.id), delivery_rules.with_digest(one, digest.id))


class HeldPlace(NamedTuple):
    """Person and channel for which notifications wait."""

    user_id: UserId
    channel: Channel


async def list_overdue_places(reader: Reader, *, at: datetime) -> list[HeldPlace]:
    """List the people and channels whose release is overdue at `at`, because a task was lost."""
    overdue = await store.list_overdue_deliveries(reader, at=at, limit=_SWEEP_LIMIT)
    return list(dict.fromkeys(HeldPlace(one.user_id, one.channel) for one in overdue if one.user_id is not None))


async def release_overdue_place(uow: UnitOfWork, place: HeldPlace, *, at: datetime) -> bool:
    """Release what waits for one person on one channel."""
    return await release_held_notices(uow, place.user_id, place.channel, now=at) > 0


async def list_worthless_ids(reader: Reader, *, at: datetime) -> list[str]:
    """List deliveries that wait for a vendor although their time is over at `at`.

    Such a delivery's task became a dead letter, or was lost.
    """
    return [one.id for one in await store.list_worthless_deliveries(reader, at=at, limit=_SWEEP_LIMIT)]


async def drop_worthless_delivery(uow: UnitOfWork, delivery_id: str, *, at: datetime) -> bool:
    """Drop a delivery that nobody has sent in its time; return whether it still waited."""
    delivery = await uow.get(store.delivery_ref(delivery_id))
    if delivery is None or not delivery_rules.is_waiting(delivery) or not delivery.is_worthless_at(at):
        return False
    save_progress(uow, delivery_rules.with_drop(delivery, DropReason.TOO_LATE))
    return True


async def list_overdue_ids(reader: Reader, *, at: datetime) -> list[str]:
    """List deliveries that must arrive, and that no vendor has taken in time at `at`."""
    return [one.id for one in await store.list_late_deliveries(reader, at=at, limit=_SWEEP_LIMIT)]


async def pass_on_delivery(uow: UnitOfWork, delivery_id: str, *, at: datetime) -> bool:
    """Use the next channel for a delivery that its vendor has not taken in time; return whether it was overdue.

    The delivery itself still waits: a mail is tried for a day. A message on the cost ladder whose task has not come
    gets another task at first.
    """
    delivery = await uow.get(store.delivery_ref(delivery_id))
    if delivery is None or not delivery_rules.is_overdue(delivery, now=at):
        return False
    if delivery_rules.has_lost_task(delivery):
        uow.put(store.delivery_ref(delivery.id), delivery_rules.with_due_time(delivery, at))
        jobs.schedule_sending(uow, delivery)
        return True
    uow.put(store.delivery_ref(delivery.id), delivery_rules.with_passing_on(delivery, now=at))
    uow.schedule(jobs.SendByNextChannel(delivery_id=delivery.id), key=delivery.id)
    return True
