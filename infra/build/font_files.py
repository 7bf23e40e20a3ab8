"""Fonts that the PDFs are drawn with: made from Debian's packages, without hints and without letters of others.

`python -m infra.build.font_files` downloads the packages with apt. Fonts, licences and the list of the fonts' letters
go to `shared/gateways/pdf/font_files`. The same packages and the same fontTools give the same bytes.
"""

import json
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.build.discovery import ROOT

FOLDER = ROOT / "shared" / "gateways" / "pdf" / "font_files"
COVERAGE_FILE = "coverage.json"

Ranges = tuple[tuple[int, int], ...]

_PACKAGES = ("fonts-noto-core=20201225-1", "fonts-droid-fallback=1:6.0.1r16-1.1", "fonts-nanum=20200506-1")
_EVERYTHING: Ranges = ((0x20, 0x10FFFF),)
# Letters that shape words stay in the fonts of the scripts that use them: a word of two fonts is not shaped.
_LATIN: Ranges = (
    (0x20, 0x058F),
    (0x1AB0, 0x1AFF),
    (0x1D00, 0x200A),
    (0x2010, 0x25CB),
    (0x2C60, 0xA9FF),
    (0xFB00, 0xFFFD),
)
_HAN: Ranges = ((0x2E80, 0x312F), (0x31A0, 0xA4CF), (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF01, 0xFFEE))
_HANGUL: Ranges = ((0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7FF))
_SCRIPTS = (
    "Arabic Hebrew Thaana Armenian Georgian Ethiopic Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada "
    "Malayalam Sinhala Thai Lao Khmer Myanmar Javanese Balinese Sundanese Buginese Batak Rejang"
).split()


@dataclass(frozen=True, slots=True)
class FontSource:
    """Font of a Debian package.

    Attributes:
        name: Name of our file, without its ending.
        path: File below `/usr/share/fonts/truetype`.
        letters: Ranges of code points to keep.
        family: New name of the font, where its licence reserves the old one for unchanged files.
    """

    name: str
    path: str
    letters: Ranges = _EVERYTHING
    family: str | None = None


SOURCES = (
    FontSource("NotoSans-Regular", "noto/NotoSans-Regular.ttf", _LATIN),
    FontSource("NotoSans-Bold", "noto/NotoSans-Bold.ttf", _LATIN),
    *(FontSource(f"NotoSans{script}-Regular", f"noto/NotoSans{script}-Regular.ttf") for script in _SCRIPTS),
    FontSource("TemaniHangul-Regular", "nanum/NanumGothic.ttf", _HANGUL, family="Temani Hangul"),
    FontSource("DroidSansFallback", "droid/DroidSansFallbackFull.ttf", _HAN),
)
_LICENCES = {
    "NotoSans": "fonts-noto-core",
    "DroidSansFallback": "fonts-droid-fallback",
    "TemaniHangul": "fonts-nanum",
}


def write_font_files(folder: Path = FOLDER) -> None:
    """Write the fonts, their licences and the list of their letters to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        unpacked = Path(temporary)
        _unpack_packages(unpacked)
        for source in SOURCES:
            _write_font(source, unpacked / "usr/share/fonts/truetype" / source.path, folder / f"{source.name}.ttf")
        for name, package in _LICENCES.items():
            text = (unpacked / "usr/share/doc" / package / "copyright").read_text()
            (folder / f"{name}-licence.txt").write_text("\n".join(line.rstrip() for line in text.splitlines()) + "\n")
    lines = [f"  {json.dumps(name)}: {json.dumps(ranges)}" for name, ranges in list_coverage(folder)]
    (folder / COVERAGE_FILE).write_text("{\n" + ",\n".join(lines) + "\n}\n")


def list_coverage(folder: Path = FOLDER) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """List the code points that each font of `folder` has, as ranges, in the order in which fonts are tried."""
    from fontTools.ttLib import TTFont

    for source in SOURCES:
        with TTFont(folder / f"{source.name}.ttf", lazy=True) as font:
            yield source.name, _join_ranges(sorted(font.getBestCmap()))


def _join_ranges(codes: Iterable[int]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for code in codes:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], code)
        else:
            ranges.append((code, code))
    return ranges


def _unpack_packages(folder: Path) -> None:
    # Without the sandbox's user, who may not write to a temporary folder.
    download = ("apt-get", "-qq", "-o", "APT::Sandbox::User=root", "download", *_PACKAGES)
    subprocess.run(download, cwd=folder, check=True)
    for package in sorted(folder.glob("*.deb")):
        subprocess.run(("dpkg", "-x", package, folder), check=True)


def _write_font(source: FontSource, read_from: Path, write_to: Path) -> None:
    from fontTools import subset

    options = subset.Options(hinting=False, glyph_names=False, notdef_outline=True, recalc_timestamp=False)
    # Vertical lines of Chinese and Japanese are never set: their glyphs are a third of the font.
    options.layout_features = [] if source.letters is _HAN else ["*"]
    options.drop_tables += ["vhea", "vmtx"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]
    options.name_languages = [0x409]
    font = subset.load_font(str(read_from), options)
    kept = [code for code in font.getBestCmap() if any(first <= code <= last for first, last in source.letters)]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=kept)
    subsetter.subset(font)
    if source.family:
        _rename_font(font, source.family)
    subset.save_font(font, str(write_to), options)


def _rename_font(font: Any, family: str) -> None:
    names = {1: family, 3: f"{family} Regular", 4: family, 6: family.replace(" ", "")}
    for record in font["name"].names:
        if record.nameID in names:
            record.string = names[record.nameID]


if __name__ == "__main__":
    write_font_files()
