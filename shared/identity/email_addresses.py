"""Rules of e-mail addresses: whether the address of an account is verified."""

from shared.identity.models import User
from shared.kernel.actors import Actor
from shared.kernel.schemas import Email


def with_address(person: User, email: Email | None, *, actor: Actor) -> User:
    """Return the account with the address `email`, which is verified only if the sign-in of `actor` has verified it.

    An address that stays as it is stays verified. Links that were sent to an earlier address confirm nothing.
    """
    is_verified = email is not None and actor.email_verified and actor.email == email
    if email != person.email:
        return person.having(
            email=email, email_verified=is_verified, email_paid=False, email_version=person.email_version + 1
        )
    return person.having(email_verified=True) if is_verified and not person.email_verified else person
