"""Rules of e-mail addresses: whether the address of an account is verified."""

from shared.identity.models import User
from shared.kernel.actors import Actor
from shared.kernel.email_addresses import is_same_address
from shared.kernel.schemas import Email


def with_address(person: User, email: Email | None, *, actor: Actor) -> User:
    """Return the account with the address `email`, which is verified only if the sign-in of `actor` has verified it.

    An address that stays as it is stays verified. Links that were sent to an earlier address confirm nothing.
    """
    is_verified = email is not None and actor.email_verified and is_same_address(actor.email, email)
    if not is_same_address(email, person.email):
        return person.having(
            email=email, email_verified=is_verified, email_paid=False, email_version=person.email_version + 1
        )
    if email == person.email and (person.email_verified or not is_verified):
        return person
    return person.having(email=email, email_verified=person.email_verified or is_verified)
