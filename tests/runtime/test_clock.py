"""The clock."""

from datetime import UTC

from shared.runtime.clock import utc_now


def test_now_has_a_zone() -> None:
    """
    The clock says UTC.
    """
    assert utc_now().tzinfo is UTC
