"""Documents of all blocks, and names in many scripts, for tests of PDFs."""

from shared.contracts.pdf_documents import Block, Column, Fact, PdfDocument, Table
from shared.gateways.pdf import PdfDrawing
from tests.builders import NOON

NAMES = {
    "Latin": "Ni Luh Gedé Śrī Dēwi Ñusṇā Ŝêmar",
    "Vietnamese": "Nguyễn Thị Phương Thảo",
    "Turkish": "Çağrı İşık",
    "Cyrillic": "Ольга Ёлкина",
    "Greek": "Γιώργος Παπαδόπουλος",
    "Arabic": "محمد عبد الرحمن الخطيب",
    "Persian": "می‌خواهم",
    "Hebrew": "משה כהן",
    "Hindi": "अनुष्का श्रीवास्तव क्ष्मा",
    "Bengali": "দেবব্রত বন্দ্যোপাধ্যায়",
    "Tamil": "தமிழ்ச்செல்வன் ஸ்ரீ",
    "Sinhala": "ක්‍රිස්ටෝපර්",
    "Thai": "สมชาย วงศ์สวัสดิ์ ปิ่น",
    "Khmer": "ភាសាខ្មែរ",
    "Burmese": "မောင်အောင်",
    "Javanese": "ꦱꦸꦥꦿꦶꦪꦤ꧀ꦠꦺꦴ",
    "Balinese": "ᬓᬢᬸᬢ᭄ᬲᬸᬯᬶᬢ᭄ᬭ",
    "Sundanese": "ᮃᮞᮨᮕ᮪ ᮞᮥᮔ᮪ᮓ",
    "Buginese": "ᨕᨉᨗ ᨆᨄᨄ",
    "Chinese": "王小明 欧阳娜娜",
    "Japanese": "山田 太郎 さくら",
    "Korean": "김민수 뷁",
    "Georgian": "ავთანდილ",
    "Armenian": "Հայկ",
    "Amharic": "ሰላም ገብረ",
}


async def draw_blocks(*blocks: Block, footer: str = "") -> bytes:
    """Draw a document of these blocks."""
    document = PdfDocument(title="Title", author="Temani", locale="id", created_at=NOON, footer=footer, blocks=blocks)
    return await PdfDrawing().draw_document(document)


def a_table(rows: int, name: str = "CV") -> Table:
    """Build a table of `rows` numbered rows."""
    columns = (Column("Uraian", 60), Column("Nilai", 40, "right"))
    cells = tuple((f"{name} {number}", "Rp1") for number in range(rows))
    return Table(columns, cells, totals=(Fact("Total", "Rp9", "strong"),), stamp="LUNAS")
