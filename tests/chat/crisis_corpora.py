"""Corpora of lines by which the detection of danger is measured, and the table of the rates that are reached."""

import csv
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from shared.chat.crisis_detection import has_crisis_words
from shared.chat.settings import ChatSettings

FOLDER = Path(__file__).parent / "corpora"
RATES = FOLDER / "crisis_rates.md"
CORPORA = ("development", "held_out", "everyday", "unseen")
DEFAULTS = ChatSettings()


@dataclass(frozen=True, slots=True)
class Line:
    """Line of a corpus.

    Attributes:
        is_distress: True if an alarm is right.
        language: Language of the line: `id`, `en` or `mixed`.
        kind: Kind of distress, or reason for which the line is harmless.
        text: The line as a person would write it.
    """

    is_distress: bool
    language: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Rate:
    """Share of lines that raise an alarm.

    Attributes:
        alarms: Number of lines that raise an alarm.
        lines: Number of lines.
    """

    alarms: int
    lines: int

    @property
    def share(self) -> float:
        return self.alarms / self.lines


@lru_cache
def read_corpus(name: str) -> tuple[Line, ...]:
    """Read one corpus of lines."""
    with (FOLDER / f"crisis_{name}.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(Line(row["label"] == "distress", row["language"], row["kind"], row["text"]) for row in rows)


@lru_cache
def measure_rates(name: str) -> dict[tuple[bool, str], Rate]:
    """Measure the rates of one corpus: of each kind, of each language, and of all lines under `all`."""
    alarms: Counter[tuple[bool, str]] = Counter()
    lines: Counter[tuple[bool, str]] = Counter()
    for line in read_corpus(name):
        is_alarm = has_crisis_words([line.text], DEFAULTS)
        for part in ("all", f"language {line.language}", line.kind):
            lines[line.is_distress, part] += 1
            alarms[line.is_distress, part] += is_alarm
    return {part: Rate(alarms[part], count) for part, count in lines.items()}


def render_rates() -> str:
    """Render the table of the rates of all corpora."""
    parts = ["# Rates reached on the crisis corpora", "", "Written by `python -m tests.chat.crisis_corpora`.", ""]
    for name in CORPORA:
        rates = measure_rates(name)
        parts += [f"## {name}", "", "| lines | kind | alarms | of | share |", "|---|---|---:|---:|---:|"]
        for (is_distress, kind), rate in sorted(rates.items(), key=lambda each: (not each[0][0], each[0][1])):
            label = "distress" if is_distress else "harmless"
            parts.append(f"| {label} | {kind} | {rate.alarms} | {rate.lines} | {rate.share:.1%} |")
        parts.append("")
    return "\n".join(parts)


if __name__ == "__main__":
    RATES.write_text(render_rates(), encoding="utf-8")
