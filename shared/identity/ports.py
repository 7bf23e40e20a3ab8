"""Ports of identity: accounts by which people sign in, and aliases of customers."""

from typing import Protocol

from shared.kernel.ids import UserId


class AccountDirectory(Protocol):
    """Accounts of the sign-in provider.

    Raises:
        Unavailable: The provider does not answer.
        Refused: The provider does not accept the request.
    """

    async def get_or_create_account(self, *, email: str | None, phone: str | None, name: str) -> UserId:
        """Get the account of `email`, or else of `phone`; create the account if there is none."""
        ...

    async def set_role_claim(self, uid: UserId, role: str) -> None:
        """Set the role in the ID tokens of `uid`.

        Raises:
            NotFound: No account has this uid.
        """
        ...

    async def create_password_link(self, email: str) -> str:
        """Create a link at which the owner of `email` chooses a password.

        Raises:
            NotFound: No account has this address.
        """
        ...


class AliasProvider(Protocol):
    """Aliases under which customers call."""

    def compute_alias(self, uid: UserId) -> UserId:
        """Compute the alias of `uid`: the same at every call, and no way back."""
        ...
