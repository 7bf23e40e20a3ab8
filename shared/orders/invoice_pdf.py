"""Invoices and credit notes as PDF: one A4 page."""

import asyncio
from typing import Any

from shared.kernel.dates import jakarta_date
from shared.kernel.money import Money
from shared.orders.invoices import Bill, BillKind

_LABELS: dict[str, dict[str, str]] = {
    "id": {
        "invoice": "Faktur",
        "credit_note": "Nota kredit",
        "unknown": "Dokumen",
        "date": "Tanggal",
        "order": "Pesanan",
        "for": "Untuk",
        "corrects": "Untuk faktur",
        "item": "Uraian",
        "quantity": "Jumlah",
        "price": "Harga",
        "amount": "Nilai",
        "total": "Total",
        "included": "Termasuk",
        "base": "dasar pengenaan",
        "paid": "Lunas",
    },
    "en": {
        "invoice": "Invoice",
        "credit_note": "Credit note",
        "unknown": "Document",
        "date": "Date",
        "order": "Order",
        "for": "For",
        "corrects": "For invoice",
        "item": "Description",
        "quantity": "Quantity",
        "price": "Price",
        "amount": "Amount",
        "total": "Total",
        "included": "Includes",
        "base": "base",
        "paid": "Paid",
    },
}
_COLUMN_WIDTHS = (90, 20, 40, 40)


async def render_invoice_pdf(bill: Bill) -> bytes:
    """Draw the PDF of `bill` in a thread, because drawing blocks for a while."""
    return await asyncio.to_thread(draw_invoice_pdf, bill)


def draw_invoice_pdf(bill: Bill) -> bytes:
    """Draw the PDF of `bill`. The same bill gives the same bytes."""
    from fpdf import FPDF

    words = _LABELS[bill.locale]
    page = FPDF(format="A4")
    page.set_creation_date(bill.issued_at)
    page.set_title(bill.reference)
    page.set_author(_to_latin1(bill.seller))
    page.add_page()
    _line(page, bill.seller, size=16, bold=True)
    for line in (*bill.seller_address, *([f"NPWP {bill.seller_npwp}"] if bill.seller_npwp else [])):
        _line(page, line)
    page.ln(8)
    _line(page, f"{words[bill.kind]} {bill.reference}", size=14, bold=True)
    _line(page, f"{words['date']}: {jakarta_date(bill.issued_at).isoformat()}")
    _line(page, f"{words['order']}: {bill.order_id}")
    if bill.corrects:
        _line(page, f"{words['corrects']}: {bill.corrects}")
    _line(page, f"{words['for']}: {bill.buyer.full_name}, {bill.buyer.email}")
    page.ln(6)
    _table(page, bill, words)
    if bill.tax:
        tax = f"{bill.tax.name} {_percent(bill.tax.rate)}: {_money(bill, bill.tax.amount)}"
        _line(page, f"{words['included']} {tax} ({words['base']} {_money(bill, bill.tax.base)})")
    if bill.kind is BillKind.INVOICE and bill.paid_at:
        _line(page, f"{words['paid']}: {jakarta_date(bill.paid_at).isoformat()}")
    return bytes(page.output())


def _table(page: Any, bill: Bill, words: dict[str, str]) -> None:
    page.set_font("Helvetica", size=10)
    heads = [words[name] for name in ("item", "quantity", "price", "amount")]
    with page.table(col_widths=_COLUMN_WIDTHS, text_align=("LEFT", "RIGHT", "RIGHT", "RIGHT")) as table:
        table.row(heads)
        for line in bill.lines:
            table.row(
                [_to_latin1(line.name), str(line.quantity), _money(bill, line.unit_price), _money(bill, line.amount)]
            )
        table.row([words["total"], "", "", _money(bill, bill.total)])
    page.ln(4)


def _line(page: Any, text: str, *, size: int = 10, bold: bool = False) -> None:
    page.set_font("Helvetica", style="B" if bold else "", size=size)
    page.multi_cell(0, size // 2 + 1, _to_latin1(text), new_x="LMARGIN", new_y="NEXT")


def _money(bill: Bill, amount: int) -> str:
    return str(Money(amount=amount, currency=bill.currency))


def _percent(rate: int) -> str:
    return f"{rate // 100},{rate % 100:02}".removesuffix(",00") + " %"


def _to_latin1(text: str) -> str:
    """Replace letters that the built-in PDF fonts cannot show."""
    return text.encode("latin-1", "replace").decode("latin-1")
