"""Record of what vendors report about deliveries. The same news may come often, and in any order."""

from collections.abc import Sequence
from datetime import datetime

from shared.contracts.delivery_reports import DeliveryReport
from shared.kernel.ports import UnitOfWork
from shared.notifications import delivery_rules, jobs, store, suppressions, unread
from shared.notifications.delivery_models import NoticeDelivery
from shared.notifications.inbox_models import InboxState

MAX_REPORTS = 50
"""Most reports of one commit; each changes up to five documents."""


async def record_reports(uow: UnitOfWork, reports: Sequence[DeliveryReport], *, now: datetime) -> int:
    """Record at most `MAX_REPORTS` reports, and return how many deliveries they changed.

    A failure of what must arrive goes on to the next channel. A click marks the notification in the app as read.
    """
    ids = list(dict.fromkeys(report.delivery_id for report in reports))
    found = await uow.get_all([store.delivery_ref(id_) for id_ in ids])
    before = {id_: delivery for id_, delivery in zip(ids, found, strict=True) if delivery is not None}
    after = dict(before)
    for report in reports:
        delivery = after.get(report.delivery_id)
        if delivery is not None:
            after[report.delivery_id] = delivery_rules.with_report(delivery, report)
            await suppressions.suppress_after_report(uow, delivery, report, now=now)
    changed = [id_ for id_, delivery in after.items() if delivery != before[id_]]
    for id_ in changed:
        await _save_progress(uow, before[id_], after[id_], now=now)
    return len(changed)


async def _save_progress(uow: UnitOfWork, before: NoticeDelivery, after: NoticeDelivery, *, now: datetime) -> None:
    uow.put(store.delivery_ref(after.id), after)
    if delivery_rules.must_go_on(after) and not delivery_rules.must_go_on(before):
        uow.schedule(jobs.SendByNextChannel(delivery_id=after.id), key=after.id)
    if after.read_at is not None and before.read_at is None:
        await mark_notification_read(uow, after, now=now)


async def mark_notification_read(uow: UnitOfWork, delivery: NoticeDelivery, *, now: datetime) -> None:
    """Mark the notification of `delivery` in the app as read, because its person has read it elsewhere.

    A notification of a group that has told of more since then stays unread.
    """
    if delivery.user_id is None or delivery.notification_id is None:
        return
    ref = store.notification_ref(delivery.user_id, delivery.notification_id)
    notification, state = await uow.get_many(ref, store.inbox_state_ref(delivery.user_id))
    if notification is None or (delivery.group is not None and notification.changed_at > delivery.created_at):
        return
    if notification.unread:
        clicked_at = notification.clicked_at or delivery.clicked_at
        uow.put(ref, notification.having(unread=False, read_at=now, clicked_at=clicked_at))
        inbox = unread.with_read(state or InboxState(id=delivery.user_id), [notification.seq])
        uow.put(store.inbox_state_ref(delivery.user_id), inbox)
