"""Store of the evidence of attendance, which grows and never changes."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from shared.kernel.ids import Id, SessionId
from shared.kernel.paging import Rows, list_rows
from shared.kernel.ports import Query, Reader, Ref, UnitOfWork
from shared.sessions.errors import SessionNotFound
from shared.sessions.evidence_models import Evidence, EvidenceKind, EvidenceSide
from shared.sessions.store import session_ref

_NO_ID = Id("none")
_OPPOSITES: Mapping[EvidenceKind, EvidenceKind] = MappingProxyType(
    {
        EvidenceKind.JOINED: EvidenceKind.LEFT,
        EvidenceKind.LEFT: EvidenceKind.JOINED,
        EvidenceKind.RECORDING_STARTED: EvidenceKind.RECORDING_STOPPED,
        EvidenceKind.RECORDING_STOPPED: EvidenceKind.RECORDING_STARTED,
    }
)
_PRESENCES = (EvidenceKind.JOINED, EvidenceKind.LEFT, EvidenceKind.SEEN, EvidenceKind.WROTE)
_ATTEMPTS = (EvidenceKind.TRIED, EvidenceKind.KEPT_OUT)
_BEGINNINGS = (EvidenceKind.JOINED, EvidenceKind.RECORDING_STARTED)
# A connection that changes more often than this is not recorded any further.
_MAX_CHANGES = 50
_MOST = 1_000


def evidence_ref(session_id: str, evidence_id: str) -> Ref[Evidence]:
    """Build the reference of a piece of evidence."""
    return Ref(f"sessions/{session_id}/evidence/{evidence_id}", Evidence)


async def record_evidence(uow: UnitOfWork, seen: Sequence[Evidence]) -> int:
    """Record what was seen, and return how much of it is new. The ids are computed here.

    The same thing at the same time is stored once, however often it comes; nothing is overwritten.
    """
    named = {one.id: one for one in (each.having(id=_compute_id(each, each.at.isoformat())) for each in seen)}
    refs = [evidence_ref(one.session_id, one.id) for one in named.values()]
    stored = await uow.get_all(refs)
    for ref, one, found in zip(refs, named.values(), stored, strict=True):
        if found is None:
            uow.create(ref, one)
    return stored.count(None)


async def record_untimed_evidence(uow: UnitOfWork, seen: Evidence) -> bool:
    """Record an event of which the source tells no time, and return whether it is new.

    Nothing in such an event tells a copy from a repetition. A second `joined` of a connection counts only after a
    `left`. A second `left` counts only after a new `joined`. An event without an opposite counts once.
    """
    opposite = _OPPOSITES.get(seen.kind)
    for number in range(_MAX_CHANGES if opposite else 1):
        own = _numbered_ref(seen, number)
        between = number if seen.kind in _BEGINNINGS else number + 1
        found, changed = await uow.get_all([own, _numbered_ref(seen.having(kind=opposite or seen.kind), between)])
        if found is None:
            uow.create(own, seen.having(id=Id(own.id)))
            return True
        if changed is None:
            return False
    return False


async def list_evidence(reader: Reader, session_id: SessionId) -> list[Evidence]:
    """List the evidence of a session in the order in which it happened, 1,000 pieces at most."""
    return await reader.query(Query(f"sessions/{session_id}/evidence", Evidence).order_by("at").first(_MOST))


async def list_evidence_page(
    reader: Reader, session_id: SessionId, *, cursor: str | None, limit: int
) -> Rows[Evidence]:
    """List a page of the evidence of a session, in the order in which it happened; in a group, that of all seats.

    Raises:
        SessionNotFound: No session has this id.
    """
    session = await reader.get(session_ref(session_id))
    if session is None:
        raise SessionNotFound(session_id=session_id)
    query = Query(f"sessions/{session.meeting_id}/evidence", Evidence).order_by("at").order_by("id")
    return await list_rows(reader, query, cursor=cursor, limit=limit)


def list_presence_times(seen: Iterable[Evidence], side: EvidenceSide) -> list[datetime]:
    """List the times at which evidence shows a side. A side that only tried to come was not seen."""
    return [one.at for one in seen if one.side is side and one.kind in _PRESENCES]


def is_present_from(seen: Sequence[Evidence], side: EvidenceSide, start: datetime) -> bool:
    """Return whether a side was seen at `start` or later, or had entered before and not left again by then."""
    own = [one for one in seen if one.side is side and one.kind in _PRESENCES]
    if any(one.at >= start for one in own):
        return True
    joined = sum(one.kind is EvidenceKind.JOINED for one in own)
    return joined > sum(one.kind is EvidenceKind.LEFT for one in own)


def list_attempts(seen: Iterable[Evidence], side: EvidenceSide) -> list[datetime]:
    """List the times at which a side asked for access to the video room, granted or not."""
    return [one.at for one in seen if one.side is side and one.kind in _ATTEMPTS]


def was_kept_out(seen: Iterable[Evidence], side: EvidenceSide, *, until: datetime) -> bool:
    """Return whether a block kept a side out of the video room, which had asked for access by a time."""
    return any(one.kind is EvidenceKind.KEPT_OUT and one.side is side and one.at <= until for one in seen)


def new_evidence_id() -> Id:
    """Return the id of evidence that is not recorded yet; `record_evidence` computes the true one."""
    return _NO_ID


def _numbered_ref(seen: Evidence, number: int) -> Ref[Evidence]:
    return evidence_ref(seen.session_id, _compute_id(seen, f"#{number}"))


def _compute_id(seen: Evidence, moment: str) -> Id:
    parts = [seen.source, seen.reported_by, seen.kind, seen.provider_session or "", seen.side, seen.connection, moment]
    return Id(hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:40])
