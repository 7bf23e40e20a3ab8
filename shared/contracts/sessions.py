"""Contract of pairing and sessions: who talks with whom."""

from shared.kernel.ids import OrderId, PairingId, RoomId, SessionId, UserId
from shared.kernel.schemas import Model, Moment


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
