"""Proofs of an account: an address or a number that somebody has shown to be theirs. An account alone costs nothing."""

from shared.contracts.people import AccountCard
from shared.kernel.actors import Actor


def has_proven_contact(actor: Actor | None, account: AccountCard | None) -> bool:
    """Return whether a person has proven an address or a number, or has paid under an address.

    Args:
        actor: Person as the sign-in tells; None if the person is not the caller. Experts are known to us.
        account: Account of the person; None for a person who has not registered.
    """
    if actor is not None and (actor.role != "customer" or actor.by_phone or actor.email_verified):
        return True
    return account is not None and (account.email_verified or account.email_paid or account.phone_verified)
