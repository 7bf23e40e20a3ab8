"""Text folding against disguises: letters and digits that look alike become the same ASCII letters and digits.

`text.py` folds for search, where only case and accents matter. This module also undoes what people do to hide words and
numbers: invisible characters, letters of other scripts, digits of other scripts, enclosed and mathematical letters.
Folded text is for comparing only, since words of other scripts become meaningless.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Letters of other alphabets that look like an ASCII letter or digit, without accents. NFKC and case folding have no
# such pairs: they know equal letters, not similar ones.
_LOOK_ALIKES = {
    "a": "ΑαАаᎪꓮᴀɐɑ",
    "b": "ΒβВвЬьᏴꓐʙƀɓ",
    "c": "СсϹϲᏟꓚᴄƈↄ",
    "d": "ԀԁᎠꓓᴅđðɖɗ",
    "e": "ΕεЕеꓰᎬᴇəɛєɘҽ",
    "f": "ꓝꜰƒ",
    "g": "ԌԍɡɢɠᎶᏀꓖցǥ",
    "h": "ΗНнҺһհᎻꓧʜħɦɥ",
    "i": "ΙιІіӀıɩɪɨᏆꓲ",
    "j": "ЈјϳյᎫꓙᴊȷɟ",
    "k": "ΚκКкᏦꓗᴋƙ",
    "l": "ӏʟłƚɫɭᏞꓡǀ",
    "m": "ΜМмϺᎷꓟᴍɱɯ",
    "n": "ΝηПпոռꓠɴɲɳŋᴎ",
    "o": "ΟοОоՕօᴏꓳøɔσѳ",
    "p": "ΡρРрᏢꓑᴘƥþ",
    "q": "Ԛԛզքʠꞯ",
    "r": "ГгᎡꓣʀɹɾ",
    "s": "ЅѕՏꓢᏚꜱʂ",
    "t": "ΤτТтᎢꓔᴛŧƭʈʇ",
    "u": "υИиЦцՍսꓴᴜʉʊµμ",
    "v": "νѴѵᏙꓦᴠʋʌ",
    "w": "ωШшԜԝᎳꓪᴡѡʍ",
    "x": "ΧχХхҲҳꓫ×",
    "y": "ΥγУуҮүꓬʏƴʎ",
    "z": "ΖᏃꓜᴢƶʐ",
    "3": "ЗзӠӡƷʒȜȝ",
    "4": "Чч",
    "6": "Бб",
    "-": "‐‑‒–—―⁃−╌─━➖﹘",
    ".": "。·∙⋅・․‧●",
    "/": "⁄∕╱⧸",
    ":": "∶ː꞉",
    "'": "’‘‛ʼʻ′`´",
    '"': "“”„″«»",
    "|": "∣│┃¦",
    "+": "➕",
}
_EMOJI = {
    "🆎": "ab", "🆑": "cl", "🆒": "cool", "🆓": "free", "🆔": "id", "🆕": "new", "🆖": "ng", "🆗": "ok", "🆘": "sos",
    "🆙": "up", "🆚": "vs", "🔟": "10", "💯": "100",
}  # fmt: skip
# Alphabets that Unicode does not decompose: negative circled, negative squared and regional indicator letters.
_ALPHABETS = (0x1F150, 0x1F170, 0x1F1E6)
_ASCII = {
    **{ord(letter): plain for plain, letters in _LOOK_ALIKES.items() for letter in letters},
    **{first + n: chr(ord("a") + n) for first in _ALPHABETS for n in range(26)},
    **{ord(emoji): plain for emoji, plain in _EMOJI.items()},
}
_INVISIBLE_LETTERS = "\u115f\u1160\u3164\uffa0"
_BLANK_PATTERN = "\u2800"
_LINE_BREAKS = "\n\r\v\f\x85\u2028\u2029"
_REMOVED_CATEGORIES = ("Cc", "Cf", "Co", "Cs", "Mn", "Me")


@dataclass(frozen=True, slots=True)
class FoldedText:
    """Folded text that knows from which characters of the original text it comes.

    Attributes:
        text: Folded text.
        origins: Position in the original text of each character of `text`, and last the length of the original.
    """

    text: str
    origins: tuple[int, ...]

    def to_original_span(self, begin: int, end: int) -> tuple[int, int]:
        """Return the part of the original text that was folded to `text[begin:end]`, which must not be empty.

        Removed characters after the last character belong to the part, such as the frame of an emoji keycap.
        """
        return self.origins[begin], max(self.origins[end], self.origins[end - 1] + 1)


def fold_text(text: str) -> str:
    """Fold `text`: look-alike characters become small ASCII letters and ASCII digits.

    Accents, control characters, direction marks and invisible characters are removed. Line breaks become `\\n`, and all
    other spaces become ` `. Punctuation stays, in its ASCII form if there is one. The time is linear in the length.
    """
    return "".join(map(fold_letter, text))


def fold_with_origins(text: str) -> FoldedText:
    """Fold `text` as `fold_text` does, and keep the position in `text` of each folded character."""
    folded = list(map(fold_letter, text))
    origins = [position for position, letters in enumerate(folded) for _ in letters]
    return FoldedText("".join(folded), (*origins, len(text)))


@lru_cache(maxsize=4096)
def fold_letter(letter: str) -> str:
    """Fold one character to none, one or several characters."""
    if letter in _LINE_BREAKS:
        return "\n"
    if letter.isspace() or letter == _BLANK_PATTERN:
        return " "
    if letter.isascii():
        return letter.lower() if letter.isprintable() else ""
    return "".join(map(_to_ascii, _to_plain_letters(letter)))


def _to_plain_letters(letter: str) -> str:
    """Return `letter` in its compatible small form without accents and invisible characters."""
    # Capitals that look different from their small form are looked up before case folding.
    if ord(letter) in _ASCII:
        return letter
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", letter))
    if _is_framed(letter):
        decomposed = "".join(filter(str.isalnum, decomposed))
    capitals = "".join(one if ord(one) in _ASCII else one.casefold() for one in decomposed if not _is_removed(one))
    return unicodedata.normalize("NFKC", capitals)


def _is_removed(letter: str) -> bool:
    return letter in _INVISIBLE_LETTERS or unicodedata.category(letter) in _REMOVED_CATEGORIES


def _is_framed(letter: str) -> bool:
    """Check if `letter` is a letter or number in brackets, or before a full stop, such as `⒞` or `⒈`."""
    return "\u2474" <= letter <= "\u24b5" or "\U0001f100" <= letter <= "\U0001f129"


def _to_ascii(letter: str) -> str:
    if letter.isascii():
        return letter
    if letter.isspace():
        return " "
    plain = _ASCII.get(ord(letter))
    if plain is not None:
        return plain
    value = float(unicodedata.numeric(letter, -1))
    return str(int(value)) if value >= 0 and value.is_integer() and not letter.isalpha() else letter
