"""Paths and queries of notifications."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from shared.contracts.notices import Channel, NotificationKind
from shared.kernel.ids import UserId
from shared.kernel.paging import Rows, list_rows
from shared.kernel.ports import Query, Reader, Ref
from shared.limits.subjects import normalize_mailbox
from shared.notifications.delivery_models import DeliveryState, NoticeDelivery
from shared.notifications.device_models import PushDevices, PushTokenOwner
from shared.notifications.inbox_models import InboxState, Notification
from shared.notifications.models import MailSending, WithheldMail
from shared.notifications.preference_models import NotificationPreferences
from shared.notifications.settings import MAIL_SETTINGS
from shared.notifications.suppression_models import Suppression

SETTINGS = MAIL_SETTINGS.ref


def compute_address_hash(address: str) -> str:
    """Compute the hash that stands for an address in records, whatever the spelling of its mailbox."""
    return hashlib.sha256(f"address:{normalize_mailbox(address)}".encode()).hexdigest()[:32]


def withheld_mail_ref(record_id: str) -> Ref[WithheldMail]:
    """Build the reference of the record of a mail that was not sent."""
    return Ref(f"withheld_mails/{record_id}", WithheldMail)


def mail_sending_ref(key: str) -> Ref[MailSending]:
    """Build the reference of the intent to send the mail of a job."""
    return Ref(f"mail_sendings/{key}", MailSending)


def preferences_ref(uid: str) -> Ref[NotificationPreferences]:
    """Build the reference of a person's choices."""
    return Ref(f"notification_preferences/{uid}", NotificationPreferences)


def inbox_state_ref(uid: str) -> Ref[InboxState]:
    """Build the reference of the state of a person's inbox."""
    return Ref(f"notification_states/{uid}", InboxState)


def notification_ref(uid: str, notification_id: str) -> Ref[Notification]:
    """Build the reference of a notification in a person's inbox."""
    return Ref(f"users/{uid}/notifications/{notification_id}", Notification)


def devices_ref(uid: str) -> Ref[PushDevices]:
    """Build the reference of a person's devices."""
    return Ref(f"push_devices/{uid}", PushDevices)


def token_owner_ref(token_hash: str) -> Ref[PushTokenOwner]:
    """Build the reference of the owner of a push token."""
    return Ref(f"push_tokens/{token_hash}", PushTokenOwner)


def compute_token_hash(token: str) -> str:
    """Compute the hash that names a push token."""
    return hashlib.sha256(f"push:{token}".encode()).hexdigest()[:32]


def delivery_ref(delivery_id: str) -> Ref[NoticeDelivery]:
    """Build the reference of a delivery."""
    return Ref(f"notice_deliveries/{delivery_id}", NoticeDelivery)


def suppression_ref(channel: Channel, address: str) -> Ref[Suppression]:
    """Build the reference of the suppression of an address or number on a channel."""
    return suppression_by_key_ref(compute_suppression_key(channel, address))


def suppression_by_key_ref(key: str) -> Ref[Suppression]:
    """Build the reference of the suppression with a key of `compute_suppression_key`."""
    return Ref(f"suppressions/{key}", Suppression)


def compute_suppression_key(channel: Channel, address: str) -> str:
    """Compute the key that stands for an address or number on a channel, whatever the spelling of its mailbox."""
    told = normalize_mailbox(address) if channel is Channel.EMAIL else address
    return f"{channel}-{hashlib.sha256(told.encode()).hexdigest()[:32]}"


async def list_notifications(
    reader: Reader, uid: UserId, *, kind: NotificationKind | None, unread: bool, cursor: str | None, limit: int
) -> Rows[Notification]:
    """List a person's notifications, the latest first.

    Args:
        reader: Reader of documents.
        uid: Id of the person.
        kind: Kind to list; None for all kinds.
        unread: True for those that are unread alone.
        cursor: Position behind the page before.
        limit: Most notifications on the page.
    """
    query = Query(f"users/{uid}/notifications", Notification)
    if kind is not None:
        query = query.matching("kind", "==", kind)
    if unread:
        query = query.matching("unread", "==", True)
    query = query.order_by("changed_at", "desc").order_by("id", "desc")
    return await list_rows(reader, query, cursor=cursor, limit=limit)


async def list_old_notifications(reader: Reader, *, at: datetime, limit: int) -> list[Notification]:
    """List notifications of all people whose time is over at `at`, the oldest first."""
    query = Query("notifications", Notification, group=True)
    return await reader.query(query.matching("expire_at", "<=", at).order_by("expire_at").first(limit))


async def list_held_deliveries(
    reader: Reader, uid: UserId, channel: Channel, *, until: datetime, limit: int
) -> list[NoticeDelivery]:
    """List a person's deliveries on `channel` that were held until `until` at most, the oldest first."""
    return await reader.query(
        Query("notice_deliveries", NoticeDelivery)
        .matching("user_id", "==", uid)
        .matching("channel", "==", channel)
        .matching("state", "==", DeliveryState.HELD)
        .matching("release_at", "<=", until)
        .order_by("release_at")
        .first(limit)
    )


async def list_overdue_deliveries(reader: Reader, *, at: datetime, limit: int) -> list[NoticeDelivery]:
    """List held deliveries of all people whose release is overdue at `at`, the longest overdue first."""
    return await reader.query(
        Query("notice_deliveries", NoticeDelivery)
        .matching("state", "==", DeliveryState.HELD)
        .matching("release_at", "<=", at)
        .order_by("release_at")
        .first(limit)
    )


async def list_worthless_deliveries(reader: Reader, *, at: datetime, limit: int) -> list[NoticeDelivery]:
    """List deliveries that still wait for a vendor although their time is over at `at`, the longest over first."""
    waiting = [DeliveryState.QUEUED, DeliveryState.SENDING]
    return await reader.query(
        Query("notice_deliveries", NoticeDelivery)
        .matching("state", "in", waiting)
        .matching("valid_until", "<=", at)
        .order_by("valid_until")
        .first(limit)
    )


async def list_late_deliveries(reader: Reader, *, at: datetime, limit: int) -> list[NoticeDelivery]:
    """List deliveries that must arrive and still wait for a vendor, overdue at `at`, the longest overdue first."""
    waiting = [DeliveryState.QUEUED, DeliveryState.SENDING]
    return await reader.query(
        Query("notice_deliveries", NoticeDelivery)
        .matching("state", "in", waiting)
        .matching("overdue_at", "<=", at)
        .order_by("overdue_at")
        .first(limit)
    )


def person_deliveries_query(uid: UserId, kinds: Sequence[NotificationKind]) -> Query[NoticeDelivery]:
    """Build the query for the deliveries of some kinds to a person, the newest first."""
    query = Query("notice_deliveries", NoticeDelivery).matching("user_id", "==", uid).matching("kind", "in", kinds)
    return query.order_by("created_at", "desc").order_by("id", "desc")


def guest_deliveries_query(guests: Sequence[str]) -> Query[NoticeDelivery]:
    """Build the query for the deliveries to a guest, who may have several keys, the newest first."""
    query = Query("notice_deliveries", NoticeDelivery).matching("guest", "in", guests)
    return query.order_by("created_at", "desc").order_by("id", "desc")
