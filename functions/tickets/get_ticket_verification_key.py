"""HTTP: get the public key that verifies tickets."""

from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.tickets.ports import TicketCodeSigner
from shared.tickets.schemas import VerificationKeys


@http.get(who="anyone", documents=False)
async def get_ticket_verification_key(ctx: Context, signer: TicketCodeSigner) -> VerificationKeys:  # noqa: ARG001
    """Get the public key with which a scanner verifies tickets without a network."""
    return VerificationKeys(keys=[signer.public_jwk()])
