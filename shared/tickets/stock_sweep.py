"""Sweep of the ticket stock: check that each type's units add up to its quota, and free abandoned holds."""

from datetime import datetime, timedelta

from shared.claims.holds import release_claims
from shared.claims.models import Claim, ClaimState
from shared.claims.pools import Pool, count_stock
from shared.kernel.ports import Query, Reader, UnitOfWork
from shared.tickets import jobs, store
from shared.tickets.models import TicketType

# Orders expire by their own timers and sweeps first; what is held longer than this is held by nobody.
_ABANDONED_AFTER = timedelta(hours=1)
# An event may still be paid and refunded for some days after it.
_SWEPT_AFTER_EVENT = timedelta(days=7)
_MAX_HOLDS_PER_SWEEP = 100


async def list_types_to_sweep(reader: Reader, *, at: datetime) -> list[TicketType]:
    """List the ticket types of all events that are not long over."""
    types: list[TicketType] = []
    for event in await store.list_unfinished_events(reader, at=at - _SWEPT_AFTER_EVENT):
        types += await reader.query(store.ticket_types_query(event.id))
    return types


async def sweep_stock(uow: UnitOfWork, ticket_type: TicketType, *, now: datetime) -> list[str]:
    """Repair a type's stock where possible, and describe the remaining faults; empty when the stock adds up."""
    pool = store.stock_pool(ticket_type.event_id, ticket_type.id)
    stock = await count_stock(uow, pool)
    problems = []
    if stock.made != ticket_type.quota:
        problems.append(f"{stock.made} units for a quota of {ticket_type.quota}")
        event_id, type_id = ticket_type.event_id, ticket_type.id
        uow.schedule(jobs.FillTicketStock(event_id=event_id, type_id=type_id), key=f"{event_id}-{type_id}")
    abandoned = await uow.query(
        Query(pool.collection, Claim)
        .matching("state", "==", ClaimState.HELD)
        .matching("until", "<", now - _ABANDONED_AFTER)
        .order_by("until")
        .first(_MAX_HOLDS_PER_SWEEP)
    )
    for holder in {claim.holder for claim in abandoned if claim.holder}:
        freed = await release_claims(
            uow, await _list_held_units(uow, pool, holder), holder=holder, states=(ClaimState.HELD,)
        )
        problems.append(f"{freed} units were still held by {holder}")
    return problems


async def _list_held_units(uow: UnitOfWork, pool: Pool, holder: str) -> list[str]:
    query = Query(pool.collection, Claim).matching("holder", "==", holder).matching("state", "==", ClaimState.HELD)
    return [sighting.ref.path for sighting in await uow.query_versions(query)]
