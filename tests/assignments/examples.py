"""Example values that cases of assignments show."""

from typing import Any

UNPAID: dict[str, Any] = {
    "assignment_id": "BE-20261126-ACD346",
    "status": "awaiting_payment",
    "version": 1,
    "customer": "Bq7LmX2cVt9RzPw4KsJ1",
    "customer_name": "Ana Wijaya",
    "expert": "Zx3k9QmT1bV7cR5nW2pL",
    "expert_name": "Dewi Lestari",
    "service_id": "Qw8r2TyU4iO6pA9sD1fG",
    "service_name": "Resume Review",
    "price": {"amount": 100000, "currency": "IDR"},
    "total": {"amount": 105000, "currency": "IDR"},
    "delivery_days": 5,
    "brief": "Mohon tinjau CV saya untuk posisi manajer produk.",
    "files": [],
    "ordered_at": "2026-11-26T05:00:00Z",
    "pay_before": "2026-11-29T05:00:00Z",
    "paid_at": None,
    "due_at": None,
    "late_at": None,
    "next_step": {"at": "2026-11-29T05:00:00Z", "then": "expired"},
    "deliveries": [],
    "corrections": [],
    "corrections_left": 2,
    "dispute": None,
    "ended_at": None,
    "ended_by": None,
    "cancel_reason": "",
    "refund": {"amount": 0, "currency": "IDR"},
}
"""New assignment, as `AssignmentView` shows it."""

BOUGHT = UNPAID | {"checkout_url": "https://checkout.xendit.co/web/6566f1c2a7d3b80f4e21c9aa", "hotlines": []}
"""New assignment with the place to pay."""

RESUME = {
    "file_id": "Hh7iI8jJ9kK0lL1mM2nN",
    "name": "CV Ana.pdf",
    "content_type": "application/pdf",
    "bytes": 184023,
    "added_at": "2026-11-26T05:01:00Z",
}

WITH_FILE = UNPAID | {"files": [RESUME]}

IN_PROGRESS = WITH_FILE | {
    "status": "in_progress",
    "version": 2,
    "paid_at": "2026-11-26T05:03:41Z",
    "due_at": "2026-12-01T05:03:41Z",
    "next_step": {"at": "2026-12-01T05:03:41Z", "then": "late"},
}

DELIVERED = IN_PROGRESS | {
    "status": "delivered",
    "version": 3,
    "next_step": {"at": "2026-12-01T09:00:00Z", "then": "accepted"},
    "deliveries": [
        {
            "text": "Catatan saya ada di berkas ini.",
            "files": [
                {
                    "file_id": "Bb1cC2dD3eE4fF5gG6hH",
                    "name": "Catatan.pdf",
                    "content_type": "application/pdf",
                    "bytes": 90211,
                    "added_at": "2026-11-28T09:00:00Z",
                }
            ],
            "delivered_at": "2026-11-28T09:00:00Z",
        }
    ],
}

CORRECTION_REQUESTED = DELIVERED | {
    "status": "in_progress",
    "version": 4,
    "due_at": "2026-12-02T03:00:00Z",
    "next_step": {"at": "2026-12-02T03:00:00Z", "then": "late"},
    "corrections": [
        {
            "text": "Mohon tambahkan halaman 2.",
            "requested_at": "2026-11-29T03:00:00Z",
            "due_at": "2026-12-02T03:00:00Z",
        }
    ],
    "corrections_left": 1,
}

ACCEPTED = DELIVERED | {
    "status": "accepted",
    "version": 4,
    "next_step": None,
    "ended_at": "2026-11-29T03:00:00Z",
    "ended_by": "customer",
}

CANCELLED = IN_PROGRESS | {
    "status": "cancelled",
    "version": 3,
    "next_step": None,
    "ended_at": "2026-11-27T03:00:00Z",
    "ended_by": "expert",
    "cancel_reason": "Saya sakit",
    "refund": {"amount": 105000, "currency": "IDR"},
}

DISPUTED = DELIVERED | {
    "status": "disputed",
    "version": 4,
    "next_step": {"at": "2026-12-06T03:00:00Z", "then": "kept"},
    "dispute": {
        "status": "open",
        "statements": [{"side": "customer", "text": "Ini bukan CV saya.", "at": "2026-11-29T03:00:00Z"}],
        "opened_at": "2026-11-29T03:00:00Z",
        "decide_before": "2026-12-06T03:00:00Z",
        "closed_at": None,
        "reason": "",
    },
}

DECIDED = DISPUTED | {
    "status": "decided",
    "version": 5,
    "next_step": None,
    "dispute": DISPUTED["dispute"]
    | {"status": "decided", "closed_at": "2026-11-30T04:00:00Z", "reason": "Catatannya tentang CV orang lain"},
    "ended_at": "2026-11-30T04:00:00Z",
    "ended_by": "admin",
    "refund": {"amount": 105000, "currency": "IDR"},
}
