"""Concepts of the scene rules: which words stand for which concept, in any inflection.

In a table, a heading in capitals is a concept. Below it stand roots and phrases, in Indonesian or English.
`_` joins the words of a phrase, `(a|b)` stands for either, and `=NAME` takes over the words of another concept.
Prefixes, suffixes and clitics need no entry of their own: `kutulis`, `ditulis` and `menuliskan` are found by `tulis`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from shared.chat.crisis import (
    concepts_of_death,
    concepts_of_everyday,
    concepts_of_farewell,
    concepts_of_means,
    concepts_of_people,
    concepts_of_time,
)

TABLES = (
    concepts_of_people,
    concepts_of_time,
    concepts_of_death,
    concepts_of_farewell,
    concepts_of_means,
    concepts_of_everyday,
)

_SHORTEST_ROOT = 3
_LONGEST_WORD = 30
_CHOICE = re.compile(r"\(([^()]*)\)")
_REPEATED = re.compile(r"([a-z])\1+")
# A suffix tells who is meant: `-ku` is the writer. Prefixes hide the first letter of the root: `menulis` is `tulis`.
_SUFFIXES = (("ku", "ME"), ("mu", "YOU"), ("nya", ""), ("lah", ""), ("kah", ""), ("pun", ""), ("kan", ""), ("in", ""),
             ("an", ""), ("i", ""), ("2", ""), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("d", ""))  # fmt: skip
_PREFIXES = (
    ("ku", ("",), "ME"), ("di", ("",), "PASSIVE"), ("ke", ("",), ""), ("ter", ("",), ""), ("ber", ("",), ""),
    ("se", ("",), ""), ("meny", ("s",), ""), ("meng", ("", "k"), ""), ("mem", ("", "p"), ""), ("men", ("", "t"), ""),
    ("me", ("",), ""), ("nge", ("",), ""), ("ng", ("", "k"), ""), ("ny", ("s", "c"), ""), ("n", ("t",), ""),
    ("m", ("p",), ""),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Concepts:
    """Known roots and phrases.

    Attributes:
        roots: Concepts by spelling; empty for a word that stands in phrases alone.
        phrases: Phrases by their first word: the other words, and the concepts.
    """

    roots: dict[str, frozenset[str]] = field(default_factory=dict)
    phrases: dict[str, tuple[tuple[tuple[str, ...], frozenset[str]], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Root:
    """Root of a written word.

    Attributes:
        name: Root by which phrases are compared.
        concepts: Concepts of the root, and of its clitics.
    """

    name: str
    concepts: frozenset[str] = frozenset()


@lru_cache(maxsize=1)
def load_concepts() -> Concepts:
    """Read the tables, once an instance."""
    tables: dict[str, set[str]] = {}
    for table in TABLES:
        name = ""
        for line in table.WORDS.splitlines():
            if line[:1].isupper():
                name = line.strip()
            else:
                tables.setdefault(name, set()).update(one for entry in line.split() for one in _expand_choices(entry))
    roots: dict[str, set[str]] = {}
    phrases: dict[tuple[str, ...], set[str]] = {}
    for concept, entries in tables.items():
        for entry in _with_taken(entries, tables):
            parts = tuple(entry.split("_"))
            if len(parts) > 1:
                phrases.setdefault(parts, set()).add(concept)
                for part in parts:
                    roots.setdefault(part, set())
            else:
                roots.setdefault(entry, set()).add(concept)
    frozen = {root: frozenset(found) for root, found in roots.items()}
    for root, found in list(frozen.items()):
        frozen.setdefault(_squeeze(root), found)
    return Concepts(frozen, _index_phrases(phrases, frozen))


@lru_cache(maxsize=4096)
def find_root(letters: str, key: str = "") -> Root | None:
    """Find the root of a word as it is written, or under the `key` of its known spelling."""
    if len(letters) > _LONGEST_WORD:
        return None
    if letters.isdigit():
        return Root(letters, frozenset({"NUMBERED"}))
    return _look_up(letters, key, load_concepts().roots)


def _look_up(letters: str, key: str, roots: dict[str, frozenset[str]]) -> Root | None:
    written = [spelling for spelling in (letters, _squeeze(letters)) if spelling in roots]
    known = [key] if key in roots and not written else []
    for spelling in [*written, *known]:
        if roots[spelling]:
            return Root(_name(spelling), roots[spelling])
    for spelling in (letters, _squeeze(letters)):
        found = _find_stem(spelling, roots)
        if found is not None:
            return found
    return next((Root(_name(spelling)) for spelling in [*written, *known]), None)


def _name(root: str) -> str:
    """Return the name under which words of phrases are compared: one for all ways to say no and I."""
    return _load_names().get(root, root)


@lru_cache(maxsize=1)
def _load_names() -> dict[str, str]:
    """Read the words that stand for one another in phrases."""
    return {
        spelling: line.split()[0]
        for line in (
            "tidak tdk tak gak ga gk g nggak ngga enggak engga kagak kaga ndak nda ora ngak",
            "jangan jgn", "aku saya gue gw gua gwe w ak aq sy", "besok bsk", "bilang blg", "sampai sampe smpe",
            "malam malem mlm mlem", "lagi lg lgi", "buat bwt", "untuk utk", "orang org", "ada ad", "lebih lbh",
            "kamar kmr", "sama sm", "rumah rmh",
        )
        for spelling in line.split()
    }  # fmt: skip


def _find_stem(word: str, roots: dict[str, frozenset[str]]) -> Root | None:
    """Take off suffixes and prefixes, one after the other, until a root remains."""
    seen: list[tuple[str, frozenset[str]]] = [(word, frozenset())]
    for _ in range(3):
        found: list[tuple[str, frozenset[str]]] = []
        for stem, said in seen:
            for rest, more in _take_off(stem):
                also = said | {more} if more else said
                if roots.get(rest):
                    return Root(_name(rest), roots[rest] | also)
                found.append((rest, also))
        seen = found
    return None


def _take_off(word: str) -> Iterator[tuple[str, str]]:
    for suffix, concept in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_ROOT:
            yield word[: -len(suffix)], concept
            if suffix in ("ing", "ed"):
                yield word[: -len(suffix)] + "e", concept
            if suffix == "ku":
                yield word[:-2] + "k", concept
    for prefix, beginnings, concept in _PREFIXES:
        if word.startswith(prefix):
            for beginning in beginnings:
                if len(word) - len(prefix) + len(beginning) >= _SHORTEST_ROOT:
                    yield beginning + word[len(prefix) :], concept


def _with_taken(entries: Iterable[str], tables: dict[str, set[str]]) -> Iterator[str]:
    for entry in entries:
        if entry.startswith("="):
            yield from _with_taken(tables[entry[1:]], tables)
        else:
            yield entry


def _expand_choices(entry: str) -> Iterator[str]:
    choice = _CHOICE.search(entry)
    if choice is None:
        yield entry
        return
    for option in choice[1].split("|"):
        yield from _expand_choices(entry[: choice.start()] + option + entry[choice.end() :])


def _index_phrases(
    phrases: dict[tuple[str, ...], set[str]], roots: dict[str, frozenset[str]]
) -> dict[str, tuple[tuple[tuple[str, ...], frozenset[str]], ...]]:
    index: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
    for parts, concepts in phrases.items():
        names = tuple(found.name if (found := _look_up(part, "", roots)) else part for part in parts)
        index.setdefault(names[0], []).append((names[1:], frozenset(concepts)))
    return {first: tuple(rest) for first, rest in index.items()}


def _squeeze(word: str) -> str:
    return _REPEATED.sub(r"\1", word)
