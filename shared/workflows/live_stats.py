"""Statistics of the dashboard, counted over pairings and sessions."""

from datetime import datetime

from shared.control_center.models import LiveStats
from shared.kernel.ports import Reader
from shared.pairing import live_stats as pairings
from shared.sessions import store as sessions
from shared.sessions.models import SessionStatus


async def count_live_stats(reader: Reader, *, now: datetime) -> LiveStats:
    """Count experts, waiting customers and sessions in the index, so that the numbers cannot drift."""
    today = await pairings.get_pairing_stats_today(reader, now=now)
    return LiveStats(
        experts_online=await pairings.count_online_experts(reader, now=now),
        customers_waiting=await pairings.count_waiting_customers(reader),
        active_sessions=await reader.count(sessions.sessions_in_status_query(SessionStatus.ACTIVE)),
        paired_today=today.paired,
        median_wait_seconds=today.median_wait,
        counted_at=now,
    )
