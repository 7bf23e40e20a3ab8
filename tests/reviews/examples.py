"""Example values that cases of reviews show."""

from typing import Any

OWN_REVIEW: dict[str, Any] = {
    "review_id": "Xk7nQ4wZt2Lp9VbR3sDy",
    "topic": "expert",
    "session_id": "BE-20261126-ACD346",
    "order_id": None,
    "product_id": None,
    "recipient_name": "Dewi Lestari",
    "author_name": "Sari W.",
    "stars": 5,
    "text": "Sangat membantu!",
    "status": "sealed",
    "removal_reason": None,
    "reply": None,
    "replied_at": None,
    "closes_at": "2026-12-11T08:00:00Z",
    "written_at": "2026-11-27T09:00:00Z",
    "published_at": None,
}
"""A customer's sealed review, as `OwnReviewView` shows it."""

RECEIVED_REVIEW: dict[str, Any] = {
    "review_id": "B2mW8cTq5Zr1XyK6vNfH",
    "topic": "customer",
    "session_id": "BE-20261126-ACD346",
    "order_id": None,
    "product_id": None,
    "author_name": "Dewi Lestari",
    "stars": 4,
    "text": "Datang dengan pertanyaan yang jelas.",
    "reply": None,
    "replied_at": None,
    "published_at": "2026-11-28T03:00:00Z",
}
"""An expert's published review of a customer, as `ReceivedReviewView` shows it."""

REVIEW_TO_WRITE: dict[str, Any] = {
    "session_id": "BE-20261126-ACD346",
    "kind": "booking",
    "side": "customer",
    "recipient_name": "Dewi Lestari",
    "ended_at": "2026-11-27T08:00:00Z",
    "closes_at": "2026-12-11T08:00:00Z",
}
"""Session that its customer can still review, as `ReviewToWriteView` shows it."""

SESSION_REVIEWS: dict[str, Any] = {
    "session_id": "BE-20261126-ACD346",
    "side": "customer",
    "closes_at": "2026-12-11T08:00:00Z",
    "can_write": True,
    "mine": OWN_REVIEW,
    "theirs": None,
}
"""Reviews of a session of which the customer alone has written, as `SessionReviewsView` shows them."""
