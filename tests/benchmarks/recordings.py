"""Recordings: the cost and the queries of each function's case, in one generated, committed file.

A line holds a function's cost under one digest, and stays true whatever else is merged. After a merge that keeps the
lines of both sides, the line with today's digest counts.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from infra.build.required_indexes import QueryShape
from tests.benchmarks import digests
from tests.cases import load_cases
from tests.rules.access_table import ACCESS_TABLE

RECORDINGS_FILE = Path(__file__).with_name("recordings.jsonl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """Result of one run of a case.

    Attributes:
        function: Name of the function.
        digest: Digest of the code that the recording depends on; see `digests`.
        called: Names of the functions that ran, those that arranged the world included.
        delivered: Types of the events that were delivered meanwhile.
        round_trips: RPCs of the measured call; simultaneous RPCs count as one.
        rpcs: RPCs of the measured call.
        reads: Documents read by the measured call, as Firestore bills them.
        writes: Documents written by the measured call.
        queries: The queries of all calls.
        query_lines: The lines that built the queries, as `query_lines` names them.
    """

    function: str
    digest: str = ""
    called: tuple[str, ...]
    delivered: tuple[str, ...]
    round_trips: int
    rpcs: int
    reads: int
    writes: int
    queries: tuple[QueryShape, ...]
    query_lines: tuple[str, ...]

    def with_digest(self) -> "Recording":
        """Return the recording with the digest of today's code."""
        return replace(self, digest=self._compute_digest())

    def list_differences(self, other: "Recording | None") -> dict[str, tuple[object, object]]:
        """List the fields in which both recordings differ, with the values of both; digests do not count."""
        theirs = asdict(other) if other is not None else {}
        return {
            name: (value, theirs.get(name))
            for name, value in asdict(self).items()
            if name != "digest" and value != theirs.get(name)
        }

    def is_fresh(self) -> bool:
        """Return whether the code is still the code of the recording."""
        return self.digest == self._compute_digest()

    def _compute_digest(self) -> str:
        return digests.compute_digest(load_cases()[self.function], self.called, self.delivered)


def load_recordings() -> dict[str, Recording]:
    """Load the recording of each function; of several recordings, the fresh one."""
    found: dict[str, list[Recording]] = {}
    for line in RECORDINGS_FILE.read_text().splitlines() if RECORDINGS_FILE.exists() else ():
        recording = _parse(json.loads(line))
        found.setdefault(recording.function, []).append(recording)
    return {
        name: next((one for one in several if len(several) > 1 and _is_known_and_fresh(one)), several[-1])
        for name, several in found.items()
    }


def _is_known_and_fresh(recording: Recording) -> bool:
    return recording.function in load_cases() and not list_stale_functions({recording.function: recording})


def list_stale_functions(recordings: Mapping[str, Recording]) -> list[str]:
    """List the functions whose case was never recorded, or whose code has changed since."""
    known = load_cases().keys()
    return [
        name
        for name in known
        if name not in recordings or not {*recordings[name].called} <= known or not recordings[name].is_fresh()
    ]


def save_recordings(recordings: Collection[Recording]) -> None:
    """Save the recordings of the functions that exist."""
    lines = [_render(one) for one in sorted(recordings, key=lambda one: one.function)]
    RECORDINGS_FILE.write_text("".join(f"{line}\n" for line in lines))


def list_queries(recordings: Iterable[Recording]) -> set[QueryShape]:
    """List every recorded query, and those that apps may send to Firestore directly."""
    by_apps = {QueryShape.of(rule.asks("somebody")) for rule in ACCESS_TABLE.values() if rule.list}
    return by_apps | {query for recording in recordings for query in recording.queries}


def _render(recording: Recording) -> str:
    return json.dumps(asdict(recording), separators=(",", ":"))


def _parse(line: dict[str, Any]) -> Recording:
    queries = tuple(QueryShape(**_frozen(query)) for query in line["queries"])
    return Recording(**_frozen(line) | {"queries": queries})


def _frozen(given: dict[str, Any]) -> dict[str, Any]:
    return {name: _tuples(value) for name, value in given.items()}


def _tuples(value: Any) -> Any:
    return tuple(_tuples(one) for one in value) if isinstance(value, list) else value
