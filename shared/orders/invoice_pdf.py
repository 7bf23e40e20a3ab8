"""Invoices and credit notes on paper: what stands where, in the language of the order."""

from shared.contracts.pdf_documents import (
    Block,
    Column,
    Fact,
    Facts,
    Letterhead,
    Paragraph,
    PdfDocument,
    SideBySide,
    Table,
)
from shared.kernel.amounts_in_words import format_amount_in_words
from shared.kernel.dates import format_date, format_moment
from shared.kernel.money import Money
from shared.orders.channels import format_channel_name
from shared.orders.invoices import Bill, BillKind, Tax

LABELS: dict[str, dict[str, str]] = {
    "id": {
        "invoice": "Faktur",
        "credit_note": "Nota kredit",
        "unknown": "Dokumen",
        "date": "Tanggal",
        "order": "Pesanan",
        "for_invoice": "Ditagihkan kepada",
        "for_credit_note": "Dikreditkan kepada",
        "for_unknown": "Untuk",
        "corrects": "Untuk faktur",
        "item": "Uraian",
        "quantity": "Jumlah",
        "price": "Harga satuan",
        "amount": "Nilai",
        "total_invoice": "Total",
        "total_credit_note": "Total dikembalikan",
        "total_unknown": "Total",
        "in_words": "Terbilang",
        "base": "Dasar pengenaan pajak",
        "included": "Total sudah termasuk {name} {rate}.",
        "faktur": "Nomor faktur pajak",
        "paid_at": "Dibayar",
        "channel": "Pembayaran",
        "paid": "LUNAS",
    },
    "en": {
        "invoice": "Invoice",
        "credit_note": "Credit note",
        "unknown": "Document",
        "date": "Date",
        "order": "Order",
        "for_invoice": "Billed to",
        "for_credit_note": "Credited to",
        "for_unknown": "For",
        "corrects": "For invoice",
        "item": "Description",
        "quantity": "Quantity",
        "price": "Unit price",
        "amount": "Amount",
        "total_invoice": "Total",
        "total_credit_note": "Total refunded",
        "total_unknown": "Total",
        "in_words": "In words",
        "base": "Tax base",
        "included": "The total includes {name} of {rate}.",
        "faktur": "Tax invoice number",
        "paid_at": "Paid",
        "channel": "Payment",
        "paid": "PAID",
    },
}


def compose_invoice(bill: Bill) -> PdfDocument:
    """Compose the page of an invoice or credit note. The same bill gives the same document."""
    words = LABELS[bill.locale]
    title = words[bill.kind]
    blocks: list[Block] = [
        Letterhead(bill.brand, _seller(bill), title, bill.reference),
        SideBySide((_buyer(bill, words),), (_facts(bill, words),), left_percent=45),
        _table(bill, words),
        Paragraph(f"{words['in_words']}: {_total_in_words(bill)}"),
    ]
    if bill.tax:
        blocks.append(Paragraph(_tax_note(bill.tax, words), "muted"))
    return PdfDocument(
        title=f"{title} {bill.reference}",
        author=bill.seller,
        locale=bill.locale,
        created_at=bill.issued_at,
        footer=f"{bill.seller} · {title} {bill.reference}",
        blocks=tuple(blocks),
    )


def _seller(bill: Bill) -> tuple[str, ...]:
    name = (bill.seller,) if bill.seller != bill.brand else ()
    npwp = (f"NPWP {bill.seller_npwp}",) if bill.seller_npwp else ()
    return (*name, *bill.seller_address, *npwp)


def _buyer(bill: Bill, words: dict[str, str]) -> Facts:
    rows = (Fact(None, bill.buyer.full_name, "strong"), Fact(None, bill.buyer.email))
    return Facts(rows, heading=words[f"for_{bill.kind}"])


def _facts(bill: Bill, words: dict[str, str]) -> Facts:
    rows = [Fact(words["date"], format_date(bill.issued_at, locale=bill.locale)), Fact(words["order"], bill.order_id)]
    if bill.corrects:
        rows.append(Fact(words["corrects"], bill.corrects))
    if bill.paid_at and bill.kind is BillKind.INVOICE:
        rows.append(Fact(words["paid_at"], format_moment(bill.paid_at, locale=bill.locale)))
        if bill.channel:
            rows.append(Fact(words["channel"], format_channel_name(bill.channel, bill.locale)))
    return Facts(tuple(rows))


def _table(bill: Bill, words: dict[str, str]) -> Table:
    totals = [Fact(words[f"total_{bill.kind}"], _money(bill, bill.total), "strong")]
    if bill.tax:
        totals.insert(0, Fact(f"{bill.tax.name} {_percent(bill.tax.rate)}", _money(bill, bill.tax.amount)))
        totals.insert(0, Fact(words["base"], _money(bill, bill.tax.base)))
    return Table(
        columns=(
            Column(words["item"], 46),
            Column(words["quantity"], 14, "right"),
            Column(words["price"], 20, "right"),
            Column(words["amount"], 20, "right"),
        ),
        rows=tuple(
            (line.name, str(line.quantity), _money(bill, line.unit_price), _money(bill, line.amount))
            for line in bill.lines
        ),
        totals=tuple(totals),
        stamp=words["paid"] if bill.kind is BillKind.INVOICE and bill.paid_at else None,
    )


def _tax_note(tax: Tax, words: dict[str, str]) -> str:
    note = words["included"].format(name=tax.name, rate=_percent(tax.rate))
    return f"{note} {words['faktur']}: {tax.faktur}" if tax.faktur else note


def _total_in_words(bill: Bill) -> str:
    said = format_amount_in_words(Money(amount=bill.total, currency=bill.currency), bill.locale)
    return said[0].upper() + said[1:]


def _money(bill: Bill, amount: int) -> str:
    return str(Money(amount=amount, currency=bill.currency))


def _percent(rate: int) -> str:
    return f"{rate // 100},{rate % 100:02}".removesuffix(",00") + "%"
