"""Rules of strikes: what several lead to, and that a lifted one undoes exactly what it did."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.sessions import AttendanceOutcome, ListingState, StrikeGround, StrikeStep
from shared.kernel.ids import Id, UserId
from shared.sessions import strike_rules as rules
from shared.sessions.strike_models import Strike, StrikeStanding
from shared.sessions.strike_rules import StrikeOccasion
from shared.sessions.strike_settings import StrikeSettings
from tests.builders import NOON

DEFAULTS = StrikeSettings()


def occasion(number: int) -> StrikeOccasion:
    """Build the occasion of a strike."""
    return StrikeOccasion(Id(f"strike-{number}"), UserId("dewi"), StrikeGround.ADMIN, reason="Kasar")


def give_strikes(*days: int, settings: StrikeSettings = DEFAULTS) -> tuple[list[Strike], StrikeStanding]:
    """Give strikes on these days after noon, in their order."""
    given, standing = [], None
    for number, day in enumerate(days):
        strike, standing = rules.with_strike(standing, occasion(number), settings, now=NOON + timedelta(days=day))
        given.append(strike)
    assert standing is not None
    return given, standing


def day(number: int) -> datetime:
    """Return the instant of a day."""
    return NOON + timedelta(days=number)


def test_the_first_is_a_warning_the_next_a_pause_the_third_a_vetting() -> None:
    """Each says what it led to, and until when it can be appealed."""
    given, standing = give_strikes(0, 1, 2)

    assert [strike.step for strike in given] == [StrikeStep.WARNING, StrikeStep.PAUSE, StrikeStep.VETTING]
    assert given[1].appeal_before == day(15)
    assert (standing.listing, standing.paused_until) == (ListingState.VETTING, None)


def test_what_counts_no_more_leads_to_nothing() -> None:
    """The first strike counts for 90 days; a second one on that very instant is a warning again."""
    assert give_strikes(0, 89)[0][1].step is StrikeStep.PAUSE
    assert give_strikes(0, 90)[0][1].step is StrikeStep.WARNING


def test_a_pause_ends_by_the_clock() -> None:
    """At the instant that the standing names, and not before."""
    _, standing = give_strikes(0, 1)
    assert (standing.listing, standing.paused_until) == (ListingState.PAUSED, day(15))

    assert rules.with_listing(standing, now=day(15) - timedelta(seconds=1)).listing is ListingState.PAUSED
    assert rules.with_listing(standing, now=day(15)).listing is ListingState.SHOWN


def test_a_vetting_does_not_end_by_the_clock() -> None:
    """Also when the strikes that led to it count no more."""
    _, standing = give_strikes(0, 1, 2)

    assert rules.with_listing(standing, now=day(400)).listing is ListingState.VETTING


def test_a_lifted_strike_takes_its_consequence_with_it() -> None:
    """Without the first, the third is the second: a pause, which is counted from its own day."""
    _, standing = give_strikes(0, 1, 2)

    without_first = rules.without_strike(standing, Id("strike-0"), now=day(3))
    assert (without_first.listing, without_first.paused_until) == (ListingState.PAUSED, day(16))
    assert rules.without_strike(without_first, Id("strike-2"), now=day(3)).listing is ListingState.SHOWN


def test_later_settings_change_no_earlier_strike() -> None:
    """A strike keeps the terms of its day, also when the standing is computed again."""
    _, standing = give_strikes(0)
    strict = StrikeSettings(pause_at=1, vet_at=50)

    _, standing = rules.with_strike(standing, occasion(1), strict, now=day(1))

    assert rules.without_strike(standing, Id("strike-1"), now=day(1)).listing is ListingState.SHOWN


@given(
    days=st.lists(st.integers(0, 200), min_size=1, max_size=12),
    lifted=st.sets(st.integers(0, 11)),
    later=st.integers(0, 400),
)
def test_lifting_equals_never_having_given(days: list[int], lifted: set[int], later: int) -> None:
    """Whatever the order, the standing is that of the strikes which are left."""
    ordered, now = sorted(days), day(200 + later)
    _, standing = give_strikes(*ordered)
    left = None
    for number, one in enumerate(ordered):
        if number not in lifted:
            _, left = rules.with_strike(left, occasion(number), DEFAULTS, now=day(one))

    for number in lifted:
        standing = rules.without_strike(standing, Id(f"strike-{number}"), now=now)

    expected = rules.with_listing(left or StrikeStanding(id=UserId("dewi"), changed_at=now), now=now)
    assert rules.with_listing(standing, now=now) == expected


@pytest.mark.parametrize(
    ("outcome", "ground"),
    [
        (AttendanceOutcome.EXPERT_ABSENT, StrikeGround.EXPERT_ABSENT),
        (AttendanceOutcome.ENDED_EARLY, StrikeGround.ENDED_EARLY),
        (AttendanceOutcome.NOBODY_CAME, None),
        (AttendanceOutcome.CUSTOMER_ABSENT, None),
        (AttendanceOutcome.BOTH_CAME, None),
        (AttendanceOutcome.NOT_OBSERVED, None),
        (AttendanceOutcome.UNKNOWN, None),
    ],
)
def test_what_gives_a_strike(outcome: AttendanceOutcome, ground: StrikeGround | None) -> None:
    """By default the expert's own absence, and an early end; settings can change each."""
    assert rules.find_attendance_ground(outcome, DEFAULTS) is ground
    off = StrikeSettings(expert_absent=False, ended_early=False, nobody_came=True)
    assert (rules.find_attendance_ground(outcome, off) is not None) == (outcome is AttendanceOutcome.NOBODY_CAME)
