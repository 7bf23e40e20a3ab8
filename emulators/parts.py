"""Description of a part of the local cloud: command, readiness check and preparation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx


def prepare_nothing() -> None:
    """Do nothing; the default for parts that need no preparation."""


@dataclass(frozen=True)
class Part:
    """Description of one process of the local cloud.

    Attributes:
        name: Name of the part; also the name of its log file.
        command: Program and arguments.
        folder: Working directory.
        ready_url: URL that answers once the process serves requests.
        listens_on: Names of the ports that the process listens on.
        environment: Variables that only this process receives.
        prepare: Function to call once the process is ready.
    """

    name: str
    command: tuple[str, ...]
    folder: Path
    ready_url: str
    listens_on: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[], None] = prepare_nothing

    def is_ready(self) -> bool:
        """Return whether the part answers HTTP with a status below 500."""
        try:
            return httpx.get(self.ready_url, timeout=2).status_code < 500
        except httpx.HTTPError:
            return False
