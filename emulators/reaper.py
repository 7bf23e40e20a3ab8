"""Reaper: a separate process that ends the supervisor's children if the supervisor is killed."""

import contextlib
import os
import signal
import sys
import time

GRACE_SECONDS = 3.0


def end_groups(groups: set[int]) -> None:
    """End every process group: SIGTERM first, SIGKILL after `GRACE_SECONDS`."""
    for each in (signal.SIGTERM, signal.SIGKILL):
        for group in groups:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(group, each)
        time.sleep(GRACE_SECONDS if groups and each == signal.SIGTERM else 0)


def main() -> None:
    """Read process groups from standard input until the supervisor's end of the pipe closes, then end them.

    A line `+<group>` adds a process group, and `-<group>` removes it.
    """
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
