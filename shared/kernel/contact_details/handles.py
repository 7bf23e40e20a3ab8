"""Handles in social networks and messengers, which people name before or after the handle."""

import re
from collections.abc import Iterator
from functools import cache

from shared.kernel.contact_details.handle_vocabulary import (
    CLOSERS,
    COMMON_WORDS,
    CONNECTORS,
    ID_WORDS,
    NETWORKS,
    OWNERS,
    REACH_WORDS,
    VAGUE_NETWORKS,
    VERB_WORDS,
    VERBS,
    WEAK_ID_WORDS,
)
from shared.kernel.contact_details.vocabulary import TOP_LEVELS, to_alternatives

Span = tuple[int, int]

_REACH = 60
_MAX_WORDS = 10
_MAX_OTHER_WORDS = 5
_CLEAR_MARKS = (":", "=", "->", "=>")
_MARKS = (*_CLEAR_MARKS, '"', "*", "`")
_HANDLE = r"@?(?:live:[.\w]{3,38}|[a-z0-9_](?:[\w.-]{0,38}[a-z0-9_])?(?:\#\d{4})?)"
_WORD_OR_SIGN = re.compile(
    rf"[ ]{{0,3}}(?:(?P<word>{_HANDLE}|@[ ]{{1,2}}[a-z0-9_][\w.]{{2,30}})|(?P<sign>->|=>|[^\w\s.•]))"
)
_JOINED = re.compile(
    r"(?:[ ]?[-_(]?(?:underscore|under score|underline|garis bawah|strip bawah|garis|titik|dot|hash|tagar|strip)[)_-]?"
    r"[ ]?[a-z0-9_]{1,20}){1,4}"
)
_NEXT_WORD = re.compile(r"[ ]{1,2}(\w{1,20})")
_AMOUNT = re.compile(
    r"@?\d[\d.,]*(?:rb|ribu|k|jt|juta|x|st|nd|rd|th|an|menit|jam|hari|bulan|tahun|detik|gb|mb|kg|cm|m|pm|am|d|s|g)?"
)
_TOP_LEVEL = re.compile(rf"\.(?:{to_alternatives(TOP_LEVELS)})$")
# Short words with these beginnings and endings are mostly verbs and other common words.
_UNLIKELY = re.compile(
    r"(?=[a-z]{1,10}$)(?:(?:di|ter|ber|me[mnlrw]|pe[mn])[a-z]{3,}|ke[a-z]{3,}an"
    r"|[a-z]+(?:nya|kan|kah|lah|ing|ed|tion|ly|asi|isme))"
)
_BEFORE = re.compile(
    rf"(?P<verb>(?<![a-z])(?:{to_alternatives(VERBS)}|look for)[ ]"
    r"(?:(?:me|aku|gue|as|ke|aja|saja|nama|yang|langsung)[ ]){0,2})?"
    rf"(?P<word>{_HANDLE})(?P<more>(?:[ ][a-z]{{3,20}}){{0,2}}?)"
    r"(?P<link>[ ]{0,2}(?:[(\[=,/|-]|->|di|on|in|at|via|pake|pakai|lewat|for|untuk|buat|itu)?[ ]?"
    r"(?:my|akun|aku|app|aplikasi|pencarian|search|kolom search)?[ ]?)[(\[]?$",
    re.ASCII,
)
_LEET = {"a": "[a4]", "e": "[e3]", "i": "[i1]", "o": "[o0]", "s": "[s5]", "t": "[t7]"}


@cache
def _networks() -> re.Pattern[str]:
    names = "".join(_LEET.get(letter, letter) for letter in to_alternatives(NETWORKS))
    return re.compile(rf"(?<![a-z0-9@_.])(?:{names})(?P<own>[ -]?(?:ku|nya|gue|gw|q))?(?![a-z0-9_])")


@cache
def _mentions() -> re.Pattern[str]:
    """Match an `@handle`, with the words before in which somebody asks to write to the handle."""
    return re.compile(
        rf"(?P<reach>(?<![a-z])(?:{to_alternatives(REACH_WORDS)})"
        r"(?: (?:ke|aku|saya|me|aja|saja|at|on|akun|langsung|lewat|via|ya|di|my|ig|us)){0,3}[ :]{1,3})?"
        r"(?<![\w.@])(?P<handle>@[a-z0-9_][\w.]{2,38})(?![@\w])"
    )


def find_handles(text: str) -> Iterator[Span]:
    """Find handles in the folded `text`, each with its network's name."""
    for mention in _mentions().finditer(text):
        if mention["reach"] or _is_unusual_name(mention["handle"]):
            yield mention.span("handle")
    for network in _networks().finditer(text):
        after = _find_handle_after(text, network)
        if after is not None:
            yield _with_id_word(text, network.start()), after
        elif (before := _find_handle_before(text, network)) is not None:
            yield before, network.end()


def _with_id_word(text: str, begin: int) -> int:
    """Return where `id` before the network's name begins, otherwise `begin`."""
    return begin - 3 if text[max(0, begin - 4) : begin].lstrip() == "id " else begin


def _find_handle_after(text: str, network: re.Match[str]) -> int | None:
    """Return the end of the handle after the network's name, or None."""
    name = network[0].removesuffix(network["own"] or "")
    lead = [word.strip(":.,") for word in text[max(0, network.start() - 30) : network.start()].split()[-4:]]
    owned = bool(network["own"]) or not VERB_WORDS.isdisjoint(lead) or not OWNERS.isdisjoint(lead[-1:])
    weak = WEAK_ID_WORDS if name in VAGUE_NETWORKS else frozenset[str]()
    named, marked, others = not (ID_WORDS - weak).isdisjoint(lead), False, 0
    at = network.end()
    for _ in range(_MAX_WORDS):
        token = _WORD_OR_SIGN.match(text, at)
        if token is None or others > _MAX_OTHER_WORDS:
            return None
        at, word = token.end(), token["word"]
        if word is None:
            marked = marked or (not others and token["sign"] in (_CLEAR_MARKS if name in VAGUE_NETWORKS else _MARKS))
        elif word in ID_WORDS:
            named, others = named or word not in weak, 0
        elif word in OWNERS:
            owned = True
        elif word not in CONNECTORS:
            sure = named or owned or marked
            vague = name in VAGUE_NETWORKS and not sure
            end = _end_of_handle(
                text, token, vague=vague, sure=sure and (named or marked or len(word) >= 5), first=not others
            )
            if end is not None:
                return end
            others += 1
    return None


def _end_of_handle(text: str, token: re.Match[str], *, vague: bool, sure: bool, first: bool) -> int | None:
    """Return the end of the handle that begins with `token`, or None if the word is no handle.

    Args:
        text: Folded text.
        token: Word that may be a handle.
        vague: True if only `@` makes a handle.
        sure: True if the words before say that a handle follows.
        first: True if no other word stands between the network's name and `token`.
    """
    word, end = token["word"], token.end()
    if is_handle(word, vague=vague) and (first or word[0] == "@" or (sure and ("_" in word or "." in word))):
        return None if vague and word.startswith("@ ") else end
    if not first or not _is_plain_handle(word, least=3):
        return None
    joined = _JOINED.match(text, end)
    if joined and not vague:
        return joined.end()
    if not sure:
        return None
    for _ in range(3):
        if _ends_sentence(text, end):
            return end if end - token.start("word") >= 4 else None
        following = _NEXT_WORD.match(text, end)
        if following is None or not _is_plain_handle(following[1], least=3):
            return None
        end = following.end()
    return None


def _find_handle_before(text: str, network: re.Match[str]) -> int | None:
    """Return the begin of the handle before the network's name, or None."""
    begin = max(0, network.start() - _REACH)
    line = text[begin : network.start()]
    found = _BEFORE.search(line, max(line.rfind("\n") + 1, _last_words(line)))
    if found is None or not found["link"]:
        return None
    word, linked = found["word"], found["link"].strip() not in ("", ",", "/", "|", "-")
    if not found["more"] and is_handle(word, vague=network[0] in VAGUE_NETWORKS and not linked):
        return begin + found.start()
    words = [word, *found["more"].split()]
    plain = found["verb"] and linked and all(_is_plain_handle(one, least=3) for one in words)
    return begin + found.start() if plain and sum(map(len, words)) >= 6 else None


def _last_words(line: str) -> int:
    """Return where the last seven words of `line` begin."""
    at = len(line)
    for _ in range(7):
        at = line.rfind(" ", 0, max(at, 0))
        if at < 0:
            return 0
    return at + 1


def _is_unusual_name(handle: str) -> bool:
    """Check if `handle` has digits or `_` among letters, so that the mention is not a person's first name."""
    return sum(map(str.isalpha, handle)) >= 3 and any(letter.isdigit() or letter == "_" for letter in handle)


def is_handle(word: str, *, vague: bool = False) -> bool:
    """Check if `word` is spelled as only handles are: with `@`, digits, `_` or dots among letters.

    Args:
        word: Folded word.
        vague: True if only `@` makes a handle, since the network's name is also a common word.
    """
    bare = word.lstrip("@ ")
    letters = sum(map(str.isalpha, bare))
    if _AMOUNT.fullmatch(bare) or _TOP_LEVEL.search(bare) or letters < 2 or len(bare) < 3:
        return False
    if word.startswith(("@", "live:")):
        return True
    # Two common words around a full stop are two sentences: `story.Terus`.
    if vague or all(part in COMMON_WORDS or part in OWNERS or part in CONNECTORS for part in re.split(r"[.-]", bare)):
        return False
    return letters >= 3 and ("_" in bare or "#" in bare or "." in bare or any(map(str.isdigit, bare)))


def _is_plain_handle(word: str, *, least: int = 4) -> bool:
    """Check if `word` may be a handle of letters only: no common word, and not formed like a verb."""
    if word in CONNECTORS or word in OWNERS or word in ID_WORDS or word in CLOSERS:
        return False
    return len(word) >= least and word.isalpha() and word not in COMMON_WORDS and not _UNLIKELY.fullmatch(word)


def _ends_sentence(text: str, at: int) -> bool:
    """Check if the sentence ends at `at`, or only polite words follow."""
    rest = _NEXT_WORD.match(text, at)
    return rest is None or rest[1] in CLOSERS or rest[1] in VERB_WORDS
