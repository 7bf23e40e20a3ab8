"""Fonts of PDFs: the list of their letters is true, and each has its licence beside it."""

import json

from fontTools.ttLib import TTFont

from infra.build.font_files import COVERAGE_FILE, FOLDER, SOURCES, list_coverage
from shared.gateways.pdf.typefaces import BOLD_FONT, MAIN_FONT


def test_the_list_of_letters_is_that_of_the_files() -> None:
    """
    Each font, in the order in which fonts are tried, with the code points of its file.
    """
    listed = json.loads((FOLDER / COVERAGE_FILE).read_text())

    found = {name: [list(one) for one in ranges] for name, ranges in list_coverage()}

    assert listed == found
    assert list(listed) == list(found)
    assert listed[MAIN_FONT] == listed[BOLD_FONT]


def test_no_file_is_left_over() -> None:
    """
    Every font comes from a package that the build names, and no other file is shipped.
    """
    fonts = {file.stem for file in FOLDER.glob("*.ttf")}

    assert fonts == {source.name for source in SOURCES}


def test_each_font_has_its_licence() -> None:
    """
    The licence stands beside the font, and a font whose name is reserved has another one.
    """
    licences = {file.name.removesuffix("-licence.txt"): file.read_text() for file in FOLDER.glob("*-licence.txt")}

    for source in SOURCES:
        text = next(text for name, text in licences.items() if source.name.startswith(name))
        assert "OFL" in text or "Open Font License" in text or "Apache" in text
        with TTFont(FOLDER / f"{source.name}.ttf", lazy=True) as font:
            assert "Nanum" not in str(font["name"].getBestFullName())
