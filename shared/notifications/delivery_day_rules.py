"""Rules by which deliveries and opt-outs are counted. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from shared.kernel.dates import JAKARTA
from shared.notifications.delivery_models import DeliveryState, NoticeDelivery
from shared.notifications.opt_outs import OptOut, OptOutCause

_MARKS = {
    "sent": "sent_at",
    "delivered": "delivered_at",
    "read": "read_at",
    "clicked": "clicked_at",
}
_STATES = {
    DeliveryState.FAILED: "failed",
    DeliveryState.DROPPED: "dropped",
    DeliveryState.DIGESTED: "digested",
}
Rows = Mapping[str, Mapping[str, int]]


def add_deliveries(
    rows: Rows, hours: Mapping[str, int], deliveries: Iterable[NoticeDelivery]
) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    """Add deliveries to counts, and return the rows and the hours with them.

    A delivery counts in each step that it has reached: one that was read was also sent and delivered.

    Args:
        rows: Counts by name for each row `kind:channel:role`.
        hours: Deliveries that a vendor took, by hour of the day in Jakarta.
        deliveries: Deliveries, each for the first time.
    """
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter, {key: Counter(row) for key, row in rows.items()})
    by_hour = Counter(hours)
    for one in deliveries:
        counted[compute_row_key(one)].update(_list_counts(one))
        if one.sent_at is not None:
            by_hour[f"{one.sent_at.astimezone(JAKARTA).hour:02d}"] += 1
    return {key: dict(row) for key, row in counted.items()}, dict(by_hour)


def add_opt_outs(rows: Rows, found: Iterable[OptOut]) -> dict[str, dict[str, int]]:
    """Add opt-outs to counts, each for the first time, and return the rows with them."""
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter, {key: Counter(row) for key, row in rows.items()})
    for one in found:
        name = "muted" if one.cause is OptOutCause.MUTED_ROOM else "unsubscribed"
        for end in one.ends:
            counted[f"{end}:{one.role}"][name] += 1
    return {key: dict(row) for key, row in counted.items()}


def compute_row_key(delivery: NoticeDelivery) -> str:
    """Compute the row in which a delivery counts."""
    return f"{delivery.kind}:{delivery.channel}:{delivery.role or ''}"


def _list_counts(delivery: NoticeDelivery) -> dict[str, int]:
    counts = {"decided": 1} | {name: 1 for name, mark in _MARKS.items() if getattr(delivery, mark) is not None}
    if (state := _STATES.get(delivery.state)) is not None:
        counts[state] = 1
    if delivery.clicked_at is not None and delivery.sent_at is not None:
        counts["seconds_to_click"] = max(0, round((delivery.clicked_at - delivery.sent_at).total_seconds()))
    return counts
