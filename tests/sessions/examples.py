"""Example values that cases of several domains show: a session."""

from typing import Any

ACTIVE_SESSION: dict[str, Any] = {
    "session_id": "call-PTghARqVeWJ1QNBvwZfK",
    "kind": "pairing",
    "status": "active",
    "room_id": "call-PTghARqVeWJ1QNBvwZfK",
    "customer": "anon-kfsd3u7qxw2mzo5v6btyraeclhng4ijp",
    "known_as": None,
    "known_name": None,
    "pseudonym": "Pipit Hijau 85",
    "expert": "Zx3k9QmT1bV7cR5nW2pL",
    "expert_name": "Dewi Lestari",
    "pairing_id": "25H5Q2sGSf5wkJjJTwci",
    "booking_id": None,
    "minutes": 30,
    "starts_at": "2026-11-26T05:02:20Z",
    "ends_at": "2026-11-26T05:32:20Z",
    "left_seconds": 0,
    "crisis": False,
    "ended_at": None,
    "ended_by": None,
}
"""Active session of a pairing, as `SessionView` shows it."""

OWN_SESSION: dict[str, Any] = {
    "session_id": "call-s-PTghARqVeWJ1QNBvwZfK",
    "kind": "pairing",
    "status": "ended",
    "room_id": "call-s-PTghARqVeWJ1QNBvwZfK",
    "name": "Dewi Lestari",
    "known_name": None,
    "expert_id": "Zx3k9QmT1bV7cR5nW2pL",
    "minutes": 30,
    "lasted_minutes": 22,
    "starts_at": "2026-11-26T05:02:20Z",
    "ended_at": "2026-11-26T05:25:00Z",
    "ended_by": "customer",
    "booking_id": None,
    "paid_by": "order",
    "order_id": "BE-20261126-ACD346",
}
"""Ended session of a call, as `list_my_sessions` shows it to its customer."""
