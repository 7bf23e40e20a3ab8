"""Example values that several cases of orders show."""

PENDING = {
    "order_id": "BE-20261126-ACD346",
    "status": "PENDING",
    "payment_status": "PENDING",
    "items": [
        {
            "kind": "ticket",
            "product": "tedx-bandung-2026/early-bird",
            "picture_url": None,
            "name": "TEDxBandung 2026: Early Bird",
            "quantity": 2,
            "unit_price": 150000,
            "amount": 300000,
        }
    ],
    "subtotal": 300000,
    "admin_fee": 0,
    "total": {"amount": 300000, "currency": "IDR"},
    "checkout_url": "https://checkout.xendit.co/web/6566f1c2a7d3b80f4e21c9aa",
    "created_at": "2026-11-26T05:00:00Z",
    "pay_before": "2026-11-26T05:15:00Z",
    "paid_at": None,
    "payment_methods": [],
    "channel": None,
    "refunds": [],
}

PAID = PENDING | {
    "status": "PAID",
    "payment_status": "PAID",
    "checkout_url": None,
    "paid_at": "2026-11-26T05:03:41Z",
    "channel": "QRIS",
}
