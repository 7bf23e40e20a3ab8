"""Example values that cases of several domains show: a session."""

from typing import Any

ACTIVE_SESSION: dict[str, Any] = {
    "session_id": "call-PTghARqVeWJ1QNBvwZfK",
    "kind": "pairing",
    "status": "active",
    "service_kind": None,
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
    "opens_at": None,
    "joined": ["customer", "expert"],
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

_UNMEASURED = {
    "first_message_at": None,
    "tried_at": None,
    "present_seconds": None,
    "waited_seconds": None,
    "kept_out_seconds": 0,
}

ATTENDANCE: dict[str, Any] = {
    "session_id": "BE-20261126-ACD346",
    "booking_id": "BE-20261126-ACD346",
    "customer": "Bq7LmX2cVt9RzPw4KsJ1",
    "customer_name": "Ana Wijaya",
    "expert": "Zx3k9QmT1bV7cR5nW2pL",
    "expert_name": "Dewi Lestari",
    "outcome": "expert_absent",
    "version": 1,
    "refund": {"amount": 157_500, "currency": "IDR"},
    "starts_at": "2026-11-27T07:00:00Z",
    "ends_at": "2026-11-27T07:30:00Z",
    "ended_at": "2026-11-27T07:30:00Z",
    "ended_by": "timeout",
    "seen_customer": {"first_at": "2026-11-27T06:58:12Z", "last_at": "2026-11-27T07:09:40Z", "messages": 2}
    | _UNMEASURED
    | {"first_message_at": "2026-11-27T07:02:31Z"},
    "seen_expert": {"first_at": None, "last_at": None, "messages": 0} | _UNMEASURED,
    "decided_at": "2026-11-27T07:33:00Z",
    "dispute_before": "2026-11-29T07:33:00Z",
    "dispute": None,
    "corrections": [],
}
"""Decision that the expert did not come, as `AttendanceView` shows it."""

DISPUTED_ATTENDANCE: dict[str, Any] = ATTENDANCE | {
    "dispute": {
        "status": "open",
        "statements": [
            {
                "side": "expert",
                "text": "Saya hadir, tetapi aplikasi saya terputus.",
                "at": "2026-11-27T09:12:00Z",
            }
        ],
        "opened_at": "2026-11-27T09:12:00Z",
        "decide_before": "2026-12-04T09:12:00Z",
        "closed_at": None,
        "reason": "",
    }
}
"""The same decision, disputed by the expert."""

RESOLVED_ATTENDANCE: dict[str, Any] = DISPUTED_ATTENDANCE | {
    "outcome": "both_came",
    "version": 2,
    "dispute": DISPUTED_ATTENDANCE["dispute"]
    | {"status": "changed", "closed_at": "2026-11-28T03:00:00Z", "reason": "Percakapan menunjukkan keduanya"},
}
"""The same decision, changed by an admin."""
STRIKE: dict[str, Any] = {
    "strike_id": "BE-20261126-ACD346",
    "expert": "Zx3k9QmT1bV7cR5nW2pL",
    "status": "given",
    "ground": "expert_absent",
    "booking_id": "BE-20261126-ACD346",
    "starts_at": "2026-11-27T07:00:00Z",
    "reason": "",
    "step": "warning",
    "given_at": "2026-11-27T07:33:00Z",
    "counts_until": "2027-02-25T07:33:00Z",
    "appeal_before": "2026-12-11T07:33:00Z",
    "appeal": None,
    "ended_at": None,
    "end_reason": "",
}
"""A strike for a session to which the expert did not come."""

APPEALED_STRIKE: dict[str, Any] = STRIKE | {
    "appeal": {
        "status": "open",
        "text": "Saya hadir, tetapi aplikasi saya terputus.",
        "opened_at": "2026-11-27T09:12:00Z",
        "decide_before": "2026-12-04T09:12:00Z",
        "on_silence": "lifted",
        "closed_at": None,
        "by_admin": False,
        "reason": "",
    }
}
"""The strike with the expert's appeal."""

LIFTED_STRIKE: dict[str, Any] = STRIKE | {
    "status": "lifted",
    "appeal": APPEALED_STRIKE["appeal"]
    | {
        "status": "accepted",
        "closed_at": "2026-11-28T03:00:00Z",
        "by_admin": True,
        "reason": "Percakapan menunjukkan Anda",
    },
    "ended_at": "2026-11-28T03:00:00Z",
    "end_reason": "Percakapan menunjukkan Anda",
}
"""The strike after an admin has accepted the appeal."""

CORRECTED_ATTENDANCE: dict[str, Any] = ATTENDANCE | {
    "outcome": "both_came",
    "version": 2,
    "corrections": [
        {
            "before": "expert_absent",
            "outcome": "both_came",
            "reason": "Rekaman menunjukkan keduanya",
            "at": "2026-12-04T03:00:00Z",
        }
    ],
}
"""The same decision, corrected by an admin without a dispute."""
