"""The sweep of the stock: whether it adds up, and who still holds what they should not."""

from datetime import datetime, timedelta

from shared.kernel import claims
from shared.kernel.claims import Claim, State
from shared.kernel.ports import Query, Reader, UnitOfWork
from shared.tickets import jobs, store
from shared.tickets.models import TicketType

# Orders expire by their own timers and sweeps first; what is held longer than this is held by nobody.
_ABANDONED = timedelta(hours=1)
# An event may still be paid and refunded for some days after it.
_AFTERMATH = timedelta(days=7)
_AT_ONCE = 100


async def types_to_sweep(reader: Reader, *, at: datetime) -> list[TicketType]:
    """The types of every event that is not long over."""
    types: list[TicketType] = []
    for event in await store.events_not_over(reader, at=at - _AFTERMATH):
        types += await reader.query(store.types_of(event.id))
    return types


async def sweep(uow: UnitOfWork, ticket_type: TicketType, *, now: datetime) -> list[str]:
    """What is wrong with a type's stock, after mending what can be: in words, empty when it adds up."""
    pool = store.stock(ticket_type.event_id, ticket_type.id)
    stock = await claims.stock(uow, pool)
    problems = []
    if stock.made != ticket_type.quota:
        problems.append(f"{stock.made} units for a quota of {ticket_type.quota}")
        event_id, type_id = ticket_type.event_id, ticket_type.id
        uow.schedule(jobs.FillTicketStock(event_id=event_id, type_id=type_id), key=f"{event_id}-{type_id}")
    abandoned = await uow.query(
        Query(pool.collection, Claim)
        .matching("state", "==", State.HELD)
        .matching("until", "<", now - _ABANDONED)
        .by("until")
        .first(_AT_ONCE)
    )
    for holder in {claim.holder for claim in abandoned if claim.holder}:
        freed = await claims.give_back(uow, await _held_by(uow, pool, holder), holder=holder, states=(State.HELD,))
        problems.append(f"{freed} units were still held by {holder}")
    return problems


async def _held_by(uow: UnitOfWork, pool: claims.Pool, holder: str) -> list[str]:
    query = Query(pool.collection, Claim).matching("holder", "==", holder).matching("state", "==", State.HELD)
    return [sighting.ref.path for sighting in await uow.sight(query)]
