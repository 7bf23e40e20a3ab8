"""Documents on paper: what stands on the pages, from top to bottom. Domains compose them, and a gateway draws them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from shared.contracts.people import Locale

Tone = Literal["plain", "strong", "muted"]
"""Look of a text: as usual, in bold, or small and grey."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Head of a document: who issues the document on the left, what the document is on the right.

    Attributes:
        brand: Name that people know the issuer by, in large coloured letters.
        lines: Legal name, address and tax number of the issuer, one line each.
        title: Kind of the document, such as `Invoice`.
        number: Number or name of the document, below the title.
    """

    brand: str
    lines: tuple[str, ...]
    title: str
    number: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Value with a label, such as the date of an invoice. Without a label, the value takes the whole line."""

    label: str | None
    value: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Facts:
    """Labelled values below one another, with an optional heading."""

    rows: tuple[Fact, ...]
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text that wraps at the margins."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Column:
    """Column of a table.

    Attributes:
        title: Title in the head row, which is repeated on each page.
        share: Width of the column, relative to the shares of the other columns.
        align: Side of the column to which its cells are aligned.
    """

    title: str
    share: int
    align: Literal["left", "right"] = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """Table whose rows may fill several pages.

    Attributes:
        rows: Cells of each row, as many as there are columns. A row is never divided between two pages.
        totals: Labelled amounts below the right half of the table, such as the tax and the total.
        stamp: Text that is stamped beside the totals, such as `PAID`.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[Fact, ...] = ()
    stamp: str | None = None


@dataclass(frozen=True, slots=True)
class QrCode:
    """QR code with a caption below.

    Attributes:
        content: Text that a scanner reads.
        caption: Line below the code; none if empty.
        millimetres: Length of a side, with the empty margin around the code.
    """

    content: str
    caption: str = ""
    millimetres: int = 50


@dataclass(frozen=True, slots=True)
class Picture:
    """Picture at the left margin.

    Attributes:
        content: Bytes of a PNG or JPEG file.
        millimetres: Width on paper; the height follows.
    """

    content: bytes
    millimetres: int = 40


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two groups of blocks beside one another; what follows stands below the longer one.

    Attributes:
        left_percent: Width of the left group, as a percentage of the page's width between its margins.
    """

    left: tuple["Block", ...]
    right: tuple["Block", ...]
    left_percent: int = 50


@dataclass(frozen=True, slots=True)
class HorizontalLine:
    """Thin line from margin to margin."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Begin of a new page."""


Block = Letterhead | Facts | Paragraph | Table | QrCode | Picture | SideBySide | HorizontalLine | PageBreak


@dataclass(frozen=True, slots=True)
class PdfDocument:
    """Document to draw. Any letters may occur in its texts; emoji are left out.

    Attributes:
        title: Title that readers show in their window.
        author: Issuer, in the file's properties.
        locale: Language of the labels and of the page numbers.
        created_at: Instant in UTC in the file's properties. Name the instant of issue, so that no copy differs.
        footer: Text at the foot of each page, beside the page number.
    """

    title: str
    author: str
    locale: Locale
    created_at: datetime
    footer: str
    blocks: Sequence[Block]


class PdfPrinter(Protocol):
    """Draws documents as PDF files."""

    async def draw_document(self, document: PdfDocument) -> bytes:
        """Draw `document` on A4 pages, with all fonts embedded. The same document gives the same bytes."""
        ...
