"""What the dashboard shows."""

from shared.kernel.schemas import Entity, Moment


class LiveStats(Entity):
    """All of about one moment. `median_wait_seconds` is of the latest calls that were taken today (Jakarta)."""

    experts_online: int
    customers_waiting: int
    active_sessions: int
    paired_today: int
    median_wait_seconds: int | None
    counted_at: Moment
