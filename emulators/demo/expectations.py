"""Expectations of the demo, and polling until one is met."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

T = TypeVar("T")

POLL_TIMEOUT = 240.0
"""Seconds after which polling fails. Long, so that only a result that never comes fails."""


class UnexpectedResult(Exception):
    """A step got another result than it expects.

    Attributes:
        what: Name of the result.
        expected: Expected result.
        got: Actual result.
    """

    def __init__(self, what: str, *, expected: Any, got: Any) -> None:
        super().__init__(f"{what}: expected {expected}, got {got}")
        self.what = what
        self.expected = expected
        self.got = got


def expect_equal(what: str, got: Any, expected: Any) -> None:
    """Check that `got` equals `expected`.

    Raises:
        UnexpectedResult: The values differ.
    """
    if got != expected:
        raise UnexpectedResult(what, expected=expected, got=got)


async def poll_until_equal(
    what: str,
    ask: Callable[[], Awaitable[T]],
    expected: Any,
    *,
    of: Callable[[T], Any],
    within: float = POLL_TIMEOUT,
) -> T:
    """Call `ask` until the value `of` its answer equals `expected`, because queues take a moment.

    Returns:
        Last answer.

    Raises:
        UnexpectedResult: The value still differs after `within` seconds.
    """
    began = time.monotonic()
    while True:
        answer = await ask()
        got = of(answer)
        if got == expected:
            return answer
        if time.monotonic() - began > within:
            raise UnexpectedResult(f"{what} (within {within:.0f} s)", expected=expected, got=got)
        await asyncio.sleep(0.1)
