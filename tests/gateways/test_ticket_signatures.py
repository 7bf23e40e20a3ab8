"""Tickets that anybody can check, and nobody but us can make."""

import base64
import json
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.gateways.ticket_signer import TicketSigner
from shared.kernel.ids import TicketId
from shared.tickets.errors import TicketForged
from shared.tickets.ports import TicketCode

SEED = base64.b64encode(b"temani-test-seed-32-bytes-long!!").decode()
CLAIMS = {"t": "BE-20261126-ACD346-1", "e": "tedx-bandung-2026", "y": "regular"}


@pytest.fixture
def signer() -> TicketSigner:
    """Ours."""
    return TicketSigner(SEED)


def signed(signer: TicketSigner) -> str:
    """A genuine ticket."""
    return signer.sign_ticket(CLAIMS["t"], CLAIMS["e"], CLAIMS["y"])


def _part(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def test_a_genuine_ticket_says_which_it_is(signer: TicketSigner) -> None:
    """
    What was signed is read, also by another instance with the same key.
    """
    assert signer.verify_ticket(signed(signer)) == TicketSigner(SEED).verify_ticket(signed(signer))
    assert signer.verify_ticket(signed(signer)) == TicketCode(TicketId(CLAIMS["t"]))


def test_a_newer_code_names_its_version(signer: TicketSigner) -> None:
    """
    The first code of a ticket has no version in it, as the codes of earlier releases; the next ones have theirs.
    """
    code = signer.sign_ticket(CLAIMS["t"], CLAIMS["e"], CLAIMS["y"], 2)

    assert signer.verify_ticket(code) == TicketCode(TicketId(CLAIMS["t"]), 2)
    assert jwt.decode(code, options={"verify_signature": False}) == CLAIMS | {"v": 2}


def test_anybody_can_check_it_offline(signer: TicketSigner) -> None:
    """
    With the public key alone, any JOSE library reads the ticket; the key's id says which key.
    """
    code, public = signed(signer), signer.public_jwk()
    key = jwt.PyJWK(public)

    assert jwt.decode(code, key, algorithms=["EdDSA"]) == CLAIMS
    assert jwt.get_unverified_header(code)["kid"] == public["kid"]
    assert (public["kty"], public["crv"], public["alg"], public["use"]) == ("OKP", "Ed25519", "EdDSA", "sig")
    assert "d" not in public


def test_a_qr_stays_coarse(signer: TicketSigner) -> None:
    """
    A ticket's text is short enough for a QR that a phone reads from another one's screen.
    """
    assert len(signed(signer)) < 300


def forged(signer: TicketSigner) -> dict[str, str]:
    """Tickets that are not."""
    genuine = signed(signer)
    head, claims, signature = genuine.split(".")
    other = TicketSigner(base64.b64encode(b"x" * 32).decode())
    own = Ed25519PrivateKey.generate()
    hs_key = json.dumps(signer.public_jwk())
    better = _part(json.dumps(CLAIMS | {"t": "BE-20261126-ACD346-2"}).encode())
    return {
        "another key": signed(other),
        "a key of the forger's under our key's id": jwt.encode(
            CLAIMS, own, algorithm="EdDSA", headers={"kid": signer.public_jwk()["kid"]}
        ),
        "no algorithm": jwt.encode(CLAIMS, "", algorithm="none"),
        "no signature": f"{head}.{claims}.",
        "another's claims": f"{head}.{better}.{signature}",
        "a changed signature": f"{head}.{claims}.{_part(bytes(64))}",
        "a cut": genuine[:-8],
        "the public key as a secret": jwt.encode(CLAIMS, hs_key * 2, algorithm="HS256"),
        "one more part": genuine + ".x",
        "garbage": "garbage",
        "nothing": "..",
        "letters": "é.é.é",
        "a nest": _part(b"[" * 1_400) + ".e30.AA",
        "a list": f"{_part(b'[]')}.{_part(b'[]')}.AA",
        "a wrong algorithm": ".".join([_part(json.dumps({"alg": ["EdDSA"]}).encode()), claims, signature]),
    }


FORGERIES = sorted(forged(TicketSigner(SEED)))


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forgery_is_none_of_ours(signer: TicketSigner, forgery: str) -> None:
    """
    Whatever is not signed with our key is not genuine, and says nothing else.
    """
    with pytest.raises(TicketForged) as refused:
        signer.verify_ticket(forged(signer)[forgery])

    assert (refused.value.status, refused.value.code) == (422, "ticket_not_genuine")


@pytest.mark.parametrize("claims", [{}, {"t": ""}, {"t": 5}, {"t": "../users"}, {"t": None}])
def test_what_we_signed_that_is_no_ticket(signer: TicketSigner, claims: dict[str, Any]) -> None:
    """
    Even with our signature, what names no ticket is not one.
    """
    key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(SEED))

    with pytest.raises(TicketForged):
        signer.verify_ticket(jwt.encode(claims, key, algorithm="EdDSA"))
