"""PDF files: documents drawn with fpdf2, words shaped by HarfBuzz, and the letters in use embedded."""

from shared.contracts.pdf_documents import PdfDocument
from shared.gateways.blocking_calls import run_blocking


class PdfDrawing:
    """Draws documents in a thread, because a page with many scripts takes a second."""

    async def draw_document(self, document: PdfDocument) -> bytes:
        """Draw `document` on A4 pages. The same document gives the same bytes."""
        from shared.gateways.pdf.blocks import draw_document

        return await run_blocking(lambda: draw_document(document))


def import_sdk() -> None:
    """Import the vendor now."""
    import fpdf  # noqa: F401
    import segno  # noqa: F401
    import uharfbuzz  # noqa: F401
