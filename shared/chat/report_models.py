"""What was reported: a copy of the message as evidence, and what became of it."""

import hashlib
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from shared.chat.errors import TooManyReports
from shared.chat.models import Message, RoomKind
from shared.kernel.ids import Id, MessageId, RoomId, UserId
from shared.kernel.ports import Query, Ref
from shared.kernel.schemas import Entity, Moment


class ReportReason(StrEnum):
    """What is wrong with a message."""

    SPAM = "spam"
    ABUSE = "abuse"
    FRAUD = "fraud"
    SELF_HARM = "self_harm"
    OTHER = "other"


class ReportStatus(StrEnum):
    """`OPEN` until an admin has decided."""

    OPEN = "open"
    RESOLVED = "resolved"


class ReportAction(StrEnum):
    """What an admin has done about it."""

    NOTHING = "nothing"
    WARNED = "warned"
    REMOVED = "removed"
    SUSPENDED = "suspended"
    OTHER = "other"


class Resolution(Entity):
    """An admin's decision."""

    action: ReportAction
    """What the admin did about the message."""
    notes: str
    """Explanation by the admin; may be empty."""
    by: UserId
    """Id of the admin who decided."""
    at: Moment
    """Instant in UTC at which the admin decided."""


class MessageReport(Entity):
    """`message` and those `before` it are as they were when it was reported; what becomes of them changes nothing.

    Once it is resolved it ends, at `expire_at`.
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
        """Whether it has ended; the database may take a day to forget it."""
        return self.expire_at is not None and self.expire_at <= now


class RateLimitWindow(Entity):
    """When something was done lately of which there may only be so much."""

    times: tuple[Moment, ...] = ()
    expire_at: Moment | None = None

    def times_within(self, lately: timedelta, now: datetime) -> tuple[Moment, ...]:
        """When it was done in the time until *now*."""
        return tuple(one for one in self.times if one > now - lately)

    def with_one_more(self, lately: timedelta, *, most: int, now: datetime) -> Self:
        """Done again. Raises `TooManyReports`."""
        times = self.times_within(lately, now)
        if len(times) >= most:
            wait = times[-most] + lately - now
            raise TooManyReports(retry_after=wait.total_seconds(), most=most)
        return self.having(times=(*times, now), expire_at=now + lately)


def report_ref(report_id: str) -> Ref[MessageReport]:
    """Where a report is kept."""
    return Ref(f"message_reports/{report_id}", MessageReport)


def reporter_rate_limit_ref(reporter: str) -> Ref[RateLimitWindow]:
    """Where it is kept how much a person reports."""
    return Ref(f"report_tallies/person-{reporter}", RateLimitWindow)


def room_alert_limit_ref(room_id: RoomId) -> Ref[RateLimitWindow]:
    """Where it is kept when admins were told of a room."""
    return Ref(f"report_tallies/room-{room_id}", RateLimitWindow)


def report_id_from(room_id: RoomId, message_id: MessageId, reporter: str) -> Id:
    """The id of the one report that a person can make of a message."""
    return Id(hashlib.sha256(f"{room_id}/{message_id}/{reporter}".encode()).hexdigest()[:32])


def reports_query(status: ReportStatus) -> Query[MessageReport]:
    """The reports of this status, the newest first."""
    query = Query("message_reports", MessageReport).matching("status", "==", status)
    return query.order_by("reported_at", "desc").order_by("id", "desc")


def reports_of_file_query(key: str) -> Query[MessageReport]:
    """The reports to whose evidence the file under *key* belongs."""
    return Query("message_reports", MessageReport).matching("message.attachment.key", "==", key)
