"""Entity of a day's statistics: how many notifications were told, arrived, were read, opened and ended."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from shared.kernel.frozen_values import FrozenDict, FrozenMap
from shared.kernel.ports import Ref
from shared.kernel.schemas import Entity, Moment
from shared.kernel.stored_choices import UnknownAs

CountedSource = Literal["deliveries", "opt_outs"]
"""Collection that is counted for a day; the order is that of counting."""


class DeliveryDay(Entity):
    """Statistics of the deliveries that were decided on one date in Jakarta.

    The rows of the latest finished count stay while the next count goes on.

    Attributes:
        id: Date in Jakarta, such as `2026-11-26`.
        rows: Counts by name, such as `sent` or `muted`, for each row `kind:channel:role`; a guest's role is empty.
        hours: Deliveries that a vendor took, by hour of the day in Jakarta, `00` to `23`.
        counted_at: Instant in UTC of the start of the latest finished count; None before.
        run_at: Instant in UTC of the start of the count under way; None when none is.
        page: Number of the page whose task is under way, from 0.
        source: Collection that the count under way is reading. The opt-outs follow the deliveries.
        cursor: Instant and id of the last document of `source` that was counted; empty before the first.
        next_rows: Rows of the count under way.
        next_hours: Hours of the count under way.
        expire_at: Instant in UTC after which TTL deletes the document.
    """

    id: str
    rows: FrozenMap[str, FrozenMap[str, int]] = Field(default_factory=FrozenDict)
    hours: FrozenMap[str, int] = Field(default_factory=FrozenDict)
    counted_at: Moment | None = None
    run_at: Moment | None = None
    page: int = 0
    source: Annotated[CountedSource, UnknownAs("deliveries")] = "deliveries"
    cursor: tuple[str, ...] = ()
    next_rows: FrozenMap[str, FrozenMap[str, int]] = Field(default_factory=FrozenDict)
    next_hours: FrozenMap[str, int] = Field(default_factory=FrozenDict)
    expire_at: Moment


def delivery_day_ref(day: date) -> Ref[DeliveryDay]:
    """Build the reference of the statistics of a date in Jakarta."""
    return Ref(f"delivery_days/{day.isoformat()}", DeliveryDay)
