"""Presence in a video room: the union of a side's connections, within the agreed time."""

import itertools
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.ids import RoomId, SessionId, UserId
from shared.sessions.evidence import new_evidence_id
from shared.sessions.evidence_models import Evidence, EvidenceKind, EvidenceSide, EvidenceSource
from shared.sessions.models import ClockPause, EndedBy, Session, SessionStatus
from shared.sessions.presence_rules import list_intervals, measure_seconds, measure_shared_seconds
from tests.bookings.builders import TOMORROW

MINUTES = 30
SESSION = Session(
    id=SessionId("video-session"),
    room_id=RoomId("video-session"),
    customer=UserId("ana"),
    pseudonym="Ana Wijaya",
    expert=UserId("dewi"),
    expert_name="Dewi Lestari",
    minutes=MINUTES,
    starts_at=TOMORROW,
    expert_since=TOMORROW,
    ends_at=TOMORROW + timedelta(minutes=MINUTES),
    status=SessionStatus.ENDED,
    ended_at=TOMORROW + timedelta(minutes=MINUTES),
    ended_by=EndedBy.TIMEOUT,
)
EXPERT = EvidenceSide.EXPERT


def log(kind: EvidenceKind, minute: int, connection: str = "", side: EvidenceSide = EXPERT) -> Evidence:
    """Build a line of the provider's log, at a minute after the agreed start."""
    at = TOMORROW + timedelta(minutes=minute)
    return Evidence(
        id=new_evidence_id(),
        session_id=SESSION.id,
        source=EvidenceSource.VIDEO,
        kind=kind,
        side=side,
        connection=connection,
        at=at,
        reported_by="log",
        received_at=at,
        provider_session="first-use",
    )


def list_minutes(seen: list[Evidence]) -> list[tuple[int, int]]:
    """List the intervals of the expert in minutes after the agreed start."""
    minute = timedelta(minutes=1)
    return [
        ((one.begin - TOMORROW) // minute, (one.end - TOMORROW) // minute)
        for one in list_intervals(seen, EXPERT, SESSION)
    ]


connections = st.lists(st.tuples(st.integers(-15, 45), st.one_of(st.none(), st.integers(0, 60))), max_size=6).map(
    lambda drawn: [(begin, None if length is None else begin + length) for begin, length in drawn]
)


@given(connections, st.randoms(use_true_random=False))
def test_presence_is_the_minutes_in_which_any_connection_stood(
    drawn: list[tuple[int, int | None]], order: object
) -> None:
    """Whatever the order of the log: counted minute by minute, within the agreed time, each minute once."""
    seen = [log(EvidenceKind.JOINED, begin, f"c{number}") for number, (begin, _) in enumerate(drawn)]
    seen += [log(EvidenceKind.LEFT, end, f"c{number}") for number, (_, end) in enumerate(drawn) if end is not None]
    order.shuffle(seen)  # type: ignore[attr-defined]

    counted = {
        minute for begin, end in drawn for minute in range(max(begin, 0), min(MINUTES if end is None else end, MINUTES))
    }
    found = list_intervals(seen, EXPERT, SESSION)
    assert measure_seconds(found) == 60 * len(counted)
    assert all(before.end < after.begin for before, after in itertools.pairwise(found))


def test_a_left_ends_its_own_connection_alone() -> None:
    """The end of the old connection is logged after the begin of the new one."""
    seen = [
        log(EvidenceKind.JOINED, 0, "old"),
        log(EvidenceKind.JOINED, 10, "new"),
        log(EvidenceKind.LEFT, 11, "old"),
        log(EvidenceKind.LEFT, 25, "new"),
    ]

    assert list_minutes(seen) == [(0, 25)]


def test_the_same_connection_twice() -> None:
    """A participant drops and is back under the same name."""
    seen = [
        log(kind, minute, "one")
        for kind, minute in zip([EvidenceKind.JOINED, EvidenceKind.LEFT] * 2, (0, 5, 8, 20), strict=True)
    ]

    assert list_minutes(seen) == [(0, 5), (8, 20)]


def test_a_missing_left_ends_with_the_use_of_the_room() -> None:
    """It never ends at once, and the other side's log says nothing about this one."""
    seen = [log(EvidenceKind.JOINED, 3, "one"), log(EvidenceKind.LEFT, 9, "one", EvidenceSide.CUSTOMER)]

    assert list_minutes(seen) == [(3, MINUTES)]
    assert list_minutes([*seen, log(EvidenceKind.SESSION_ENDED, 14)]) == [(3, 14)]


def test_webhooks_measure_nothing() -> None:
    """They tell no time of their own."""
    assert list_minutes([log(EvidenceKind.JOINED, 3, "one").having(reported_by="webhook")]) == []


def test_shared_time_is_what_lies_in_both() -> None:
    """Two intervals of one side against one of the other."""
    mine = list_intervals(
        [log(EvidenceKind.JOINED, 0, "a"), log(EvidenceKind.LEFT, 5, "a"), log(EvidenceKind.JOINED, 10, "b")],
        EXPERT,
        SESSION,
    )
    others = list_intervals([log(EvidenceKind.JOINED, 3, "c"), log(EvidenceKind.LEFT, 12, "c")], EXPERT, SESSION)

    assert measure_shared_seconds(mine, others) == measure_shared_seconds(others, mine) == 60 * (2 + 2)


def test_a_pause_of_the_clock_counts_for_nobody() -> None:
    """The meeting lasts longer by the pause, which is cut out of every stay. One before the start changes nothing."""
    minute = timedelta(minutes=1)
    pauses = tuple(
        ClockPause(began_at=TOMORROW + begin * minute, ended_at=TOMORROW + end * minute)
        for begin, end in ((-8, -3), (10, 25))
    )
    session = SESSION.having(pauses=pauses, ended_at=TOMORROW + 45 * minute)
    seen = [log(EvidenceKind.JOINED, -2, "phone"), log(EvidenceKind.LEFT, 60, "phone")]

    stays = list_intervals(seen, EXPERT, session)

    assert [((one.begin - TOMORROW) // minute, (one.end - TOMORROW) // minute) for one in stays] == [(0, 10), (25, 45)]
    assert measure_seconds(stays) == MINUTES * 60
