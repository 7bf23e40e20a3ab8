"""Pictures as phones write them, with hidden data, and what can be found in a file."""

import io
import struct
import zlib
from typing import Any

from PIL import ExifTags, Image, ImageCms, PngImagePlugin

MAKER, PLACE, COMMENT, TRAILER = b"Kamera-Rahasia", b"-6.2088,106.8456", b"difoto oleh Ana", b"PK\x03\x04trailing"
HIDDEN = (MAKER, PLACE, COMMENT, TRAILER, b"Exif", b"ICC_PROFILE", b"iCCP", b"eXIf", b"tEXt", b"iTXt", b"tIME", b"XMP")
"""Byte sequences of hidden data, none of which may stand in a clean file."""
_XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><gps>' + PLACE + b"</gps></x:xmpmeta>"
_TURNED_RIGHT = 6


def draw_picture(mode: str = "RGB", size: tuple[int, int] = (60, 40)) -> Image.Image:
    """Draw a picture whose left half is red and whose right half is blue."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    return picture.convert(mode)


def build_exif() -> Image.Exif:
    """Build EXIF data with maker, place and an orientation: to be shown turned by a quarter to the right."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = MAKER.decode()
    exif[ExifTags.Base.Orientation] = _TURNED_RIGHT
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "S", 2: (6.0, 12.0, 31.7), 29: PLACE.decode()})
    return exif


def write_picture(kind: str, picture: Image.Image | None = None, **given: Any) -> bytes:
    """Write a picture file of a `kind` (JPEG, PNG, WEBP) with all hidden data that the format takes."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    hidden: dict[str, Any] = {"exif": build_exif(), "icc_profile": profile, "xmp": _XMP}
    if kind == "JPEG":
        hidden["comment"] = COMMENT
    if kind == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Author", COMMENT.decode())
        texts.add_itxt("XML:com.adobe.xmp", _XMP.decode())
        texts.add(b"tIME", struct.pack(">HBBBBB", 2026, 11, 26, 12, 0, 0))
        hidden |= {"pnginfo": texts}
        del hidden["xmp"]
    written = io.BytesIO()
    (picture or draw_picture()).save(written, kind, **hidden | given)
    return written.getvalue() + TRAILER


def png_of_size(width: int, height: int) -> bytes:
    """Write the beginning of a PNG that says to be so large, as a decompression bomb does."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"\x00" * 1000)
    chunks = (struct.pack(">I", len(one) - 4) + one + struct.pack(">I", zlib.crc32(one)) for one in (header, data))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def read_picture(content: bytes) -> Image.Image:
    """Decode a picture file fully."""
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def list_hidden_data(content: bytes) -> list[bytes]:
    """List the hidden data that stands in a file."""
    found = [one for one in HIDDEN if one in content]
    return found + [str(tag).encode() for tag in read_picture(content).getexif()]


def color_at(picture: Image.Image, x: float, y: float) -> str:
    """Name the colour at a point, given in parts of width and height: `red`, `blue`, or other."""
    red, green, blue = picture.convert("RGB").getpixel((int(x * picture.width), int(y * picture.height)))  # type: ignore[misc]
    if max(red, blue) < 200 or green > 60:
        return "other"
    return "red" if red > blue else "blue"
