"""An expert's quarters of an hour."""

import asyncio
import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.claims.models import Claim, ClaimState
from shared.contracts import slots
from shared.kernel.ids import UserId
from tests.world import World

EXPERT = UserId("dewi")
MOMENTS = st.datetimes(timezones=st.just(UTC))


@given(starts_at=MOMENTS, minutes=st.integers(1, 600))
def test_a_meeting_takes_all_the_quarters_that_it_touches(starts_at: datetime, minutes: int) -> None:
    """
    No quarter is left out, none is taken in vain.
    """
    taken = slots.compute_quarters(starts_at, minutes)

    ends_at = starts_at + timedelta(minutes=minutes)
    assert taken[0] <= starts_at < taken[0] + slots.QUARTER
    assert taken[-1] < ends_at <= taken[-1] + slots.QUARTER
    assert all(later - earlier == slots.QUARTER for earlier, later in itertools.pairwise(taken))


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Kathmandu", "Australia/Eucla", "America/St_Johns"])
def test_a_quarter_is_the_same_everywhere(zone: str) -> None:
    """
    A quarter past nine is on a quarter in every zone.
    """
    assert slots.is_quarter_aligned(datetime(2026, 11, 26, 9, 15, tzinfo=ZoneInfo(zone)))
    assert not slots.is_quarter_aligned(datetime(2026, 11, 26, 9, 20, tzinfo=ZoneInfo(zone)))


@pytest.mark.emulator
async def test_what_is_taken(world: World) -> None:
    """
    Sold quarters and living holds are taken; free ones and holds that have run out are not.
    """
    soon = world.now + timedelta(days=1)
    begin = slots.floor_to_quarter(soon)
    states = [
        Claim(state=ClaimState.SOLD, holder="a"),
        Claim(state=ClaimState.HELD, holder="b", until=world.now + timedelta(seconds=1)),
        Claim(state=ClaimState.HELD, holder="c", until=world.now),
        Claim(state=ClaimState.FREE),
    ]
    await world.put_documents(*zip(slots.quarter_claim_refs(EXPERT, begin, 60), states, strict=True))

    whole, part = await asyncio.gather(
        slots.list_taken_quarters(world.reader, EXPERT, begin=begin, end=begin + timedelta(hours=2), now=world.now),
        slots.list_taken_quarters(world.reader, EXPERT, begin=begin, end=begin + slots.QUARTER, now=world.now),
    )

    assert list(whole) == [begin, begin + slots.QUARTER]
    assert list(part) == [begin]
