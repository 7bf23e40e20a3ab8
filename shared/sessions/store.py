"""Where sessions are kept, and who may see them."""

from datetime import datetime

from shared.claims.models import Claim, claim_ref
from shared.kernel.actors import Actor
from shared.kernel.ids import SessionId, UserId
from shared.kernel.paging import Rows, list_rows
from shared.kernel.ports import Query, Reader, Ref
from shared.sessions import rules
from shared.sessions.errors import SessionNotFound
from shared.sessions.models import Session, SessionStatus
from shared.sessions.settings import SessionSettings

SETTINGS = Ref("settings/sessions", SessionSettings)


def session_ref(session_id: str) -> Ref[Session]:
    """Where a session is kept."""
    return Ref(f"sessions/{session_id}", Session)


def next_extension_ref(session: Session) -> Ref[Claim]:
    """The claim on making *session* longer once more: one order at a time has it."""
    return claim_ref(f"sessions/{session.id}/extensions/{len(session.extended_by) + 1}")


async def get_session_settings(reader: Reader) -> SessionSettings:
    """The numbers of sessions as they are now."""
    return await reader.get(SETTINGS) or SessionSettings()


async def get_session(reader: Reader, session_id: SessionId) -> Session:
    """For our own machines and the control center. A person's door is `session_for`."""
    found = await reader.get(session_ref(session_id))
    if found is None:
        raise SessionNotFound(session_id=session_id)
    return found


async def access_session(reader: Reader, session_id: SessionId, actor: Actor) -> Session:
    """A session of the actor's: its customer's, its expert's, or any for an admin. Raises `SessionNotFound`."""
    found = await get_session(reader, session_id)
    if actor.role != "admin" and actor.id not in (found.customer, found.expert):
        raise SessionNotFound(session_id=session_id)
    return found


async def is_session_over(reader: Reader, session_id: SessionId, now: datetime) -> bool:
    """Whether a session has ended, or its time is over."""
    return not rules.is_ongoing(await get_session(reader, session_id), now=now)


async def list_active_sessions(reader: Reader, expert: UserId, *, limit: int) -> list[Session]:
    """The sessions that an expert has now, the oldest first."""
    query = Query("sessions", Session).matching("expert", "==", expert).matching("status", "==", SessionStatus.ACTIVE)
    return await reader.query(query.order_by("starts_at").first(limit))


async def list_overdue_sessions(reader: Reader, *, at: datetime, limit: int) -> list[Session]:
    """The sessions whose time is over though nobody has said so."""
    query = Query("sessions", Session).matching("status", "==", SessionStatus.ACTIVE)
    return await reader.query(query.matching("ends_at", "<=", at).order_by("ends_at").first(limit))


async def list_unanswered_sessions(reader: Reader, *, since: datetime, limit: int) -> list[Session]:
    """The sessions whose expert has said nothing since then."""
    query = Query("sessions", Session).matching("unanswered_since", "<=", since).order_by("unanswered_since")
    return await reader.query(query.first(limit))


async def is_session_in_crisis(reader: Reader, session_id: SessionId) -> bool:
    """Whether somebody is in danger in a session that goes on."""
    return (await get_session(reader, session_id)).crisis_since is not None


async def list_sessions_in_crisis(reader: Reader, *, since: datetime, limit: int) -> list[Session]:
    """The sessions in which somebody has been in danger since then, the longest first."""
    query = Query("sessions", Session).matching("crisis_since", "<=", since).order_by("crisis_since").first(limit)
    return await reader.query(query)


async def list_sessions(
    reader: Reader, *, status: SessionStatus | None, cursor: str | None, limit: int
) -> Rows[Session]:
    """All sessions (or those in *status*), the latest first."""
    query = Query("sessions", Session)
    query = query.matching("status", "==", status) if status else query
    query = query.order_by("starts_at", "desc").order_by("id", "desc")
    return await list_rows(reader, query, cursor=cursor, limit=limit)


def sessions_in_status_query(status: SessionStatus) -> Query[Session]:
    """The sessions in *status*, to be counted."""
    return Query("sessions", Session).matching("status", "==", status)
