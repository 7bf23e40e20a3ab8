"""The supervisor's children: each in its own process group, logged to a file, stopped without orphans."""

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
    """A part did not start, or ended by itself."""


class Reaper:
    """A process that outlives this one for a moment, so that not even SIGKILL leaves orphans."""

    def __init__(self) -> None:
        # Isolated and without site packages it starts in 20 ms; it needs the standard library only.
        command = [sys.executable, "-I", "-S", str(Path(reaper.__file__))]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, text=True, start_new_session=True)

    def watch_group(self, group: int) -> None:
        """Remember a process group."""
        self._tell(f"+{group}\n")

    def forget_group(self, group: int) -> None:
        """A process group has been ended."""
        self._tell(f"-{group}\n")

    def stop(self) -> None:
        """End the reaper, which has nothing left to end."""
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait()

    def _tell(self, line: str) -> None:
        if self._process.stdin:
            self._process.stdin.write(line)
            self._process.stdin.flush()


class ChildProcess:
    """One part as a running process."""

    def __init__(self, part: Part, log: Path, environment: Mapping[str, str], reaper: Reaper) -> None:
        self.part = part
        self.log = log
        self._environment = {**environment, **part.environment}
        self._reaper = reaper
        self._process: subprocess.Popen[bytes] | None = None
        log.write_bytes(b"")

    def start(self) -> None:
        """Start the process, its output added to the log."""
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
        """Wait until the part answers and is prepared; returns the seconds that took."""
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
        """Raise if the process has ended by itself."""
        if self._process is not None and (code := self._process.poll()) is not None:
            raise PartFailed(self._report(f"ended by itself (exit code {code})"))

    def ask_to_stop(self) -> None:
        """Ask the process group to stop."""
        self._signal(signal.SIGTERM)

    def stop(self, *, at_once: bool = False) -> None:
        """Stop the process group and wait for its end; a group that does not listen is killed."""
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
        """Return the end of the log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-LOG_TAIL_LINES:])

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    def _report(self, what: str) -> str:
        said = self.read_log_tail() or "(it said nothing)"
        indented = "\n".join(f"    {line}" for line in said.splitlines())
        return f"{self.part.name} {what}. The end of {self.log}:\n{indented}"
