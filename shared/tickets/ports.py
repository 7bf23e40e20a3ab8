"""Ports of tickets: codes that prove a ticket genuine."""

from typing import Protocol

from shared.kernel.ids import TicketId


class TicketCodeSigner(Protocol):
    """Signed codes of tickets, as a compact JWS."""

    def sign_ticket(self, ticket_id: str, event_id: str, type_id: str) -> str:
        """Sign the text of a ticket's QR code."""
        ...

    def verify_ticket(self, text: str) -> TicketId:
        """Verify the text of a QR code, and return the id of its ticket.

        Raises:
            TicketForged: The signature is not ours.
        """
        ...

    def public_jwk(self) -> dict[str, str]:
        """Return the public key, with which scanners verify codes offline (RFC 8037)."""
        ...
