"""Clock of the local cloud's functions and tasks, which can be moved ahead: a meeting of next week takes place now.

The offset stands in a file, so that a functions host that was killed comes back with the same time. The true time still
rules where vendors and Google's emulators tell it: Pub/Sub, sign-in tokens, and the providers' own records.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

_FILE = "clock-ahead-seconds"


class MovedClock:
    """Clock that is ahead of the true time by the offset in a file.

    Args:
        folder: Folder of the local cloud, in which the file stands.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / _FILE
        self._changed_at = -1
        self._ahead = timedelta()

    @property
    def ahead(self) -> timedelta:
        """Return the time by which the clock is ahead; nothing if it was never moved."""
        try:
            changed_at = self._file.stat().st_mtime_ns
        except FileNotFoundError:
            return timedelta()
        if changed_at != self._changed_at:
            self._ahead, self._changed_at = timedelta(seconds=float(self._file.read_text())), changed_at
        return self._ahead

    def now(self) -> datetime:
        """Return the present instant of the functions, in UTC."""
        return datetime.now(UTC) + self.ahead

    def move(self, ahead: timedelta) -> timedelta:
        """Set the time by which the clock is ahead, and return by how much the clock has moved."""
        before = self.ahead
        self._file.parent.mkdir(parents=True, exist_ok=True)
        written = self._file.with_suffix(".new")
        written.write_text(str(ahead.total_seconds()))
        # The functions host never reads half a number.
        written.replace(self._file)
        return ahead - before

    def reset(self) -> None:
        """Let the clock tell the true time again."""
        self._file.unlink(missing_ok=True)
