"""Rules of limits: sliding windows, holdings and the spelling of subjects."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.limits import rules, subjects
from shared.limits.errors import LimitReached, TooManyHeld
from shared.limits.models import Holding, SubjectLimits
from shared.limits.rules import HoldingLimit, RateLimit
from tests.builders import NOON

THREE_AN_HOUR = RateLimit("new_rooms", 3, timedelta(hours=1))
TWO_UNPAID = HoldingLimit("unpaid_orders", 2, tag="unpaid")
TEN_SEATS = HoldingLimit("held_seats", 10, counts="units")
SOON = NOON + timedelta(minutes=15)


@given(st.lists(st.floats(min_value=0, max_value=7_200), max_size=60))
def test_no_hour_has_more_acts_than_the_limit(offsets: list[float]) -> None:
    """
    Whenever the acts come, no period of an hour has more than three that passed.
    """
    state, passed = SubjectLimits(), []
    for offset in sorted(offsets):
        now = NOON + timedelta(seconds=offset)
        try:
            state, _ = rules.count_acts(state, THREE_AN_HOUR, now=now)
        except LimitReached:
            continue
        passed.append(now)

    for first in passed:
        assert sum(first <= act < first + THREE_AN_HOUR.per for act in passed) <= THREE_AN_HOUR.most


def test_a_refused_act_is_told_when_the_next_one_passes() -> None:
    """
    After the told wait the act passes, and not a second before.
    """
    state, _ = rules.count_acts(SubjectLimits(), THREE_AN_HOUR, times=2, now=NOON)
    state, status = rules.count_acts(state, THREE_AN_HOUR, now=NOON + timedelta(minutes=20))
    assert (status.limit, status.remaining, status.reset_seconds) == (3, 0, 40 * 60)
    refused_at = NOON + timedelta(minutes=30)

    with pytest.raises(LimitReached) as refusal:
        rules.count_acts(state, THREE_AN_HOUR, now=refused_at)

    wait = refusal.value.retry_after
    assert (wait, refusal.value.fields) == (30 * 60, {"rule": "new_rooms", "limit": 3, "per_seconds": 3_600})
    rules.count_acts(state, THREE_AN_HOUR, now=refused_at + timedelta(seconds=30 * 60))
    with pytest.raises(LimitReached):
        rules.count_acts(state, THREE_AN_HOUR, now=refused_at + timedelta(seconds=30 * 60 - 1))


@pytest.mark.parametrize(("times", "wait"), [(3, None), (4, 3_600), (1_000, 3_600)])
def test_several_acts_at_once_count_each(times: int, wait: float | None) -> None:
    """
    An invitation of five people is five; more than the limit ever allows is refused whenever it comes.
    """
    if wait is None:
        counted, _ = rules.count_acts(SubjectLimits(), THREE_AN_HOUR, times=times, now=NOON)
        assert len(counted.acts["new_rooms"]) == times
    else:
        with pytest.raises(LimitReached) as refusal:
            rules.count_acts(SubjectLimits(), THREE_AN_HOUR, times=times, now=NOON)
        assert refusal.value.retry_after == wait


def test_limits_of_other_names_are_other_limits() -> None:
    """
    What a person uploads leaves the rooms that the person may open.
    """
    state, _ = rules.count_acts(SubjectLimits(), THREE_AN_HOUR, times=3, now=NOON)

    state, status = rules.count_acts(state, RateLimit("uploads", 5, timedelta(hours=1)), now=NOON)

    assert status.remaining == 4
    assert set(state.acts) == {"new_rooms", "uploads"}


@pytest.mark.parametrize(
    ("held", "wanted", "rule"),
    [
        ([], Holding(units=10, tags=("unpaid",), until=SOON), None),
        ([], Holding(units=11, tags=("unpaid",), until=SOON), "held_seats"),
        ([Holding(units=8, until=SOON)], Holding(units=3, until=SOON), "held_seats"),
        ([Holding(units=8, until=SOON)], Holding(units=2, until=SOON), None),
        ([Holding(tags=("unpaid",), until=SOON)] * 2, Holding(tags=("unpaid",), until=SOON), "unpaid_orders"),
        ([Holding(tags=("unpaid",), until=SOON)] * 2, Holding(until=SOON), None),
        ([Holding(tags=("unpaid",), until=NOON)] * 2, Holding(tags=("unpaid",), until=SOON), None),
        ([Holding(units=10, until=NOON)], Holding(units=10, until=SOON), None),
    ],
)
def test_what_a_subject_may_hold(held: list[Holding], wanted: Holding, rule: str | None) -> None:
    """
    Unpaid orders count once each, seats by their number, and what has ended not at all.
    """
    state = SubjectLimits(holdings={f"order-{number}": one for number, one in enumerate(held)})
    limits = (TWO_UNPAID, TEN_SEATS)

    allowed = rules.can_take_holding(state, wanted, limits, now=NOON)

    assert allowed == (rule is None)
    if rule is None:
        kept, _ = rules.with_holding(state, "new", wanted, limits, now=NOON)
        assert kept.holdings["new"] == wanted
        assert all(one.until > NOON for one in kept.holdings.values())
        assert kept.expire_at == SOON
    else:
        with pytest.raises(TooManyHeld) as refusal:
            rules.with_holding(state, "new", wanted, limits, now=NOON)
        assert refusal.value.fields["rule"] == rule
        assert refusal.value.retry_after == 15 * 60


def test_the_tightest_limit_is_told() -> None:
    """
    An order that leaves one more order and one more seat is told of one, one that leaves none of none.
    """
    limits = (TWO_UNPAID, TEN_SEATS)

    _, after_one = rules.with_holding(
        SubjectLimits(), "a", Holding(units=9, tags=("unpaid",), until=SOON), limits, now=NOON
    )
    _, after_ten = rules.with_holding(
        SubjectLimits(), "a", Holding(units=10, tags=("unpaid",), until=SOON), limits, now=NOON
    )

    assert after_one is not None
    assert (after_one.limit, after_one.remaining) == (2, 1)
    assert after_ten is not None
    assert (after_ten.limit, after_ten.remaining, after_ten.reset_seconds) == (10, 0, 900)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("sari@example.com", "SARI@Example.com", True),
        ("sari+1@example.com", "sari+2@example.com", True),
        ("s.a.ri@gmail.com", "sari@gmail.com", True),
        ("s.ari@example.com", "sari@example.com", False),
        ("sari@example.com", "sari@example.org", False),
        ("+@example.com", "+1@example.com", False),
    ],
)
def test_spellings_of_a_mailbox_are_one_subject(one: str, other: str, same: bool) -> None:
    """
    Letters in capitals, a suffix after a plus, and Gmail's dots make no other mailbox.
    """
    assert (subjects.email_limits_ref(one) == subjects.email_limits_ref(other)) == same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
    ],
)
def test_an_ipv6_network_is_one_subject(one: str, other: str, same: bool) -> None:
    """
    A customer of a provider has a whole /64 network of IPv6, and one address of IPv4.
    """
    assert (subjects.address_limits_ref(one) == subjects.address_limits_ref(other)) == same


def test_a_phone_number_is_one_subject_in_every_spelling() -> None:
    """
    Writing the number as Indonesians dial it does not give the same phone another allowance.
    """
    assert subjects.phone_limits_ref("081234567890") == subjects.phone_limits_ref("+6281234567890")
    assert subjects.phone_limits_ref("+6281234567890") != subjects.phone_limits_ref("+6581234567890")


def test_no_personal_data_stands_in_a_path() -> None:
    """
    Addresses and numbers are hashed; subjects of different kinds or scopes never share a document.
    """
    paths = [
        subjects.email_limits_ref("sari@example.com").path,
        subjects.phone_limits_ref("+6281234567890").path,
        subjects.address_limits_ref("203.0.113.7").path,
        subjects.person_limits_ref("ana").path,
        subjects.person_limits_ref("ana", scope="event-tedx").path,
    ]

    assert len(set(paths)) == len(paths)
    assert not any(part in path for path in paths for part in ("sari", "6281234567890", "203"))
