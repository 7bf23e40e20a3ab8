"""Numbers in a text as people write them: in digits, in words, and with letters that look like digits."""

import re
from dataclasses import dataclass
from functools import cache

from shared.kernel.contact_details.vocabulary import (
    CONTACT_LABELS,
    DIGIT_WORDS,
    FILLERS,
    REPEATS,
    TENS,
    WEAK_DIGIT_WORDS,
    to_alternatives,
    to_single_letters,
)
from shared.kernel.text_folding import fold_text

_WORDS = re.compile(r"\w+")
_MAX_PART_OF_NUMBER = 40
_MAX_TOKEN = 100
_MAX_GAP = 8
_MAX_FILLERS = 3
_MASK = "•"
_LETTER_DIGITS = str.maketrans("oilsbzgqaet|!", "0115829943711")
_LEET = str.maketrans("013457", "oieast")
_SUFFIXES = {"belas": "", "puluh": "0", "ratus": "00", "hundred": "00"}
_SHORT_LETTERS = frozenset("o l i s ll oo ss ii ol lo il li".split())


@dataclass(frozen=True, slots=True)
class NumberPart:
    """Part of a number: a group of digits, or a word for one or several digits.

    Attributes:
        begin: Position of the first character.
        end: Position after the last character.
        digits: Digits that the part stands for.
        plain: True if the part is written in digits only.
        gap: Text between the previous part and this part; None if the two cannot belong to one number.
    """

    begin: int
    end: int
    digits: str
    plain: bool
    gap: str | None


@cache
def _tokens() -> re.Pattern[str]:
    return re.compile(r"(?m:^)[ ]{0,4}[0-9]{1,2}[.)][ ]|[a-z0-9|!]*[0-9][a-z0-9|!]*|[^\W\d_]+")


@cache
def _glued_words() -> re.Pattern[str]:
    words = DIGIT_WORDS.keys() - {"o"} | {"three", "zero", "sembilan"}
    return re.compile("|".join(sorted(words, key=len, reverse=True)))


@cache
def _mixed() -> re.Pattern[str]:
    return re.compile(r"[a-z]+|[0-9]+")


@cache
def _label_before_digits() -> re.Pattern[str]:
    return re.compile(rf"(?:{to_alternatives(CONTACT_LABELS)})(?=[0-9]{{3}})|[a-z](?=[0-9]{{6}})")


@cache
def _digits_and_polite_word() -> re.Pattern[str]:
    return re.compile(r"([0-9]{9,13})(?:ya+h?|kak|aja|oke?|gan|sis|bro|dong|thanks|thx|pls)")


@cache
def _letter_between_digits() -> re.Pattern[str]:
    return re.compile(r"[0-9]{1,4}([a-z])(?:[0-9]{1,4}\1)*[0-9]{1,4}")


def list_number_parts(text: str, breaks: list[tuple[int, int]]) -> list[NumberPart]:
    """List the parts of numbers in the folded `text`, in order.

    Args:
        text: Folded text.
        breaks: Sorted parts of the text that belong to no number.
    """
    scan = _Scan(text)
    pending = iter([*breaks, (len(text) + 1, len(text) + 1)])
    stop = next(pending)
    for token in _tokens().finditer(text):
        while stop[1] <= token.start():
            scan.break_number()
            stop = next(pending)
        if token.end() > stop[0]:
            scan.break_number()
        else:
            scan.add_token(token.start(), token[0])
    return scan.parts


def is_number_part(text: str) -> bool:
    """Check if a short text is part of a number, in digits or words. Words such as `then` may join the digits."""
    folded = fold_text(text).strip()
    if not folded or len(folded) > _MAX_PART_OF_NUMBER:
        return False
    parts = list_number_parts(folded, [])
    rest, end = "", 0
    for part in parts:
        rest += folded[end : part.begin]
        end = part.end
    words = _WORDS.findall(rest + folded[end:])
    return bool(parts) and all(word in FILLERS or word in REPEATS for word in words)


class _Scan:
    """Reading of one text from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.parts: list[NumberPart] = []
        self._end = -1
        self._gap_begin = 0
        self._fillers = 0
        self._repeat = 1
        self._repeat_begin = 0

    def break_number(self) -> None:
        self._end, self._fillers, self._repeat = -1, 0, 1

    def add_token(self, begin: int, token: str) -> None:
        """Add the numbers of `token`, which is a word, a group of digits, or a mixture of both."""
        if len(token) > _MAX_TOKEN:
            self.break_number()
            return
        if token[-1] == " ":
            return  # The number of a list's line.
        if token.isdigit():
            self._add(begin, begin + len(token), token, plain=True)
        elif token.isalpha():
            self._add_word(begin, token)
        else:
            self._add_mixture(begin, token)

    def _add_word(self, begin: int, word: str) -> None:
        end, short = begin + len(word), to_single_letters(word)
        if short in REPEATS:
            self._repeat, self._repeat_begin = REPEATS[short], begin
        elif short in _SUFFIXES and self.parts and self._end == self.parts[-1].end:
            self._extend(end, short)
        elif short == "seratus":
            self._add(begin, end, "100", plain=False)
        elif short in TENS:
            self._add(begin, end, TENS[short] + "0", plain=False)
        elif short in DIGIT_WORDS:
            self._add_digit_word(begin, end, DIGIT_WORDS[short])
        elif word in WEAK_DIGIT_WORDS and self._end >= 0:
            self._add(begin, end, WEAK_DIGIT_WORDS[word], plain=False)
        elif word in _SHORT_LETTERS and self._end >= 0:
            self._add(begin, end, word.translate(_LETTER_DIGITS), plain=False)
        elif digits := _read_glued_words(word):
            self._add(begin, end, digits, plain=False)
        elif word in FILLERS and self._end >= 0:
            self._fillers += 1
        else:
            self.break_number()

    def _add_digit_word(self, begin: int, end: int, digits: str) -> None:
        """Add a digit's word. After tens or hundreds, such as `twenty`, the digits take the place of the zeros."""
        last = self.parts[-1] if self.parts else None
        zeros = _count_zeros(last, self.text) if last and self._end == last.end and begin - last.end <= 1 else 0
        if last and len(digits) <= zeros and digits != "0":
            self.parts[-1] = NumberPart(last.begin, end, last.digits[: -len(digits)] + digits, False, last.gap)
            self._end = end
        else:
            self._add(begin, end, digits, plain=False)

    def _extend(self, end: int, suffix: str) -> None:
        """Make the last digit a number of two or three digits, as `belas`, `puluh` and `ratus` do."""
        last = self.parts[-1]
        head, digit = last.digits[:-1], last.digits[-1]
        number = f"1{digit}" if suffix == "belas" else digit + _SUFFIXES[suffix]
        # `dua ratus tiga` has become 203, and the suffix makes 203 the beginning of 230 or 213.
        if len(number) == 2 and len(head) > 1 and head.endswith("0"):
            head = head[:-1]
        self.parts[-1] = NumberPart(last.begin, end, head + number, False, last.gap)
        self._end = end

    def _add_mixture(self, begin: int, token: str) -> None:
        end = begin + len(token)
        pieces = [(piece.start(), piece[0]) for piece in _mixed().finditer(token)]
        letters = sum(map(str.isalpha, token))
        if "|" not in token and "!" not in token and all(_is_digit_piece(piece) for _, piece in pieces):
            for start, piece in pieces:
                self.add_token(begin + start, piece)
        elif (word := to_single_letters(token.translate(_LEET))) in DIGIT_WORDS:
            self._add(begin, end, DIGIT_WORDS[word], plain=False)
        elif ending := _digits_and_polite_word().fullmatch(token):
            self._add(begin, begin + ending.end(1), ending[1], plain=True)
        elif label := _label_before_digits().match(token):
            self.break_number()
            rest = token[label.end() :]
            if rest.isdigit():
                self._add(begin + label.end(), end, rest, plain=True)
        elif (read := token.translate(_LETTER_DIGITS)).isdigit() and letters <= 2 * (len(token) - letters) + 1:
            self._add(begin, end, read, plain=False)
        elif _letter_between_digits().fullmatch(token) and len(token) >= 17:
            self._add(begin, end, "".join(filter(str.isdigit, token)), plain=False)
        else:
            self.break_number()

    def _add(self, begin: int, end: int, digits: str, *, plain: bool) -> None:
        gap = self.text[self._end : begin] if self._end >= 0 else None
        if gap is not None and (_MASK in gap or self._fillers > _MAX_FILLERS or self._too_wide(gap)):
            gap = None
        if self._repeat > 1 and len(digits) == 1:
            begin, digits = self._repeat_begin, digits * self._repeat
        self.parts.append(NumberPart(begin, end, digits, plain, gap))
        self._end, self._fillers, self._repeat = end, 0, 1

    def _too_wide(self, gap: str) -> bool:
        return sum(not letter.isalpha() for letter in gap) > _MAX_GAP * (1 + self._fillers)


def _is_digit_piece(piece: str) -> bool:
    if piece.isdigit() or to_single_letters(piece) in DIGIT_WORDS or piece in _SHORT_LETTERS:
        return True
    return bool(_read_glued_words(piece))


def _count_zeros(part: NumberPart, text: str) -> int:
    """Return how many zeros at the end of the part stand for nothing yet, as in `twenty` and `dua ratus`."""
    word = text[max(part.begin, part.end - 10) : part.end]
    if word.endswith(("ratus", "hundred")):
        return 2
    return int(word.endswith(("ty", "puluh")) and part.digits.endswith("0"))


def _read_glued_words(word: str) -> str:
    """Return the digits of a word that consists of several digit words, such as `noldelapansatu`; else nothing."""
    if len(word) < 6:
        return ""
    for spelling in (word, to_single_letters(word)):
        found = _glued_words().findall(spelling)
        if len(found) > 1 and sum(map(len, found)) == len(spelling):
            return "".join(DIGIT_WORDS[to_single_letters(one)] for one in found)
    return ""
