"""Video rooms of booked sessions: which room of the provider belongs to which session, and who is who in it."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from shared.contracts.video import VideoEvent, VideoEventKind, VideoSession
from shared.kernel.ids import Id, RandomBelow, SessionId
from shared.kernel.ports import Query, Reader, Ref, UnitOfWork
from shared.kernel.schemas import Entity, Moment
from shared.sessions.evidence import new_evidence_id, record_evidence, record_untimed_evidence
from shared.sessions.evidence_models import Evidence, EvidenceKind, EvidenceSide, EvidenceSource
from shared.sessions.jobs import schedule_video_room_closing
from shared.sessions.models import Session


class SessionVideoRoom(Entity):
    """Video room of a session, or of all sessions of a group. Stored in `video_rooms/{meeting_id}`.

    Attributes:
        id: Id of the meeting, which is that of the booking or of the group's date.
        room_id: Provider's id of the room.
        opened_at: Time at which the room was created, UTC.
        closed_at: Time at which the room was closed for good, UTC; None while it is open.
    """

    id: SessionId
    room_id: Id
    opened_at: Moment
    closed_at: Moment | None = None


def video_room_ref(session_id: str) -> Ref[SessionVideoRoom]:
    """Build the reference of a session's video room."""
    return Ref(f"video_rooms/{session_id}", SessionVideoRoom)


async def find_room_by_provider_id(reader: Reader, room_id: str) -> SessionVideoRoom | None:
    """Find the video room that has this id at the provider."""
    found = await reader.query(Query("video_rooms", SessionVideoRoom).matching("room_id", "==", room_id).first(1))
    return found[0] if found else None


def new_participant_id(
    side: EvidenceSide, random_below: RandomBelow, *, session_id: SessionId, meeting_id: SessionId
) -> str:
    """Make the id of a participant: the side, in a group the seat, and a name for this access alone.

    Each access has an id of its own. So the end of an old connection is never taken for the end of a new one.
    A second device does not throw out the first. The id tells nothing about the person.
    """
    seat = _name_seat(session_id) if session_id != meeting_id and side is EvidenceSide.CUSTOMER else ""
    return f"{side}-{seat}{Id.new(random_below)}"


def _name_seat(session_id: SessionId) -> str:
    """Name the seat of a session by a hash: people in the room see the ids of participants."""
    return f"{hashlib.sha256(session_id.encode()).hexdigest()[:16]}-"


def keep_evidence_of_seat(seen: Sequence[Evidence], session: Session) -> list[Evidence]:
    """Return the evidence of a meeting that concerns a session: in a group, without that of other seats."""
    if not session.is_seat:
        return list(seen)
    own = f"{EvidenceSide.CUSTOMER}-{_name_seat(session.id)}"
    return [one for one in seen if one.side is not EvidenceSide.CUSTOMER or one.connection.startswith(own)]


def find_side_of_participant(participant_id: str | None) -> EvidenceSide:
    """Find the side of a participant by the id from `new_participant_id`."""
    name = (participant_id or "").partition("-")[0]
    return EvidenceSide(name) if name in ("customer", "expert") else EvidenceSide.UNKNOWN


async def record_attempt(
    uow: UnitOfWork,
    session_id: SessionId,
    side: EvidenceSide,
    participant_id: str,
    *,
    is_kept_out: bool = False,
    now: datetime,
) -> None:
    """Record that a person has asked for access to the video room, which proves an attempt and no presence.

    Args:
        is_kept_out: True if the person gets no access, because the other side has blocked this person.
    """
    tried = Evidence(
        id=new_evidence_id(),
        session_id=session_id,
        source=EvidenceSource.VIDEO,
        kind=EvidenceKind.KEPT_OUT if is_kept_out else EvidenceKind.TRIED,
        side=side,
        connection=participant_id,
        at=now,
        received_at=now,
    )
    await record_evidence(uow, [tried])


async def record_video_event(uow: UnitOfWork, event: VideoEvent, *, now: datetime) -> bool:
    """Record an event that the provider reports, once. Return False if the room belongs to no session of ours."""
    room = await find_room_by_provider_id(uow, event.room_id)
    if room is None:
        return False
    seen = Evidence(
        id=new_evidence_id(),
        session_id=room.id,
        source=EvidenceSource.VIDEO,
        kind=_EVENT_KINDS[event.kind],
        side=find_side_of_participant(event.participant_id),
        connection=event.participant_id or "",
        at=event.at or now,
        time_from="event" if event.at else "arrival",
        reported_by="webhook",
        received_at=now,
        provider_session=event.session_id,
    )
    if event.at is None:
        await record_untimed_evidence(uow, seen)
    else:
        await record_evidence(uow, [seen])
    return True


async def open_video_room(
    uow: UnitOfWork, session_id: SessionId, room_id: Id, *, closes_at: datetime, now: datetime
) -> SessionVideoRoom:
    """Remember the room of the provider that belongs to a session, and schedule its end. Idempotent."""
    ref = video_room_ref(session_id)
    room = await uow.get(ref)
    if room is None:
        room = SessionVideoRoom(id=session_id, room_id=room_id, opened_at=now)
        uow.create(ref, room)
        schedule_video_room_closing(uow, session_id, at=closes_at)
    return room


async def record_closed_room(
    uow: UnitOfWork, session_id: SessionId, sessions: Sequence[VideoSession], *, now: datetime
) -> None:
    """Record that the video room of a session is closed, and the provider's log of who was there."""
    ref = video_room_ref(session_id)
    room = await uow.get(ref)
    if room is None:
        return
    if room.closed_at is None:
        uow.put(ref, room.having(closed_at=now))
    await record_evidence(uow, [seen for one in sessions for seen in _list_logged(session_id, one, now=now)])


def _list_logged(session_id: SessionId, logged: VideoSession, *, now: datetime) -> list[Evidence]:
    """List what the provider has logged of one session: its beginning and end, and those of each connection."""
    moments: list[tuple[EvidenceKind, str, datetime | None]] = [
        (EvidenceKind.SESSION_STARTED, "", logged.started_at),
        (EvidenceKind.SESSION_ENDED, "", logged.ended_at),
    ]
    for presence in logged.presences:
        moments.append((EvidenceKind.JOINED, presence.participant_id, presence.joined_at))
        moments.append((EvidenceKind.LEFT, presence.participant_id, presence.left_at))
    return [
        Evidence(
            id=new_evidence_id(),
            session_id=session_id,
            source=EvidenceSource.VIDEO,
            kind=kind,
            side=find_side_of_participant(participant_id),
            connection=participant_id,
            at=at,
            reported_by="log",
            received_at=now,
            provider_session=logged.id,
        )
        for kind, participant_id, at in moments
        if at is not None
    ]


_EVENT_KINDS = {
    VideoEventKind.SESSION_STARTED: EvidenceKind.SESSION_STARTED,
    VideoEventKind.SESSION_ENDED: EvidenceKind.SESSION_ENDED,
    VideoEventKind.JOINED: EvidenceKind.JOINED,
    VideoEventKind.LEFT: EvidenceKind.LEFT,
    VideoEventKind.RECORDING_STARTED: EvidenceKind.RECORDING_STARTED,
    VideoEventKind.RECORDING_STOPPED: EvidenceKind.RECORDING_STOPPED,
}
