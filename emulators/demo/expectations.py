"""What the story expects, and how it says that something else came."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

T = TypeVar("T")

POLL_TIMEOUT = 240.0
"""The seconds after which what does not come will not come. It ends what hangs, and decides nothing else."""


class UnexpectedResult(Exception):
    """Something else came than the story says."""

    def __init__(self, what: str, *, expected: Any, got: Any) -> None:
        super().__init__(f"{what}: expected {expected}, got {got}")
        self.what = what
        self.expected = expected
        self.got = got


def expect_equal(what: str, got: Any, expected: Any) -> None:
    """Raise `UnexpectedResult` unless *got* is *expected*."""
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
    """Ask again and again until *of* the answer is *expected*, since queues take a moment; the answer."""
    began = time.monotonic()
    while True:
        answer = await ask()
        got = of(answer)
        if got == expected:
            return answer
        if time.monotonic() - began > within:
            raise UnexpectedResult(f"{what} (within {within:.0f} s)", expected=expected, got=got)
        await asyncio.sleep(0.1)
