"""Ports of tickets: codes that prove a ticket genuine."""

from dataclasses import dataclass
from typing import Protocol

from shared.kernel.ids import TicketId, TicketNumber


@dataclass(frozen=True, slots=True)
class TicketCode:
    """Content of a genuine code: the ticket, and the version of the ticket's codes."""

    ticket_id: TicketId
    version: int = 0


ShownCode = TicketCode | TicketNumber | TicketId
"""Code that was scanned at the door, or number that was typed there. Older tickets have their id for a number."""


class TicketCodeSigner(Protocol):
    """Signed codes of tickets, as a compact JWS."""

    def sign_ticket(self, ticket_id: str, event_id: str, type_id: str, version: int = 0) -> str:
        """Sign the text of a ticket's QR code."""
        ...

    def verify_ticket(self, text: str) -> TicketCode:
        """Verify the text of a QR code, and return its content.

        Raises:
            TicketForged: The signature is not ours.
        """
        ...

    def public_jwk(self) -> dict[str, str]:
        """Return the public key, with which scanners verify codes offline (RFC 8037)."""
        ...
