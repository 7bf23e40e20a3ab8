"""Reading and offline verification of a ticket's QR code."""

import io
from typing import Any

import jwt
import zxingcpp
from PIL import Image

from emulators.demo.expectations import UnexpectedResult


def read_qr_code(picture: bytes) -> str:
    """Return the text of the only QR code on `picture`.

    Raises:
        UnexpectedResult: The picture has no code or several.
    """
    with Image.open(io.BytesIO(picture)) as image:
        found = zxingcpp.read_barcodes(image)
    if len(found) != 1:
        raise UnexpectedResult("the picture in the mail", expected="one QR", got=f"{len(found)} codes")
    return found[0].text


def verify_ticket_code(code: str, keys: dict[str, Any]) -> dict[str, Any]:
    """Verify the signature of a ticket code with the public `keys`, as a scanner does offline.

    Returns:
        Claims of the ticket.

    Raises:
        jwt.InvalidSignatureError: The signature does not match.
    """
    header = jwt.get_unverified_header(code)
    key = jwt.PyJWKSet.from_dict(keys)[header["kid"]]
    claims: dict[str, Any] = jwt.decode(code, key, algorithms=["EdDSA"])
    return claims
