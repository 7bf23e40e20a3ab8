"""Reading of PDFs in tests: their text, the places of letters, their fonts, and pictures of their pages."""

import io
import unicodedata
from typing import Any

import pypdf
import pypdfium2
from PIL import Image, ImageChops


def read_pages(content: bytes) -> list[str]:
    """Read the text of each page as people copy it, one line of the page a line."""
    with pypdfium2.PdfDocument(content) as document:
        return [unicodedata.normalize("NFC", _text_page(page).get_text_range()) for page in document]


def read_lines(content: bytes) -> list[str]:
    """Read the lines of all pages."""
    return [line.strip() for page in read_pages(content) for line in page.splitlines() if line.strip()]


def find_letters(content: bytes, page: int = 0) -> list[tuple[str, float, float]]:
    """List the letters of a page with their left and right edges, in points."""
    with pypdfium2.PdfDocument(content) as document:
        text = _text_page(document[page])
        boxes = [(text.get_text_range(index, 1), text.get_charbox(index)) for index in range(text.count_chars())]
    return [(letter, left, right) for letter, (left, _, right, _) in boxes if letter.strip()]


def draw_page(content: bytes, page: int = 0) -> Image.Image:
    """Draw a page in grey, at 144 dots an inch."""
    with pypdfium2.PdfDocument(content) as document:
        picture: Image.Image = document[page].render(scale=2).to_pil().convert("L")
    return picture


def measure_ink(picture: Image.Image) -> tuple[int, int, int, int] | None:
    """Measure the box around everything that is not white; None for an empty picture."""
    return ImageChops.invert(picture).getbbox()


def list_fonts(content: bytes) -> dict[str, bool]:
    """List the fonts of a PDF, each with whether its file is embedded."""
    found = {}
    for page in pypdf.PdfReader(io.BytesIO(content)).pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            found[str(font.get_object()["/BaseFont"])] = "/FontFile2" in descendant["/FontDescriptor"].get_object()
    return found


def _text_page(page: Any) -> Any:
    return page.get_textpage()
