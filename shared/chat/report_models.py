"""Entities, paths and queries of message reports."""

import hashlib
from datetime import datetime, timedelta
from typing import Self

from shared.chat.errors import TooManyReports
from shared.chat.models import Message, RoomKind
from shared.kernel.ids import Id, MessageId, RoomId, UserId
from shared.kernel.ports import Query, Ref
from shared.kernel.schemas import Entity, Moment
from shared.kernel.stored_choices import StoredEnum


class ReportReason(StoredEnum):
    """Kind of harm in a reported message."""

    SPAM = "spam"
    ABUSE = "abuse"
    FRAUD = "fraud"
    SELF_HARM = "self_harm"
    OTHER = "other"
    UNKNOWN = "unknown"


class ReportStatus(StoredEnum):
    """State of a report, `open` until an admin decides."""

    OPEN = "open"
    RESOLVED = "resolved"
    UNKNOWN = "unknown"


class ReportAction(StoredEnum):
    """Decision of an admin about a reported message."""

    NOTHING = "nothing"
    WARNED = "warned"
    REMOVED = "removed"
    SUSPENDED = "suspended"
    OTHER = "other"
    UNKNOWN = "unknown"


class Resolution(Entity):
    """An admin's decision on a report."""

    action: ReportAction
    """Measure that the admin took about the message."""
    notes: str
    """Explanation by the admin; may be empty."""
    by: UserId
    """Id of the admin who decided."""
    at: Moment
    """Instant in UTC at which the admin decided."""


class MessageReport(Entity):
    """Report of a message. Later changes of the message do not change the copies in the report.

    Attributes:
        id: Id derived from room, message and reporter (see `report_id_from`).
        room_id: Room of the message.
        room_kind: Kind of the room.
        message: Copy of the message at the time of the report.
        before: Copies of up to five earlier messages, without reactions, the oldest first.
        reporter: Id or alias of the person who reported.
        reason: Kind of harm.
        notes: Explanation by the reporter; may be empty.
        reported_at: Instant in UTC of the report.
        status: Status of the report.
        resolution: Decision of an admin; None while the report is open.
        expire_at: Instant in UTC at which the report ends; None while the report is open.
    """

    id: Id
    room_id: RoomId
    room_kind: RoomKind
    message: Message
    before: tuple[Message, ...]
    reporter: UserId
    reason: ReportReason
    notes: str
    reported_at: Moment
    status: ReportStatus = ReportStatus.OPEN
    resolution: Resolution | None = None
    expire_at: Moment | None = None

    def is_expired(self, now: datetime) -> bool:
        """Check if the report has expired. TTL may delete the document up to a day later."""
        return self.expire_at is not None and self.expire_at <= now


class RateLimitWindow(Entity):
    """Sliding window of a rate limit: the times of recent actions.

    Attributes:
        times: Instants in UTC of the actions, the oldest first.
        expire_at: Instant in UTC after which TTL deletes the document.
    """

    times: tuple[Moment, ...] = ()
    expire_at: Moment | None = None

    def times_within(self, lately: timedelta, now: datetime) -> tuple[Moment, ...]:
        """Return the times within the period `lately` before `now`."""
        return tuple(one for one in self.times if one > now - lately)

    def with_one_more(self, lately: timedelta, *, most: int, now: datetime) -> Self:
        """Add an action at `now`.

        Args:
            lately: Length of the window.
            most: Actions allowed within the window.
            now: Time of the action.

        Raises:
            TooManyReports: The window has `most` actions already.
        """
        times = self.times_within(lately, now)
        if len(times) >= most:
            wait = times[-most] + lately - now
            raise TooManyReports(retry_after=wait.total_seconds(), most=most)
        return self.having(times=(*times, now), expire_at=now + lately)


def report_ref(report_id: str) -> Ref[MessageReport]:
    """Build the reference to a report."""
    return Ref(f"message_reports/{report_id}", MessageReport)


def reporter_rate_limit_ref(reporter: str) -> Ref[RateLimitWindow]:
    """Build the reference to the rate limit of a person's reports."""
    return Ref(f"report_tallies/person-{reporter}", RateLimitWindow)


def room_alert_limit_ref(room_id: RoomId) -> Ref[RateLimitWindow]:
    """Build the reference to the rate limit of a room's alerts to admins."""
    return Ref(f"report_tallies/room-{room_id}", RateLimitWindow)


def report_id_from(room_id: RoomId, message_id: MessageId, reporter: str) -> Id:
    """Derive the id of the only report that a person can make of a message."""
    return Id(hashlib.sha256(f"{room_id}/{message_id}/{reporter}".encode()).hexdigest()[:32])


def reports_query(status: ReportStatus) -> Query[MessageReport]:
    """Build the query for the reports with this status, the newest first."""
    query = Query("message_reports", MessageReport).matching("status", "==", status)
    return query.order_by("reported_at", "desc").order_by("id", "desc")


def reports_of_file_query(key: str) -> Query[MessageReport]:
    """Build the query for the reports whose reported message carries the file `key`."""
    return Query("message_reports", MessageReport).matching("message.attachment.key", "==", key)
