"""Unread notifications as arithmetic: the count is always that of the notifications that nobody has read."""

from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.ids import UserId
from shared.notifications import unread
from shared.notifications.inbox_models import InboxState

Steps = list[tuple[str, int]]
steps = st.lists(
    st.tuples(st.sampled_from(["new", "read", "unread", "all"]), st.integers(min_value=0, max_value=12)), max_size=40
)


@given(steps)
def test_the_count_is_that_of_a_plain_set(taken: Steps) -> None:
    """
    Whatever is read, marked unread again or read up to a number, the ranges say the same as a set of numbers.
    """
    state, not_read = InboxState(id=UserId("ana")), set[int]()

    for step, number in taken:
        match step:
            case "new":
                state = state.having(seq=state.seq + 1)
                not_read.add(state.seq)
            case "read":
                state = unread.with_read(state, [number])
                not_read.discard(number)
            case "unread" if 1 <= number <= state.seq:
                state = unread.with_unread(state, number)
                not_read.add(number)
            case "all":
                state = unread.with_all_read(state, number)
                not_read = {one for one in not_read if one > number}

        assert unread.compute_unread(state) == len(not_read)
    assert {number for number in range(1, state.seq + 1) if not unread.is_read(state, number)} == not_read


def test_ranges_that_meet_are_one() -> None:
    """
    Who reads everything in any order has one range, so the document stays small.
    """
    state = InboxState(id=UserId("ana"), seq=6)

    for number in (2, 4, 6, 1, 5, 3):
        state = unread.with_read(state, [number])

    assert state.read == (1, 6)


def test_numbers_outside_of_the_inbox_change_nothing() -> None:
    """
    A number that no notification has is not counted as read.
    """
    state = InboxState(id=UserId("ana"), seq=2)

    assert unread.with_read(state, [0, 3, -1]) == state
    assert unread.with_all_read(InboxState(id=UserId("ana")), 5).read == ()
