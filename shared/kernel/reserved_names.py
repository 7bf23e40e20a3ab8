"""Names that only we may use: our brands, our staff and our departments, in Indonesian and English.

All words are compared after `fold_text`, with look-alike digits as letters and drawn-out letters once.
"""

import re
from functools import cache

from shared.kernel.text_folding import fold_text

BRANDS = "temani halobestie mentorinaja bestieteam timbestie temaniid temaniapp".split()
"""Our products. No name may contain one of them as a word."""

STAFF = """
    admin administrator admins superadmin sysadmin support supports official ofisial moderator moderators helpdesk
    helpcenter helpcentre customerservice customercare customersupport layananpelanggan layanankonsumen pusatbantuan
    webmaster superuser noreply cs bestie operatorcs timcs adminpusat akunresmi techsupport
""".split()
"""Words for our staff. No person may have one of them as a word of the name."""

DEPARTMENTS = """
    layanan pelanggan konsumen bantuan petugas resmi keuangan humas pengaduan customer service care help desk agent
    safety security keamanan billing department dept finance payment payments pembayaran refund operator system sistem
    root staff staf verified terverifikasi verification verifikasi notification notifikasi bot robot server pengelola
    pengurus manajemen management supervisor halo moderation moderasi trust mentorin aja
""".split()
"""Words for our departments. A name that consists of nothing else is ours."""

NEUTRAL = """
    tim team the of and dan pusat center centre kantor bagian akun account indonesia jakarta id live online jam kak min
    pak bu mr mrs ms untuk for your our kami dari app aplikasi info service chat call halo hi no reply user tech it
    desk group grup official by at di
""".split()
"""Words that make no difference beside reserved words."""

_BADGES = frozenset("✓✔☑✅🛡🔰")
_LEET = (str.maketrans("0134578$@!|", "oieastbsail"), str.maketrans("0134578$@!|", "oleastbsall"))
_WORDS = re.compile(r"[^\W_]+(?:[$@!|]+[^\W_]*)*")


def is_reserved_for_staff(name: str) -> bool:
    """Check if a person of this name could be taken for us: `Admin Temani`, `S u p p o r t`, `CS Budi`."""
    return has_badge(name) or any(map(_names_staff, _spellings(name)))


def is_reserved_for_us(name: str) -> bool:
    """Check if a group of this name could be taken for ours: `Temani Official`, `Customer Service`.

    Other words beside those for staff make a group's own name: `Support Group Skripsi`.
    """
    return has_badge(name) or any(map(_names_only_us, _spellings(name)))


def names_brand(text: str) -> bool:
    """Check if one of the words of `text` is one of our products: `Salam dari T3mani`."""
    return any(_is_composed(word, BRANDS) for words in _spellings(text) for word in words)


def has_badge(name: str) -> bool:
    """Check if `name` has a mark by which apps show that an account was verified."""
    return not _BADGES.isdisjoint(name)


def _spellings(name: str) -> list[list[str]]:
    """Return the words of `name` in each reading of its digits, with single letters joined."""
    words = _WORDS.findall(fold_text(name))
    readings = ([_to_letters(word, table) for word in words] for table in _LEET)
    return [_join_single_letters(one) for one in (*readings, [_without_number(word) for word in words])]


def _to_letters(word: str, table: dict[int, int]) -> str:
    """Return `word` with letters for digits, and with drawn-out letters once. A number stays a number."""
    return _squeeze(word.translate(table) if any(map(str.isalpha, word)) else word)


def _without_number(word: str) -> str:
    """Return `word` without the number at its end, and with drawn-out letters once."""
    return word if word.isdigit() else _squeeze(word.rstrip("0123456789"))


def _squeeze(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)


def _join_single_letters(words: list[str]) -> list[str]:
    joined: list[str] = []
    run = ""
    for word in [*words, ""]:
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        # Two initials, as in `C.S. Lewis`, are no word.
        joined += [_squeeze(run)] if len(run) > 2 else list(run)
        run = ""
        if word:
            joined.append(word)
    return joined


def _names_staff(words: list[str]) -> bool:
    return any(_is_composed(word, BRANDS, STAFF) for word in words) or _names_only_us(words)


def _names_only_us(words: list[str]) -> bool:
    if any(_is_composed(word, BRANDS) for word in words):
        return True
    telling = [word for word in words if not word.isdigit()]
    whole = "".join(telling)
    if not whole:
        return False
    return _is_composed(whole, BRANDS, STAFF) or (
        any(_is_word(word, (*STAFF, *DEPARTMENTS)) for word in telling)
        and all(_is_word(word, (*BRANDS, *STAFF, *DEPARTMENTS, *NEUTRAL)) for word in telling)
    )


def _is_word(word: str, words: tuple[str, ...]) -> bool:
    return word in _squeezed(words)


@cache
def _squeezed(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(_squeeze, words))


def _is_composed(word: str, *telling: list[str]) -> bool:
    """Check if `word` consists of reserved words only, one of them `telling`, such as `admintemani`."""
    return _composed(tuple(one for words in telling for one in words)).fullmatch(word) is not None


@cache
def _composed(telling: tuple[str, ...]) -> re.Pattern[str]:
    told = "|".join(sorted(_squeezed(telling), key=len, reverse=True))
    long_words = tuple(word for word in (*BRANDS, *STAFF, *DEPARTMENTS, *NEUTRAL) if len(word) > 3)
    others = "|".join(sorted(_squeezed(long_words) | {"tim", "cs", "app"}, key=len, reverse=True))
    return re.compile(rf"(?:{others}){{0,3}}(?:{told})(?:{others}){{0,3}}")
