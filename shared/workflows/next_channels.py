"""Next channel of a notification that must arrive, after a delivery has failed."""

from datetime import datetime

from shared.contracts.notices import Channel
from shared.identity import store as identity
from shared.kernel.ids import UserId
from shared.kernel.ports import Ref, Refs, UnitOfWork
from shared.notifications import decision_rules, decisions, delivery_rules, jobs, store
from shared.notifications.decision_rules import LADDER, OUTSIDE_CHANNELS, Recipient
from shared.notifications.delivery_models import NoticeDelivery
from shared.notifications.device_models import PushDevices
from shared.notifications.inbox_models import InboxState
from shared.notifications.notice_templates import get_template
from shared.notifications.preference_models import NotificationPreferences
from shared.notifications.text_limits import TEXT_CHANNELS


async def send_by_next_channel(uow: UnitOfWork, delivery_id: str, *, now: datetime) -> NoticeDelivery | None:
    """Send what has failed on one channel by the next one on which the person can be reached, once.

    A channel on which the person is told anyway, or that the person has not agreed to, is left out. None if there is
    no such channel, or nothing has to go on.

    If a message waits on the cost ladder, nothing else is sent: that message is the next one. It waits no longer if the
    rung before it has failed.
    """
    failed = await uow.get(store.delivery_ref(delivery_id))
    if failed is None or failed.user_id is None or not delivery_rules.needs_next_channel(failed):
        return None
    if failed.is_worthless_at(now):
        return None
    uid = failed.user_id
    account, chosen, devices, rungs = await uow.get_many(
        identity.user_ref(uid), store.preferences_ref(uid), store.devices_ref(uid), Refs(_list_rung_refs(failed, uid))
    )
    if account is None:
        return None
    rung = next((one for one in rungs if one is not None and one.ladder_at is not None), None)
    if rung is not None and failed.reason not in delivery_rules.NUMBER_REASONS:
        return _bring_forward(uow, rung, now=now) if failed.channel in LADDER else None
    recipient = Recipient(
        account,
        chosen or NotificationPreferences(id=uid),
        InboxState(id=uid),
        devices or PushDevices(id=uid),
        {},
    )
    for channel in _list_later_channels(failed.channel):
        id_ = decision_rules.compute_delivery_id(failed.event, uid, channel)
        template = get_template(failed.template)
        is_allowed = template.may_reach_account_by(channel) and _may_replace(failed, channel, recipient)
        if not is_allowed or not recipient.is_reachable_on(channel, failed.kind):
            continue
        if await uow.get(store.delivery_ref(id_)) is not None:
            continue
        replacing = decisions.build_replacement(failed, id_, channel, now=now)
        uow.create(store.delivery_ref(id_), replacing)
        jobs.schedule_sending(uow, replacing)
        return replacing
    return None


def _list_rung_refs(failed: NoticeDelivery, uid: UserId) -> list[Ref[NoticeDelivery]]:
    """List the messages that may wait on the cost ladder behind a delivery."""
    if not get_template(failed.template).is_on_ladder:
        return []
    later = [channel for channel in OUTSIDE_CHANNELS[OUTSIDE_CHANNELS.index(failed.channel) + 1 :] if channel in LADDER]
    ids = [decision_rules.compute_delivery_id(failed.event, uid, channel) for channel in later]
    return [store.delivery_ref(id_) for id_ in ids]


def _bring_forward(uow: UnitOfWork, told: NoticeDelivery, *, now: datetime) -> NoticeDelivery | None:
    """Send a message that waits on the cost ladder now; None if its time has come, so that it goes by itself."""
    if not delivery_rules.waits_on_ladder(told, now=now):
        return None
    earlier = delivery_rules.with_earlier_rung(told, now=now)
    uow.put(store.delivery_ref(told.id), earlier)
    jobs.schedule_sending(uow, earlier)
    return earlier


def _list_later_channels(channel: Channel) -> tuple[Channel, ...]:
    """List the other channels, beginning behind `channel`."""
    at = OUTSIDE_CHANNELS.index(channel)
    return OUTSIDE_CHANNELS[at + 1 :] + OUTSIDE_CHANNELS[:at]


def _may_replace(failed: NoticeDelivery, channel: Channel, recipient: Recipient) -> bool:
    """Return whether `channel` may replace a failed delivery: unasked for critical kinds alone."""
    policy, chosen = get_template(failed.template).policy, recipient.preferences
    # WhatsApp and SMS reach one number, which has had enough, and both cost money.
    is_limited = failed.reason in delivery_rules.NUMBER_REASONS and channel in TEXT_CHANNELS
    if is_limited or channel not in policy.channels:
        return False
    has_ended = chosen.kinds.get(failed.kind, {}).get(channel) is False
    return policy.critical or (chosen.has_switched_on(channel) and not has_ended)
