"""Monthly cost by number of users: `python -m infra.build.monthly_cost` writes the table in infra/README.md."""

import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

from infra.build.discovery import ROOT, BuildError
from shared.kernel.schemas import to_kebab_case

ASSUMPTIONS_FILE = Path(__file__).with_name("month.yaml")
README_FILE = ROOT / "infra" / "README.md"
COST_FILE = ROOT / "tests" / "benchmarks" / "cost.md"
MANIFEST_FILE = ROOT / "infra" / "functions.json"
DAYS_PER_MONTH = 30.4
_ROW = re.compile(
    r"^\| \w+ +\| (?P<name>\w+) +\|(?: +[\d,]+ \|){2} +(?P<reads>[\d,]+) \| +(?P<writes>[\d,]+) \|$", re.MULTILINE
)
_KIB = 1024**2  # of them are a GiB


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class UsageHabit(_Part):
    """Something that a user does so many `times` a month; `calls` is how often that calls which function."""

    name: str
    why: str = Field(min_length=1)
    times: float = Field(gt=0)
    calls: dict[str, float]
    heard: float = 0


class Assumptions(_Part):
    """Assumptions about calls and people."""

    seconds_per_call: float
    calls_at_once: dict[int, float]
    instances_ready: int
    gib_per_instance: float
    kib_per_call: float
    kib_per_document: float
    mib_of_files_per_person: float
    kib_stored_per_person_and_month: float
    months_kept: int
    kib_logged_per_call: float
    firewall_rules: int
    alert_conditions: int


class Price(_Part):
    """So many dollars for `per` of something, the first `free` a month for nothing."""

    usd: float = Field(ge=0)
    per: float = Field(gt=0)
    free: float = 0

    def compute_cost(self, amount: float) -> float:
        """Compute the cost of an amount, in dollars."""
        return max(amount - self.free, 0) / self.per * self.usd


class Inputs(_Part):
    """All that is assumed."""

    people: tuple[int, ...]
    habits: tuple[UsageHabit, ...]
    assumed: Assumptions
    prices: dict[str, Price]


@dataclass(frozen=True, slots=True)
class CallCost:
    """Documents that one call reads and writes in Firestore."""

    reads: int
    writes: int


@dataclass(frozen=True, slots=True)
class BilledFunction:
    """Facts of the manifest that determine the price of a function."""

    kind: str
    public: bool
    every_seconds: int | None


@dataclass(frozen=True, slots=True)
class MonthlyCost:
    """Usage of a month, and the cost of each part in dollars."""

    people: int
    calls: float
    reads: float
    writes: float
    dollars: Mapping[str, float]

    @property
    def total(self) -> float:
        return sum(self.dollars.values())


def read_inputs(file: Path = ASSUMPTIONS_FILE) -> Inputs:
    """Read the assumptions."""
    return Inputs.model_validate(yaml.safe_load(file.read_text()))


def parse_cost_table(text: str) -> dict[str, CallCost]:
    """Parse the cost table, by function."""
    number = {"reads": 0, "writes": 0}
    return {
        row["name"]: CallCost(**{what: int(row[what].replace(",", "")) for what in number})
        for row in _ROW.finditer(text)
    }


def parse_manifest(text: str) -> dict[str, BilledFunction]:
    """Parse the manifest, by the Python name of each function."""
    return {
        entry["entry_point"]: BilledFunction(entry["kind"], entry["exposure"] == "public", entry.get("every_seconds"))
        for entry in json.loads(text)["functions"].values()
    }


def compute_month(
    people: int, given: Inputs, cost: Mapping[str, CallCost], known: Mapping[str, BilledFunction]
) -> MonthlyCost:
    """Compute a month with so many active users.

    Raises:
        BuildError: An assumption names a function that does not exist.
    """
    calls = _calls(people, given, known)
    heard = people * sum(habit.times * habit.heard for habit in given.habits)
    unknown = sorted(calls.keys() - (cost.keys() & known.keys()))
    if unknown:
        raise BuildError(
            f"{ASSUMPTIONS_FILE.name}: neither counted nor deployed: {', '.join(map(to_kebab_case, unknown))}"
        )
    reads = heard + sum(times * cost[name].reads for name, times in calls.items())
    writes = sum(times * cost[name].writes for name, times in calls.items())
    amounts = {"firestore_reads": reads, "firestore_writes": writes} | _amounts(people, calls, heard, given, known)
    dollars = {
        part: sum(given.prices[name].compute_cost(amounts[name]) for name in names)
        for part, names in COST_PARTS.items()
    }
    return MonthlyCost(people, sum(calls.values()), reads, writes, dollars)


# Each part of the bill, and what it is made of.
COST_PARTS = {
    "Firestore: reads": ("firestore_reads",),
    "Firestore: writes": ("firestore_writes",),
    "Firestore: stored": ("firestore_stored_gib",),
    "functions: calls and time": ("calls", "cpu_seconds", "memory_gib_seconds"),
    "functions: instances that wait": ("ready_cpu_seconds", "ready_memory_gib_seconds"),
    "events, tasks, schedules": ("pubsub_gib", "task_operations", "scheduler_jobs"),
    "front door and firewall": (
        "balancer_months",
        "balancer_gib",
        "firewall_policies",
        "firewall_rules",
        "firewall_requests",
    ),
    "traffic and files": ("internet_gib", "files_stored_gib"),
    "logs and alerts": ("logged_gib", "alert_conditions"),
}


def _calls(people: int, given: Inputs, known: Mapping[str, BilledFunction]) -> dict[str, float]:
    calls: dict[str, float] = {}
    for habit in given.habits:
        for name, each in habit.calls.items():
            calls[name] = calls.get(name, 0) + people * habit.times * each
    for name, function in known.items():
        if function.every_seconds:
            # As dear as if each run found its one thing to do, which is too much while little happens.
            calls[name] = calls.get(name, 0) + DAYS_PER_MONTH * 24 * 3600 / function.every_seconds
    return calls


def _amounts(
    people: int, calls: Mapping[str, float], heard: float, given: Inputs, known: Mapping[str, BilledFunction]
) -> dict[str, float]:
    assumed = given.assumed
    of_kind = {
        kind: sum(times for name, times in calls.items() if known[name].kind == kind) for kind in ("event", "task")
    }
    public = sum(times for name, times in calls.items() if known[name].public)
    busy = sum(calls.values()) * assumed.seconds_per_call / assumed.calls_at_once[people]
    waiting = assumed.instances_ready * DAYS_PER_MONTH * 24 * 3600
    gib_of_files = people * assumed.mib_of_files_per_person / 1024
    gib_answered = public * assumed.kib_per_call / _KIB
    stored = people * assumed.kib_stored_per_person_and_month * assumed.months_kept
    return {
        "firestore_stored_gib": stored / _KIB,
        "calls": sum(calls.values()),
        "cpu_seconds": busy,
        "memory_gib_seconds": busy * assumed.gib_per_instance,
        "ready_cpu_seconds": waiting,
        "ready_memory_gib_seconds": waiting * assumed.gib_per_instance,
        # Said once and heard once, each counted as a KiB at least.
        "pubsub_gib": of_kind["event"] * 2 / _KIB,
        "task_operations": of_kind["task"] * 2,
        "scheduler_jobs": sum(function.every_seconds is not None for function in known.values()),
        "balancer_months": 1,
        "balancer_gib": gib_answered,
        "firewall_policies": 1,
        "firewall_rules": assumed.firewall_rules,
        "firewall_requests": public,
        "internet_gib": gib_answered + heard * assumed.kib_per_document / _KIB + gib_of_files,
        "files_stored_gib": gib_of_files * assumed.months_kept,
        "logged_gib": sum(calls.values()) * assumed.kib_logged_per_call / _KIB,
        "alert_conditions": assumed.alert_conditions,
    }


def render_page(months: list[MonthlyCost]) -> str:
    """Render the table in Markdown."""
    rows = [
        ["active users", *(f"{one.people:,}" for one in months)],
        ["calls, million", *(_millions(one.calls) for one in months)],
        ["documents read, million", *(_millions(one.reads) for one in months)],
        ["documents written, million", *(_millions(one.writes) for one in months)],
        *([f"{part}, $", *(f"{one.dollars[part]:,.0f}" for one in months)] for part in COST_PARTS),
        ["**together, $**", *(f"**{one.total:,.0f}**" for one in months)],
        ["a user, $", *(f"{one.total / one.people:,.3f}" for one in months)],
    ]
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    ruled = f"|{'-' * (widths[0] + 2)}|" + "".join(f"{'-' * (width + 1)}:|" for width in widths[1:])
    lines = [_line(row, widths) for row in rows]
    return "\n".join([lines[0], ruled, *lines[1:]])


def _line(row: list[str], widths: list[int]) -> str:
    numbers = [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
    return f"| {' | '.join([row[0].ljust(widths[0]), *numbers])} |"


def _millions(number: float) -> str:
    return f"{number / 1e6:,.1f}"


def render_table() -> str:
    """Render the table as it should stand in the README."""
    given, cost, known = (
        read_inputs(),
        parse_cost_table(COST_FILE.read_text()),
        parse_manifest(MANIFEST_FILE.read_text()),
    )
    return render_page([compute_month(people, given, cost, known) for people in given.people])


def refresh_readme() -> str:
    """Put the table into the README in place of the one that is there."""
    made = render_table()
    head = made.partition("\n")[0].split("|")[1].strip()
    text = README_FILE.read_text()
    README_FILE.write_text(re.sub(rf"^\| {head} .*\n(?:\|.*\n)+", f"{made}\n", text, count=1, flags=re.MULTILINE))
    return made


if __name__ == "__main__":
    try:
        print(refresh_readme())
    except BuildError as error:
        sys.exit(str(error))
