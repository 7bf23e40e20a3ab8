"""The key with which anybody checks a ticket offline."""

from shared.kernel.schemas import View
from shared.runtime.context import Context
from shared.runtime.triggers import http


class VerificationKeys(View):
    """A JWK set (RFC 7517) with Ed25519 keys (RFC 8037). A ticket's QR is a compact JWS signed with one of them."""

    keys: list[dict[str, str]]


@http.get(who="anyone", documents=False, gateways=("signer",))
async def get_ticket_verification_key(ctx: Context) -> VerificationKeys:
    """Give the public key, for scanners that must work without a network."""
    return VerificationKeys(keys=[ctx.gateways.signer.public_jwk()])
