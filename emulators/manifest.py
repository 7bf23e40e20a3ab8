"""What infra/functions.json says about functions, topics and queues, as far as the local cloud needs it."""

import json
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from emulators.settings import TIME_ZONE

FunctionKind: TypeAlias = Literal["http", "webhook", "event", "task", "schedule"]


class ManifestFunction(BaseModel):
    """One function: how it is loaded and what calls it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: FunctionKind
    entry_point: str
    domain: str = ""
    summary: str = ""
    method: str = "POST"
    schedule: str | None = None
    time_zone: str = TIME_ZONE
    topic: str | None = None
    filter: str = ""
    attempts: int = 10
    queue: str | None = None
    timeout_seconds: int = 60


class QueueRules(BaseModel):
    """How fast a queue dispatches, and how long it tries."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    attempts: int = 8
    per_second: float = 500
    concurrent: int = 1000
    min_backoff_seconds: float = 5
    max_backoff_seconds: float = 600
    doublings: int = 5


class Manifest(BaseModel):
    """Every function, topic and queue of the project."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    functions: dict[str, ManifestFunction] = {}
    topics: dict[str, dict[str, object]] = {}
    queues: dict[str, QueueRules] = {}

    @classmethod
    def load(cls, file: Path) -> "Manifest":
        """Read the manifest."""
        try:
            content = file.read_text()
        except FileNotFoundError:
            raise ManifestMissing(f"{file} is missing. Write it with `make generate`.") from None
        return cls.model_validate(json.loads(content))

    def functions_of_kind(self, kind: FunctionKind) -> dict[str, ManifestFunction]:
        """Return the functions of one kind, by cloud name."""
        return {name: each for name, each in self.functions.items() if each.kind == kind}


class ManifestMissing(Exception):
    """There is no manifest yet."""
