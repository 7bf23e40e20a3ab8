"""A session: two people, a room, and a time that runs out."""

from datetime import timedelta
from enum import StrEnum
from typing import Literal

from pydantic import computed_field

from shared.contracts.sessions import SessionParticipants
from shared.kernel.ids import BookingId, OrderId, PairingId, RoomId, SessionId, UserId
from shared.kernel.schemas import Entity, Line, Moment


class SessionStatus(StrEnum):
    """While it is `SEARCHING`, it has lost its expert and its time stands still."""

    ACTIVE = "active"
    SEARCHING = "searching"
    ENDED = "ended"


class EndedBy(StrEnum):
    """Who ended it, or what: `SYSTEM` when there was nobody left to hold it."""

    TIMEOUT = "timeout"
    CUSTOMER = "customer"
    EXPERT = "expert"
    ADMIN = "admin"
    SYSTEM = "system"


class Session(Entity):
    """`version` grows whenever its time changes; timers name the version for which they were set.

    Its time stands still (`ends_at` is None, `left_seconds` are left) while it is searched for another expert, and
    during a crisis. The customer is known to the expert by `pseudonym` alone.
    """

    id: SessionId
    kind: Literal["pairing", "booking"] = "pairing"
    status: SessionStatus = SessionStatus.ACTIVE
    version: int = 1
    customer: UserId
    pseudonym: Line
    expert: UserId | None
    expert_name: Line
    room_id: RoomId
    pairing_id: PairingId | None = None
    booking_id: BookingId | None = None
    order_id: OrderId | None = None
    minutes: int
    starts_at: Moment
    ends_at: Moment | None
    left_seconds: int = 0
    crisis_at: Moment | None = None
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
        """Since when its expert has said nothing at all: kept, so that sweeps can ask for it."""
        waits = self.status is SessionStatus.ACTIVE and self.answered_at is None
        return self.expert_since if waits else None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def crisis_since(self) -> Moment | None:
        """Since when somebody is in danger here: kept while it goes on, so that sweeps can ask for it."""
        return self.crisis_at if self.status is not SessionStatus.ENDED else None

    @property
    def joined(self) -> tuple[Literal["customer", "expert"], ...]:
        """Which of the two have entered the session; of experts, the present one counts."""
        arrivals: dict[Literal["customer", "expert"], Moment | None] = {
            "customer": self.customer_joined_at,
            "expert": self.expert_joined_at,
        }
        return tuple(side for side, joined_at in arrivals.items() if joined_at is not None)

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
    def time_left(self) -> timedelta:
        return timedelta(seconds=self.left_seconds)
