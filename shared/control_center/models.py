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
    """How far a run of a fill has come. `STOPPED`: at its limit, with documents left."""

    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"
    UNKNOWN = "unknown"


class FillRun(Entity):
    """One run of a fill over a collection. Stored in `document_fills/{id}`.

    Attributes:
        fill: Name of the fill.
        dry_run: Whether documents are only counted.
        page: Number of the page that comes next, from 0; a task names its page, so that it is done once.
        cursor: Id of the last document that was looked at; None before the first page.
        limit: Documents at which the run stops.
        scanned: Documents looked at.
        changed: Documents saved, or in a dry run those that would be.
        unreadable: Documents that do not fit their class, and were left as they are.
        unreadable_paths: Paths of the first of these, for whoever mends them.
        started_by: Uid of the admin.
    """

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
