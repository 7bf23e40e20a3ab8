"""Track record of an expert: how soon customers are answered, and how many agreed meetings took place."""

import statistics
from datetime import datetime

from shared.kernel.ids import BookingId, UserId
from shared.kernel.ports import Ref
from shared.kernel.schemas import Entity, Moment

MAX_MEETINGS = 50
"""Number of the latest meetings that count."""

MIN_MEETINGS = 5
"""Number of meetings from which on a share of them says something."""

MIN_REPLIES = 3
"""Number of replies from which on a median says something."""


class AgreedMeeting(Entity):
    """Outcome of one confirmed booking.

    Attributes:
        booking_id: The booking.
        kept: True if the expert did their part; false if they stayed away, left early or cancelled.
        reply_seconds: Time in seconds from the customer's first question to the expert's first reply; for one that was
            never answered, until the booking was over. None where nobody asked.
        starts_at: Agreed start, UTC.
    """

    booking_id: BookingId
    kept: bool
    reply_seconds: int | None = None
    starts_at: Moment


class TrackRecord(Entity):
    """The latest meetings of an expert, by which the figures on the expert's card are computed.

    Attributes:
        id: Uid of the expert.
        meetings: At most 50 meetings, the latest start first.
        changed_at: Time of the last change, UTC.
    """

    id: UserId
    meetings: tuple[AgreedMeeting, ...] = ()
    changed_at: Moment


def track_record_ref(uid: str) -> Ref[TrackRecord]:
    """Return the reference of an expert's track record, whose id is the uid."""
    return Ref(f"track_records/{uid}", TrackRecord)


def with_meeting(
    record: TrackRecord, booking_id: BookingId, meeting: AgreedMeeting | None, *, now: datetime
) -> TrackRecord:
    """Return the record with the outcome of a booking, in the place of an earlier one.

    Args:
        record: The record so far.
        booking_id: The booking.
        meeting: Outcome of the booking; None if it counts neither for nor against the expert.
        now: Present instant.
    """
    others = [one for one in record.meetings if one.booking_id != booking_id]
    latest = sorted([*others, *([meeting] if meeting else [])], key=_by_start, reverse=True)[:MAX_MEETINGS]
    meetings = tuple(latest)
    return record if meetings == record.meetings else record.having(meetings=meetings, changed_at=now)


def compute_completion_percent(record: TrackRecord) -> int | None:
    """Compute the share of meetings in which the expert did their part, 0 to 100, rounded down.

    None with fewer than five meetings.
    """
    count = len(record.meetings)
    return 100 * sum(one.kept for one in record.meetings) // count if count >= MIN_MEETINGS else None


def compute_response_minutes(record: TrackRecord) -> int | None:
    """Compute the median time to a first reply, in minutes, rounded up. None with fewer than three replies."""
    waits = [one.reply_seconds for one in record.meetings if one.reply_seconds is not None]
    return max(1, -(-statistics.median_high(waits) // 60)) if len(waits) >= MIN_REPLIES else None


def _by_start(meeting: AgreedMeeting) -> tuple[datetime, str]:
    return meeting.starts_at, meeting.booking_id
