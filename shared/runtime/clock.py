"""The clock: the one place in the project that asks for the time."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Returns the present instant, in UTC. A test hands in its own."""


def utc_now() -> datetime:
    """Return the present instant, in UTC."""
    return datetime.now(UTC)
