"""Paths and queries of sessions, and the check of who may see a session."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from shared.claims.models import Claim, claim_ref
from shared.kernel.actors import Actor
from shared.kernel.ids import SessionId, UserId
from shared.kernel.paging import Rows, list_rows
from shared.kernel.ports import Query, Reader, Ref
from shared.sessions import rules
from shared.sessions.errors import SessionNotFound
from shared.sessions.models import CrisisRecord, Session, SessionStatus
from shared.sessions.settings import SESSION_SETTINGS, SessionSettings

SETTINGS = SESSION_SETTINGS.ref


def session_ref(session_id: str) -> Ref[Session]:
    """Build the reference of a session."""
    return Ref(f"sessions/{session_id}", Session)


def crisis_record_ref(id: str) -> Ref[CrisisRecord]:
    """Build the reference of the record of a crisis that was ended as a false alarm."""
    return Ref(f"crisis_records/{id}", CrisisRecord)


def next_extension_ref(session: Session) -> Ref[Claim]:
    """Build the reference of the claim on the next extension of `session`; one order at a time holds it."""
    return claim_ref(f"sessions/{session.id}/extensions/{len(session.extended_by) + 1}")


async def get_session_settings(reader: Reader) -> SessionSettings:
    """Get the settings of sessions as they are now."""
    return await reader.get(SETTINGS) or SessionSettings()


async def get_session(reader: Reader, session_id: SessionId) -> Session:
    """Get a session without a check of the caller; for our own machines and admins. For people: `access_session`.

    Raises:
        SessionNotFound: No session has this id.
    """
    found = await reader.get(session_ref(session_id))
    if found is None:
        raise SessionNotFound(session_id=session_id)
    return found


async def access_session(reader: Reader, session_id: SessionId, actor: Actor) -> Session:
    """Get a session if the caller may see it: its customer, its expert, or an admin.

    Raises:
        SessionNotFound: No session has this id, or the caller may not see it.
    """
    return check_session_access(await get_session(reader, session_id), actor)


def check_session_access(session: Session, actor: Actor) -> Session:
    """Return `session` if the caller may see it: its customer, its expert, or an admin.

    Raises:
        SessionNotFound: The caller may not see the session.
    """
    if actor.role != "admin" and actor.id not in (session.customer, session.expert):
        raise SessionNotFound(session_id=session.id)
    return session


async def is_session_over(reader: Reader, session_id: SessionId, now: datetime) -> bool:
    """Return whether a session has ended, or its time is over.

    Raises:
        SessionNotFound: No session has this id.
    """
    session = await get_session(reader, session_id)
    return session.status is not SessionStatus.UNKNOWN and not rules.is_ongoing(session, now=now)


async def find_sessions(reader: Reader, ids: Sequence[SessionId]) -> list[Session | None]:
    """Find the sessions of these ids that exist, in one round trip."""
    return await reader.get_all([session_ref(session_id) for session_id in ids]) if ids else []


async def list_sessions_of_expert(reader: Reader, expert: UserId, *, cursor: str | None, limit: int) -> Rows[Session]:
    """List the calls of an expert, past and present, the latest first; not those that another expert took over."""
    query = Query("sessions", Session).matching("expert", "==", expert).matching("kind", "==", "pairing")
    query = query.order_by("starts_at", "desc").order_by("id", "desc")
    return await list_rows(reader, query, cursor=cursor, limit=limit)


def ended_sessions_query(uid: UserId, side: Literal["customer", "expert"], *, since: datetime) -> Query[Session]:
    """Build the query for the sessions of a person that have ended since a time, the latest first.

    A customer's calls are not among them: no session of a call names its customer's account.
    """
    query = Query("sessions", Session).matching(side, "==", uid).matching("ended_at", ">", since)
    return query.order_by("ended_at", "desc").order_by("id", "desc")


async def list_active_sessions(reader: Reader, expert: UserId, *, limit: int) -> list[Session]:
    """List the sessions that an expert has now, the oldest first."""
    query = Query("sessions", Session).matching("expert", "==", expert).matching("status", "==", SessionStatus.ACTIVE)
    return await reader.query(query.order_by("starts_at").first(limit))


async def list_overdue_sessions(reader: Reader, *, at: datetime, limit: int) -> list[Session]:
    """List the sessions whose time is over and whose end is not recorded."""
    query = Query("sessions", Session).matching("status", "in", [SessionStatus.ACTIVE, SessionStatus.SCHEDULED])
    return await reader.query(query.matching("ends_at", "<=", at).order_by("ends_at").first(limit))


async def list_unanswered_sessions(reader: Reader, *, since: datetime, limit: int) -> list[Session]:
    """List the sessions whose expert has said nothing since a time."""
    query = Query("sessions", Session).matching("unanswered_since", "<=", since).order_by("unanswered_since")
    return await reader.query(query.first(limit))


async def is_session_in_crisis(reader: Reader, session_id: SessionId) -> bool:
    """Return whether somebody is in danger in a session that goes on.

    Raises:
        SessionNotFound: No session has this id.
    """
    return (await get_session(reader, session_id)).crisis_since is not None


async def list_sessions_in_crisis(reader: Reader, *, since: datetime, limit: int) -> list[Session]:
    """List the sessions in which somebody has been in danger since a time, the longest first."""
    query = Query("sessions", Session).matching("crisis_since", "<=", since).order_by("crisis_since").first(limit)
    return await reader.query(query)


async def list_sessions(
    reader: Reader, *, status: SessionStatus | None, cursor: str | None, limit: int
) -> Rows[Session]:
    """List all sessions, or those in one status, the latest first."""
    query = Query("sessions", Session)
    query = query.matching("status", "==", status) if status else query
    query = query.order_by("starts_at", "desc").order_by("id", "desc")
    return await list_rows(reader, query, cursor=cursor, limit=limit)


def sessions_in_status_query(status: SessionStatus) -> Query[Session]:
    """Build the query for the sessions in one status, for a count."""
    return Query("sessions", Session).matching("status", "==", status)
