"""Decision on how people are told of what happened. The notification, its deliveries and their tasks share a commit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.contracts.notices import Channel, Notice
from shared.contracts.people import AccountCard, PersonRole
from shared.kernel.ids import UserId
from shared.kernel.ports import Load, UnitOfWork
from shared.notifications import decision_rules, delivery_rules, jobs, store, unread
from shared.notifications.decision_rules import ChannelDecision, Recipient
from shared.notifications.delivery_models import NEWS_FIELDS, DeliveryState, NoticeDelivery
from shared.notifications.device_models import PushDevices
from shared.notifications.group_deliveries import DeliveryPlace, find_delivery_places
from shared.notifications.inbox_models import InboxState, Notification
from shared.notifications.notice_templates import NOTICE_TEMPLATES, NoticeTemplate
from shared.notifications.notice_texts.renderer import render_notice_texts
from shared.notifications.preference_models import NotificationPreferences
from shared.notifications.settings import NOTIFICATION_SETTINGS, NotificationSettings


@dataclass(frozen=True, slots=True)
class RecipientDocuments:
    """Documents that decide how the person of a notice is told, as one argument of `Reader.get_many`.

    Attributes:
        notice: Happening, told to a person with an account.
    """

    notice: Notice

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the paths of the documents."""
        uid = self._uid
        return (
            *((NOTIFICATION_SETTINGS.ref.path,) if self._is_on_ladder else ()),
            store.preferences_ref(uid).path,
            store.inbox_state_ref(uid).path,
            store.devices_ref(uid).path,
            store.notification_ref(uid, decision_rules.compute_notification_id(self.notice)).path,
            # A person may have deleted the notification; its deliveries still say that the person was told.
            *(store.delivery_ref(id_).path for id_ in _list_delivery_ids(self.notice)),
        )

    def pick(self, load: Load) -> "LoadedRecipient":
        """Build what is known of the person, with defaults for documents that do not exist yet."""
        uid = self._uid
        return LoadedRecipient(
            preferences=load(store.preferences_ref(uid)) or NotificationPreferences(id=uid),
            inbox=load(store.inbox_state_ref(uid)) or InboxState(id=uid),
            devices=load(store.devices_ref(uid)) or PushDevices(id=uid),
            earlier=load(store.notification_ref(uid, decision_rules.compute_notification_id(self.notice))),
            settings=(load(NOTIFICATION_SETTINGS.ref) if self._is_on_ladder else None) or NotificationSettings(),
        )

    @property
    def _is_on_ladder(self) -> bool:
        return NOTICE_TEMPLATES[self.notice.template].is_on_ladder

    @property
    def _uid(self) -> UserId:
        if self.notice.to is None:
            raise ValueError("a guest has no documents of notifications")
        return self.notice.to


@dataclass(frozen=True, slots=True)
class LoadedRecipient:
    """Choices, inbox and devices of a person, and the notification that the person has of the happening already.

    The settings are the defaults if nothing waits on the cost ladder.
    """

    preferences: NotificationPreferences
    inbox: InboxState
    devices: PushDevices
    earlier: Notification | None
    settings: NotificationSettings


async def tell_person(
    uow: UnitOfWork,
    notice: Notice,
    account: AccountCard,
    *,
    followed: Mapping[str, bool] | None = None,
    now: datetime,
) -> bool:
    """Decide how the person of `notice` is told, and return whether they had not been told before.

    The same happening again changes nothing, and so does an earlier happening of the same group.

    Args:
        uow: Unit of work, in which the caller may have prefetched `RecipientDocuments`.
        notice: Happening, with the person to tell.
        account: Account of that person.
        followed: Channels that the person switched on or off for the followed thing.
        now: Present instant.
    """
    template = NOTICE_TEMPLATES[notice.template]
    (found,) = await uow.get_many(RecipientDocuments(notice))
    if found.earlier is not None and (notice.group is None or found.earlier.group_version >= notice.group_version):
        return False
    recipient = Recipient(account, found.preferences, found.inbox, found.devices, followed or {})
    wanted = decision_rules.list_wanted_channels(notice, template, recipient)
    if found.earlier is None and await _is_told(uow, notice, wanted):
        return False
    inbox, notification_id = found.inbox, None
    if Channel.IN_APP in wanted:
        inbox, notification_id = _put_notification(uow, notice, template, recipient, found.earlier, now=now)
    outside = tuple(channel for channel in wanted if channel is not Channel.IN_APP)
    if outside:
        valid_until = template.compute_valid_until(notice, now=now)
        decision = decision_rules.decide_sending(
            template, recipient, valid_until=valid_until, needed_by=notice.needed_by, now=now
        )
        places = await find_delivery_places(uow, notice, outside, decision, recipient, now=now)
        ladder = decision_rules.compute_ladder(
            template,
            outside,
            step=found.settings.ladder_step,
            valid_until=valid_until,
            needed_by=notice.needed_by,
            now=now,
        )
        for channel, place in places.items():
            _put_delivery(
                uow,
                notice,
                template,
                channel,
                decision,
                place=place,
                ladder_at=ladder.get(channel),
                notification_id=notification_id,
                role=account.role,
                now=now,
            )
        is_new = any(not place.is_taken for place in places.values())
        if is_new and decision.state is not DeliveryState.DROPPED:
            inbox = decision_rules.with_sent(inbox, recipient, template.kind, now=now)
    if inbox != found.inbox:
        uow.put(store.inbox_state_ref(account.id), inbox)
    return True


async def tell_guest(uow: UnitOfWork, notice: Notice, *, now: datetime) -> bool:
    """Tell a recipient without an account, by mail or on the one channel of `notice`; return whether that was new.

    The workflow that composes the mail finds the address, and the reason for which mail may go there. Of an SMS, the
    workflow finds the number.
    """
    channel = notice.channels[0] if notice.channels else Channel.EMAIL
    if await _is_told(uow, notice, (channel,)):
        return False
    template = NOTICE_TEMPLATES[notice.template]
    decision = ChannelDecision(DeliveryState.QUEUED)
    _put_delivery(uow, notice, template, channel, decision, notification_id=None, now=now)
    return True


def _list_delivery_ids(notice: Notice) -> list[str]:
    """List the ids of the deliveries of `notice` on the usual channels of its kind that leave the app."""
    channels = [one for one in NOTICE_TEMPLATES[notice.template].policy.channels if one is not Channel.IN_APP]
    return [decision_rules.compute_delivery_id(notice.event, notice.recipient, channel) for channel in channels]


async def _is_told(uow: UnitOfWork, notice: Notice, channels: Sequence[Channel]) -> bool:
    outside = [channel for channel in channels if channel is not Channel.IN_APP]
    ids = [decision_rules.compute_delivery_id(notice.event, notice.recipient, channel) for channel in outside]
    return any(found is not None for found in await uow.get_all([store.delivery_ref(id_) for id_ in ids]))


def _put_notification(
    uow: UnitOfWork,
    notice: Notice,
    template: NoticeTemplate,
    recipient: Recipient,
    earlier: Notification | None,
    *,
    now: datetime,
) -> tuple[InboxState, str]:
    """Put the notification into the inbox, and return the inbox and the notification's id."""
    inbox = recipient.inbox.having(seq=recipient.inbox.seq + 1)
    if earlier is not None:
        # The group's notification has a new number; its old one is gone.
        inbox = unread.with_read(inbox, [earlier.seq])
    texts = render_notice_texts(notice.template, notice.values, recipient.account.locale, zone=recipient.zone)
    notification = decision_rules.with_notification(earlier, notice, template, texts, seq=inbox.seq, now=now)
    ref = store.notification_ref(recipient.account.id, notification.id)
    if earlier is None:
        uow.create(ref, notification)
    else:
        uow.put(ref, notification)
    return inbox, notification.id


def _put_delivery(
    uow: UnitOfWork,
    notice: Notice,
    template: NoticeTemplate,
    channel: Channel,
    decision: ChannelDecision,
    *,
    place: DeliveryPlace | None = None,
    ladder_at: datetime | None = None,
    notification_id: str | None,
    role: PersonRole | None = None,
    now: datetime,
) -> None:
    delivery = decision_rules.delivery_from_notice(
        notice, template, channel, decision, notification_id=notification_id, role=role, now=now
    )
    if place is not None:
        delivery = delivery.having(id=place.id)
    if place is not None and place.is_taken:
        # Its release is scheduled already.
        uow.put(store.delivery_ref(delivery.id), delivery)
        return
    later = notice.mail_after if channel is Channel.EMAIL else ladder_at
    due_at = max(now, later or now) if delivery.state is DeliveryState.QUEUED else None
    if due_at is not None:
        delivery = delivery_rules.with_due_time(delivery.having(ladder_at=ladder_at), due_at)
    if place is not None and place.is_free_again:
        uow.put(store.delivery_ref(delivery.id), delivery)
    else:
        uow.create(store.delivery_ref(delivery.id), delivery)
    if due_at is not None:
        jobs.schedule_sending(uow, delivery, at=later)
    elif delivery.release_at is not None and delivery.user_id is not None:
        jobs.schedule_release(uow, delivery.user_id, channel, at=delivery.release_at)


def build_replacement(failed: NoticeDelivery, delivery_id: str, channel: Channel, *, now: datetime) -> NoticeDelivery:
    """Build the delivery on `channel` that replaces one which did not arrive: the same news, on a new way."""
    return NoticeDelivery(
        id=delivery_id,
        channel=channel,
        state=DeliveryState.QUEUED,
        fallback_of=failed.id,
        created_at=now,
        expire_at=now + decision_rules.RETENTION,
        **{name: getattr(failed, name) for name in NEWS_FIELDS},
    )
