"""Rules by which danger is heard, read from their tables: which meanings follow one another, and what speaks against.

A rule has a kind in brackets, guards after `unless`, and below them patterns, separated by commas.
A pattern names meanings in their order. `A|B` is either of two meanings, and `A&B` is both in one word.
`~2` allows up to two words between. `@NAME` stands for any pattern of `PART_PATTERNS`.
A rule with `ends` holds only where the clause ends.
A rule with `needs` holds only if the text has one of these meanings.
Meanings of `BARRIERS` never stand between.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from shared.chat.crisis import death_rules, harm_rules, other_rules, plan_rules

BARRIERS = frozenset("THIRD YOU NOT NEVER TITLE WORK ASKTOPIC GAME THING FIGURE END KILL".split())

PART_PATTERNS = {
    "SELF_KILL": (
        "SUICIDE, KILL ~1 SELF, KILL SOUL, ENDLIFE|END ~2 SOUL, HANG ~1 SELF|NECK, TAKE ~1 I ~1 LIFE|SOUL,"
        " SHOOT ~1 SELF, DROWN ~1 SELF, CRASH ~1 SELF, TURNOFF SELF, SHOOT|CHOP|BULLET ~2 KNIFEHEAD OWN|MY|ME,"
        " BULLET ~2 I KNIFEHEAD, CHOP|CUT ~1 NECK"
    ),
    "END_LIFE": "END ~2 LIFE, ENDLIFE LIFE, LIFE|SOUL ~3 END",
    "JUMP_FROM": "JUMP ~3 HIGH, JUMP ~3 RAIL, HIGH ~3 JUMP, JUMP ~1 PLACE UPTHERE",
}


@dataclass(frozen=True, slots=True)
class Guard:
    """Evidence against a rule.

    Attributes:
        place: Position of the meanings: before or after the pattern, or anywhere in its clause or sentence.
        meanings: Meanings of which one is enough.
        reach: Most words between, if the meanings stand before or after.
        through: Meanings that the words between must have; empty for any.
        stops: Meanings that no word between has.
        crosses_commas: True if the meanings may stand in an earlier clause of the same sentence.
    """

    place: Literal["before", "after", "clause", "sentence"]
    meanings: frozenset[str]
    reach: int
    through: frozenset[str]
    stops: frozenset[str]
    crosses_commas: bool


@dataclass(frozen=True, slots=True)
class Step:
    """Step of a pattern.

    Attributes:
        gap: Most words between the step before and this step.
        options: Sets of meanings, of which one word must have all of one set.
    """

    gap: int
    options: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """Patterns of one kind of danger.

    Attributes:
        kind: Kind of danger.
        patterns: Patterns of which one is enough.
        unless: Names of guards.
        needs: Meanings of which the text must have one; empty if none is needed.
        barriers: Meanings that never stand between.
        ends: True if the clause must end with the pattern, or go on without a change of sense.
        rarest: Meanings of the rarest step of each pattern, one of which a text must have.
    """

    kind: str
    patterns: tuple[tuple[Step, ...], ...]
    unless: tuple[str, ...]
    needs: frozenset[str]
    barriers: frozenset[str]
    ends: bool
    rarest: tuple[frozenset[str], ...]


def _guard(
    place: Literal["before", "after", "clause", "sentence"],
    meanings: str,
    reach: int = 0,
    through: str = "",
    *,
    stops: str = "I DIE",
    crosses_commas: bool = False,
) -> Guard:
    return Guard(
        place,
        frozenset(meanings.split()),
        reach,
        frozenset(through.split()),
        frozenset(stops.split()),
        crosses_commas,
    )


_SUBJECT_LINK = "AUX WANT NOT NEVER SAY PAST THINK NYA MY YOUR HIS PLACE BETTER RECENT EVERYBODY THREATEN"
_CAUSE = "I DIE CONJ MAKE"

GUARDS = {
    "negated": _guard("before", "NOT NEVER", 2, "AUX WANT THINK PAST NEVER"),
    "denied": _guard("before", "DENY", 2, "I AUX WANT", stops="DIE"),
    "third": _guard("before", "THIRD YOU", 3, _SUBJECT_LINK),
    "third_died": _guard("before", "THIRD", 3, "DIE MY NYA AUX CONJ COMPLEMENT", stops="I"),
    "stranger": _guard("before", "STRANGER YOU", 4, _SUBJECT_LINK),
    "others": _guard("clause", "THIRD YOU THING"),
    "kin": _guard("clause", "KIN THIRD"),
    "bossy": _guard("clause", "BOSSY"),
    "thing": _guard("before", "THING", 3, stops=f"{_CAUSE} RECENT LET DESIRE"),
    "thing_after": _guard("after", "THING", 1),
    "theirs": _guard("after", "NYA"),
    "owned": _guard("after", "MY I NYA YOUR"),
    "title": _guard("sentence", "TITLE"),
    "title_before": _guard("before", "TITLE", 2, stops=_CAUSE),
    "title_clause": _guard("clause", "TITLE"),
    "work": _guard("sentence", "WORK ASKTOPIC"),
    "topic": _guard("sentence", "WORK"),
    "topic_before": _guard("before", "ASKTOPIC WORK", 1),
    "game": _guard("clause", "GAME"),
    "figure": _guard("sentence", "FIGURE"),
    "laugh": _guard("before", "LAUGH", 1),
    "laughing": _guard("sentence", "LAUGH"),
    "past": _guard("before", "PAST", 2, stops="RECENT"),
    "long_past": _guard("before", "PASTLONG", 5, stops="RECENT", crosses_commas=True),
    "past_after": _guard("after", "PASTLONG", 1),
    "past_told": _guard("sentence", "PAST PASTLONG"),
    "asked": _guard("after", "ASK"),
    "question": _guard("before", "IF", 5, stops=""),
    "than": _guard("after", "RATHERTHAN", 1),
    "fear": _guard("before", "FEAR", 1),
    "complement": _guard("after", "COMPLEMENT"),
    "unmarried": _guard("after", "UNMARRIED", 1),
    "place": _guard("after", "PLACE", 1),
    "early": _guard("after", "EARLY", 1),
    "thing_end": _guard("after", "THINGEND"),
    "burden_of": _guard("after", "BURDENOF", 1),
    "carried": _guard("before", "CARRY", 2),
    "safe": _guard("after", "SAFE"),
    "accident": _guard("clause", "ACCIDENT"),
    "event": _guard("sentence", "EVENT"),
    "see_you": _guard("sentence", "SEEYOU"),
    "last_of": _guard("after", "LASTOF"),
    "short": _guard("after", "PASTLONG PLACE SEEYOU SLEEP", 1),
}

# Meanings of words that stand in most texts.
_COMMON = frozenset("I ME MY NOT WANT BETTER THIRD AGAIN AND IF LIKE PLACE AUX".split())
_HEAD = re.compile(r"\[(?P<kind>[^]]+)\](?P<clauses>[^\[\]]*)")
_GAP = re.compile(r"~(\d+)")


@lru_cache(maxsize=1)
def load_rules() -> tuple[Rule, ...]:
    """Read the rules from their tables, once an instance."""
    return tuple(
        rule for table in (death_rules, harm_rules, other_rules, plan_rules) for rule in _read_table(table.RULES)
    )


def _read_table(table: str) -> Iterator[Rule]:
    head, patterns = "", ""
    for line in [*table.splitlines(), "[end]"]:
        if line.startswith("    "):
            patterns += line
        elif line.startswith("["):
            if patterns:
                yield _read_rule(head, patterns)
            head, patterns = line, ""
        else:
            head += line


def _read_rule(head: str, patterns: str) -> Rule:
    found = _HEAD.fullmatch(head)
    if found is None:
        raise ValueError(f"no kind in brackets: {head}")
    clauses = dict(_read_clause(clause) for clause in found["clauses"].split(";") if clause.strip())
    steps = tuple(read_pattern(pattern) for each in patterns.split(",") for pattern in _expand_parts(each))
    return Rule(
        kind=found["kind"],
        patterns=steps,
        unless=tuple(clauses.get("unless", ())),
        needs=frozenset(clauses.get("needs", ())),
        barriers=frozenset(clauses.get("barriers", ())),
        ends="ends" in clauses,
        rarest=tuple(_find_rarest(pattern) for pattern in steps),
    )


def _find_rarest(pattern: tuple[Step, ...]) -> frozenset[str]:
    named = [frozenset(min(sorted(option), key=_COMMON.__contains__) for option in step.options) for step in pattern]
    return min(named, key=lambda meanings: (not meanings.isdisjoint(_COMMON), len(meanings)))


def _read_clause(clause: str) -> tuple[str, list[str]]:
    name, *words = clause.split()
    return name, words


def _expand_parts(pattern: str) -> Iterator[str]:
    before, at, name = pattern.partition("@")
    if not at:
        yield pattern
        return
    name, space, after = name.partition(" ")
    for part in PART_PATTERNS[name].split(","):
        yield from _expand_parts(f"{before}{part}{space}{after}")


def read_pattern(pattern: str) -> tuple[Step, ...]:
    """Read a pattern of meanings in their order."""
    steps, gap = [], 0
    for part in pattern.split():
        number = _GAP.fullmatch(part)
        if number:
            gap = int(number[1])
        else:
            steps.append(read_step(part, gap))
            gap = 0
    return tuple(steps)


def read_step(part: str, gap: int = 0) -> Step:
    """Read one step of a pattern, such as `A|B&C`."""
    return Step(gap, tuple(frozenset(option.split("&")) for option in part.split("|")))
