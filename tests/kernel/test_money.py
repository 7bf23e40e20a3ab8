"""Money stays whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.kernel.money import Money, compute_share, sum_amounts

amounts = st.integers(0, 10_000_000_000)


@given(amounts, st.integers(0, 10_000))
def test_a_share_and_the_rest_are_the_whole(amount: int, basis_points: int) -> None:
    """
    A share is never more than the whole, is at most half a rupiah off, and leaves a rest that sums up with it.
    """
    part = compute_share(amount, basis_points=basis_points)
    rest = amount - part

    assert 0 <= part <= amount
    assert part + rest == amount
    assert abs(part * 10_000 - amount * basis_points) <= 5_000


@given(amounts, st.lists(st.integers(0, 10_000), max_size=5).filter(lambda parts: sum(parts) <= 10_000))
def test_shares_of_a_whole_never_exceed_it_by_more_than_their_rounding(amount: int, points: list[int]) -> None:
    """
    Several shares together are off by at most half a rupiah each.
    """
    parts = [compute_share(amount, basis_points=each) for each in points]

    assert abs(sum(parts) * 10_000 - amount * sum(points)) <= 5_000 * len(parts)


@given(st.lists(st.integers(0, 1_000_000), min_size=1, max_size=50))
def test_a_total_is_the_sum(parts: list[int]) -> None:
    """
    Adding amounts one by one is adding them all.
    """
    assert sum_amounts([Money.idr(part) for part in parts]) == Money.idr(sum(parts))


def test_half_a_rupiah_is_rounded_up() -> None:
    """
    5 % of 150,000 is 7,500, and 5 % of 10 is 1.
    """
    assert [
        compute_share(150_000, basis_points=500),
        compute_share(10, basis_points=500),
        compute_share(9, basis_points=500),
    ] == [7_500, 1, 0]


def test_currencies_do_not_mix() -> None:
    """
    Rupiah and dollars cannot be added.
    """
    with pytest.raises(ValueError):
        Money.idr(1) + Money(amount=1, currency="USD")


@pytest.mark.parametrize("amount", [-1, 0.5, 150_000.0, "150000", True, None, 10**15 + 1, float("nan")])
def test_what_is_no_amount(amount: object) -> None:
    """
    An amount is a whole number that is not negative and not absurd.
    """
    with pytest.raises(ValidationError):
        Money.model_validate({"amount": amount})


def test_money_is_written_as_people_write_it() -> None:
    """
    Rupiah with dots, others with their code.
    """
    assert [str(Money.idr(1_150_000)), str(Money(amount=1_150, currency="USD"))] == ["Rp1.150.000", "USD 1,150"]
