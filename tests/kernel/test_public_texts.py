"""Texts that other people read: names, lines and longer texts."""

import time
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, TypeAdapter, ValidationError

from shared.kernel.public_texts import (
    GroupName,
    PersonName,
    PublicLine,
    PublicText,
    PublicTextWithoutLinks,
    find_person_name,
    mask_links_in_text,
    remove_invisible,
)
from shared.kernel.validation_messages import field_error_from_finding

REAL_NAMES = [
    *(
        "O'Brien",
        "Nur'aini",
        "M. Yusuf",
        "王小明",
        "Admiral Yudo",
        "Supporta",
        "Resmi Wulandari",
        "Tim Cook",
        "C.S. Lewis",
    ),
    *(
        "Kenari Biru 27",
        "Sri Mulyani, S.E., M.Sc., Ph.D.",
        "Jean-Luc",
        "Мария Иванова",
        "Ελένη",
        "محمد",
        "שרה",
        "김철수",
    ),
    *("R. A. Kartini", "Muhammad Fajar 2", "Artemani", "Yosef Adminarto", "Csaba", "X Æ A-12", "Nguyễn Văn A", "G"),
    *("I Gusti Ngurah", "Dr. Ir. H. Joko, M.T.", "Siti Khadijah binti Ahmad", "Agent Smith", "Bestari"),
]

NAMES_OF_STAFF = [
    *(
        "Support",
        "Admin Temani",
        "Temani Official",
        "CS",
        "CS Budi",
        "bestie team",
        "Tim Bestie",
        "Halo Bestie",
        "Temani",
    ),
    *(
        "S u p p o r t",
        "A.d.m.i.n",
        "Ad min",
        "Te mani",
        "T e m a n i",
        "AdminTemani",
        "temaniofficial",
        "Admin_Temani",
    ),
    *("Adm1n", "T3mani", "5upport", "SUPP0RT", "officia1", "Adm!n", "admin01", "Admin 24", "Suppport", "Suport"),
    *("Теmani", "аdmіn", "ｓｕｐｐｏｒｔ", "𝐀𝐝𝐦𝐢𝐧", "ᴀᴅᴍɪɴ", "Tеmаnі Оffiсiаl", "Ad\u200bmin", "\u202eAdmin"),
    *(
        "Customer Service",
        "Layanan Pelanggan",
        "Pusat Bantuan",
        "Help Desk",
        "Petugas Temani",
        "Tim Keamanan",
        "Akun Resmi",
    ),
    *("Moderator", "Sistem", "Temani Support 24 Jam", "Ana Admin", "Official Budi", "Ana ✅", "Mentorin Aja"),
]

CONTACTS = [
    *(
        "MENANG 50 JUTA klik https://x.example",
        "Ana wa.me/62812",
        "Ana 081234567890",
        "ana@example.com",
        "Ana ig ana_p88",
    ),
    *(
        "www.example.com",
        "temanmu.com",
        "Ana nol delapan satu dua tiga empat lima enam tujuh delapan",
        "Ana ８１２３４５６",
    ),
]

NO_NAMES = ["12345", "Ⓢⓤⓟⓟⓞⓡⓣ", "😀", "...", "\u202e", "\u200b\u200b", "\u3164", "", "   ", "two\nlines", "x" * 201]


def _find_message(type_: Any, text: object) -> str | None:
    """Return the name of the first error's message, or None if `text` is valid."""
    try:
        TypeAdapter(type_).validate_python(text)
    except ValidationError as error:
        return field_error_from_finding(error.errors()[0]).message
    return None


def test_the_length_of_a_text_is_told_in_characters() -> None:
    """Also where it is checked after the text was cleaned; only lists have entries."""
    limited = Annotated[PublicText, Field(min_length=1, max_length=3)]
    found = [_find_message(limited, text) for text in ("\u202e", "abcd")]
    found += [_find_message(Annotated[list[str], Field(max_length=1)], ["a", "b"])]

    assert found == ["too_few_characters", "too_many_characters", "too_many_entries"]


@pytest.mark.parametrize("name", REAL_NAMES)
def test_real_names_pass(name: str) -> None:
    """Initials, titles, apostrophes, numbers and every script, and words that only begin like ours."""
    assert TypeAdapter(PersonName).validate_python(name) == name


@pytest.mark.parametrize("name", NAMES_OF_STAFF)
def test_nobody_is_named_like_our_staff(name: str) -> None:
    """In no spelling: spaced, dotted, joined, drawn out, with digits, or with letters of other scripts."""
    assert _find_message(PersonName, name) == "name_of_staff"


@pytest.mark.parametrize("name", CONTACTS)
def test_a_name_is_no_message(name: str) -> None:
    """A link or a contact detail is refused, for people and for groups."""
    assert _find_message(PersonName, name) == "contact_details"
    assert _find_message(GroupName, name) == "contact_details"


@pytest.mark.parametrize("name", NO_NAMES, ids=ascii)
@pytest.mark.parametrize("type_", [PersonName, GroupName, PublicLine], ids=["person", "group", "line"])
def test_letters_on_one_line_are_needed(type_: Any, name: str) -> None:
    """Digits, signs and blank characters are no name, and no topic."""
    assert _find_message(type_, name) in ("no_letter", "not_a_line")


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("Support Group Skripsi", True),
        ("Belajar bareng admin kelas", True),
        ("Bestie squad", True),
        ("Alumni 2020", True),
        ("Temani Official", False),
        ("Customer Service", False),
        ("Admin", False),
        ("T e m a n i", False),
    ],
)
def test_a_group_may_be_named_after_its_members(name: str, taken: bool) -> None:
    """A group has a support team of its own; only names that are ours as a whole are refused."""
    assert _find_message(GroupName, name) == (None if taken else "name_of_ours")


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("\u202eAna\u200b\u2066 B\u00adudi\x00", "Ana Budi"),
        ("Ana \u3000 Budi ", "Ana Budi"),
        ("Z\u0338\u0328\u031b\u0336\u0335o", "Z\u0338\u0328\u031bo"),
        ("👩\u200d👧 keluarga", "👩\u200d👧 keluarga"),
        ("n\u200dama", "nama"),
    ],
    ids=ascii,
)
def test_invisible_characters_are_not_kept(given_text: str, kept: str) -> None:
    """Direction marks, control characters and piles of marks go; an emoji stays whole."""
    assert TypeAdapter(GroupName).validate_python(given_text) == kept


def test_contacts_in_lines_and_texts_are_masked() -> None:
    """A topic or a reason says the rest; a text keeps its lines."""
    assert TypeAdapter(PublicLine).validate_python("Karier, WA 0812-3456-7890 ya") == "Karier, WA ••• ya"
    assert TypeAdapter(PublicText).validate_python("Maaf.\nig: @ana_putri\u200b88") == "Maaf.\n•••"
    assert TypeAdapter(PublicText).validate_python("") == ""


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Lihat https://judi.example/x?a=1 ya", "Lihat ••• ya"),
        ("cek WWW.situs-judi.id!", "cek •••"),
        ("Ada di ｗｗｗ．judi．ｃｏｍ", "Ada di •••"),
        ("klik tokopedia.com/dewi atau dewi.co.id", "klik ••• atau •••"),
        ("pakai Node.js dan ASP.NET 4.5, dll.Hasilnya dan/atau CV saya.Id card", None),
        ("Mulai Rp150.000.\nBagus sekali.Terima kasih", None),
    ],
)
def test_links_in_reviews_are_masked(written: str, kept: str | None) -> None:
    """Web addresses go; names of techniques and sentences without a space between them stay."""
    assert TypeAdapter(PublicTextWithoutLinks).validate_python(written) == (kept or written)


def test_links_are_searched_in_linear_time() -> None:
    """Eight times as many letters without a link take about eight times as long, and not 64 times, in CPU time."""
    short, long = (min(_measure_masking("a-" * count) for _ in range(3)) for count in (2_000, 16_000))

    assert long < 24 * short


def _measure_masking(text: str) -> float:
    """Measure the CPU seconds of masking links in a text."""
    began = time.process_time()
    mask_links_in_text(text)
    return time.process_time() - began


@given(st.text())
def test_removing_twice_is_removing_once(text: str) -> None:
    """
    A kept text is sent again by an app, and stays the same.
    """
    assert remove_invisible(remove_invisible(text)) == remove_invisible(text)


@pytest.mark.parametrize(("told", "name"), [("Ana\u200b", "Ana"), ("Support", None), (None, None), ("", None)])
def test_the_name_of_a_sign_in_follows_the_same_rule(told: str | None, name: str | None) -> None:
    """A name that nobody may have counts as not told."""
    assert find_person_name(told) == name
