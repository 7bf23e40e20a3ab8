"""Views of attendance."""

from typing import Literal, Self

from shared.contracts.sessions import AttendanceOutcome
from shared.kernel.ids import BookingId, Id, SessionId, UserId
from shared.kernel.money import Money
from shared.kernel.schemas import Moment, View
from shared.sessions.attendance_models import (
    Attendance,
    AttendanceCorrection,
    AttendanceDispute,
    DisputeStatement,
    DisputeStatus,
    SidePresence,
)
from shared.sessions.evidence_models import Evidence, EvidenceKind, EvidenceSide, EvidenceSource
from shared.sessions.models import EndedBy

DecidableOutcome = Literal[
    "both_came",
    "not_observed",
    "technical_failure",
    "ended_early",
    "customer_absent",
    "expert_absent",
    "nobody_came",
]
"""Outcomes that an admin can decide."""


class SidePresenceView(View):
    """Signs of one side of a session."""

    first_at: Moment | None
    """Instant in UTC at which the side first joined, wrote or entered the video room; null if it never did."""
    last_at: Moment | None
    """Instant in UTC of the last such sign; null if there was none."""
    messages: int
    """Number of messages that the side wrote during the session, of the first 1,000 of both."""
    first_message_at: Moment | None
    """Instant in UTC of the side's first message during the session; null if it wrote none."""
    tried_at: Moment | None
    """Instant in UTC at which the side first asked for access to a meeting by video; null if it never did."""
    present_seconds: int | None
    """Seconds of the agreed time that the side spent in the video room; null where nobody has measured them."""
    waited_seconds: int | None
    """Seconds of `present_seconds` that the side spent alone; null where nobody has measured them."""
    kept_out_seconds: int
    """Seconds of the agreed time in which the other side had blocked this one in chat."""

    @classmethod
    def of(cls, seen: SidePresence) -> Self:
        return cls(**seen.model_dump())


class EvidenceView(View):
    """Something that the video room has shown of one side or of both."""

    id: Id
    """Id of the evidence, which never changes."""
    kind: EvidenceKind
    """Kind of what happened; `tried` if the side asked for access, which proves no presence."""
    source: EvidenceSource
    """Part of the product that has seen it."""
    side: EvidenceSide
    """Side that it is about; `unknown` for the room as a whole, and for a participant without our access."""
    connection: str
    """Participant of the video room, one for each access; empty for the room as a whole."""
    at: Moment
    """Instant in UTC at which it happened; see `time_from`."""
    time_from: Literal["event", "arrival"]
    """Origin of `at`: `event` if the provider has told it, `arrival` if it is the time at which its webhook came."""
    reported_by: Literal["webhook", "log", "request"]
    """Way in which we learned of it: a `webhook`, the provider's `log` after the end, or a `request` of the app."""
    received_at: Moment
    """Instant in UTC at which we learned of it."""

    @classmethod
    def of(cls, seen: Evidence) -> Self:
        return cls(**seen.model_dump(include=set(cls.model_fields)))


class DisputeStatementView(View):
    """Statement of one side about the attendance."""

    side: Literal["customer", "expert"]
    """Side that speaks here: `customer` or `expert`."""
    text: str
    """Statement in that person's words."""
    at: Moment
    """Instant in UTC at which the side wrote this."""

    @classmethod
    def of(cls, statement: DisputeStatement) -> Self:
        return cls(**statement.model_dump())


class AttendanceDisputeView(View):
    """Dispute about who came."""

    status: DisputeStatus
    """State of the dispute: `open`, `changed` by an admin, or `kept`, by an admin or because nobody decided in time."""
    statements: list[DisputeStatementView]
    """Statements of one or both sides; the side that opened the dispute stands first."""
    opened_at: Moment
    """Instant in UTC of the first statement."""
    decide_before: Moment
    """Instant in UTC at which the decision is kept, unless an admin has decided otherwise by then."""
    closed_at: Moment | None
    """Instant in UTC at which the dispute ended; null while it is open."""
    reason: str
    """Reason of the admin who decided; empty while it is open, and if nobody decided."""

    @classmethod
    def of(cls, dispute: AttendanceDispute) -> Self:
        return cls(
            status=dispute.status,
            statements=[DisputeStatementView.of(each) for each in dispute.statements],
            opened_at=dispute.opened_at,
            decide_before=dispute.decide_before,
            closed_at=dispute.closed_at,
            reason=dispute.reason,
        )


class AttendanceCorrectionView(View):
    """Correction of the decision by an admin, without a dispute."""

    before: AttendanceOutcome
    """Outcome that the correction has replaced."""
    outcome: AttendanceOutcome
    """Outcome in the admin's judgement."""
    reason: str
    """Reason of the admin, for both sides."""
    at: Moment
    """Instant in UTC of the correction."""

    @classmethod
    def of(cls, correction: AttendanceCorrection) -> Self:
        return cls(**correction.model_dump(include=set(cls.model_fields)))


class AttendanceView(View):
    """Decision about who came to a booked session, with its evidence."""

    session_id: SessionId
    """Id of the session, which is the booking's id."""
    booking_id: BookingId
    """Id of the booking whose meeting the session was, for `get_booking`."""
    customer: UserId
    """Account id of the person who booked."""
    customer_name: str
    """Full name of the person who booked."""
    expert: UserId
    """Account id of the person who was booked, for `get_expert`."""
    expert_name: str
    """Full name of the person who was booked."""
    outcome: AttendanceOutcome
    """Outcome of the session; `not_observed` where nothing shows an absence.

    `technical_failure` if neither could enter the video room, `ended_early` if the expert left out much of the time."""
    version: int
    """Number of the decision, from 1; an admin's other decision has the next number."""
    refund: Money
    """Money that goes back to the customer because of this decision."""
    starts_at: Moment
    """Agreed start of the session, UTC."""
    ends_at: Moment
    """Agreed end of the session, UTC, paid extensions included."""
    ended_at: Moment
    """Instant in UTC at which the clock or a person closed the session."""
    ended_by: EndedBy
    """Side or process that closed the session: `timeout` for its clock."""
    seen_customer: SidePresenceView
    """Signs of the person who booked, between the opening and the end."""
    seen_expert: SidePresenceView
    """Signs of the person who was booked, between the opening and the end."""
    decided_at: Moment
    """Instant in UTC of the first decision, some minutes after the end."""
    dispute_before: Moment
    """Instant in UTC until which either side may call `dispute_attendance`; then the decision is final."""
    dispute: AttendanceDisputeView | None
    """Disagreement of one or both sides with the decision; null while nobody objects."""
    corrections: list[AttendanceCorrectionView]
    """Corrections by admins without a dispute, the oldest first."""

    @classmethod
    def of(cls, attendance: Attendance) -> Self:
        told = attendance.model_dump(include=set(cls.model_fields) - {"refund", "dispute", "corrections"})
        return cls(
            **told,
            session_id=attendance.id,
            refund=Money.idr(attendance.refund),
            dispute=AttendanceDisputeView.of(attendance.dispute) if attendance.dispute else None,
            corrections=[AttendanceCorrectionView.of(each) for each in attendance.corrections],
        )
