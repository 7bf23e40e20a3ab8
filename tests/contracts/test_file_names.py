"""Names of files: each ends as its media type does."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from shared.catalogue.files import ProductType
from shared.contracts.files import AttachmentType, FileName, add_file_ending
from shared.contracts.pictures import PictureType

TAKEN_TYPES = sorted({*get_args(AttachmentType), *get_args(ProductType), *get_args(PictureType)})


@pytest.mark.parametrize(
    ("name", "content_type", "expected"),
    [
        ("CV.pdf", "application/pdf", "CV.pdf"),
        ("CV.PDF", "application/pdf", "CV.PDF"),
        ("foto.jpeg", "image/jpeg", "foto.jpeg"),
        ("foto.exe", "image/jpeg", "foto.exe.jpg"),
        ("foto.jpg.exe", "image/jpeg", "foto.jpg.exe.jpg"),
        ("foto", "image/png", "foto.png"),
        ("foto.", "image/png", "foto..png"),
        (".pdf", "application/pdf", ".pdf.pdf"),
        ("buku.pdf", "application/epub+zip", "buku.pdf.epub"),
        ("halaman.html", "text/plain", "halaman.html.txt"),
        ("rekaman.m4a", "audio/mp4", "rekaman.m4a"),
        ("film.mov", "video/quicktime", "film.mov"),
    ],
)
def test_a_name_ends_as_its_type_does(name: str, content_type: str, expected: str) -> None:
    """A wrong ending stays readable before the right one; a type of a newer version changes nothing."""
    assert add_file_ending(name, content_type) == expected


@pytest.mark.parametrize("content_type", TAKEN_TYPES)
def test_every_type_that_is_taken_has_an_ending(content_type: str) -> None:
    """A type without endings would let any name pass."""
    assert add_file_ending("berkas.exe", content_type) != "berkas.exe"


@given(st.from_type(str).filter(lambda text: text.strip() != ""), st.sampled_from(TAKEN_TYPES))
def test_the_new_name_is_a_file_name(text: str, content_type: str) -> None:
    """Whatever name passed the check of a request still passes after, and does not change a second time."""
    adapter = TypeAdapter(FileName)
    try:
        name = adapter.validate_python(text[:200])
    except ValueError:
        return

    named = add_file_ending(name, content_type)

    assert adapter.validate_python(named) == named
    assert add_file_ending(named, content_type) == named
