"""A ticket's QR, read from the picture and checked without asking anybody."""

import io
from typing import Any

import jwt
import zxingcpp
from PIL import Image

from emulators.demo.expectations import UnexpectedResult


def read_qr_code(picture: bytes) -> str:
    """What the QR on *picture* says."""
    with Image.open(io.BytesIO(picture)) as image:
        found = zxingcpp.read_barcodes(image)
    if len(found) != 1:
        raise UnexpectedResult("the picture in the mail", expected="one QR", got=f"{len(found)} codes")
    return found[0].text


def verify_ticket_code(code: str, keys: dict[str, Any]) -> dict[str, Any]:
    """What a ticket claims, once its signature fits one of the public *keys*: as a scanner without a network does."""
    header = jwt.get_unverified_header(code)
    key = jwt.PyJWKSet.from_dict(keys)[header["kid"]]
    claims: dict[str, Any] = jwt.decode(code, key, algorithms=["EdDSA"])
    return claims
