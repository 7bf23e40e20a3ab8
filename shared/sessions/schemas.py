"""Views of sessions."""

from typing import Literal, Self

from shared.kernel.ids import BookingId, PairingId, RoomId, SessionId, UserId
from shared.kernel.schemas import Moment, View
from shared.sessions.models import EndedBy, Session, SessionStatus


class SessionView(View):
    """A session as its customer, its expert or an admin sees it."""

    session_id: SessionId
    """Id of the session, for `join_session`, `extend_session` and `end_session`."""
    kind: Literal["pairing", "booking"]
    """Origin of the session: `pairing` for a call, `booking` for a booked chat."""
    status: SessionStatus
    """State of the session: `active`, `searching` for another expert, or `ended`."""
    room_id: RoomId
    """Id of the chat room of the session, for `send_message` and `list_messages`."""
    customer: UserId
    """Id of the customer, or the alias as which a call shows the customer."""
    known_as: UserId | None
    """Alias that the customer has for this expert in each session where the customer allows it; otherwise null."""
    known_name: str | None
    """Invented name that belongs to `known_as`; null when the customer does not want to be known again."""
    pseudonym: str
    """Name under which the expert knows the customer."""
    expert: UserId | None
    """Id of the expert's account; null while another expert is searched for."""
    expert_name: str
    """Full name of the expert, or of the last one while another is searched for."""
    pairing_id: PairingId | None
    """Id of the call that led to the session; null for a booking."""
    booking_id: BookingId | None
    """Id of the booking that the session belongs to; null for a call."""
    minutes: int
    """Length of the session in minutes, paid extensions included."""
    starts_at: Moment
    """Instant in UTC at which the session began or will begin."""
    ends_at: Moment | None
    """Instant in UTC at which the time runs out; null while the clock stands still."""
    left_seconds: int
    """Seconds left while the clock stands still; 0 while the clock runs."""
    crisis: bool
    """True if a crisis was raised, which stops the clock."""
    ended_at: Moment | None
    """Instant in UTC at which the session ended; null while it goes on."""
    ended_by: EndedBy | None
    """Side or process that ended the session; null while it goes on."""

    @classmethod
    def of(cls, session: Session) -> Self:
        told = session.model_dump(include=set(cls.model_fields))
        return cls(session_id=session.id, crisis=session.crisis_at is not None, **told)
