"""Rules of a group's date, whatever the order of events."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.bookings import group_rules
from shared.bookings.errors import AlreadySeated, GroupDateNotOpen, NoSeatLeft
from shared.bookings.group_models import GroupDate, TakenSeat
from shared.kernel.ids import BookingId, GroupDateId, UserId
from tests.bookings.builders import TOMORROW, an_offer
from tests.builders import NOON

_STEPS = st.lists(
    st.tuples(st.sampled_from(("hold", "pay", "free")), st.integers(0, 9), st.integers(0, 90)), max_size=60
)


def a_date(seats: int = 3) -> GroupDate:
    """Build a date that needs two of its seats."""
    return group_rules.date_from_offer(
        GroupDateId("date-1"),
        an_offer(),
        TOMORROW,
        seats=seats,
        fewest_seats=2,
        decide_hours=12,
        buffer_minutes=0,
        now=NOON,
    )


@given(_STEPS)
def test_a_date_is_never_oversold(steps: list[tuple[str, int, int]]) -> None:
    """Bookings hold, pay late and give back: the seats suffice, nobody has two, and a paid seat stays."""
    date, now, paid = a_date(), NOON, set[str]()
    for act, number, minutes in steps:
        now += timedelta(minutes=minutes / 10)
        booking, person = BookingId(f"BE-20261126-A0000{number}"), UserId(f"person-{number % 5}")
        if act == "free":
            date, paid = group_rules.without_seat(date, booking), paid - {booking}
        elif booking not in paid:
            until = None if act == "pay" else now + timedelta(minutes=5)
            try:
                date = group_rules.with_seat(date, TakenSeat(booking_id=booking, customer=person, until=until), now=now)
            except (AlreadySeated, NoSeatLeft, GroupDateNotOpen):
                continue
            paid |= {booking} if act == "pay" else set()

        live = [seat for seat in date.taken if seat.is_taken_at(now)]
        assert len(live) <= date.seats
        assert date.count_free_seats(now) == date.seats - len(live)
        assert len({seat.customer for seat in live}) == len(live)
        assert {seat.booking_id for seat in date.sold} == paid


def test_a_late_date_is_decided_at_the_end_of_its_sale() -> None:
    """A date that is opened after its time to decide is not cancelled at once."""
    early, late = a_date(), a_date().having(decide_at=TOMORROW)
    opened_late = group_rules.date_from_offer(
        late.id, an_offer(), TOMORROW, seats=3, fewest_seats=2, decide_hours=48, buffer_minutes=0, now=NOON
    )

    assert early.decide_at == TOMORROW - timedelta(hours=12)
    assert opened_late.decide_at == opened_late.sold_until == TOMORROW - timedelta(minutes=15)
