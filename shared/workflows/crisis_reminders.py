"""Reminders of crises that go on."""

from datetime import datetime

from shared.sessions import rules, store
from shared.workflows.call import Call

_MAX_CRISES = 100


async def remind_supervisor(call: Call, *, at: datetime) -> int:
    """Alert a supervisor of the crises that have lasted for more than an hour at the time `at`; return their number."""
    crises = await call.read(store.list_sessions_in_crisis, since=at - rules.CRISIS_REMINDER_AFTER, limit=_MAX_CRISES)
    if crises:
        call.alert(f"open crises: {len(crises)}", sessions=[session.id for session in crises])
    return len(crises)
