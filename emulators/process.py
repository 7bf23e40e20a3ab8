"""Child processes of the supervisor: own process group, log file, and a stop that leaves no orphans."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from emulators import reaper
from emulators.parts import Part

START_TIMEOUT = 300.0
STOP_TIMEOUT = 6.0
LOG_TAIL_LINES = 20


class PartFailed(Exception):
    """A part did not start, or ended unexpectedly. The message contains the end of its log."""


class Reaper:
    """Helper process that ends the children if the supervisor is killed, even by SIGKILL."""

    def __init__(self) -> None:
        # The reaper needs only the standard library. Without site packages it starts in 20 ms.
        command = [sys.executable, "-I", "-S", str(Path(reaper.__file__))]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, text=True, start_new_session=True)

    def watch_group(self, group: int) -> None:
        """Tell the reaper to end this process group if the supervisor is killed."""
        self._tell(f"+{group}\n")

    def forget_group(self, group: int) -> None:
        """Tell the reaper that this process group has ended."""
        self._tell(f"-{group}\n")

    def stop(self) -> None:
        """Stop the reaper, after all process groups have ended."""
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait()

    def _tell(self, line: str) -> None:
        if self._process.stdin:
            self._process.stdin.write(line)
            self._process.stdin.flush()


class ChildProcess:
    """Running process of one part."""

    def __init__(self, part: Part, log: Path, environment: Mapping[str, str], reaper: Reaper) -> None:
        self.part = part
        self.log = log
        self._environment = {**environment, **part.environment}
        self._reaper = reaper
        self._process: subprocess.Popen[bytes] | None = None
        log.write_bytes(b"")

    def start(self) -> None:
        """Start the process and append its output to the log."""
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                self.part.command,
                cwd=self.part.folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._reaper.watch_group(self._process.pid)

    def wait_until_ready(self, abandoned: threading.Event) -> float:
        """Wait until the part answers, then prepare it.

        Args:
            abandoned: Event that ends the wait early, because another part has failed.

        Returns:
            Seconds until the part was ready and prepared, or 0 if the wait was abandoned.

        Raises:
            PartFailed: The process ended, or did not answer within `START_TIMEOUT` seconds.
        """
        began = time.monotonic()
        while not self.part.is_ready():
            self.check_alive()
            if time.monotonic() - began > START_TIMEOUT:
                raise PartFailed(self._report(f"did not answer within {START_TIMEOUT:.0f} s"))
            if abandoned.wait(0.1):
                return 0.0
        self.part.prepare()
        return time.monotonic() - began

    def check_alive(self) -> None:
        """Check that the process has not ended unexpectedly.

        Raises:
            PartFailed: The process has ended.
        """
        if self._process is not None and (code := self._process.poll()) is not None:
            raise PartFailed(self._report(f"ended unexpectedly (exit code {code})"))

    def ask_to_stop(self) -> None:
        """Send SIGTERM to the process group."""
        self._signal(signal.SIGTERM)

    def stop(self, *, at_once: bool = False) -> None:
        """Stop the process group and wait for its end.

        SIGKILL follows after `STOP_TIMEOUT` seconds, or at once if `at_once` is true.
        """
        if self._process is None:
            return
        if not at_once:
            self.ask_to_stop()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_TIMEOUT)
        self._signal(signal.SIGKILL)
        self._process.wait()
        self._reaper.forget_group(self._process.pid)
        self._process = None

    def read_log_tail(self) -> str:
        """Return the last lines of the log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-LOG_TAIL_LINES:])

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    def _report(self, what: str) -> str:
        said = self.read_log_tail() or "(the log is empty)"
        indented = "\n".join(f"    {line}" for line in said.splitlines())
        return f"{self.part.name} {what}. The end of {self.log}:\n{indented}"
