"""Cleaning of pictures with Pillow: a picture is decoded and written anew, so that no byte of the file passes on."""

import io
import warnings
from typing import Any

from shared.contracts.pictures import PictureCopy, PictureFault
from shared.gateways.blocking_calls import run_blocking

_MAX_PIXELS = 50_000_000
"""Pixels of the largest picture: about 530 MB of memory while it is cleaned."""
_LONGEST_SIDE = 4096
_QUALITY = 90


class Pictures:
    """Pillow works in a thread, because decoding takes seconds for the largest pictures."""

    async def clean_picture(self, content: bytes) -> PictureCopy | PictureFault:
        """Draw the picture anew, without any data but the visible pixels."""
        return await run_blocking(lambda: _clean(content))


def _clean(content: bytes) -> PictureCopy | PictureFault:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            # Pillow warns of some damaged files and goes on.
            warnings.simplefilter("ignore")
            picture = _open(content)
            if picture.width * picture.height > _MAX_PIXELS:
                return "too_large"
            return _write(_draw(picture), picture.format)
    except Image.DecompressionBombError:
        return "too_large"
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 (a hostile file makes Pillow's decoders raise nearly anything)
        return "unreadable"


def _open(content: bytes) -> Any:
    # Each import registers one decoder. Pillow's many others are never tried.
    from PIL import Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin  # noqa: F401

    return Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP"))


def _draw(picture: Any) -> Any:
    """Return the picture as people see it, in a mode that every format can write."""
    from PIL import ImageOps

    picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    picture = _with_plain_mode(_with_standard_colors(ImageOps.exif_transpose(picture)))
    # Pillow writes comments and profiles of `info` into the new file.
    picture.info = {}
    return picture


def _with_standard_colors(picture: Any) -> Any:
    """Convert to sRGB, because the colour profile, which may name the device, is dropped."""
    from PIL import ImageCms

    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "RGBA", "CMYK"):
        return picture
    mode = picture.mode if picture.mode == "RGBA" else "RGB"
    try:
        standard = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, io.BytesIO(profile), standard, outputMode=mode) or picture
    except ImageCms.PyCMSError:
        return picture


def _with_plain_mode(picture: Any) -> Any:
    if picture.mode.startswith("I"):
        # Sixteen bits a pixel, of which Pillow would cut off the bright half.
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode in ("L", "RGB", "RGBA"):
        return picture if "transparency" not in picture.info else picture.convert("RGBA")
    has_alpha = picture.mode in ("LA", "La", "PA", "RGBa") or "transparency" in picture.info
    return picture.convert("RGBA" if has_alpha else "RGB")


def _write(picture: Any, kind: str | None) -> PictureCopy:
    written = io.BytesIO()
    if kind == "PNG":
        picture.save(written, "PNG", compress_level=6)
        return PictureCopy(written.getvalue(), "image/png")
    if kind == "WEBP":
        picture.save(written, "WEBP", quality=_QUALITY)
        return PictureCopy(written.getvalue(), "image/webp")
    picture.save(written, "JPEG", quality=_QUALITY)
    return PictureCopy(written.getvalue(), "image/jpeg")


def import_sdk() -> None:
    """Import the vendor now."""
    from PIL import (  # noqa: F401
        Image,
        ImageCms,
        ImageOps,
        JpegImagePlugin,
        MpoImagePlugin,
        PngImagePlugin,
        WebPImagePlugin,
    )
