"""Detection of contact details in a text, apart from other numbers."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.chat.contact_filter import filter_contacts, filter_contacts_in_file_name
from shared.kernel.contact_details import MASK

CONTACTS = [
    # phones
    "0812-3456-7890",
    "081234567890",
    "0811234567",
    "+62 812 3456 7890",
    "+62-812-3456-789",
    "+62 (0)812 3456 7890",
    "6281234567890",
    "62812 3456 7890",
    "0062 812 3456 7890",
    "0 8 1 2 3 4 5 6 7 8 9 0",
    "0-8-1-2-3-4-5-6-7-8",
    "0, 8, 1, 2, 3, 4, 5, 6, 7, 8, 9",
    "nol delapan satu dua, tiga empat lima enam tujuh delapan",
    "0 delapan 1 dua 3 empat 5 enam 7",
    "08I2 E4S6 789O",
    "0812\n3456\n7890",
    "0812.3456.7890",
    "081.234.567.890",
    "08 12 34 56 78 90",
    "0812_3456_7890",
    "0812*3456*7890",
    "０８１２３４５６７８９０",
    "0️⃣8️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣9️⃣0️⃣",
    "0812\u200b3456\u200b7890",
    "+65 9123 4567",
    # e-mail
    "budi@example.com",
    "BUDI.santoso+1@mail.example.co.id",
    "1.500@example.com",
    "budi＠example.com",
    "budi (at) gmail.com",
    "budi[at]gmail[dot]com",
    "budi(at)gmail(dot)com",
    "budi @ gmail . com",
    "budi@gmail",
    "budi dot santoso at gmail dot com",
    # chat
    "wa titik me garis miring 6281234567890",
    "IG: budi_santoso",
    "budi.santoso88 di telegram",
    "wa.me/6281234567890",
    "https://wa.me/6281234567890?text=halo",
    "https://api.whatsapp.com/send?phone=62812",
    "https://chat.whatsapp.com/AbCdEf",
    "t.me/budi",
    "https://t.me/budi",
    "line.me/ti/p/~budi",
    "https://lin.ee/AbCd",
    "ID Line: budi99",
    "line id @budi",
    "line: @budi",
    # banks
    "BCA 1234567890",
    "bca: 123-456-7890",
    "rek Mandiri 123 00 1234567 8",
    "no. rek 1234567890",
    "BRI 123456789012345",
    "1234567890 a.n.",
    "1234567890 (BCA",
]

HARMLESS = [
    # prices
    "Rp 1.500.000",
    "Rp1.500.000,00",
    "Rp10.081.234.567",
    "2.000.000.000",
    "IDR 150,000",
    "3@1.500",
    "transfer BCA Rp 10.500.000",
    "BCA 10.500.000.000",
    "100.000 x 12 = 1.200.000",
    # dates and times
    "26-11-2025",
    "26/11/2025 10.00",
    "08-12-2025 14.30",
    "08-12-25 14.30-15.30",
    "08.00-10.00 / 13.00",
    "jam 08.00 - 10.00, 13:00",
    "2025-08-12 08:12",
    "2025-11-26T08:12:34Z",
    "08 12 2025 jam 14",
    "tahun 2025 dan 2026",
    "BCA 26-11-2025 10.00",
    "belajar mandiri 2025-11-26 10:00",
    # references and other numbers
    "BE-20251126-ABC123",
    "BE-20251126-ACD346 sudah dibayar",
    "3201010812345678",
    "12345",
    "0812 3456",
    "nomor 1 2 3 4 5 6 7 8 9 10",
    "skor 6-2 8-1",
    "-6.2088, 106.8456",
    "resi JNE 081234567890",
    "resi JP0812345678",
    "NPWP 08.123.456.7-890.000",
    # words
    "ketemu @ Starbucks. Jam 3",
    "halo @budi.Terima kasih",
    "look at Yahoo",
    "timeline: 2025",
    "online 24 jam",
    "headline: budi99",
    "line 12 of the file",
    "https://example.com/a/b",
    "start.me/abc",
    "kawa.me/abc",
    "",
]

PIECES = st.sampled_from([*CONTACTS, *HARMLESS, *" -.,/:@()•_\n", MASK, "BCA ", "line id ", "rek", "x", "0", "8", "62"])
TEXTS = st.one_of(
    st.text(),
    st.text(alphabet="0126789 -.,/:@+()•_abcnt\n", max_size=80),
    st.lists(PIECES, max_size=8).map("".join),
)


@pytest.mark.parametrize("contact", CONTACTS)
def test_a_contact_is_masked(contact: str) -> None:
    """
    It goes, wherever in a sentence it stands, and what stands around it stays.
    """
    text, warning = filter_contacts(f"Halo Kak, {contact}, ditunggu ya!", "mask")

    assert (text.replace("\ufe0f\u20e3", ""), warning) == (f"Halo Kak, {MASK}, ditunggu ya!", "contact")


@pytest.mark.parametrize("text", HARMLESS)
def test_other_numbers_and_words_are_left_alone(text: str) -> None:
    """
    By themselves and within a sentence.
    """
    for given_text in (text, f"Halo Kak, {text} ya!"):
        assert filter_contacts(given_text, "mask") == (given_text, None)


def test_every_contact_is_masked_and_nothing_between() -> None:
    """
    Several in one text, over several lines, beside a date and a price.
    """
    said = "08-12-2025 0812-3456-7890\natau budi@example.com.\nBCA 1234567890 a.n. Budi: Rp 1.500.000"

    assert filter_contacts(said, "mask")[0] == f"08-12-2025 {MASK}\natau {MASK}.\n{MASK} a.n. Budi: Rp 1.500.000"


def test_an_underscore_of_a_file_name_is_a_space() -> None:
    """
    Names of files have no spaces, and contact details stand in them all the same.
    """
    assert filter_contacts_in_file_name("ig_budi.santoso88.png", "mask") == (f"{MASK}", "contact")
    assert filter_contacts_in_file_name("CV_Budi_2025-11-26.pdf", "mask") == ("CV_Budi_2025-11-26.pdf", None)


def test_how_much_is_done_about_it_is_a_setting() -> None:
    """
    Nothing, a warning beside the text as it is, or the text without it.
    """
    said = "WA 081234567890"

    assert filter_contacts(said, "off") == (said, None)
    assert filter_contacts(said, "warn") == (said, "contact")
    assert filter_contacts(said, "mask") == (f"WA {MASK}", "contact")


@given(TEXTS)
@example("3-0812-3456-7890-0812-3456-7890")
@example("0812 3456 7890.abc(at)gmail.com")
@example("BCA a1@example.com 1234567890")
@example("0000000000BCA0800000000")
def test_masking_twice_is_masking_once(said: str) -> None:
    """
    What a mask leaves behind is never a contact, so editing a masked text does not mask it further.
    """
    once, _ = filter_contacts(said, "mask")

    assert filter_contacts(once, "mask")[0] == once


@given(TEXTS)
def test_a_warning_is_what_would_be_masked(said: str) -> None:
    """
    The two settings find the same.
    """
    masked, found = filter_contacts(said, "mask")

    assert filter_contacts(said, "warn") == (said, found)
    assert (masked != said) == (found is not None)


def _tells_nothing(letter: str) -> bool:
    plain = unicodedata.normalize("NFKC", letter)
    return not any(one.isdigit() or one in "@/([{" for one in plain)


@given(st.text().map(lambda text: "".join(filter(_tells_nothing, text))))
def test_text_without_digits_and_addresses_comes_back_unchanged(said: str) -> None:
    """
    Nobody is stopped from talking.
    """
    assert filter_contacts(said, "mask") == (said, None)
