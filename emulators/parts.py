"""A part of the local cloud: the command that runs it, the sign that it is ready, what it needs then."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx


def prepare_nothing() -> None:
    """Prepare nothing."""


@dataclass(frozen=True)
class Part:
    """One process of the local cloud."""

    name: str
    command: tuple[str, ...]
    folder: Path
    ready_url: str
    listens_on: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[], None] = prepare_nothing

    def is_ready(self) -> bool:
        """Whether the part answers HTTP, whatever it says."""
        try:
            return httpx.get(self.ready_url, timeout=2).status_code < 500
        except httpx.HTTPError:
            return False
