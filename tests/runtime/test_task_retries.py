"""Attempts of tasks: how many fill a time."""

from datetime import timedelta
from itertools import accumulate

import pytest

from emulators.manifest import QueueRules
from emulators.tasks.queue import compute_backoff
from infra.build.discovery import collect_functions
from shared.runtime.options import TaskOptions
from shared.runtime.task_retries import compute_attempts, compute_backoff_seconds
from shared.runtime.triggers import task
from tests.runtime.sample_functions import Ring


def test_the_wait_grows_as_cloud_tasks_says() -> None:
    """It doubles five times from 5 s, then grows by 160 s, and stays at 10 minutes."""
    waits = [compute_backoff_seconds(failures) for failures in range(1, 11)]

    assert waits == [5, 10, 20, 40, 80, 160, 320, 480, 600, 600]


def test_the_local_queue_waits_alike() -> None:
    """The emulated Cloud Tasks follows the same rule."""
    rules = QueueRules(attempts=200, per_second=1)

    assert [compute_backoff(rules, n) for n in range(1, 40)] == [compute_backoff_seconds(n) for n in range(1, 40)]


@pytest.mark.parametrize("hours", [1, 6, 24])
def test_the_attempts_fill_the_hours(hours: int) -> None:
    """The last attempt comes when the hours are over, and the one before it earlier."""
    attempts = compute_attempts(timedelta(hours=hours))

    begun = [0, *accumulate(compute_backoff_seconds(failures) for failures in range(1, attempts))]
    assert begun[-2] < hours * 3600 <= begun[-1]


def test_every_mail_is_tried_for_a_day() -> None:
    """An outage of the mail provider of less than a day loses no mail."""
    mails = [each.spec for each in collect_functions() if each.spec.kind == "task" and "mail" in each.spec.gateways]

    assert "send_email" in {spec.name for spec in mails}
    assert {spec.attempts for spec in mails} == {compute_attempts(timedelta(hours=24))}


def test_a_task_has_attempts_or_hours() -> None:
    """Both at once contradict one another."""
    with pytest.raises(TypeError, match="either attempts or retry_hours"):
        task(Ring, **TaskOptions(attempts=3, retry_hours=1))
