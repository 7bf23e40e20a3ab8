"""Vocabulary of the crisis rules: the words of all tables, ready for look-ups.

In a table, a heading in capitals is a meaning. Each line below holds spellings of one word, in Indonesian or English.
The first word of a line of danger is the key of all. `(a|b)` stands for either, `(a|)` for `a` or nothing.
`_` joins the words of a phrase. Clitics such as -ku and -nya, and letters drawn out, need no entry of their own.
The same holds for digits in the place of letters, dropped vowels and single typing errors.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

from shared.chat.crisis import (
    everyday_words,
    function_words,
    words_of_context,
    words_of_death,
    words_of_farewell,
    words_of_harm,
    words_of_people,
    words_of_plans,
    words_of_wishes,
)

FILLER, ONLY, THIS, THEN = "FILLER", "ONLY", "THIS", "THEN"

_SHORT_PARTS = frozenset("mo mw ga gk to my ku mu lg yg aj ak sy gw".split())
# Remains of danger words without their vowels that are words of their own.
_OTHER_WORDS = frozenset("mat dir akhir kit kot dis des bat bet bit pil mul hrm cob cut nat sat".split())
_SHORTEST_TYPO = 5
_SHORTEST_STEM = 4
_PREFIXES = (("meny", "s"), ("meng", ""), ("mem", ""), ("men", ""), ("nge", ""), ("ng", ""), ("me", ""), ("ber", ""))
_VOWELS = "aiueo"
_REPEATED = re.compile(r"([a-z])\1+")
_CHOICE = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Word:
    """Word of a text.

    Attributes:
        key: Spelling under which all spellings of the word are compared.
        meanings: Meanings of the word.
    """

    key: str
    meanings: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Phrase:
    """Several words that have a meaning of their own.

    Attributes:
        keys: Keys of the words, in their order.
        word: Word that replaces them.
    """

    keys: tuple[str, ...]
    word: Word


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Known words and phrases.

    Attributes:
        words: Words by their spelling, with each doubled letter once.
        phrases: Phrases by the key of their first word, the longest first.
        contractions: Words that one spelling stands for, such as `gamau`.
        everyday: Other words, in which no typing error is looked for.
        misspelt: Words by a spelling without some of their vowels.
        typos: Words by what remains of them without one letter.
        parts: Spellings that joined words may consist of.
    """

    words: dict[str, Word] = field(default_factory=dict)
    phrases: dict[str, tuple[Phrase, ...]] = field(default_factory=dict)
    contractions: dict[str, tuple[Word, ...]] = field(default_factory=dict)
    everyday: frozenset[str] = frozenset()
    misspelt: dict[str, Word] = field(default_factory=dict)
    typos: dict[str, tuple[str, Word]] = field(default_factory=dict)
    parts: frozenset[str] = frozenset()


def squeeze_letters(word: str) -> str:
    """Return `word` with each repeated letter once."""
    return _REPEATED.sub(r"\1", word)


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """Build the vocabulary, once an instance."""
    meanings: dict[str, set[str]] = {}
    keys: dict[str, str] = {}
    for danger in (words_of_wishes, words_of_death, words_of_harm, words_of_farewell):
        _add_table(danger.WORDS, meanings, keys, is_shared_key=True)
    for context in (words_of_people, words_of_context, words_of_plans):
        _add_table(context.WORDS, meanings, keys, is_shared_key=False)
    _add_table(f"{FILLER}\n{function_words.FILLERS}", meanings, keys, is_shared_key=False)
    _add_table(function_words.MARKS, meanings, keys, is_shared_key=True)
    single = {name: Word(keys[name], frozenset(found)) for name, found in meanings.items() if "_" not in name}
    everyday = frozenset(everyday_words.EVERYDAY.split())
    contractions = {
        squeeze_letters(spelling): tuple(single.get(squeeze_letters(word)) or Word(word) for word in words.split())
        for words, spellings in function_words.CONTRACTIONS.items()
        for spelling in spellings.split()
    }
    return Vocabulary(
        words=single,
        phrases=_collect_phrases(meanings, single),
        contractions=contractions,
        everyday=everyday,
        misspelt=_collect_misspelt(single, everyday),
        typos=_collect_typos(single),
        parts=frozenset(name for name in single | contractions if len(name) > 2) | _SHORT_PARTS | everyday,
    )


def _add_table(table: str, meanings: dict[str, set[str]], keys: dict[str, str], *, is_shared_key: bool) -> None:
    meaning = ""
    for line in table.splitlines():
        if line[:1].isupper():
            meaning = line.strip()
            continue
        spellings = [squeeze_letters(one) for entry in line.split() for one in _expand_choices(entry)]
        for spelling in spellings:
            meanings.setdefault(spelling, set()).add(meaning)
            keys.setdefault(spelling, spellings[0] if is_shared_key or meaning in ("I", "NOT") else spelling)


def _expand_choices(entry: str) -> Iterator[str]:
    choice = _CHOICE.search(entry)
    if choice is None:
        yield entry
        return
    for option in choice[1].split("|"):
        yield from _expand_choices(entry[: choice.start()] + option + entry[choice.end() :])


def _collect_phrases(meanings: dict[str, set[str]], single: dict[str, Word]) -> dict[str, tuple[Phrase, ...]]:
    found: dict[str, dict[tuple[str, ...], set[str]]] = {}
    for name, said in meanings.items():
        if "_" in name:
            parts = tuple(single[part].key if part in single else stem_word(part) for part in name.split("_"))
            found.setdefault(parts[0], {}).setdefault(parts, set()).update(said)
    return {
        first: tuple(
            Phrase(parts, Word("_".join(parts), frozenset(said)))
            for parts, said in sorted(phrases.items(), key=lambda each: -len(each[0]))
        )
        for first, phrases in found.items()
    }


def _collect_misspelt(single: dict[str, Word], everyday: frozenset[str]) -> dict[str, Word]:
    found: dict[str, Word] = {}
    for name, word in single.items():
        if not 4 <= len(name) <= 10 or not name.isalpha():
            continue
        places = [place for place, letter in enumerate(name) if place and letter in _VOWELS]
        for count in range(1, len(places) + 1):
            for dropped in combinations(places, count):
                rest = "".join(letter for place, letter in enumerate(name) if place not in dropped)
                if len(rest) > 2 and not (rest in single or rest in _OTHER_WORDS or rest in everyday):
                    found.setdefault(rest, word)
    return found


def _collect_typos(single: dict[str, Word]) -> dict[str, tuple[str, Word]]:
    long = {name: word for name, word in single.items() if len(name) >= _SHORTEST_TYPO and name.isalpha()}
    return {rest: (name, word) for name, word in long.items() for rest in without_one_letter(name)}


def without_one_letter(name: str) -> Iterator[str]:
    """Yield `name` without each of its letters but the first."""
    for place in range(1, len(name)):
        yield name[:place] + name[place + 1 :]


def stem_word(word: str) -> str:
    """Return an unknown word without prefix and suffix, so that `menjatuhkan` is compared as `jatuh`."""
    for suffix in ("ku", "mu", "nya", "lah", "kah", "kan", "in", "ing"):
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
            word = word[: -len(suffix)]
            break
    for prefix, root in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) + len(root) >= _SHORTEST_STEM:
            return root + word[len(prefix) :]
    return word
