"""The key with which anybody checks a ticket offline."""

from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.tickets.schemas import VerificationKeys


@http.get(who="anyone", documents=False, gateways=("signer",))
async def get_ticket_verification_key(ctx: Context) -> VerificationKeys:
    """Give the public key, for scanners that must work without a network."""
    return VerificationKeys(keys=[ctx.gateways.signer.public_jwk()])
