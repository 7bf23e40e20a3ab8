"""Reading of a message for the crisis rules: its words and their meanings, however people write and disguise them.

The time is linear in the length of the text: every word is looked up, and no pattern is searched by backtracking.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from shared.chat.crisis.concepts import Root, find_root
from shared.chat.crisis.vocabulary import FILLER, ONLY, THEN, THIS, Word, load_vocabulary, squeeze_letters
from shared.chat.crisis.word_lookup import LONGEST_WORD, read_piece
from shared.kernel.text_folding import fold_text

_LAUGHING_EMOJI = {ord(emoji): " haha " for emoji in "😂🤣😹😆💀☠"}
_SHORTEST_HALF = 2
_SHORTEST_LINE = 3
_PIECE = re.compile(r"[a-z0-9@$*!+]+")
_CLAUSE_ENDS, _SENTENCE_ENDS = frozenset(",;:.!?\n"), frozenset(".!?\n")


@dataclass(frozen=True, slots=True)
class Token:
    """Word at its place in a text.

    Attributes:
        word: The word.
        starts: `line`, `clause` or `sentence` if such a part of the text begins with the word; otherwise empty.
        begin: Place of its first root in the message.
        end: Place behind its last root.
    """

    word: Word
    starts: str = ""
    begin: int = 0
    end: int = 1


@dataclass(frozen=True, slots=True)
class ReadText:
    """Words of a text.

    Attributes:
        tokens: Words for the direct rules; phrases are one word, and words without a meaning are left out.
        roots: Roots of all words for the scene rules, each with the part of the text that begins with it.
    """

    tokens: list[Token]
    roots: list[tuple[Root, str]]


@dataclass(frozen=True, slots=True)
class _Piece:
    letters: str
    is_glued: bool
    starts: str


def read_message(text: str) -> ReadText:
    """Read the words of `text`."""
    pieces = _join_fragments(_split_pieces(_without_apostrophes(fold_text(text.translate(_LAUGHING_EMOJI)))))
    pieces = _join_halves(_join_short_pieces(_join_short_pieces(pieces, longest=1), longest=3))
    tokens: list[Token] = []
    roots: list[tuple[Root, str]] = []
    for piece in pieces:
        words = read_piece(piece.letters)
        whole = find_root(piece.letters) if len(words) > 1 else None
        for number, word in enumerate(words):
            starts = "" if number else piece.starts
            tokens.append(Token(word, starts, len(roots), len(roots) + 1))
            if whole is not None and whole.concepts:
                root = Root("") if number else whole
            else:
                letters = piece.letters if len(words) == 1 else word.key
                root = find_root(letters, word.key) or Root(word.key)
            roots.append((root, starts))
    return ReadText(_with_owners(_without_fillers(_with_phrases(tokens))), roots)


def read_keys(text: str) -> tuple[str, ...]:
    """Read the keys under which the words of `text` are compared with those of other texts."""
    return tuple(token.word.key for token in read_message(text).tokens)


def _without_apostrophes(folded: str) -> str:
    return folded.replace("'ll", " will").replace("'d ", " would ").replace("'", "")


def _split_pieces(folded: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    end, was_loud, words_of_line = 0, False, 0
    for match in _PIECE.finditer(folded):
        letters = match[0].lstrip("*+").rstrip("+")
        if letters.endswith("*") and (match[0][0] == "*" or _is_known(letters.rstrip("*"))):
            letters = letters.rstrip("*")
        gap = folded[end : match.start()]
        end = match.end()
        quiet = letters.rstrip("!")
        if quiet != letters and not _is_disguise(quiet, letters):
            letters = quiet
        if not letters.strip("!@$"):
            was_loud = was_loud or "!" in match[0]
            continue
        starts = _find_start("!" + gap if was_loud else gap)
        if starts == "line" and words_of_line < _SHORTEST_LINE:
            starts = ""
        words_of_line = 1 if "\n" in gap else words_of_line + 1
        pieces.append(_Piece(letters, bool(pieces) and not starts and not any(map(str.isspace, gap)), starts))
        was_loud = match[0].endswith("!") and not letters.endswith("!")
    return pieces


def _is_disguise(quiet: str, letters: str) -> bool:
    """Tell whether the `!` at the end stands for an i, as in `mat!`."""
    single = load_vocabulary().words
    return (
        squeeze_letters(quiet) not in single
        and letters.count("!") == 1
        and squeeze_letters(letters.replace("!", "i")) in single
    )


def _find_start(gap: str) -> str:
    marks = gap.replace("...", " ").replace("..", " ")
    has_space = any(map(str.isspace, marks)) or marks != gap
    if not has_space:
        marks = marks.replace(".", "").replace(":", "")
    if not _SENTENCE_ENDS.isdisjoint(marks.replace("\n", "")):
        return "sentence"
    if not _CLAUSE_ENDS.isdisjoint(marks.replace("\n", "")):
        return "clause"
    return "line" if "\n" in gap else ""


def _join_fragments(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Join words that a separator or a space takes apart: `ma-ti`, `bun uh`."""
    chunk: list[_Piece] = []
    for piece in pieces:
        if chunk and not piece.is_glued:
            yield from _join_chunk(chunk)
            chunk = []
        chunk.append(piece)
    yield from _join_chunk(chunk)


def _join_chunk(chunk: list[_Piece]) -> Sequence[_Piece]:
    if len(chunk) > 1 and not all(len(piece.letters) > 1 and _is_known(piece.letters) for piece in chunk):
        joined = "".join(piece.letters for piece in chunk)
        # A separator may also stand in the place of a vowel: `m_ti`.
        for letters in (joined, "*".join(piece.letters for piece in chunk)):
            if len(joined) <= LONGEST_WORD and _is_known(letters):
                return [replace(chunk[0], letters=letters)]
    return chunk


def _join_short_pieces(pieces: Iterable[_Piece], *, longest: int) -> Iterator[_Piece]:
    run: list[_Piece] = []
    for piece in pieces:
        is_short = len(piece.letters) <= longest
        if run and (not is_short or piece.starts):
            yield from _join_run(run)
            run = []
        if is_short:
            run.append(piece)
        else:
            yield piece
    yield from _join_run(run)


def _join_run(run: list[_Piece]) -> Sequence[_Piece]:
    joined = "".join(piece.letters for piece in run)
    if 3 <= len(run) <= LONGEST_WORD and not all(_is_known(piece.letters) for piece in run) and _is_known(joined):
        return [replace(run[0], letters=joined)]
    return run


def _join_halves(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Join two unknown parts of one word: `bun uh`."""
    held: _Piece | None = None
    for piece in pieces:
        if len(piece.letters) < _SHORTEST_HALF or _is_known(piece.letters):
            if held:
                yield held
            held = None
            yield piece
        elif held and not piece.starts and _is_known(held.letters + piece.letters):
            yield replace(held, letters=held.letters + piece.letters)
            held = None
        else:
            if held:
                yield held
            held = piece
    if held:
        yield held


def _is_known(letters: str) -> bool:
    return all(word.meanings for word in read_piece(letters))


def _with_phrases(tokens: list[Token]) -> list[Token]:
    phrases = load_vocabulary().phrases
    found: list[Token] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        for phrase in phrases.get(token.word.key, ()):
            part = tokens[place : place + len(phrase.keys)]
            if tuple(one.word.key for one in part) == phrase.keys and not any(one.starts for one in part[1:]):
                token = replace(token, word=phrase.word, end=part[-1].end)
                place += len(part) - 1
                break
        found.append(token)
        place += 1
    return found


def _without_fillers(tokens: list[Token]) -> list[Token]:
    kept: list[Token] = []
    starts, this = "", False
    for token in tokens:
        said = token.word.meanings
        starts = max(starts, token.starts, key=_rank)
        if THEN in said or "CONJ" in said:
            starts = max(starts, "line", key=_rank)
        if ONLY in said and kept and not starts:
            kept[-1] = replace(kept[-1], word=_also(kept[-1].word, ONLY))
        elif THIS in said:
            this = True
        elif not said & {ONLY, THEN} and said != {FILLER}:
            if starts == "line" and "PLACE" in said:
                starts = ""
            kept.append(replace(token, word=_also(token.word, THIS) if this else token.word, starts=starts))
            starts, this = "", False
    return kept


def _with_owners(tokens: list[Token]) -> list[Token]:
    """Tell owners from speakers (`teman aku`, `HP gue`), and mark the names of places."""
    found: list[Token] = []
    for token in tokens:
        before: frozenset[str] = found[-1].word.meanings if found and not token.starts else frozenset()
        word = token.word
        if "THIRD" in word.meanings and found and not token.starts and _is_before_object(found[-1].word):
            word = replace(word, meanings=word.meanings - {"THIRD"})
        is_owner = not before.isdisjoint(("THING", "ACQUAINTANCE")) or ("KIN" in before and len(found) > 1)
        if "ME" in word.meanings and is_owner:
            word = replace(word, meanings=frozenset({"MY"}))
        elif _names_person(word, before):
            word = replace(word, meanings=frozenset({"THIRD"}))
        elif word.meanings <= {"COMPLEMENT"} and "PLACE" in before:
            word = replace(word, meanings=frozenset({"PLACE"}))
        found.append(replace(token, word=word))
    for place, token in enumerate(found):
        is_last = place + 1 == len(found) or bool(found[place + 1].starts)
        if place and is_last and "NOT" in token.word.meanings and not token.starts:
            found[place] = replace(token, word=_also(token.word, "ASK"))
    return found


def _names_person(word: Word, before: frozenset[str]) -> bool:
    """Tell whether `word` says more about the person before: `teman kos`, `orang asing`."""
    if "ACQUAINTANCE" in before and word.meanings:
        return word.meanings <= {"COMPLEMENT", "LASTOF"}
    return "GENERIC" in before and not word.meanings


def _is_before_object(word: Word) -> bool:
    """Tell whether a person named after `word` is not the one who acts: `dimarahin bos`, `sama ibu`."""
    return "PREPOSITION" in word.meanings or (not word.meanings and word.key.startswith("di") and len(word.key) > 4)


def _rank(start: str) -> int:
    return ("", "line", "clause", "sentence").index(start)


def _also(word: Word, meaning: str) -> Word:
    return replace(word, meanings=word.meanings | {meaning})
