"""What the dashboard shows, and who was told what is hidden from all others."""

from shared.kernel.ids import Id, SessionId, UserId
from shared.kernel.schemas import Entity, Line, Moment


class LiveStats(Entity):
    """All of about one moment. `median_wait_seconds` is of the latest calls that were taken today (Jakarta)."""

    experts_online: int
    customers_waiting: int
    active_sessions: int
    paired_today: int
    median_wait_seconds: int | None
    counted_at: Moment


class Disclosure(Entity):
    """That an admin was told who the customer of a session is, and what for."""

    id: Id
    session_id: SessionId
    alias: UserId
    by: UserId
    reason: Line
    at: Moment
