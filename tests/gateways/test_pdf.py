"""PDFs: any person's name is drawn, shaped and can be copied; pages are numbered; the same document, the same bytes."""

import asyncio
import hashlib
import io
import os
import subprocess
import sys

import pytest
import uharfbuzz
import zxingcpp
from PIL import Image

from infra.build.discovery import ROOT
from shared.contracts.pdf_documents import (
    Fact,
    Facts,
    HorizontalLine,
    Letterhead,
    PageBreak,
    Paragraph,
    Picture,
    QrCode,
    SideBySide,
)
from shared.gateways.pdf.typefaces import REPLACEMENT, font_path, make_printable, split_by_font
from tests.gateways.pdf_documents import NAMES, a_table, draw_blocks
from tests.printed_pages import draw_page, find_letters, list_fonts, measure_ink, read_lines, read_pages


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
async def test_a_name_is_drawn_and_can_be_copied(name: str) -> None:
    """
    What a person copies from the page is the name as it was written, in any script.
    """
    content = await draw_blocks(Facts((Fact(None, name),)))

    assert read_lines(content)[0] == name
    assert all(list_fonts(content).values())


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_each_letter_has_a_glyph(name: str) -> None:
    """
    The fonts that are chosen shape the name without an empty box.
    """
    runs = list(split_by_font(make_printable(name)))

    missing = []
    for run, font in runs:
        shaped = uharfbuzz.Buffer()
        shaped.add_str(run)
        shaped.guess_segment_properties()
        uharfbuzz.shape(uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(font_path(font))))), shaped)
        missing += [run for glyph in shaped.glyph_infos if glyph.codepoint == 0]

    assert missing == []
    assert make_printable(name) == name


@pytest.mark.parametrize(
    ("joined", "apart"),
    [("سلام", "س\u200cل\u200cا\u200cم"), ("क्ष", "क\u094d\u200cष"), ("ක්\u200dර", "ක්\u200cර"), ("m\u0310", "m")],
    ids=["Arabic", "Hindi", "Sinhala", "a mark above"],
)
async def test_letters_are_joined(joined: str, apart: str) -> None:
    """
    Letters that are joined in writing look other than the same letters kept apart.
    """
    pictures = [draw_page(await draw_blocks(Paragraph(text))) for text in (joined, apart)]

    assert measure_ink(pictures[0]) is not None
    assert pictures[0].tobytes() != pictures[1].tobytes()


async def test_arabic_runs_from_right_to_left() -> None:
    """
    The first word stands on the right, also in the middle of a line of Latin letters.
    """
    content = await draw_blocks(Paragraph("Oleh محمد الخطيب di Bandung"))

    letters = find_letters(content)
    place = {letter: left for letter, left, _ in letters}
    assert place["O"] < place["ط"] < place["د"] < place["B"]


async def test_accents_may_be_written_apart() -> None:
    """
    The same name is the same page, whether its accents are letters of their own or not.
    """
    composed, decomposed = [await draw_blocks(Paragraph(name)) for name in ("Gedé", "Gede\u0301")]

    assert composed == decomposed


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Sari 🙂 Wulandari 👩‍👩‍👧", "Sari Wulandari"),
        ("𝓢𝓪𝓻𝓲 𝕎𝕦𝕝𝕒𝕟", "Sari Wulan"),
        ("Ａｎａ", "Ａｎａ"),
        ("A\u202eB\u200d\x07C", "ABC"),
        ("Budi\n\tSantoso\u3000", "Budi Santoso"),
        ("🙂", REPLACEMENT),
        ("\U00013000", REPLACEMENT),
        ("", ""),
    ],
)
def test_letters_that_no_font_has(written: str, printed: str) -> None:
    """
    Emoji and invisible characters are left out, ornaments become letters, and nothing is an empty box.
    """
    assert make_printable(written) == printed


def draw_elsewhere(hash_seed: str) -> str:
    """Draw a table of all names in another process, whose sets have another order, and return the file's digest."""
    program = (
        "from tests.gateways.pdf_documents import NAMES, a_table, draw_blocks\n"
        "import asyncio, hashlib\n"
        "print(hashlib.sha256(asyncio.run(draw_blocks(a_table(3, ' '.join(NAMES.values()))))).hexdigest())"
    )
    environment = os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)}
    command = (sys.executable, "-c", program)
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout.strip()


async def test_the_same_document_has_the_same_bytes() -> None:
    """
    Also in another process.
    """
    here = await draw_blocks(a_table(3, " ".join(NAMES.values())))

    elsewhere = await asyncio.to_thread(draw_elsewhere, "1")

    assert elsewhere == hashlib.sha256(here).hexdigest()


async def test_pages_are_numbered() -> None:
    """
    A long table goes on with its head on each page; each page says which one it is, of how many.
    """
    content = await draw_blocks(a_table(70), footer="INV/2026/000001")

    pages = [" ".join(page.split()) for page in read_pages(content)]
    assert len(pages) == 3
    for number, text in enumerate(pages, 1):
        assert "Uraian" in text
        assert f"Halaman {number} dari 3" in text
        assert "INV/2026/000001" in text
    assert "LUNAS" in pages[-1]


@pytest.mark.parametrize("text", ["{nb}", "\ue000"])
async def test_nobodys_text_is_taken_for_the_number_of_pages(text: str) -> None:
    """
    A product may be called like the placeholders of the library that draws.
    """
    content = await draw_blocks(Paragraph(f"A{text}B"))

    assert read_lines(content)[0] == ("A{nb}B" if text == "{nb}" else "AB")


@pytest.mark.parametrize("name", ["n" * 200, "漢" * 200, "Konsultasi karier " * 11], ids=["word", "Han", "words"])
async def test_long_texts_wrap_in_their_column(name: str) -> None:
    """
    A name of 200 letters stays in its column, is complete, and nothing overlaps the row below.
    """
    content = await draw_blocks(a_table(2, name))

    letters = find_letters(content)
    end_of_column = next(left for letter, left, _ in letters if letter == "N")
    wide = [right for letter, _, right in letters if letter in "n漢"]
    assert max(wide) < end_of_column + 40
    assert "".join(letter for letter, _, _ in letters).count(name.strip().replace(" ", "")[:9]) >= 2


async def test_groups_stand_side_by_side_and_stay_together() -> None:
    """
    Two groups that do not fit on the rest of a page go to the next one together.
    """
    facts = Facts(tuple(Fact("Label", f"Nilai {number}") for number in range(8)), heading="Judul")

    content = await draw_blocks(a_table(26), SideBySide((facts,), (facts, Paragraph("Catatan", "muted"))))

    first, second = read_pages(content)
    assert "Judul" not in first
    assert second.count("Nilai 7") == 2
    assert "Catatan" in second


async def test_a_code_can_be_scanned() -> None:
    """
    The QR code on the page says what it was given, and its caption stands below.
    """
    said = "eyJhbGciOiJFZERTQSJ9." * 8

    content = await draw_blocks(
        SideBySide((QrCode(said, "BE-1"),), (Facts((Fact("Acara", "TEDx"),)),), left_percent=40)
    )

    found = zxingcpp.read_barcodes(draw_page(content))
    assert [code.text for code in found] == [said]
    assert "BE-1" in read_lines(content)


async def test_every_block_is_drawn() -> None:
    """
    Letterhead, picture, line and page break, each at its place.
    """
    logo = io.BytesIO()
    Image.new("RGB", (40, 20), "black").save(logo, "PNG")

    content = await draw_blocks(
        Letterhead("Temani", ("PT Temani",), "Faktur", "INV/1"),
        HorizontalLine(),
        PageBreak(),
        Picture(logo.getvalue(), 50),
    )

    first, second = read_pages(content)
    assert all(text in first for text in ("Temani", "PT Temani", "Faktur", "INV/1"))
    assert "Faktur" not in second
    picture = draw_page(content, 1)
    assert picture.getpixel((18 * 144 // 25 + 10, 18 * 144 // 25 + 10)) == 0


async def test_a_file_is_small() -> None:
    """
    Of the fonts, which have eight megabytes, only the letters in use are in the file.
    """
    content = await draw_blocks(a_table(20, "王小明 محمد अनुष्का"))

    assert len(content) < 40_000
    assert all(name.partition("+")[1] for name in list_fonts(content))
