"""Event: the team is alerted to a dispute about attendance."""

from shared.contracts.events.sessions import AttendanceDisputed
from shared.runtime.context import Context
from shared.runtime.triggers import on
from shared.workflows import dispute_alerts


@on(AttendanceDisputed)
async def alert_when_attendance_disputed(event: AttendanceDisputed, ctx: Context) -> None:
    """Alert the team to a new dispute. If no admin decides in time, the decision is kept, right or wrong."""
    dispute_alerts.alert_new_dispute(ctx, event)
