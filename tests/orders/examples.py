"""Example values that several cases of orders show."""

PAID = {
    "order_id": "BE-20261126-ACD346",
    "status": "PAID",
    "payment_status": "PAID",
    "items": [
        {
            "kind": "ticket",
            "product": "tedx-bandung-2026/early-bird",
            "name": "TEDxBandung 2026: Early Bird",
            "quantity": 2,
            "unit_price": 150000,
            "amount": 300000,
        }
    ],
    "subtotal": 300000,
    "admin_fee": 0,
    "total": {"amount": 300000, "currency": "IDR"},
    "checkout_url": None,
    "created_at": "2026-11-26T05:00:00Z",
    "pay_before": "2026-11-26T05:15:00Z",
    "paid_at": "2026-11-26T05:03:41Z",
    "channel": "QRIS",
    "refunds": [],
}
