"""Drawing of a document's blocks, from top to bottom."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from fpdf.enums import TableCellFillMode
from fpdf.fonts import FontFace

from shared.contracts.pdf_documents import (
    Block,
    Fact,
    Facts,
    HorizontalLine,
    Letterhead,
    PageBreak,
    Paragraph,
    PdfDocument,
    Picture,
    QrCode,
    SideBySide,
    Table,
)
from shared.gateways.pdf.page import ACCENT, INK, LINE, LINE_HEIGHT, MUTED, STAMP, TINT, PrintedPage
from shared.gateways.pdf.typefaces import make_printable

_GAP = 6.0
_COLUMN_GAP = 6.0
_LABEL_SHARE = 0.36
_TOTAL_SHARE = 0.58
_CELL_PADDING = 2.0
_STAMP_HEIGHT = 13.0
_STAMP_TILT = 6


@dataclass(frozen=True, slots=True)
class _Area:
    """Part of the page's width, in millimetres."""

    left: float
    width: float


def draw_document(document: PdfDocument) -> bytes:
    """Draw `document`; blocks until the file is complete."""
    page = PrintedPage(document, [make_printable(text) for text in _list_texts(document.blocks)])
    _draw_blocks(page, document.blocks, _Area(page.l_margin, page.epw))
    return bytes(page.output())


def _list_texts(value: Any) -> Iterator[str]:
    """List every text in a block, or in a group of blocks."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Sequence) and not isinstance(value, bytes):
        for each in value:
            yield from _list_texts(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _list_texts(getattr(value, field.name))


def _draw_blocks(page: PrintedPage, blocks: Sequence[Block], area: _Area) -> None:
    for before, block in zip((None, *blocks), blocks, strict=False):
        if before is not None and not isinstance(before, PageBreak):
            page.ln(_GAP / 2 if isinstance(block, Paragraph) else _GAP)
        _draw_block(page, block, area)


def _draw_block(page: PrintedPage, block: Block, area: _Area) -> None:
    match block:
        case Letterhead():
            _draw_letterhead(page, block, area)
        case Facts():
            _keep_together(page, _height_of_facts(page, block, area))
            _draw_facts(page, block, area)
        case Paragraph():
            _write(page, block.text, area, page.set_tone(block.tone))
        case Table():
            _draw_table(page, block, area)
        case QrCode():
            _draw_qr_code(page, block, area)
        case Picture():
            _draw_picture(page, block, area)
        case SideBySide():
            _draw_side_by_side(page, block, area)
        case HorizontalLine():
            page.draw_rule()
        case PageBreak():
            page.add_page()


def _write(page: PrintedPage, text: str, area: _Area, height: float, align: str = "L") -> None:
    """Write a text that wraps within `area`, and go to the next line."""
    page.set_x(area.left)
    page.multi_cell(area.width, height, make_printable(text), align=align, new_x="LMARGIN", new_y="NEXT")


def _count_lines(page: PrintedPage, text: str, width: float) -> int:
    """Count the lines of a text in the font of now."""
    lines: Any = page.multi_cell(width, LINE_HEIGHT, make_printable(text), dry_run=True, output="LINES")
    return max(1, len(lines))


def _keep_together(page: PrintedPage, height: float) -> None:
    """Begin a new page if less than `height` is left of this one."""
    if page.will_page_break(height) and height < page.eph:
        page.add_page()


def _draw_letterhead(page: PrintedPage, head: Letterhead, area: _Area) -> None:
    left, right = _Area(area.left, area.width * 0.6), _Area(area.left + area.width * 0.6, area.width * 0.4)
    top = page.y
    page.set_large(22, ACCENT)
    _write(page, head.brand, left, 10)
    height = page.set_tone("muted")
    for line in head.lines:
        _write(page, line, left, height)
    bottom = page.y
    page.set_y(top)
    page.set_large(16, INK)
    _write(page, head.title, right, 10, "R")
    height = page.set_tone()
    _write(page, head.number, right, height, "R")
    page.set_y(max(bottom, page.y) + 4)
    page.draw_rule()


def _draw_side_by_side(page: PrintedPage, block: SideBySide, area: _Area) -> None:
    width = (area.width - _COLUMN_GAP) * block.left_percent / 100
    left = _Area(area.left, width)
    right = _Area(area.left + width + _COLUMN_GAP, area.width - _COLUMN_GAP - width)
    _keep_together(page, max(_height_of(page, block.left, left), _height_of(page, block.right, right)))
    number, top = page.page_no(), page.y
    _draw_blocks(page, block.left, left)
    end = (page.page_no(), page.y)
    page.page, page.y = number, top
    _draw_blocks(page, block.right, right)
    page.page, page.y = max(end, (page.page_no(), page.y))


def _height_of(page: PrintedPage, blocks: Sequence[Block], area: _Area) -> float:
    """Compute the height of blocks that can stand beside one another."""
    return sum(_height_of_block(page, block, area) + _GAP for block in blocks) - _GAP


def _height_of_block(page: PrintedPage, block: Block, area: _Area) -> float:
    match block:
        case Facts():
            return _height_of_facts(page, block, area)
        case Paragraph():
            return page.set_tone(block.tone) * _count_lines(page, block.text, area.width)
        case QrCode():
            return block.millimetres + (LINE_HEIGHT if block.caption else 0)
        case Picture():
            return _picture_height(block)
        case _:
            return LINE_HEIGHT


def _draw_facts(page: PrintedPage, facts: Facts, area: _Area) -> None:
    if facts.heading:
        height = page.set_tone("muted")
        _write(page, facts.heading, area, height)
        page.ln(1)
    for fact in facts.rows:
        _draw_fact(page, fact, area)


def _draw_fact(page: PrintedPage, fact: Fact, area: _Area, *, share: float = _LABEL_SHARE, align: str = "L") -> None:
    if fact.label is None:
        _write(page, fact.value, area, page.set_tone(fact.tone), align)
        return
    label, value = _split_area(area, share)
    top, number = page.y, page.page_no()
    page.set_tone("strong" if fact.tone == "strong" else "plain")
    if fact.tone != "strong":
        page.set_text_color(*MUTED)
    _write(page, fact.label, label, LINE_HEIGHT)
    bottom = (page.page_no(), page.y)
    page.page, page.y = number, top
    page.set_tone("strong" if fact.tone == "strong" else "plain")
    _write(page, fact.value, value, LINE_HEIGHT, align)
    page.page, page.y = max(bottom, (page.page_no(), page.y))


def _split_area(area: _Area, share: float) -> tuple[_Area, _Area]:
    width = area.width * share
    return _Area(area.left, width), _Area(area.left + width, area.width - width)


def _height_of_facts(page: PrintedPage, facts: Facts, area: _Area, share: float = _LABEL_SHARE) -> float:
    height = page.set_tone("muted") + 1 if facts.heading else 0.0
    for fact in facts.rows:
        label, value = _split_area(area, share)
        line = page.set_tone(fact.tone)
        if fact.label is None:
            height += line * _count_lines(page, fact.value, area.width)
        else:
            lines = _count_lines(page, fact.label, label.width), _count_lines(page, fact.value, value.width)
            height += LINE_HEIGHT * max(lines)
    return height


def _draw_table(page: PrintedPage, table: Table, area: _Area) -> None:
    page.set_tone()
    page.set_draw_color(*LINE)
    page.set_line_width(0.25)
    with page.table(
        align="L",
        borders_layout="HORIZONTAL_LINES",
        cell_fill_mode=TableCellFillMode.NONE,
        col_widths=tuple(column.share for column in table.columns),
        headings_style=FontFace(emphasis="BOLD", color=INK, fill_color=TINT),
        line_height=LINE_HEIGHT,
        padding=(1.6, _CELL_PADDING),
        text_align=tuple(column.align.upper() for column in table.columns),
        v_align="T",
        width=area.width,
    ) as drawn:
        for cells in (tuple(column.title for column in table.columns), *table.rows):
            drawn.row([make_printable(cell) for cell in cells])
    if table.totals or table.stamp:
        _draw_totals(page, table, area)


def _draw_totals(page: PrintedPage, table: Table, area: _Area) -> None:
    totals = _Area(area.left + area.width / 2, area.width / 2 - _CELL_PADDING)
    height = _height_of_facts(page, Facts(table.totals), totals, _TOTAL_SHARE)
    page.draw_rule()
    page.ln(3)
    _keep_together(page, max(height, _STAMP_HEIGHT + 6))
    top = page.y
    for fact in table.totals:
        _draw_fact(page, fact, totals, share=_TOTAL_SHARE, align="R")
    bottom = page.y
    if table.stamp:
        _draw_stamp(page, table.stamp, area.left + 8, top + 3)
        bottom = max(bottom, top + _STAMP_HEIGHT + 6)
    page.set_y(bottom)


def _draw_stamp(page: PrintedPage, text: str, left: float, top: float) -> None:
    page.set_large(18, STAMP)
    page.set_draw_color(*STAMP)
    page.set_line_width(0.9)
    # Kerning would end the text after a letter, so that readers copy a tilted `PAID` as two words.
    page.set_text_shaping(features={"kern": False})
    width = page.get_string_width(make_printable(text)) + 14
    with page.rotation(_STAMP_TILT, left + width / 2, top + _STAMP_HEIGHT / 2):
        page.rect(left, top, width, _STAMP_HEIGHT, round_corners=True, corner_radius=2.5)
        page.set_xy(left, top)
        page.cell(width, _STAMP_HEIGHT, make_printable(text), align="C")
    page.set_text_shaping()


def _draw_qr_code(page: PrintedPage, code: QrCode, area: _Area) -> None:
    import segno

    _keep_together(page, code.millimetres + LINE_HEIGHT)
    modules = [list(row) for row in segno.make(code.content, error="m", micro=False).matrix_iter(border=4)]
    size, top = code.millimetres / len(modules), page.y
    page.set_fill_color(0, 0, 0)
    for line, row in enumerate(modules):
        for start, length in _dark_runs(row):
            page.rect(area.left + start * size, top + line * size, length * size, size, style="F")
    page.set_y(top + code.millimetres)
    if code.caption:
        height = page.set_tone("muted")
        _write(page, code.caption, _Area(area.left, code.millimetres), height, "C")


def _dark_runs(row: Sequence[int]) -> Iterator[tuple[int, int]]:
    """List the stretches of dark modules in a row: where each begins, and how long it is."""
    start = None
    for place, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = place
        elif not dark and start is not None:
            yield start, place - start
            start = None


def _draw_picture(page: PrintedPage, picture: Picture, area: _Area) -> None:
    height = _picture_height(picture)
    _keep_together(page, height)
    page.image(io.BytesIO(picture.content), x=area.left, w=picture.millimetres)


def _picture_height(picture: Picture) -> float:
    from PIL import Image

    with Image.open(io.BytesIO(picture.content)) as opened:
        return picture.millimetres * opened.height / opened.width
