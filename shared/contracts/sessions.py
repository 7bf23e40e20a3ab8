"""Contract of pairing and sessions: who talks with whom."""

from shared.kernel.ids import OrderId, PairingId, RoomId, SessionId, UserId
from shared.kernel.schemas import Model, Moment
from shared.kernel.stored_choices import StoredEnum


class AttendanceOutcome(StoredEnum):
    """Outcome of a booked session: the sides that came to it.

    `not_observed` means that nothing shows an absence: the two met in person, at a link of another service, or somebody
    was in danger. `technical_failure` means that both tried to enter the video room in time and neither could.
    `ended_early` means that the expert left out a large part of the agreed time.
    """

    BOTH_CAME = "both_came"
    NOT_OBSERVED = "not_observed"
    TECHNICAL_FAILURE = "technical_failure"
    ENDED_EARLY = "ended_early"
    CUSTOMER_ABSENT = "customer_absent"
    EXPERT_ABSENT = "expert_absent"
    NOBODY_CAME = "nobody_came"
    UNKNOWN = "unknown"


class StrikeGround(StoredEnum):
    """Reason for which an expert got a strike: what happened to a booked session, or an admin's own judgement."""

    EXPERT_ABSENT = "expert_absent"
    NOBODY_CAME = "nobody_came"
    ENDED_EARLY = "ended_early"
    CANCELLED_LATE = "cancelled_late"
    ADMIN = "admin"
    UNKNOWN = "unknown"


class StrikeStep(StoredEnum):
    """Consequence of a strike: a warning, a pause of the expert's listing, or a listing hidden until a new vetting."""

    WARNING = "warning"
    PAUSE = "pause"
    VETTING = "vetting"
    UNKNOWN = "unknown"


class ListingState(StoredEnum):
    """State of an expert's listing that follows from strikes: shown, paused for a time, or hidden until vetted anew."""

    SHOWN = "shown"
    PAUSED = "paused"
    VETTING = "vetting"
    UNKNOWN = "unknown"


class AcceptedPairing(Model):
    """A pairing that an expert has accepted.

    Attributes:
        pairing_id: The pairing.
        session_id: The session that begins, or goes on with another expert.
        customer: The customer's alias.
        pseudonym: Name by which the expert knows the customer.
        minutes: Length of the session.
        order_id: Order that pays for the session; None for a trial or a credit.
    """

    pairing_id: PairingId
    session_id: SessionId
    customer: UserId
    pseudonym: str
    minutes: int
    order_id: OrderId | None = None


class SessionExpert(Model):
    """The expert of a session, and the name that the customer sees."""

    id: UserId
    name: str


class SessionParticipants(Model):
    """The two people of a session.

    Attributes:
        room_id: The room in which they talk.
        customer: The customer's alias or uid.
        pseudonym: Name that the expert sees.
        expert: The expert's uid.
        expert_name: Name that the customer sees.
        ends_at: End of the session; None while its clock stands still.
    """

    room_id: RoomId
    customer: UserId
    pseudonym: str
    expert: UserId
    expert_name: str
    ends_at: Moment | None


class SessionTimes(Model):
    """Times of a booked session.

    Attributes:
        opens_at: Instant in UTC from which on both can join.
        ends_at: Instant in UTC at which the session ends or has ended; None while its clock stands still.
    """

    opens_at: Moment | None
    ends_at: Moment | None
