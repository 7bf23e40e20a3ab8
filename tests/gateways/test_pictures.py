"""Cleaning of pictures: no hidden data stays, and people see the same picture."""

import io
from typing import Any

import pytest
from PIL import Image

from shared.contracts.pictures import PictureCopy
from shared.gateways.pictures import Pictures
from tests.pictures import (
    HIDDEN,
    TRAILER,
    color_at,
    draw_picture,
    list_hidden_data,
    png_of_size,
    read_picture,
    write_picture,
)


async def clean(content: bytes) -> PictureCopy:
    """Clean a picture successfully."""
    cleaned = await Pictures().clean_picture(content)
    assert isinstance(cleaned, PictureCopy), cleaned
    return cleaned


@pytest.mark.parametrize(
    ("kind", "content_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]
)
async def test_hidden_data_is_removed(kind: str, content_type: str) -> None:
    """Place, maker, comments, profiles, times and trailing bytes go; the picture is seen as it was, turned right."""
    original = write_picture(kind)

    cleaned = await clean(original)

    picture = read_picture(cleaned.content)
    assert list_hidden_data(original)
    assert (cleaned.content_type, list_hidden_data(cleaned.content)) == (content_type, [])
    assert picture.size == (40, 60)
    assert (color_at(picture, 0.5, 0.1), color_at(picture, 0.5, 0.9)) == ("red", "blue")
    assert picture.info.keys().isdisjoint(("exif", "icc_profile", "comment", "xmp", "photoshop", "dpi"))


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        *(("JPEG", mode) for mode in ("L", "CMYK")),
        *(("PNG", mode) for mode in ("1", "L", "LA", "P", "RGBA", "I;16")),
        *(("WEBP", mode) for mode in ("RGBA", "L")),
    ],
)
async def test_every_mode_of_a_picture_is_taken(kind: str, mode: str) -> None:
    """Grey, palettes, transparency, print colours and sixteen bits: light stays light, and dark stays dark."""
    picture = Image.new("L", (40, 40), 20)
    picture.paste(230, (0, 0, 20, 40))
    if mode == "I;16":
        picture = Image.frombytes("I;16", (40, 40), b"".join(bytes((0, one)) for one in picture.tobytes()))
    written = io.BytesIO()
    (picture if mode == "I;16" else picture.convert(mode)).save(written, kind)

    cleaned = await clean(written.getvalue())

    shown = read_picture(cleaned.content).convert("L")
    assert shown.getpixel((5, 20)) > 200  # type: ignore[operator]
    assert shown.getpixel((35, 20)) < 60  # type: ignore[operator]


async def test_transparency_stays() -> None:
    """A sticker keeps its shape, also one of a palette."""
    sticker = draw_picture("RGBA")
    sticker.paste((0, 0, 0, 0), (0, 0, 30, 40))
    written = io.BytesIO()
    sticker.quantize(16).save(written, "PNG")

    cleaned = await clean(written.getvalue())

    shown = read_picture(cleaned.content).convert("RGBA")
    assert shown.getpixel((5, 20))[3] == 0  # type: ignore[index]
    assert shown.getpixel((50, 20))[3] == 255  # type: ignore[index]


@pytest.mark.parametrize(("kind", "given"), [("WEBP", {}), ("PNG", {}), ("MPO", {})])
async def test_of_an_animation_the_first_picture_remains(kind: str, given: dict[str, Any]) -> None:
    """What moves, and what a camera keeps behind the picture, does not pass on."""
    written = io.BytesIO()
    draw_picture().save(written, kind, save_all=True, append_images=[draw_picture().rotate(180)])

    cleaned = await clean(written.getvalue())

    picture = read_picture(cleaned.content)
    assert getattr(picture, "n_frames", 1) == 1
    assert (color_at(picture, 0.1, 0.5), color_at(picture, 0.9, 0.5)) == ("red", "blue")


async def test_a_long_picture_is_reduced() -> None:
    """The longest side of a clean picture has 4,096 pixels."""
    cleaned = await clean(write_picture("JPEG", draw_picture(size=(6000, 3000)), exif=b""))

    assert read_picture(cleaned.content).size == (4096, 2048)


async def test_the_type_of_the_content_counts() -> None:
    """A page behind a picture is gone, and nothing of the original file is copied."""
    page = b"<html><script>alert(1)</script></html>"

    cleaned = await clean(write_picture("PNG") + page)

    assert page not in cleaned.content
    assert TRAILER not in cleaned.content


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\x89PNG\r\n\x1a\n and so on", id="text behind a signature"),
        pytest.param(b"%PDF-1.7 not a picture", id="PDF"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="SVG"),
        pytest.param(
            b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x00\x00\x00\x00\x00,", id="GIF"
        ),
        pytest.param(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(100), id="HEIC"),
        pytest.param(png_of_size(100, 100), id="PNG without pixels"),
        *(pytest.param(write_picture(kind)[:-400], id=f"{kind} cut off") for kind in ("JPEG", "PNG", "WEBP")),
        *(pytest.param(write_picture(kind)[:60], id=f"{kind} of 60 bytes") for kind in ("JPEG", "PNG", "WEBP")),
    ],
)
async def test_a_damaged_file_is_refused(content: bytes) -> None:
    """Truncated pictures, other types, and types that cannot be cleaned."""
    assert await Pictures().clean_picture(content) == "unreadable"


@pytest.mark.parametrize("size", [(50_000, 1_001), (20_000, 20_000), (2**31 - 1, 2**31 - 1)])
async def test_a_decompression_bomb_is_refused(size: tuple[int, int]) -> None:
    """Not one pixel of a picture with more than 50 megapixels is decoded."""
    assert await Pictures().clean_picture(png_of_size(*size)) == "too_large"


def test_the_hidden_data_is_found_in_originals() -> None:
    """The search that the other tests rely on finds each kind of hidden data in some format."""
    originals = b"".join(write_picture(kind) for kind in ("JPEG", "PNG", "WEBP"))

    assert [one for one in HIDDEN if one not in originals] == []
