"""Entities of sessions: two people, a room and a clock."""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import computed_field

from shared.contracts.offers import ServiceKind
from shared.contracts.sessions import SessionParticipants, SessionTimes
from shared.kernel.ids import BookingId, Id, OrderId, PairingId, RoomId, SessionId, UserId
from shared.kernel.schemas import Entity, Line, Moment
from shared.kernel.stored_choices import StoredEnum, UnknownAs


class SessionStatus(StoredEnum):
    """State of a session.

    A booked session is `scheduled` until some minutes before its start. While a call is `searching` for another expert,
    its clock stands still.
    """

    SCHEDULED = "scheduled"
    ACTIVE = "active"
    SEARCHING = "searching"
    ENDED = "ended"
    UNKNOWN = "unknown"


class EndedBy(StoredEnum):
    """Cause of a session's end.

    `system` means that nobody was left to hold the session, `cancellation` that its booking was cancelled.
    """

    TIMEOUT = "timeout"
    CUSTOMER = "customer"
    EXPERT = "expert"
    ADMIN = "admin"
    SYSTEM = "system"
    CANCELLATION = "cancellation"
    UNKNOWN = "unknown"


class CrisisRecord(Entity):
    """Record of a crisis that a person has ended as a false alarm.

    Attributes:
        began_at: Instant in UTC at which the crisis was raised.
        ended_by: Uid of the expert or admin who has ended the crisis.
        reason: Reason in the words of that person.
    """

    id: Id
    session_id: SessionId
    began_at: Moment
    ended_at: Moment
    ended_by: UserId
    role: Annotated[Literal["expert", "admin"], UnknownAs("admin")]
    reason: Line


class ClockPause(Entity):
    """Stretch of a session in which its clock stood still, because somebody seemed to be in danger. Times in UTC."""

    began_at: Moment
    ended_at: Moment


class Session(Entity):
    """Session of a customer with an expert: a call, or the meeting of a booking, whose id the session has.

    Each seat of a group has a session of its own. These sessions share expert, time and `room_id`.

    In a call the expert knows the customer by `pseudonym` alone. In a booked session `customer` is the customer's uid,
    and `pseudonym` the customer's name.

    Attributes:
        service_kind: Way in which the two of a booking meet; None for a call, which is a chat.
        starts_at: Start of the session, UTC; for a booked session the agreed one, whenever the two come.
        opens_at: Instant in UTC from which on both can join a booked session; None for a call, which begins at once.
        version: Grows with each change of the session's time; timers name the version for which they were set.
        ends_at: End of the session; None while its clock stands still (during a search and during a crisis).
        left_seconds: Remaining time while the clock stands still.
        crisis_reported_by: Uid of the expert or admin who has reported the crisis first; None if words have raised it.
        pauses: Stretches in which the clock stood still for a crisis that a person has ended as a false alarm. Empty in
            documents of earlier versions.
        known_as: Alias under which the expert knows the customer again, if the customer allows that in this session.
        known_name: Name that belongs to `known_as`.
    """

    id: SessionId
    kind: Annotated[Literal["pairing", "booking"], UnknownAs("booking")] = "pairing"
    status: SessionStatus = SessionStatus.ACTIVE
    version: int = 1
    customer: UserId
    pseudonym: Line
    known_as: UserId | None = None
    known_name: Line | None = None
    expert: UserId | None
    expert_name: Line
    room_id: RoomId
    pairing_id: PairingId | None = None
    booking_id: BookingId | None = None
    order_id: OrderId | None = None
    service_kind: ServiceKind | None = None
    minutes: int
    starts_at: Moment
    opens_at: Moment | None = None
    ends_at: Moment | None
    left_seconds: int = 0
    crisis_at: Moment | None = None
    crisis_reported_by: UserId | None = None
    pauses: tuple[ClockPause, ...] = ()
    expert_since: Moment
    answered_at: Moment | None = None
    expert_joined_at: Moment | None = None
    customer_joined_at: Moment | None = None
    experts_before: tuple[UserId, ...] = ()
    extended_by: tuple[str, ...] = ()
    ended_at: Moment | None = None
    ended_by: EndedBy | None = None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def unanswered_since(self) -> Moment | None:
        """Return since when the expert of a call has said nothing at all. Stored, so that sweeps can query for it."""
        waits = self.kind == "pairing" and self.status is SessionStatus.ACTIVE and self.answered_at is None
        return self.expert_since if waits else None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def crisis_since(self) -> Moment | None:
        """Return since when somebody is in danger. Stored while the crisis lasts, so that sweeps can query for it."""
        return self.crisis_at if self.status is not SessionStatus.ENDED else None

    @property
    def agreed_end(self) -> datetime:
        """End of the bought time, UTC: it comes later by the stretches in which the clock stood still."""
        paused = (one.ended_at - max(one.began_at, self.starts_at) for one in self.pauses)
        later = sum((max(one, timedelta()) for one in paused), timedelta())
        return self.starts_at + timedelta(minutes=self.minutes) + later

    @property
    def joined(self) -> tuple[Literal["customer", "expert"], ...]:
        """Sides that have entered the session; of experts, only the present one counts."""
        arrivals: dict[Literal["customer", "expert"], Moment | None] = {
            "customer": self.customer_joined_at,
            "expert": self.expert_joined_at,
        }
        return tuple(side for side, joined_at in arrivals.items() if joined_at is not None)

    @property
    def meeting_id(self) -> SessionId:
        """Id of the meeting, by which rooms and evidence are kept: all seats of a group have the same."""
        return SessionId(self.room_id)

    @property
    def is_seat(self) -> bool:
        """True if the session is that of one seat in a group."""
        return self.meeting_id != self.id

    @property
    def participants(self) -> SessionParticipants:
        """The two people of the session, while it has an expert."""
        if self.expert is None:
            raise ValueError(f"the session {self.id} has no expert")
        return SessionParticipants(
            room_id=self.room_id,
            customer=self.customer,
            pseudonym=self.pseudonym,
            expert=self.expert,
            expert_name=self.expert_name,
            ends_at=self.ends_at,
        )

    @property
    def times(self) -> SessionTimes:
        """The times of the session for other domains."""
        return SessionTimes(opens_at=self.opens_at, ends_at=self.ended_at or self.ends_at)

    @property
    def time_left(self) -> timedelta:
        return timedelta(seconds=self.left_seconds)
