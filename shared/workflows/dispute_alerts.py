"""Alerts about disputes of attendance, which only an admin can decide."""

from shared.contracts.events.sessions import AttendanceDisputed
from shared.workflows.call import Call


def alert_new_dispute(call: Call, event: AttendanceDisputed) -> None:
    """Alert the team to a new dispute; further statements in it alert nobody."""
    if event.opened:
        call.alert(
            "attendance disputed: an admin must decide",
            session_id=event.session_id,
            decide_before=event.decide_before.isoformat(),
        )
