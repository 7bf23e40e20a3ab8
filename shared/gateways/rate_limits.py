"""Rate limits of vendors: for how long a vendor that limits the rate asks us to wait."""

import math

_MAX_SECONDS = 15 * 60


def parse_wait_seconds(text: object, *, default: float) -> float:
    """Parse the number of seconds that a vendor asks us to wait, 15 minutes at most.

    Args:
        text: Value of the vendor's header, which may be missing or wrong.
        default: Seconds to wait if the header says nothing.
    """
    try:
        seconds = float(str(text).strip())
    except ValueError:
        return default
    return min(seconds, _MAX_SECONDS) if math.isfinite(seconds) and seconds >= 0 else default
