"""Invoices and credit notes on paper: who sold what to whom, in the buyer's language and any letters."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.contracts.pdf_documents import Table
from shared.contracts.people import Locale
from shared.gateways.pdf import PdfDrawing
from shared.orders import invoice_pdf, invoices
from shared.orders.channels import format_channel_name
from shared.orders.invoices import Bill, BillKind, BillLine, TaxRule
from tests.orders.builders import an_open_order
from tests.printed_pages import draw_page, measure_ink, read_lines, read_pages

PAID = datetime(2026, 8, 17, 17, 30, tzinfo=UTC)


def a_bill(**changes: Any) -> Bill:
    """An invoice of a seller with all details, with tax, paid by virtual account after midnight in Jakarta."""
    order = an_open_order()
    lines = (
        BillLine(name="TEDxBandung 2026: Early Bird", quantity=2, unit_price=150_000, amount=300_000),
        BillLine(name="Biaya admin", quantity=1, unit_price=15_000, amount=15_000),
    )
    facts: dict[str, Any] = {
        "reference": "INV/2026/000123",
        "kind": BillKind.INVOICE,
        "order_id": order.id,
        "issued_at": PAID,
        "paid_at": PAID,
        "channel": "BCA_VIRTUAL_ACCOUNT",
        "brand": "Temani",
        "seller": "PT Temani Nusantara",
        "seller_address": ("Jl. Asia Afrika No. 1", "Bandung 40111"),
        "seller_npwp": "0123456789012345",
        "buyer": order.buyer,
        "lines": lines,
        "total": 315_000,
        "currency": "IDR",
        "tax": invoices.compute_included_tax(315_000, TaxRule(charged=True)),
    }
    return Bill(**(facts | changes))


def a_credit_note(**changes: Any) -> Bill:
    """The credit note for half of an order."""
    line = BillLine(name="Refund INV/2026/000123", quantity=1, unit_price=78_750, amount=78_750)
    facts: dict[str, Any] = {
        "reference": "CN/2026/000001",
        "kind": BillKind.CREDIT_NOTE,
        "corrects": "INV/2026/000123",
        "number": 1,
        "lines": (line,),
        "total": 78_750,
        "tax": None,
    }
    return a_bill(**(facts | changes))


async def print_bill(bill: Bill) -> bytes:
    """Draw a bill."""
    return await PdfDrawing().draw_document(invoice_pdf.compose_invoice(bill))


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        (
            "id",
            (
                "Faktur", "Ditagihkan kepada", "Tanggal 18 Agustus 2026", "Dibayar 18 Agustus 2026 00.30 WIB",
                "Pembayaran BCA Virtual Account", "Harga satuan", "Total Rp315.000", "LUNAS",
                "Terbilang: Tiga ratus lima belas ribu rupiah", "Dasar pengenaan pajak Rp260.135", "PPN 12% Rp31.216",
                "Halaman 1 dari 1",
            ),
        ),
        (
            "en",
            (
                "Invoice", "Billed to", "Date 18 August 2026", "Paid 18 August 2026 00:30 WIB",
                "Payment BCA Virtual Account", "Unit price", "Total Rp315.000", "PAID",
                "In words: Three hundred fifteen thousand rupiah", "Tax base Rp260.135", "PPN 12% Rp31.216",
                "Page 1 of 1",
            ),
        ),
    ],
)  # fmt: skip
async def test_an_invoice_says_all_in_one_language(locale: Locale, said: tuple[str, ...]) -> None:
    """
    The seller with address and tax number, dates and the total in words, how it was paid, and that it was paid.
    """
    content = await print_bill(a_bill(locale=locale))

    text = " ".join(read_lines(content)).replace(" ", "")
    seller = ("Temani", "PT Temani Nusantara", "Jl. Asia Afrika No. 1", "Bandung 40111", "NPWP 0123456789012345")
    sold = ("INV/2026/000123", "Sari Wulandari", "TEDxBandung 2026: Early Bird 2 Rp150.000 Rp300.000", "Biaya admin")
    assert [phrase for phrase in (*seller, *sold, *said) if phrase.replace(" ", "") not in text] == []


async def test_a_credit_note_is_not_stamped() -> None:
    """
    It names its invoice and what went back, and neither says that it was paid.
    """
    content = await print_bill(a_credit_note(locale="en"))

    text = " ".join(read_lines(content))
    expected = ("Credit note", "CN/2026/000001", "For invoice INV/2026/000123", "Total refunded Rp78.750")
    assert [phrase for phrase in expected if phrase not in text] == []
    assert not {"PAID", "Paid", "Payment"} & {*text.split()}


def test_an_unpaid_invoice_is_not_stamped() -> None:
    """
    Without a time of payment nothing says that it was paid.
    """
    document = invoice_pdf.compose_invoice(a_bill(paid_at=None, channel="QRIS"))

    assert [block.stamp for block in document.blocks if isinstance(block, Table)] == [None]
    assert "QRIS" not in repr(document)


@pytest.mark.parametrize(
    "name", ["Siti Nurḥaliza", "محمد الخطيب", "अनुष्का श्रीवास्तव", "王小明", "김민수", "สมชาย วงศ์สวัสดิ์", "தமிழ்ச்செல்வன்"]
)
@pytest.mark.parametrize("bill", [a_bill, a_credit_note])
async def test_names_keep_their_letters(bill: Any, name: str) -> None:
    """
    Buyer, seller and product are printed as they are written, never as question marks.
    """
    buyer = a_bill().buyer.having(full_name=name)
    line = BillLine(name=name, quantity=1, unit_price=1, amount=1)

    content = await print_bill(bill(buyer=buyer, seller=name, brand=name, lines=(line,), total=1, tax=None))

    text = "".join(read_lines(content)).replace(" ", "")
    assert [word for word in name.split() if text.count(word) < 4] == []
    assert "?" not in text


async def test_a_long_invoice_has_several_pages() -> None:
    """
    Sixty lines with long names: each page has the head of the table and its number, the last one the total.
    """
    line = BillLine(name="Sesi mentoring persiapan wawancara kerja " * 4, quantity=1, unit_price=1, amount=1)

    content = await print_bill(a_bill(lines=(line,) * 60, total=60))

    pages = [" ".join(page.split()) for page in read_pages(content)]
    assert len(pages) > 3
    assert all(f"Halaman {number} dari {len(pages)}" in page for number, page in enumerate(pages, 1))
    assert all("Uraian Jumlah Harga satuan Nilai" in page for page in pages)
    assert ["Terbilang: Enam puluh rupiah" in page for page in pages] == [False] * (len(pages) - 1) + [True]


async def test_a_bill_of_an_earlier_version_is_printed() -> None:
    """
    A bill without brand, channel, address and tax number has room for none of them.
    """
    known = a_bill(tax=None).model_dump(exclude={"brand", "channel", "seller_address", "seller_npwp"})

    content = await print_bill(Bill.model_validate(known | {"seller": "Temani"}))

    text = " ".join(read_lines(content))
    assert "Pembayaran" not in text
    assert "NPWP" not in text
    assert read_lines(content).count("Temani Faktur") + read_lines(content).count("Temani") == 1
    left, top, right, bottom = measure_ink(draw_page(content)) or (0, 0, 0, 0)
    assert left > 90
    assert right < 1_191 - 90
    assert top > 90
    assert bottom < 1_684 - 40


@pytest.mark.parametrize(
    ("code", "indonesian", "english"),
    [
        ("QRIS", "QRIS", "QRIS"),
        ("ID_SHOPEEPAY", "ShopeePay", "ShopeePay"),
        ("BCA_VIRTUAL_ACCOUNT", "BCA Virtual Account", "BCA Virtual Account"),
        ("MANDIRI_VIRTUAL_ACCOUNT", "Mandiri Virtual Account", "Mandiri Virtual Account"),
        ("CREDIT_CARD", "Kartu kredit atau debit", "Credit or debit card"),
        ("ALFAMART", "Alfamart", "Alfamart"),
        ("NEW_WALLET", "New Wallet", "New Wallet"),
    ],
)
def test_channels_have_names(code: str, indonesian: str, english: str) -> None:
    """
    A payment channel is called as people call it, also one that is new.
    """
    names = [format_channel_name(code, locale) for locale in ("id", "en")]

    assert names == [indonesian, english]
