"""Retries of tasks: how long Cloud Tasks waits after each failure, and how many attempts fill a time.

All queues wait alike: https://cloud.google.com/tasks/docs/configuring-queues#retry (retry_config).
"""

from datetime import timedelta

MIN_BACKOFF_SECONDS = 5
MAX_BACKOFF_SECONDS = 600
DOUBLINGS = 5


def compute_backoff_seconds(failures: int) -> int:
    """Compute the wait after a number of failures: doubled five times, then growing linearly, at most 10 minutes."""
    step = MIN_BACKOFF_SECONDS << min(failures - 1, DOUBLINGS)
    return min(step * max(1, failures - DOUBLINGS), MAX_BACKOFF_SECONDS)


def compute_attempts(period: timedelta) -> int:
    """Compute the least number of attempts of which the last one comes `period` or more after the first."""
    waited, failures = 0, 0
    while waited < period.total_seconds():
        failures += 1
        waited += compute_backoff_seconds(failures)
    return failures + 1
