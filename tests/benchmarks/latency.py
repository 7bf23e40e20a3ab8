"""Latencies between two people, measured by a Node program, and their ratio to the bare way."""

import json
import subprocess
from collections.abc import Sequence
from statistics import median
from typing import Any

from emulators.settings import REPOSITORY
from tests.benchmarks.function_server import BASELINES


def run_node_program(program: str, task: dict[str, Any]) -> Any:
    """Run a program of `baselines/` with `task` as its input, and return its parsed output."""
    done = subprocess.run(
        ["node", str(BASELINES / program)],
        cwd=REPOSITORY,
        input=json.dumps(task),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=300,
    )
    return json.loads(done.stdout)


def compute_latency_columns(rounds: Sequence[Sequence[float]], bare: Sequence[Sequence[float]]) -> dict[str, object]:
    """Compute the columns p50 and p95 (milliseconds), and their ratios to the bare rounds.

    A ratio compares two latencies of the same round, because a disturbance slows both.
    """
    row: dict[str, object] = {}
    for percent in (50, 95):
        ours, theirs = ([_percentile(some, percent) for some in each] for each in (rounds, bare))
        row[f"p{percent} ms"] = median(ours)
        row[f"p{percent} ÷ bare"] = median(one / other for one, other in zip(ours, theirs, strict=True))
    return row


def _percentile(waits: Sequence[float], percent: int) -> float:
    ordered = sorted(waits)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]
