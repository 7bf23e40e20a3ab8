"""Events of sessions."""

from typing import Annotated, ClassVar, Literal

from shared.contracts.events.known_values import keep_known, known_or_none
from shared.contracts.sessions import AttendanceOutcome, StrikeStep
from shared.kernel.ids import BookingId, Id, OrderId, PairingId, SessionId, UserId
from shared.kernel.schemas import Event, Moment

SessionOrigin = Literal["pairing", "booking"]
"""Origin of a session."""
SessionSide = Literal["customer", "expert"]
"""Side of a session: its customer or its expert."""
StrikeChange = Literal["given", "lifted", "kept"]
"""Change of a strike: given, lifted or withdrawn, or kept after an appeal."""


class SessionEnded(Event):
    """A session is over. Emitted once for each session.

    Attributes:
        session_id: The session; in sessions of calls also the id of its room.
        kind: Origin of the session. None if only a newer version knows it.
        expert: Expert who held it last; None when it lost its expert.
        customer: Customer; in sessions of calls their alias, never the uid.
        pairing_id: Call that led to the session, or the latest one that looked for another expert.
        booking_id: Booking that led to the session.
        order_id: Order that paid for the session, if it was paid.
        extended_by: Orders that paid for more time, in the order of their payment.
        starts_at: Time at which the session began. None in events of older versions.
        minutes: Length of the session in minutes, extensions included. None in events of older versions.
        joined: Sides that have entered the session.
        had_crisis: True if a crisis was raised in the session: somebody was in danger.
        ended_by: Side or process that ended the session, a value of `EndedBy`.
        ended_at: Time at which the session ended.
    """

    facts: ClassVar[tuple[str, ...]] = ("kind",)

    session_id: SessionId
    kind: Annotated[SessionOrigin | None, known_or_none(SessionOrigin)]
    expert: UserId | None
    customer: UserId
    pairing_id: PairingId | None = None
    booking_id: BookingId | None = None
    order_id: OrderId | None = None
    extended_by: tuple[OrderId, ...] = ()
    starts_at: Moment | None = None
    minutes: int | None = None
    joined: Annotated[tuple[SessionSide, ...], keep_known(SessionSide)] = ()
    had_crisis: bool = False
    ended_by: str
    ended_at: Moment


class AttendanceDecided(Event):
    """The outcome of a booked session was decided, by the clock, or otherwise by an admin.

    Attributes:
        session_id: The session, which has the booking's id.
        version: Number of the decision, from 1; an admin's other decision has the next one.
        outcome: Outcome of the session. None for one that only a newer version knows.
        before: Outcome of the decision before; None for the first, and for one that only a newer version knows.
        refunded: Money that goes back to the customer by this decision, in whole rupiah.
        at: Time of the decision.
    """

    session_id: SessionId
    booking_id: BookingId
    customer: UserId
    expert: UserId
    version: int
    outcome: Annotated[AttendanceOutcome | None, known_or_none(AttendanceOutcome)]
    before: Annotated[AttendanceOutcome | None, known_or_none(AttendanceOutcome)] = None
    refunded: int
    at: Moment


class AttendanceDisputed(Event):
    """A side disputes who came to a booked session, or has said something in an open dispute.

    Attributes:
        session_id: The session.
        side: Side that has said something. None if only a newer version knows it.
        opened: True if the side opened the dispute.
        decide_before: Time until which an admin may decide; then the decision is kept.
        at: Time of the statement.
    """

    session_id: SessionId
    booking_id: BookingId
    customer: UserId
    expert: UserId
    side: Annotated[SessionSide | None, known_or_none(SessionSide)]
    opened: bool
    decide_before: Moment
    at: Moment


class AttendanceKept(Event):
    """A dispute about who came to a booked session has ended, and the decision is kept.

    Attributes:
        session_id: The session.
        by_admin: True if an admin decided so; False if nobody decided in time.
        at: Time at which the dispute ended.
    """

    session_id: SessionId
    customer: UserId
    expert: UserId
    by_admin: bool
    at: Moment


class StrikeChanged(Event):
    """An expert got a strike, or a strike was lifted, or kept after an appeal.

    Attributes:
        strike_id: The strike.
        expert: The expert.
        change: Change of the strike. None for one that only a newer version knows.
        step: Consequence of a strike that was given. None for other changes, and for one that only a newer version
            knows.
        at: Time of the change.
    """

    facts: ClassVar[tuple[str, ...]] = ("change",)

    strike_id: Id
    expert: UserId
    change: Annotated[StrikeChange | None, known_or_none(StrikeChange)]
    step: Annotated[StrikeStep | None, known_or_none(StrikeStep)] = None
    at: Moment


class ListingResumed(Event):
    """The pause of an expert's listing is over, because its time has passed.

    Attributes:
        expert: The expert.
        at: Time at which the listing was shown again.
    """

    expert: UserId
    at: Moment
