"""Rules of presence: when each side was in the video room of a session, by the provider's log. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import NamedTuple

from shared.sessions.evidence_models import Evidence, EvidenceKind, EvidenceSide
from shared.sessions.models import Session


class Interval(NamedTuple):
    """Stretch of time in UTC, from `begin` up to `end`."""

    begin: datetime
    end: datetime


def list_intervals(logged: Iterable[Evidence], side: EvidenceSide, session: Session) -> list[Interval]:
    """List when a side was in the video room during the agreed time, in order and without overlaps.

    Time in which the clock stood still counts for nobody.
    Several devices at once count once. A connection without an end lasted until the provider's session of the room
    ended. Without that end it lasted until our session ended.

    Args:
        logged: Evidence from the provider's log.
        side: Side to list.
        session: Ended session.
    """
    logged = [one for one in logged if one.reported_by == "log"]
    over_at = {one.provider_session: one.at for one in logged if one.kind is EvidenceKind.SESSION_ENDED}
    end = _compute_end(session)
    found: list[Interval] = []
    of_side = [one for one in logged if one.side is side]
    for room_session, connection in {(one.provider_session, one.connection) for one in of_side}:
        own = [one for one in of_side if (one.provider_session, one.connection) == (room_session, connection)]
        begins = sorted(one.at for one in own if one.kind is EvidenceKind.JOINED)
        ends = sorted(one.at for one in own if one.kind is EvidenceKind.LEFT)
        last = over_at.get(room_session, end)
        # A connection begins again only after its end, so the ends follow the beginnings one by one.
        found += [Interval(*both) for both in zip_longest(begins, ends[: len(begins)], fillvalue=last)]
    within = _merge(Interval(max(one.begin, session.starts_at), min(one.end, end)) for one in found)
    for pause in session.pauses:
        within = _cut_out(within, Interval(pause.began_at, pause.ended_at))
    return within


def measure_seconds(intervals: Iterable[Interval]) -> int:
    """Measure intervals that do not overlap, in whole seconds."""
    return sum((one.end - one.begin for one in intervals), timedelta()) // timedelta(seconds=1)


def measure_shared_seconds(some: Sequence[Interval], others: Sequence[Interval]) -> int:
    """Measure the time that lies in both lists of intervals, in whole seconds."""
    shared = (
        Interval(max(one.begin, other.begin), min(one.end, other.end))
        for one in some
        for other in others
        if one.begin < other.end and other.begin < one.end
    )
    return measure_seconds(shared)


def _compute_end(session: Session) -> datetime:
    """Compute the end of the time that counts: the agreed end, or the end of the session if that came first."""
    return min(session.agreed_end, session.ended_at) if session.ended_at else session.agreed_end


def _cut_out(intervals: Iterable[Interval], pause: Interval) -> list[Interval]:
    """Return the parts of intervals that lie outside of a pause."""
    parts = (
        part
        for one in intervals
        for part in (
            Interval(one.begin, min(one.end, pause.begin)),
            Interval(max(one.begin, pause.end), one.end),
        )
    )
    return [part for part in parts if part.begin < part.end]


def _merge(intervals: Iterable[Interval]) -> list[Interval]:
    """Merge overlapping intervals, and leave out the empty ones."""
    merged: list[Interval] = []
    for one in sorted(each for each in intervals if each.begin < each.end):
        if merged and one.begin <= merged[-1].end:
            merged[-1] = Interval(merged[-1].begin, max(merged[-1].end, one.end))
        else:
            merged.append(one)
    return merged
