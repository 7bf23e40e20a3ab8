"""Ends what a supervisor started, should the supervisor itself be killed; runs as a process of its own."""

import contextlib
import os
import signal
import sys
import time

GRACE_SECONDS = 3.0


def end_groups(groups: set[int]) -> None:
    """Ask every process group to stop, then make it."""
    for each in (signal.SIGTERM, signal.SIGKILL):
        for group in groups:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(group, each)
        time.sleep(GRACE_SECONDS if groups and each == signal.SIGTERM else 0)


def main() -> None:
    """Follow the supervisor's list of process groups (+group, -group) until its end of the pipe is gone."""
    groups: set[int] = set()
    for line in sys.stdin:
        change, group = line[0], int(line[1:])
        if change == "+":
            groups.add(group)
        else:
            groups.discard(group)
    end_groups(groups)


if __name__ == "__main__":
    main()
