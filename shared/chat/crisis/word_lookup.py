"""Look-up of words in any spelling: clitics, digits for letters, typing errors, joined words."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from shared.chat.crisis.vocabulary import Word, load_vocabulary, squeeze_letters, stem_word, without_one_letter

LONGEST_WORD = 60
_LONGEST_PART = 14
_MOST_STARS = 2
_SHORTEST_TYPO = 5
_SHORTEST_CHANGED = 7
_CLITICS = {"ku": "MY", "qu": "MY", "q": "MY", "mu": "YOUR", "nya": "NYA", "ny": "NYA", "x": "NYA"}
_EMPTY_CLITICS = ("lah", "lh", "kah", "pun", "aja", "aj", "deh", "dong", "sih", "s")
# Digits and signs in the place of letters: `1` is an i or an l, `6` a b or a g.
_DISGUISES = (str.maketrans("013456789@$!+", "oieasbtbgasit"), str.maketrans("013456789@$!+", "oleasgtbgaslt"))
_SOUNDS = (
    ("th", "t"),
    ("dh", "d"),
    ("v", "u"),
    ("y", "i"),
    ("oe", "u"),
    ("q", "k"),
    ("z", "s"),
    ("w", "u"),
    ("iy", "i"),
)


@lru_cache(maxsize=4096)
def read_piece(letters: str) -> tuple[Word, ...]:
    """Read letters without a space between as one word or, where words are joined, as several."""
    plain = squeeze_letters(letters)
    if len(plain) > LONGEST_WORD:
        return (Word(""),)
    for spelling in _undisguise(plain):
        found = _find_word(spelling)
        if found:
            return found
        if spelling in load_vocabulary().everyday:
            return (Word(stem_word(spelling)),)
    if plain.isdigit():
        return (Word(plain, frozenset({"NUMBER"}) if 2 <= len(letters) <= 2 else frozenset()),)
    for spelling in _undisguise(plain):
        found = _find_sound(spelling) or _split_joined(spelling)
        if found:
            return found
    return (Word(stem_word(plain)),)


def _undisguise(plain: str) -> Iterator[str]:
    yield plain
    if plain.isalpha() or plain.isdigit():
        return
    if plain.endswith("2"):
        yield plain[:-1]
    if "*" in plain:
        if plain.count("*") <= _MOST_STARS:
            for vowels in product("iuaeo", repeat=plain.count("*")):
                remaining = iter(vowels)
                yield "".join(next(remaining) if letter == "*" else letter for letter in plain)
        yield squeeze_letters(plain.replace("*", ""))
        return
    for digits in _DISGUISES:
        yield squeeze_letters(plain.translate(digits))


def _find_word(spelling: str) -> tuple[Word, ...]:
    """Find a known word, with or without clitics (`hidupku`, `kuingin`)."""
    vocabulary = load_vocabulary()
    if spelling in vocabulary.words:
        return (vocabulary.words[spelling],)
    if spelling in vocabulary.contractions:
        return vocabulary.contractions[spelling]
    for clitic in _EMPTY_CLITICS:
        if len(spelling) > len(clitic) + 2 and spelling.endswith(clitic):
            found = _find_word_with_clitic(spelling[: -len(clitic)])
            if found:
                return found
    found = _find_word_with_clitic(spelling)
    if not found and spelling.startswith("ku") and spelling[2:] in vocabulary.words:
        return (vocabulary.words["aku"], vocabulary.words[spelling[2:]])
    return found


def _find_word_with_clitic(spelling: str) -> tuple[Word, ...]:
    words = load_vocabulary().words
    if spelling in words:
        return (words[spelling],)
    for clitic, meaning in _CLITICS.items():
        stem = spelling[: -len(clitic)]
        if len(stem) > 1 and spelling.endswith(clitic):
            # `anakku` and `racunnya` have lost one of their doubled letters.
            found = words.get(stem) or words.get(stem + clitic[0])
            if found:
                return (found, Word(clitic, frozenset({meaning})))
    return ()


def _find_sound(spelling: str) -> tuple[Word, ...]:
    """Find a word of danger that is written as it sounds, without its vowels, or with a typing error."""
    for written, spoken in _SOUNDS:
        if written in spelling:
            found = _find_word(squeeze_letters(spelling.replace(written, spoken)))
            if found and any(word.meanings for word in found):
                return found
    misspelt = _find_misspelt(spelling)
    if misspelt is not None:
        return (misspelt,)
    for clitic in ("ku", "nya", "mu"):
        stem = spelling[: -len(clitic)]
        misspelt = _find_misspelt(stem) if spelling.endswith(clitic) else None
        if misspelt is not None:
            return (misspelt, Word(clitic, frozenset({_CLITICS[clitic]})))
    return ()


def _find_misspelt(spelling: str) -> Word | None:
    vocabulary = load_vocabulary()
    if spelling in vocabulary.misspelt:
        return vocabulary.misspelt[spelling]
    if not _SHORTEST_TYPO - 1 <= len(spelling) <= _LONGEST_PART or not spelling.isalpha():
        return None
    if spelling in vocabulary.typos:
        return vocabulary.typos[spelling][1]
    for rest in without_one_letter(spelling):
        if len(rest) >= _SHORTEST_TYPO and rest in vocabulary.words:
            return vocabulary.words[rest]
        name, word = vocabulary.typos.get(rest, ("", None))
        if word and (len(spelling) >= _SHORTEST_CHANGED or sorted(name) == sorted(spelling)):
            return word
    return None


def _split_joined(spelling: str) -> tuple[Word, ...]:
    """Split joined words, such as `pengenmatiaja`, into the fewest known words."""
    vocabulary = load_vocabulary()
    if len(spelling) < _SHORTEST_TYPO:
        return ()
    best: list[tuple[int, int] | None] = [(0, 0), *[None] * len(spelling)]
    for end in range(2, len(spelling) + 1):
        for begin in range(max(0, end - _LONGEST_PART), end - 1):
            before = best[begin]
            if before is not None and spelling[begin:end] in vocabulary.parts:
                known = best[end]
                if known is None or before[0] + 1 < known[0]:
                    best[end] = (before[0] + 1, begin)
        if best[1] is None and spelling[0] == "i":
            best[1] = (1, 0)
    parts, end = [], len(spelling)
    while end:
        step = best[end]
        if step is None:
            return ()
        parts.append(spelling[step[1] : end])
        end = step[1]
    return tuple(word for part in reversed(parts) for word in _find_word(part) or (Word(part),))
