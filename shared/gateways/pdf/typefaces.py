"""Choice of fonts: which font draws which letter, for any text that people write."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from pathlib import Path

MAIN_FONT = "NotoSans-Regular"
BOLD_FONT = "NotoSans-Bold"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
_SPACES = re.compile(r"[ \t\r\n]+")


def font_path(font: str) -> Path:
    """Return the path of a font's file."""
    return Path(str(resources.files("shared.gateways.pdf") / "font_files" / f"{font}.ttf"))


def find_font(letter: str, *, previous: str = MAIN_FONT) -> str | None:
    """Find the font that draws `letter`; None if no font has the letter.

    A mark, joiner or space stays in the font of the letter before, `previous`: what two fonts draw is not shaped, nor
    set from right to left, as a whole.
    """
    if _sticks(letter) and _has(previous, ord(letter)):
        return previous
    return _first_font(letter)


def split_by_font(text: str) -> Iterator[tuple[str, str]]:
    """Split a printable text into runs of letters that one font draws, each with the name of the font."""
    run, font = "", MAIN_FONT
    for letter in text:
        found = find_font(letter, previous=font) or MAIN_FONT
        if run and found != font:
            yield run, font
            run = ""
        run, font = run + letter, found
    if run:
        yield run, font


def make_printable(text: str) -> str:
    """Replace or leave out letters that no font has.

    Ornamental letters become plain ones. Emoji, other symbols and invisible characters are left out. Other letters
    become `REPLACEMENT`, also where nothing would be left of the text.
    """
    printable, font = "", MAIN_FONT
    for letter in unicodedata.normalize("NFC", text):
        found = find_font(letter, previous=font)
        if found is None or (not _is_visible(letter) and (letter not in _JOINERS or found != font)):
            printable += _substitute(letter)
        else:
            printable, font = printable + letter, found
    printable = _SPACES.sub(" ", printable).strip()
    return printable or (REPLACEMENT if text.strip() else "")


def list_fonts(texts: Iterable[str]) -> list[str]:
    """List the fonts that draw printable texts, beside the main ones."""
    used = {font for text in texts for _, font in split_by_font(text)}
    return [font for font in _coverage() if font in used - {MAIN_FONT, BOLD_FONT}]


def _substitute(letter: str) -> str:
    if letter.isspace():
        return " "
    plain = unicodedata.normalize("NFKC", letter)
    if plain != letter and all(find_font(each) for each in plain):
        return plain
    return REPLACEMENT if unicodedata.category(letter)[0] in "LNP" else ""


def _is_visible(letter: str) -> bool:
    """Return whether a letter has a place in a line. Marks that turn the direction of writing have none."""
    return unicodedata.category(letter) not in ("Cf", "Zl", "Zp")


def _sticks(letter: str) -> bool:
    return letter in _JOINERS or unicodedata.category(letter) in ("Mn", "Mc", "Me", "Zs")


@cache
def _first_font(letter: str) -> str | None:
    return next((font for font in _coverage() if _has(font, ord(letter))), None)


def _has(font: str, code: int) -> bool:
    return any(first <= code <= last for first, last in _coverage()[font])


@cache
def _coverage() -> dict[str, tuple[tuple[int, int], ...]]:
    """Load the code points of each font, in the order in which fonts are tried."""
    text = (resources.files("shared.gateways.pdf") / "font_files" / "coverage.json").read_text()
    return {font: tuple((first, last) for first, last in ranges) for font, ranges in json.loads(text).items()}
