"""Phone numbers and accounts for payment among the numbers of a text."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from shared.kernel.contact_details.number_words import NumberPart, list_number_parts
from shared.kernel.contact_details.vocabulary import (
    ACCOUNT_LABELS,
    BANKS,
    CONTACT_LABELS,
    ID_CONNECTORS,
    ID_LABELS,
    MONEY_UNITS,
    REVERSED_LABELS,
    SCORE_LABELS,
    to_alternatives,
)

Span = tuple[int, int]

_LABEL_REACH = 40
_MAX_PARTS = 16
_COUNTRIES = (
    "1 20 27 31 32 33 34 39 41 44 45 46 47 49 60 61 63 64 65 66 81 82 84 86 852 853 855 886 90 91 92 94 95 966 971 974"
)

_PRICE = r"[1-9]\d{0,2}(?:[.,]\d{3})+(?!\d)(?:[.,]\d\d(?![.,]?\d)|(?![.,]\d))"
_DATE = r"""(?:
    (?<!\d[-/])(?:(?:[0-2]?\d|3[01])[-/.](?:0?\d|1[0-2])|(?:0?\d|1[0-2])[-/.](?:[0-2]?\d|3[01]))
        [-/.](?:(?:19|20)\d\d|\d\d)(?![-/.]?\d)
    | \d{1,2}[ ]\d{1,2}[ ](?:19|20)\d\d(?![ ]?\d)
    | (?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?:t\d\d:\d\d(?::\d\d)?)?(?!\d)
)"""
_TIME = r"(?:[01]?\d|2[0-3])[.:][0-5]\d(?![.:]?\d)"
_HOUR = r"(?:[01]\d|2[0-4])"


@cache
def _harmless_numbers() -> re.Pattern[str]:
    units = (
        "gb mb tb kb cm mm km kg mg ml gr gram menit jam hari bulan tahun orang kali years hours minutes days people px"
    )
    return re.compile(
        rf"""(?<!\d)(?<!\d[.,:])(?:
            {_DATE} | {_TIME} | {_PRICE}
            | (?<![\d.-])\d\.\d{{5,}}(?![\d.]) | (?<![\d.])-?\d{{1,3}}\.\d{{4,7}}(?![\d.])
            | \d{{2}}\.\d{{3}}\.\d{{3}}\.\d-\d{{3}}\.\d{{3}}
            | \d{{2,8}}[-/][a-z]{{1,5}}[-/]\d[\d/-]+
            | {_HOUR}-{_HOUR}(?![\d-])(?![ ]{{1,2}}(?:[3-9]\d|2[5-9])(?!\d))
            | \d{{1,3}}[ ]?(?:{to_alternatives(units)}|{to_alternatives(MONEY_UNITS)})(?![a-z])
        )
        | \bbe-\d{{8}}-[a-z0-9]{{6}}\b
        | (?<![a-z])(?:rp|idr|usd|sgd|\$)[ .]{{0,2}}\d[\d.,]*
        | \b[0-9a-f]{{8}}-[0-9a-f]{{4}}-[0-9a-f]{{4}}-[0-9a-f]{{4}}-[0-9a-f]{{12}}\b
        | (?:jam|pukul)[ ]\d{{1,2}}(?!\d)
        """,
        re.VERBOSE,
    )


@cache
def _id_labels() -> re.Pattern[str]:
    """Match a label such as `nomor resi JNE:` up to the number that it names."""
    link = r"[\s:\#.=()/&,-]{0,4}"
    return re.compile(
        rf"(?<![a-z])(?:{to_alternatives(ID_LABELS)})(?:nya|ku|mu)?(?:{link}(?:{to_alternatives(ID_CONNECTORS)})(?![a-z]))"
        rf"{{0,4}}{link}(?:[a-z]{{1,5}}[-/.]?)?(?=\d)"
    )


@cache
def _contact_labels() -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{to_alternatives(CONTACT_LABELS)})(?:ku|nya|q)?(?![a-z])")


@cache
def _reversed_labels() -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{to_alternatives(REVERSED_LABELS)})(?![a-z])")


@cache
def _account_labels() -> re.Pattern[str]:
    names = rf"{to_alternatives(BANKS)}|{to_alternatives(ACCOUNT_LABELS)}|b[ .]c[ .]a|b[ .]n[ .]i|b[ .]r[ .]i"
    return re.compile(rf"(?<![a-z])(?:{names})(?:ku|nya)?(?![a-z])")


@cache
def _account_owners() -> re.Pattern[str]:
    """Match the bank or owner after an account's number."""
    return re.compile(
        rf"[ ]{{0,3}}[-,(]?[ ]?(?:(?:bank[ ])?(?:{to_alternatives(BANKS)}|atas[ ]nama)|a\.?/?n)(?![a-z])\.?"
    )


@cache
def _scores() -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{to_alternatives(SCORE_LABELS)})(?![a-z])")


_PAIR = re.compile(r"(?<![\d-])\d{1,2}-\d{1,2}(?![\d-])")


class NumberSearch:
    """Search for phone numbers and accounts in one folded text.

    Attributes:
        found: Parts of the text that are contact details.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Span] = []
        self._contact_labels = [label.end() for label in _contact_labels().finditer(text)]
        self._reversed_labels = [label.end() for label in _reversed_labels().finditer(text)]
        self._named_ids = {label.end() for label in _id_labels().finditer(text)}
        breaks = [number.span() for number in _harmless_numbers().finditer(text)]
        if _scores().search(text):
            breaks = sorted([*breaks, *(pair.span() for pair in _PAIR.finditer(text))])
        self._parts = list_number_parts(text, breaks)

    def find_all(self) -> list[Span]:
        """Return the parts of the text that are phone numbers or accounts."""
        self._find_accounts()
        at = 0
        while at < len(self._parts):
            count = self._count_phone_parts(at)
            if count:
                self._add(at, count)
            at += count or 1
        return self.found

    def _add(self, at: int, count: int) -> None:
        begin, end = self._parts[at].begin, self._parts[at + count - 1].end
        while begin and self.text[begin - 1] in "+(":
            begin -= 1
        if self.text[end : end + 1] == ")" and "(" in self.text[begin:end]:
            end += 1
        self.found.append((begin, end))

    def _count_phone_parts(self, at: int) -> int:
        """Return how many parts from `at` on are a phone number, 0 if none is."""
        if self._continues_number(at):
            return 0
        taken = self._parts[at : at + _MAX_PARTS]
        taken = taken[: _length_of_number(taken)]
        if self._is_named_id(taken):
            return 0
        if self._has_label(self._reversed_labels, taken, 60) and (count := _count_reversed(taken)):
            return count
        most = self._most_digits(taken)
        return _fit(taken, *most) if most else 0

    def _continues_number(self, at: int) -> bool:
        """Check if the part is one of several equal groups, such as the second of a card's four groups."""
        if at == 0:
            return False
        before, part = self._parts[at - 1], self._parts[at]
        if part.gap is None or (self.found and self.found[-1][1] >= before.end):
            return False
        return part.gap == "" or (len(before.digits) >= 4 and before.plain and part.plain and len(part.gap) == 1)

    def _is_named_id(self, taken: Sequence[NumberPart]) -> bool:
        """Check if a label says that the number is another one, such as a parcel's, and its groups agree."""
        named = taken[0].begin in self._named_ids
        sizes = [len(part.digits) for part in taken]
        shaped = len(sizes) > 1 and (min(sizes) >= 3 or set(sizes) <= {1} or (set(sizes) <= {2} and len(sizes) > 4))
        mobile = re.match("(?:0|62)8[1-9]", "".join(part.digits for part in taken))
        return named and not (shaped and mobile and 10 <= sum(sizes) <= 13)

    def _most_digits(self, taken: Sequence[NumberPart]) -> tuple[int, int] | None:
        """Return the least and most digits of a phone number that begins with `taken`; None if none does."""
        begin, digits = taken[0].begin, "".join(part.digits for part in taken)
        worded = sum(not part.plain for part in taken) >= 4 or all(len(part.digits) == 1 for part in taken[:9])
        least = 9 if worded else 10
        labelled = self._has_label(self._contact_labels, taken, _LABEL_REACH)
        if self._has_plus(begin):
            return (least, 16) if digits[0] != "0" else None
        if prefix := re.match(r"(?:0062|620?|0)8[1-9]", digits):
            length = len(prefix[0])
            least -= labelled and worded
            return least + max(0, length - 3), 13 + max(0, length - 3)
        if re.match(rf"00(?:{'|'.join(_COUNTRIES.split())})", digits) and len(taken) > 1:
            return 11, 16
        if re.match("8[1-9]", digits) and (labelled or _is_grouped_mobile(taken) or _is_spoken(taken)):
            return least - 1, 12
        in_brackets = self.text[begin - 1 : begin] == "(" and self.text[taken[0].end : taken[0].end + 1] == ")"
        if re.match("0[2-7]", digits) and (labelled or in_brackets) and len(taken) > 1:
            return 9, 12
        american = [len(part.digits) for part in taken[:3]] == [3, 3, 4] and digits[0] in "23456789"
        if american and (labelled or in_brackets):
            return 10, 10
        return (9, 16) if _is_spoken(taken) else None

    def _has_plus(self, begin: int) -> bool:
        before = self.text[max(0, begin - 6) : begin]
        return before.rstrip(" (").endswith("+") or re.search(r"(?<![a-z])(?:plus|tambah)[ -]$", before) is not None

    def _has_label(self, labels: list[int], taken: Sequence[NumberPart], reach: int) -> bool:
        """Check if one of `labels` ends shortly before or after the number."""
        at = bisect_left(labels, taken[0].begin - reach)
        return at < len(labels) and labels[at] <= taken[-1].end + reach

    def _find_accounts(self) -> None:
        begins = [part.begin for part in self._parts]
        for label in _account_labels().finditer(self.text):
            at = bisect_left(begins, label.end())
            if at < len(begins) and begins[at] - label.end() <= 25:
                between = self.text[label.end() : begins[at]]
                if not re.search(r"\n|•|\b(?:rp|idr|virtual|va)\b", between):
                    self._add_account(at, label.start())
        labelled = {end for _, end in self.found}
        for at, part in enumerate(self._parts):
            if part.gap is None or len(part.digits) >= 10:
                count = self._count_account_parts(at)
                end = self._parts[at + count - 1].end if count else 0
                if count and end not in labelled and (owner := _account_owners().match(self.text, end)):
                    self.found.append((part.begin, owner.end()))

    def _add_account(self, at: int, begin: int) -> None:
        if count := self._count_account_parts(at):
            self.found.append((begin, self._parts[at + count - 1].end))

    def _count_account_parts(self, at: int) -> int:
        taken = self._parts[at : at + _MAX_PARTS + 2]
        taken = taken[: _length_of_number(taken)]
        if taken[0].begin in self._named_ids or all(part.digits.endswith("000") for part in taken):
            return 0
        return _fit(taken, 10, 16)


def _length_of_number(parts: Sequence[NumberPart]) -> int:
    return next((at for at, part in enumerate(parts) if at and part.gap is None), len(parts))


def _is_grouped_mobile(parts: Sequence[NumberPart]) -> bool:
    """Check if the groups are as people write a mobile number without its zero: 812-3456-7890."""
    sizes = [len(part.digits) for part in parts]
    spaced = all("," not in (part.gap or "") for part in parts)
    return spaced and parts[0].plain and sizes in ([3, 4, 3], [3, 4, 4], [3, 3, 4], [3, 3, 5], [3, 4, 5])


def _is_spoken(parts: Sequence[NumberPart]) -> bool:
    """Check if at least nine words for one digit each follow one another, and do not count up or down."""
    if len(parts) < 9 or any(part.plain or len(part.digits) > 1 for part in parts[:9]):
        return False
    digits = [int(part.digits) for part in parts[:9]]
    steps = sum(abs(after - before) == 1 for before, after in pairwise(digits))
    return steps <= 5


def _fit(parts: Sequence[NumberPart], least: int, most: int) -> int:
    """Return how many parts from the first on have `least` to `most` digits; 0 if no count of parts fits.

    Once there are enough digits, a further part must follow as an earlier part did.
    """
    total, gaps, fits = 0, set[str | None](), 0
    for count, part in enumerate(parts, 1):
        if total >= least and part.gap not in gaps | {""}:
            break
        total += len(part.digits)
        if total > most:
            break
        if count > 1:
            gaps.add(part.gap)
        if total >= least:
            fits = count
    return fits


def _count_reversed(parts: Sequence[NumberPart]) -> int:
    for count in range(len(parts), 0, -1):
        digits = "".join(part.digits for part in parts[:count])
        if 9 <= len(digits) <= 14 and re.match(r"(?:0|62)?8[1-9]", digits[::-1]):
            return count
    return 0
