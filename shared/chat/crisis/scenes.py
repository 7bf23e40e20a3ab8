"""Scene rules, read from their table: which concepts together speak of danger, and what speaks against.

An idea is a concept of several words in their order, within one clause.
A scene names concepts that stand near one another, in whatever order.
"""

from dataclasses import dataclass
from functools import lru_cache

from shared.chat.crisis import ideas, scene_rules
from shared.chat.crisis.rules import Step, read_pattern, read_step

_FAR = 24


@dataclass(frozen=True, slots=True)
class Idea:
    """Concept of several words.

    Attributes:
        name: Name of the concept.
        patterns: Patterns of which one is enough.
        between: Concepts that no word between has.
        absent: Concepts that must not stand anywhere in the text.
        is_at_first: True if its place is that of its first word.
    """

    name: str
    patterns: tuple[tuple[Step, ...], ...]
    between: frozenset[str]
    absent: frozenset[str]
    is_at_first: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """Concepts that together speak of danger.

    Attributes:
        kind: Kind of danger.
        parts: Concepts that the text must have, each with its alternatives.
        within: Most words from the first of them to the last.
        unless: Concepts that must not stand anywhere in the text.
        example: Line that the rule is for.
    """

    kind: str
    parts: tuple[Step, ...]
    within: int
    unless: frozenset[str]
    example: str


@lru_cache(maxsize=1)
def load_ideas() -> tuple[Idea, ...]:
    """Read the ideas, once an instance."""
    found: list[Idea] = []
    head, patterns = "", ""
    for line in [*ideas.IDEAS.splitlines(), "END"]:
        if line[:1].isupper():
            if patterns:
                found.append(_read_idea(head, patterns))
            head, patterns = line, ""
        else:
            patterns += line
    return tuple(found)


def _read_idea(head: str, patterns: str) -> Idea:
    name, *conditions = head.split(";")
    clauses = {clause.split()[0]: frozenset(clause.split()[1:]) for clause in conditions}
    return Idea(
        name=name.strip(),
        patterns=tuple(read_pattern(pattern) for pattern in patterns.split(",") if pattern.strip()),
        between=clauses.get("between", frozenset()),
        absent=clauses.get("absent", frozenset()),
        is_at_first="first" in clauses,
    )


@lru_cache(maxsize=1)
def load_scenes() -> tuple[Scene, ...]:
    """Read the scene rules, once an instance."""
    found: list[Scene] = []
    rule = ""
    for line in (line for table in scene_rules.TABLES for line in table.SCENES.splitlines()):
        if line.startswith("    "):
            found.append(_read_scene(rule, line.strip()))
        elif line.strip():
            rule = f"{rule} {line.strip()}" if line.startswith("  ") else line
    return tuple(found)


def _read_scene(rule: str, example: str) -> Scene:
    kind, _, clauses = rule.partition(":")
    parts, *conditions = clauses.split(";")
    within, unless = _FAR, set()
    for condition in conditions:
        name, *words = condition.split()
        if name == "within":
            within = int(words[0])
        else:
            for word in words:
                unless |= set(scene_rules.GROUPS.get(word, (word,)))
    return Scene(
        kind=kind.strip(),
        parts=tuple(read_step(part.strip()) for part in parts.split("+")),
        within=within,
        unless=frozenset(unless),
        example=example,
    )
