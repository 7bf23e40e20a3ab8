"""Unread notifications as arithmetic: numbers from 1, and the numbers that have been read. No counter can drift."""

from collections.abc import Iterable, Sequence

from shared.notifications.inbox_models import InboxState


def compute_unread(state: InboxState) -> int:
    """Compute how many notifications of an inbox are unread."""
    pairs = state.read
    return state.seq - sum(last - first + 1 for first, last in zip(pairs[::2], pairs[1::2], strict=True))


def with_read(state: InboxState, numbers: Iterable[int]) -> InboxState:
    """Return the inbox in which the notifications with these numbers are read."""
    ranges = _list_ranges(state.read)
    for number in numbers:
        if 1 <= number <= state.seq:
            ranges.append((number, number))
    return state.having(read=_merge(ranges))


def with_all_read(state: InboxState, up_to: int) -> InboxState:
    """Return the inbox in which all notifications up to the number `up_to` are read."""
    last = min(up_to, state.seq)
    return state.having(read=_merge([*_list_ranges(state.read), (1, last)])) if last else state


def with_unread(state: InboxState, number: int) -> InboxState:
    """Return the inbox in which the notification with this number is unread again."""
    ranges: list[tuple[int, int]] = []
    for first, last in _list_ranges(state.read):
        if first <= number <= last:
            ranges += [(first, number - 1), (number + 1, last)]
        else:
            ranges.append((first, last))
    return state.having(read=_merge([(first, last) for first, last in ranges if first <= last]))


def is_read(state: InboxState, number: int) -> bool:
    """Return whether the notification with this number has been read."""
    return any(first <= number <= last for first, last in _list_ranges(state.read))


def _list_ranges(flat: Sequence[int]) -> list[tuple[int, int]]:
    return list(zip(flat[::2], flat[1::2], strict=True))


def _merge(ranges: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    merged: list[int] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1] + 1:
            merged[-1] = max(merged[-1], last)
        else:
            merged += [first, last]
    return tuple(merged)
