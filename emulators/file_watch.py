"""Detection of changes in the functions' code."""

from pathlib import Path

FOLDERS = ("functions", "shared")


class FileWatch:
    """Record of the time at which each Python file of the functions was last written."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._seen = self._list_modified_times()

    def find_changed(self) -> str | None:
        """Return one file that was written, added or removed since the last call, or None."""
        now = self._list_modified_times()
        different = now.items() ^ self._seen.items()
        self._seen = now
        return min((name for name, _ in different), default=None)

    def _list_modified_times(self) -> dict[str, int]:
        files = (file for folder in FOLDERS for file in (self._root / folder).rglob("*.py"))
        return {str(file.relative_to(self._root)): file.stat().st_mtime_ns for file in files}
