"""Entities of attendance: who came to a booked session, what follows, and the dispute about it."""

from typing import Annotated, Literal

from pydantic import computed_field

from shared.contracts.offers import ServiceKind
from shared.contracts.sessions import AttendanceOutcome
from shared.kernel.ids import BookingId, SessionId, UserId
from shared.kernel.schemas import Entity, Line, Moment, Text
from shared.kernel.stored_choices import StoredEnum, UnknownAs
from shared.sessions.models import EndedBy

SideName = Literal["customer", "expert"]
"""A side of a session."""


class SidePresence(Entity):
    """Signs of one side of a session.

    Attributes:
        first_at: First sign of the side from the opening on, in UTC: it joined, wrote, or entered the video room. None
            if there was none.
        last_at: Last such sign; None if there was none.
        messages: Messages that the side wrote during the session, at most 1,000 of both sides counted.
        first_message_at: First of these messages, in UTC; None if there was none.
        tried_at: First time in UTC at which the side asked for access to the video room, or joined the session. None if
            it never did, and for other meetings than those by video. An attempt is no presence.
        present_seconds: Seconds of the agreed time that the side spent in the video room, several devices counted once.
            None if the provider has not told, and for other meetings.
        waited_seconds: Seconds of `present_seconds` in which the other side was not there.
        kept_out_seconds: Seconds of the agreed time in which the other side had blocked this one in chat; 0 by default.
    """

    first_at: Moment | None = None
    last_at: Moment | None = None
    messages: int = 0
    first_message_at: Moment | None = None
    tried_at: Moment | None = None
    present_seconds: int | None = None
    waited_seconds: int | None = None
    kept_out_seconds: int = 0


class DisputeStatus(StoredEnum):
    """State of a dispute: `open`, `changed` by an admin's decision, or `kept`, by a decision or by silence."""

    OPEN = "open"
    CHANGED = "changed"
    KEPT = "kept"
    UNKNOWN = "unknown"


class DisputeStatement(Entity):
    """Statement of one side about the attendance.

    Attributes:
        text: Statement in that person's words.
    """

    side: Annotated[SideName, UnknownAs("customer")]
    text: Text
    at: Moment


class AttendanceDispute(Entity):
    """Dispute about a decision.

    Attributes:
        statements: Statements of one or both sides, that of the side that opened the dispute first.
        opened_at: Instant in UTC at which the dispute was opened.
        decide_before: Instant in UTC at which the decision is kept unless an admin has decided otherwise.
        closed_at: Instant in UTC at which the dispute ended; None while it is open.
        closed_by: Uid of the admin who decided; None while it is open, and for one that ended by silence.
        reason: Reason of the admin; empty by default.
    """

    status: DisputeStatus = DisputeStatus.OPEN
    statements: tuple[DisputeStatement, ...]
    opened_at: Moment
    decide_before: Moment
    closed_at: Moment | None = None
    closed_by: UserId | None = None
    reason: str = ""


class AttendanceCorrection(Entity):
    """Correction of a decision by an admin, without a dispute.

    Attributes:
        before: Outcome that the correction has replaced.
        outcome: Outcome in the admin's judgement.
        reason: Reason of the admin.
        by: Uid of the admin.
        at: Instant in UTC of the correction.
    """

    before: AttendanceOutcome
    outcome: AttendanceOutcome
    reason: str
    by: UserId
    at: Moment


class Attendance(Entity):
    """Decision about who came to a booked session, with its evidence. The id is the session's.

    Attributes:
        outcome: Outcome of the session.
        version: Number of the decision, from 1; an admin's other decision makes it grow.
        refund: Money that goes back to the customer by all decisions, in whole rupiah.
        starts_at: Agreed start, UTC.
        ends_at: Agreed end, UTC, paid extensions included.
        ended_at: Instant in UTC at which the session ended.
        seen_customer: Signs of the customer.
        seen_expert: Signs of the expert.
        decided_at: Instant in UTC of the first decision.
        dispute_before: Instant in UTC until which either side may dispute it.
        corrections: Corrections by admins without a dispute, the oldest first.
    """

    id: SessionId
    booking_id: BookingId
    customer: UserId
    customer_name: Line
    expert: UserId
    expert_name: Line
    service_kind: ServiceKind
    outcome: AttendanceOutcome
    version: int = 1
    refund: int = 0
    starts_at: Moment
    ends_at: Moment
    ended_at: Moment
    ended_by: EndedBy
    seen_customer: SidePresence
    seen_expert: SidePresence
    decided_at: Moment
    dispute_before: Moment
    dispute: AttendanceDispute | None = None
    corrections: tuple[AttendanceCorrection, ...] = ()

    @computed_field  # type: ignore[prop-decorator]
    @property
    def undecided_before(self) -> Moment | None:
        """Return until when an open dispute waits for an admin. Stored, so that sweeps and lists can query for it."""
        is_open = self.dispute is not None and self.dispute.status is DisputeStatus.OPEN
        return self.dispute.decide_before if self.dispute is not None and is_open else None
