"""Track records: the latest meetings, each once, and the figures that follow from them."""

import random
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.catalogue import track_records
from shared.catalogue.track_records import AgreedMeeting, TrackRecord
from shared.kernel.ids import BookingId, UserId
from tests.builders import NOON

EMPTY = TrackRecord(id=UserId("dewi"), changed_at=NOON)


def a_meeting(number: int, *, kept: bool = True, reply_seconds: int | None = None) -> AgreedMeeting:
    """Build what became of the meeting of day `number`."""
    return AgreedMeeting(
        booking_id=BookingId(f"BE-20261126-{number:06}"),
        kept=kept,
        reply_seconds=reply_seconds,
        starts_at=NOON + timedelta(days=number),
    )


def record_of(*meetings: AgreedMeeting) -> TrackRecord:
    """Build the record of these meetings, told in this order."""
    record = EMPTY
    for one in meetings:
        record = track_records.with_meeting(record, one.booking_id, one, now=NOON)
    return record


def test_figures_need_enough_meetings() -> None:
    """Five meetings for the share, three replies for the median; an answer within the minute counts as one minute."""
    four = record_of(*[a_meeting(number, reply_seconds=5) for number in range(2)], a_meeting(2), a_meeting(3))

    assert track_records.compute_completion_percent(four) is None
    assert track_records.compute_response_minutes(four) is None
    five = track_records.with_meeting(
        four, BookingId("BE-20261126-000004"), a_meeting(4, kept=False, reply_seconds=9), now=NOON
    )
    assert track_records.compute_completion_percent(five) == 80
    assert track_records.compute_response_minutes(five) == 1


def test_the_median_is_rounded_up() -> None:
    """One who once slept over a question does not seem slow, nor one who slept over two of three seem quick."""
    assert (
        track_records.compute_response_minutes(
            record_of(*[a_meeting(n, reply_seconds=s) for n, s in enumerate((61, 90, 80_000))])
        )
        == 2
    )
    assert (
        track_records.compute_response_minutes(
            record_of(*[a_meeting(n, reply_seconds=s) for n, s in enumerate((61, 79_000, 80_000))])
        )
        == 1_317
    )


def test_99_of_100_is_not_all() -> None:
    """A share is rounded down: one broken promise is seen."""
    meetings = [a_meeting(number, kept=number != 3) for number in range(50)]

    assert track_records.compute_completion_percent(record_of(*meetings)) == 98
    assert track_records.compute_completion_percent(record_of(*meetings[:7])) == 85


@given(st.lists(st.tuples(st.integers(0, 70), st.booleans()), max_size=120), st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(told: list[tuple[int, bool]], shuffle: random.Random) -> None:
    """Each booking counts once, as it was told last, and the latest 50 remain, whatever came first."""
    final = {number: a_meeting(number, kept=kept) for number, kept in told}
    again = [one for one in final.values() for _ in range(2)]
    shuffle.shuffle(again)

    record = record_of(*[a_meeting(number, kept=kept) for number, kept in told], *again)

    latest = sorted(final.values(), key=lambda one: one.starts_at, reverse=True)[:50]
    assert record.meetings == tuple(latest)


def test_a_meeting_that_no_longer_counts_is_taken_out() -> None:
    """An admin found a technical failure: the meeting says nothing about the expert any more."""
    record = record_of(a_meeting(0), a_meeting(1, kept=False))

    corrected = track_records.with_meeting(record, BookingId("BE-20261126-000001"), None, now=NOON + timedelta(days=9))

    assert corrected.meetings == (a_meeting(0),)
    assert corrected.changed_at == NOON + timedelta(days=9)
    assert (
        track_records.with_meeting(corrected, BookingId("BE-20261126-000001"), None, now=NOON + timedelta(days=10))
        is corrected
    )
