"""Entities of the control center: live numbers, disclosures."""

from shared.kernel.ids import Id, SessionId, UserId
from shared.kernel.schemas import Entity, Line, Moment


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
