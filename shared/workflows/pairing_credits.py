"""Credits of a customer, each of which pays for one pairing."""

from shared.identity import display_names
from shared.identity import store as identity
from shared.kernel.errors import Invalid
from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork
from shared.pairing import pairing_requests


async def grant_pairing_credits(uow: UnitOfWork, user_id: UserId, count: int, *, alias: UserId) -> int:
    """Add credits to a customer's balance; return the new balance.

    Args:
        count: Number of credits to add.
        alias: The customer's alias in pairings.

    Raises:
        Invalid: The user is not a registered customer.
    """
    person = await uow.get(identity.user_ref(user_id))
    if person is None or person.role != "customer":
        raise Invalid.field("user_id", "not_a_customer")
    pseudonym = display_names.compute_pseudonym(alias)
    return await pairing_requests.grant_credits(uow, alias, person.id, pseudonym, count)
