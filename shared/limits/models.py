"""The document of a subject: the times of recent acts, and the holdings."""

from pydantic import Field

from shared.kernel.frozen_values import FrozenDict, FrozenMap
from shared.kernel.ports import Ref
from shared.kernel.schemas import Entity, Moment


class Holding(Entity):
    """Part of what a subject holds: the seats of an order, or a booking.

    Attributes:
        units: Number of like units, such as seats.
        tags: Properties by which limits select holdings, such as `unpaid`.
        until: Instant in UTC from which the holding no longer counts.
    """

    units: int = 1
    tags: tuple[str, ...] = ()
    until: Moment


class HeldTime(Entity):
    """Time of a meeting of a person. The meeting may have been moved or cancelled since: ask its holder.

    Attributes:
        holder: Id of the holder, such as a booking's id.
        starts_at: Start in UTC.
        until: End in UTC.
    """

    holder: str
    starts_at: Moment
    until: Moment


class SubjectLimits(Entity):
    """Recent acts of one subject, and the holdings of the subject.

    Attributes:
        acts: Instants in UTC of recent acts by the name of their limit, the oldest first.
        holdings: Holdings by the id of their holder, such as an order's id.
        times: Times of meetings that may still take place, the latest agreed last.
        spent_on: Date in Jakarta to which `spent` belongs, such as `2026-11-26`; empty before the first.
        spent: Rupiah that SMS and WhatsApp messages to a number cost on that date.
        expire_at: Instant in UTC from which nothing counts any more, and TTL may delete the document.
    """

    acts: FrozenMap[str, tuple[Moment, ...]] = Field(default_factory=FrozenDict)
    holdings: FrozenMap[str, Holding] = Field(default_factory=FrozenDict)
    times: tuple[HeldTime, ...] = ()
    spent_on: str = ""
    spent: int = 0
    expire_at: Moment | None = None


def limits_ref(subject: str) -> Ref[SubjectLimits]:
    """Build the reference of a subject's document; `subjects` names the subjects."""
    return Ref(f"limits/{subject}", SubjectLimits)
