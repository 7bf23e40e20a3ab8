"""Pages of a PDF: A4 with margins, the fonts of the document's letters, and a foot with the page number."""

import string
from collections.abc import Iterable, Iterator
from typing import Any

from fpdf import FPDF
from fpdf.enums import TextDirection
from fpdf.line_break import Fragment

from shared.contracts.pdf_documents import PdfDocument, Tone
from shared.gateways.pdf import typefaces

ACCENT = (22, 92, 125)
INK = (31, 41, 55)
MUTED = (107, 114, 128)
LINE = (209, 213, 219)
TINT = (241, 245, 249)
STAMP = (21, 128, 61)

TEXT_SIZE = 10
SMALL_SIZE = 8.5
LINE_HEIGHT = 5.2
SMALL_LINE_HEIGHT = 4.4

_MARGIN = 18
_FOOT_HEIGHT = 20
_FAMILY = "text"
# Private use: no printable text contains the letter, so that nobody's text is taken for the number of pages.
_ALL_PAGES = "\ue000"
_PAGE_NUMBERS = {"id": f"Halaman {{page}} dari {_ALL_PAGES}", "en": f"Page {{page}} of {_ALL_PAGES}"}


class PrintedPage(FPDF):
    """Document of fpdf2 that draws each letter with a font that has the letter."""

    def __init__(self, document: PdfDocument, texts: Iterable[str]) -> None:
        """Begin the first page.

        Args:
            document: Document to draw.
            texts: Printable texts that will be drawn. Only their letters can be drawn.
        """
        super().__init__(format="A4")
        self._foot = typefaces.make_printable(document.footer)
        self._page_number = _PAGE_NUMBERS[document.locale]
        self.set_margins(_MARGIN, _MARGIN, _MARGIN)
        self.set_auto_page_break(auto=True, margin=_FOOT_HEIGHT + 4)
        self.set_creation_date(document.created_at)
        self.set_title(typefaces.make_printable(document.title))
        self.set_author(typefaces.make_printable(document.author))
        self.set_lang(document.locale)
        self.alias_nb_pages(_ALL_PAGES)
        self.c_margin = 0
        self._add_fonts([*texts, self._foot, self._page_number, string.digits])
        self.set_text_shaping()
        self.add_page()

    def _add_fonts(self, texts: list[str]) -> None:
        # Reading what a font says of letters that do not occur takes a third of a second for the largest.
        letters = sorted({ord(letter) for text in texts for letter in text})
        main = ((_FAMILY, "", typefaces.MAIN_FONT), (_FAMILY, "B", typefaces.BOLD_FONT))
        for family, style, font in (*main, *((font, "", font) for font in typefaces.list_fonts(texts))):
            self.add_font(family, style, typefaces.font_path(font), unicode_range=letters)

    def set_tone(self, tone: Tone = "plain") -> float:
        """Choose font, size and colour of the text to come, and return the height of a line in millimetres."""
        self.set_font(_FAMILY, "B" if tone == "strong" else "", SMALL_SIZE if tone == "muted" else TEXT_SIZE)
        self.set_text_color(*(MUTED if tone == "muted" else INK))
        return SMALL_LINE_HEIGHT if tone == "muted" else LINE_HEIGHT

    def set_large(self, size: float, color: tuple[int, int, int]) -> None:
        """Choose large bold letters for the text to come."""
        self.set_font(_FAMILY, "B", size)
        self.set_text_color(*color)

    def footer(self) -> None:
        """Draw the foot of a page; fpdf2 calls this at the end of each page."""
        self.set_y(-_FOOT_HEIGHT)
        self.draw_rule()
        self.set_y(-_FOOT_HEIGHT + 2)
        height = self.set_tone("muted")
        width = self.epw / 4
        self.multi_cell(
            self.epw - width, height, self._foot, align="L", new_x="RIGHT", new_y="TOP", max_line_height=height
        )
        self.cell(width, height, self._page_number.format(page=self.page_no()), align="R")

    def draw_rule(self) -> None:
        """Draw a thin line from margin to margin."""
        self.set_draw_color(*LINE)
        self.set_line_width(0.25)
        self.line(self.l_margin, self.y, self.w - self.r_margin, self.y)

    def _parse_chars(self, text: str, markdown: bool, **options: Any) -> Iterator[Any]:
        """Split `text` into runs of one font.

        fpdf2's own split leaves marks and joiners alone in a run, where they neither join nor stand above a letter.
        """
        if _ALL_PAGES in text:
            yield from super()._parse_chars(text, markdown, **options)
            return
        for run, font in typefaces.split_by_font(text):
            state = self._get_current_graphics_state()
            if font == typefaces.MAIN_FONT:
                yield Fragment(list(run), state, self.k)
                continue
            state.font_family, state.font_style = font.lower(), ""
            state.current_font = self.fonts[font.lower()]
            yield _ShapedRun(list(run), state, self.k)


class _ShapedRun(Fragment):
    """Letters whose shapes may stand in another number and order than the letters."""

    def render_pdf_text(self, *args: Any, **options: Any) -> str:
        """Draw the run, and name the text that a reader copies, finds and reads aloud.

        A run from right to left needs no text beside its shapes: readers know the order, and would turn the text round.
        """
        if self.fragment_direction is TextDirection.RTL:
            return super().render_pdf_text(*args, **options)
        text = self.string.encode("utf-16-be").hex().upper()
        return f"/Span <</ActualText <FEFF{text}>>> BDC {super().render_pdf_text(*args, **options)} EMC"
