"""What the world sees of sessions."""

from typing import Literal, Self

from shared.kernel.ids import BookingId, PairingId, RoomId, SessionId, UserId
from shared.kernel.schemas import Moment, View
from shared.sessions.models import EndedBy, Session, SessionStatus


class SessionView(View):
    """A session, as both of its people see it. `ends_at` is None while its time stands still."""

    session_id: SessionId
    kind: Literal["pairing", "booking"]
    status: SessionStatus
    room_id: RoomId
    customer: UserId
    pseudonym: str
    expert: UserId | None
    expert_name: str
    pairing_id: PairingId | None
    booking_id: BookingId | None
    minutes: int
    starts_at: Moment
    ends_at: Moment | None
    left_seconds: int
    crisis: bool
    ended_at: Moment | None
    ended_by: EndedBy | None

    @classmethod
    def of(cls, session: Session) -> Self:
        told = session.model_dump(include=set(cls.model_fields))
        return cls(session_id=session.id, crisis=session.crisis_at is not None, **told)
