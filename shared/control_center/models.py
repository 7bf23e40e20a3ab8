"""Entities of the control center: live numbers, disclosures."""

from shared.kernel.ids import Id, SessionId, UserId
from shared.kernel.schemas import Entity, Line, Moment
from shared.kernel.stored_choices import StoredEnum


class LiveStats(Entity):
    """Live numbers of about one moment. `median_wait_seconds` covers the latest calls accepted today (Jakarta)."""

    experts_online: int
    customers_waiting: int
    active_sessions: int
    paired_today: int
    median_wait_seconds: int | None
    counted_at: Moment


class Disclosure(Entity):
    """Record that an admin was told who the customer of a session is, and why."""

    id: Id
    session_id: SessionId
    alias: UserId
    by: UserId
    reason: Line
    at: Moment


class FillStatus(StoredEnum):
    """Progress of a run of a fill. `STOPPED`: the run reached its limit, and documents are left."""

    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"
    UNKNOWN = "unknown"


class FillRun(Entity):
    """Run of a fill over a collection. Stored in `document_fills/{id}`."""

    id: Id
    fill: str
    dry_run: bool
    status: FillStatus = FillStatus.RUNNING
    page: int = 0
    cursor: str | None = None
    limit: int
    scanned: int = 0
    changed: int = 0
    unreadable: int = 0
    unreadable_paths: tuple[str, ...] = ()
    started_by: UserId
    started_at: Moment
    ended_at: Moment | None = None
