"""Views of sessions."""

from typing import Any, Literal, Self

from shared.contracts.offers import ServiceKind
from shared.kernel.ids import BookingId, OrderId, PairingId, RoomId, SessionId, UserId
from shared.kernel.schemas import Moment, View
from shared.sessions.models import EndedBy, Session, SessionStatus


class SessionView(View):
    """A session as its customer, its expert or an admin sees it: a call, or the meeting of a booking."""

    session_id: SessionId
    """Id of the session, for `join_session`, `extend_session` and `end_session`."""
    kind: Literal["pairing", "booking"]
    """Origin of the session: `pairing` for a call, `booking` for a booked meeting."""
    status: SessionStatus
    """State of the session: `scheduled` before it opens, `active`, `searching` for another expert, or `ended`."""
    service_kind: ServiceKind | None
    """Way in which the two of a booking meet: `chat`, `video` or `offline`; null for a call."""
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
    opens_at: Moment | None
    """Instant in UTC from which on both can join a booked session; null for a call."""
    joined: list[Literal["customer", "expert"]]
    """Sides that have joined the session."""
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
        joined, crisis = list(session.joined), session.crisis_at is not None
        return cls(session_id=session.id, joined=joined, crisis=crisis, **told)


class OwnSessionView(View):
    """A past or present session of the caller's, as the caller saw it then."""

    session_id: SessionId
    """Id of the call or booked chat, for `get_session`."""
    kind: Literal["pairing", "booking"]
    """Origin of the session: `pairing` for a call, `booking` for a booked meeting."""
    status: SessionStatus
    """State of the session: `active`, `searching` for another expert, or `ended`."""
    room_id: RoomId
    """Id of the chat room of the session, for `list_messages`."""
    name: str
    """Name of the other side: the expert's full name, or for the expert the invented name of the customer."""
    known_name: str | None
    """Name by which the expert knows the customer again; null where that is not allowed, and for the customer."""
    expert_id: UserId | None
    """Id of the expert, for `get_expert`; null for the expert, and while another expert is searched for."""
    minutes: int
    """Length of the session in minutes as agreed, paid extensions included."""
    lasted_minutes: int | None
    """Whole minutes from the beginning to the end; null while the session goes on."""
    starts_at: Moment
    """Instant in UTC at which the session began."""
    ended_at: Moment | None
    """Instant in UTC at which the session ended; null while it goes on."""
    ended_by: EndedBy | None
    """Side or process that ended the session; null while it goes on."""
    booking_id: BookingId | None
    """Id of the booking that the session belongs to; null for a call."""
    paid_by: Literal["trial", "credit", "order", "crisis"] | None
    """Way in which the call was paid; null for the expert, and for bookings."""
    order_id: OrderId | None
    """Id of the order that paid for the call, for `get_order`; null for the expert, and where no order did."""

    @classmethod
    def for_customer(
        cls, session: Session, *, paid_by: Literal["trial", "credit", "order", "crisis"] | None = None
    ) -> Self:
        """Build the view of `session` for its customer."""
        told = _tell_both_sides(session)
        return cls(
            **told,
            name=session.expert_name,
            known_name=None,
            expert_id=session.expert,
            paid_by=paid_by,
            order_id=session.order_id,
        )

    @classmethod
    def for_expert(cls, session: Session) -> Self:
        """Build the view of `session` for its expert, who knows the customer by the name in the session alone."""
        told = _tell_both_sides(session)
        return cls(
            **told, name=session.pseudonym, known_name=session.known_name, expert_id=None, paid_by=None, order_id=None
        )


def _tell_both_sides(session: Session) -> dict[str, Any]:
    """Return the fields of `OwnSessionView` that both sides see alike."""
    lasted = session.ended_at - session.starts_at if session.ended_at else None
    return {
        "session_id": session.id,
        "kind": session.kind,
        "status": session.status,
        "room_id": session.room_id,
        "minutes": session.minutes,
        "lasted_minutes": None if lasted is None else int(lasted.total_seconds() // 60),
        "starts_at": session.starts_at,
        "ended_at": session.ended_at,
        "ended_by": session.ended_by,
        "booking_id": session.booking_id,
    }
