"""Example values that several cases of bookings show."""

from typing import Any

BOOKED_SERVICE = {
    "expert_id": "Zx3k9QmT1bV7cR5nW2pL",
    "expert_name": "Dewi Lestari",
    "service_id": "career-talk",
    "name": "Career talk",
    "kind": "video",
    "minutes": 60,
    "price": {"amount": 150000, "currency": "IDR"},
    "policy": {"free_until_hours": 24, "late_refund_percent": 50},
}


UNPAID_BOOKING: dict[str, Any] = {
    "booking_id": "BE-20261125-ACD346",
    "status": "awaiting_payment",
    "group_date_id": None,
    "hotlines": [],
    "version": 1,
    "service": BOOKED_SERVICE,
    "customer_id": "b8Kq2ZtP4mN6xR1vY9cL",
    "customer_name": "Sari Wulandari",
    "topic": "From engineer to product manager",
    "notes": "I have three years in fintech.",
    "starts_at": "2026-11-26T07:00:00Z",
    "ends_at": "2026-11-26T08:00:00Z",
    "overlaps": [],
    "admin_fee": {"amount": 7500, "currency": "IDR"},
    "total": {"amount": 157500, "currency": "IDR"},
    "checkout_url": "https://checkout.xendit.co/web/6566f1c2a7d3b80f4e21c9aa",
    "is_paid": False,
    "payment": None,
    "proposal": None,
    "meeting": None,
    "cancelled_by": None,
    "cancelled_by_admin": None,
    "reason": "",
    "refund": {"amount": 0, "currency": "IDR"},
    "answer_before": None,
    "pay_before": "2026-11-26T07:00:00Z",
    "created_at": "2026-11-25T05:00:00Z",
}


CONFIRMED_BOOKING = {
    **UNPAID_BOOKING,
    "status": "confirmed",
    "version": 2,
    "checkout_url": None,
    "pay_before": None,
    "is_paid": True,
    "payment": {
        "amount": {"amount": 157500, "currency": "IDR"},
        "channel": "QRIS",
        "paid_at": "2026-11-25T05:03:41Z",
        "order_id": "BE-20261125-ACD346",
    },
    "meeting": {"kind": "link", "url": "https://meet.example.com/abc123", "address": None, "room_id": None},
}


GROUP_DATE = {
    "group_date_id": "Gd3rT6yU9iO2pA5sD8fG",
    "status": "open",
    "service": {**BOOKED_SERVICE, "service_id": "career-circle", "name": "Career circle"},
    "starts_at": "2026-11-26T07:00:00Z",
    "ends_at": "2026-11-26T08:00:00Z",
    "sold_until": "2026-11-26T06:45:00Z",
    "seats": 5,
    "free_seats": 5,
    "fewest_seats": 2,
    "decide_at": "2026-11-25T07:00:00Z",
    "is_sure": False,
    "cancelled_by": None,
    "reason": "",
}


BOOKING_CARD = {
    **CONFIRMED_BOOKING,
    "payment": None,
    "expert_photo_url": None,
    "customer_photo_url": "https://storage.googleapis.com/temani-files/public/photos/3f9a1c7e5b2d48860e1f4a7c9d3b6f2081c5e7a4",
    "customer_profile": {
        "city": "Bandung",
        "interests": ["Product management", "Public speaking"],
        "goals": "Move from engineering to product within a year.",
    },
}
