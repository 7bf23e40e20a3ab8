"""Evidence of attendance: what was seen of the two people of a session, and when. Documents are only ever added."""

from typing import Annotated, Literal

from shared.kernel.ids import Id, SessionId
from shared.kernel.schemas import Entity, Moment
from shared.kernel.stored_choices import StoredEnum, UnknownAs


class EvidenceSource(StoredEnum):
    """Part of the product that has seen something: the video room, the app, or the chat."""

    VIDEO = "video"
    APP = "app"
    CHAT = "chat"
    UNKNOWN = "unknown"


class EvidenceKind(StoredEnum):
    """Kind of a piece of evidence.

    Attributes:
        TRIED: The person asked for access, which proves no presence.
        KEPT_OUT: The person asked for access and got none, because the other side has blocked this person.
        JOINED: A connection has begun.
        LEFT: A connection has ended.
        SEEN: The person was there at this moment, such as by a heartbeat.
        WROTE: The person wrote a message.
        SESSION_STARTED: The provider has opened a session of the video room.
        SESSION_ENDED: The provider has ended a session of the video room.
        RECORDING_STARTED: A recording has begun.
        RECORDING_STOPPED: A recording has ended.
    """

    TRIED = "tried"
    KEPT_OUT = "kept_out"
    JOINED = "joined"
    LEFT = "left"
    SEEN = "seen"
    WROTE = "wrote"
    SESSION_STARTED = "session_started"
    SESSION_ENDED = "session_ended"
    RECORDING_STARTED = "recording_started"
    RECORDING_STOPPED = "recording_stopped"
    UNKNOWN = "unknown"


class EvidenceSide(StoredEnum):
    """Side of a session that evidence is about; `unknown` for both, and for an unknown participant."""

    CUSTOMER = "customer"
    EXPERT = "expert"
    UNKNOWN = "unknown"


class Evidence(Entity):
    """Piece of evidence of a session. Stored in `sessions/{id}/evidence`, never changed and never deleted.

    Intervals belong to a connection, not to a person: `left` ends the connection of the same name alone. Late evidence
    is stored as any other, and `at` tells when it happened.

    Attributes:
        id: Hash of the contents that make the evidence unique.
        session_id: Session, which has the booking's id.
        source: Part of the product that has seen it.
        kind: Kind of the evidence.
        side: Side that the evidence is about.
        connection: Connection within `source`, such as a participant of the video room; empty for a whole session.
        at: Time at which it happened, UTC.
        time_from: `event` if the source has told `at`; `arrival` if it tells no time, so that `at` is `received_at`.
        reported_by: `webhook` for an event, `log` for the provider's list afterwards, `request` for a call of ours.
        received_at: Time at which we learned of it, UTC.
        provider_session: Provider's id of the session of the video room; None elsewhere. One room may have several.
    """

    id: Id
    session_id: SessionId
    source: EvidenceSource
    kind: EvidenceKind
    side: EvidenceSide = EvidenceSide.UNKNOWN
    connection: str = ""
    at: Moment
    time_from: Annotated[Literal["event", "arrival"], UnknownAs("arrival")] = "event"
    reported_by: Annotated[Literal["webhook", "log", "request"], UnknownAs("request")] = "request"
    received_at: Moment
    provider_session: str | None = None
