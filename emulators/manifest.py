"""Part of `infra/functions.json` that the local cloud needs: functions, topics and queues."""

import json
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from emulators.settings import TIME_ZONE

FunctionKind: TypeAlias = Literal["http", "webhook", "event", "task", "schedule"]


class ManifestFunction(BaseModel):
    """Entry of one function in the manifest: how it is loaded and what triggers it."""

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
    """Rate limits and retry settings of a Cloud Tasks queue.

    Attributes:
        attempts: Most attempts of one task.
        per_second: Most dispatches a second.
        concurrent: Most dispatches at the same time.
        min_backoff_seconds: Wait after the first failure.
        max_backoff_seconds: Longest wait between two attempts.
        doublings: Number of times that the wait doubles before it grows linearly.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    attempts: int = 8
    per_second: float = 500
    concurrent: int = 1000
    min_backoff_seconds: float = 5
    max_backoff_seconds: float = 600
    doublings: int = 5


class Manifest(BaseModel):
    """Functions, topics and queues of the project."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    functions: dict[str, ManifestFunction] = {}
    topics: dict[str, dict[str, object]] = {}
    queues: dict[str, QueueRules] = {}

    @classmethod
    def load(cls, file: Path) -> "Manifest":
        """Read the manifest from `file`.

        Raises:
            ManifestMissing: The file does not exist.
        """
        try:
            content = file.read_text()
        except FileNotFoundError:
            raise ManifestMissing(f"{file} is missing. Write it with `make generate`.") from None
        return cls.model_validate(json.loads(content))

    def functions_of_kind(self, kind: FunctionKind) -> dict[str, ManifestFunction]:
        """Return the functions of one kind, by cloud name."""
        return {name: each for name, each in self.functions.items() if each.kind == kind}


class ManifestMissing(Exception):
    """The manifest has not been generated yet."""
