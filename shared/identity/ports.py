"""Ports of identity: accounts by which people sign in, and aliases of customers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from shared.kernel.actors import AdminScope, Role
from shared.kernel.ids import UserId


@dataclass(frozen=True, slots=True)
class OpenedAccount:
    """Account that an invitation found or created.

    Attributes:
        uid: Id of the account.
        was_reset: True if an account with this address, which nobody had verified, lost its ways of signing in.
    """

    uid: UserId
    was_reset: bool = False


@dataclass(frozen=True, slots=True)
class SignInAccount:
    """Account at the sign-in provider, as far as a forgotten password needs it.

    Attributes:
        uid: Id of the account.
        email: Address by which the account signs in.
        is_verified: True if the provider has verified the address.
        is_closed: True if nobody can sign in with the account.
        has_password: True if the account signs in by a password.
        methods: Other ways of signing in: `Google`, `Apple`, `phone` or `other`, each once.
    """

    uid: UserId
    email: str
    is_verified: bool
    is_closed: bool
    has_password: bool
    methods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TokenClaims:
    """Claims that the ID tokens of a person carry.

    Attributes:
        role: Role of the person.
        admin_scopes: Scopes of an admin; empty for other people.
        keep_admin: True if an account that is an admin already shall stay as it is.
    """

    role: Role
    admin_scopes: Sequence[AdminScope]
    keep_admin: bool


class AccountDirectory(Protocol):
    """Accounts of the sign-in provider.

    Raises:
        Unavailable: The provider does not answer.
        Refused: The provider does not accept the request.
    """

    async def open_account(self, *, email: str | None, phone: str | None, name: str) -> OpenedAccount:
        """Get the account of `email`, or else of `phone`; create the account if there is none.

        An account whose owner has not verified `email` loses its password, its providers and its refresh tokens. Then
        only the owner of the address can sign in, by a link that goes there. An admin's account is refused instead.
        """
        ...

    async def set_role_claims(self, uid: UserId, claims: TokenClaims) -> None:
        """Set the role, and an admin's scopes, in the ID tokens of `uid`.

        Raises:
            NotFound: No account has this uid.
        """
        ...

    async def is_admin(self, uid: UserId) -> bool:
        """Return whether the account carries an admin's claim; an account that does not exist carries none."""
        ...

    async def is_verified(self, uid: UserId) -> bool:
        """Return whether the account signs in by a verified e-mail address or by a phone number.

        Raises:
            NotFound: No account has this uid.
        """
        ...

    async def revoke_sign_ins(self, uid: UserId, *, closed: bool) -> None:
        """Revoke the refresh tokens of `uid`, and close or open the account for sign-ins.

        Raises:
            NotFound: No account has this uid.
        """
        ...

    async def find_sign_in(self, email: str) -> SignInAccount | None:
        """Find the account that signs in by `email`; None if there is no such account."""
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
