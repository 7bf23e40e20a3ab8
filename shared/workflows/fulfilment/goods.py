"""Goods of an order: secured when the order is paid in time, claimed again when it is paid late.

An item is one of two kinds. Units are alike: a ticket may have any seats of its pool. Irreplaceable goods are wanted
themselves or not at all: the time of a booking, the purchase of a product, the extension of a session. Items without
claims (pairings) are always available.
"""

from datetime import datetime

from shared.claims.holds import confirm_claims, release_claims
from shared.claims.models import claim_ref
from shared.claims.names import Taken, claim_names
from shared.claims.pools import NotEnough, Pool, claim_units
from shared.contracts.sales import SaleItem
from shared.kernel.ports import UnitOfWork
from shared.orders.models import Order


async def secure_goods(uow: UnitOfWork, order: Order, *, now: datetime) -> bool:
    """Confirm what an order holds, without an end. False if others have taken any of it, or a neighbouring name."""
    try:
        await _claim_irreplaceable_goods(uow, order, now=now)
    except Taken:
        return False
    units = [path for path in order.claims if path not in order.irreplaceable_claims]
    return await confirm_claims(uow, units, holder=order.id)


async def reclaim_goods(uow: UnitOfWork, order: Order, *, now: datetime) -> tuple[SaleItem, ...] | None:
    """Claim again what an order once held: the same names, and as many units of the same pools.

    All or nothing: None if any of it is gone, and then nothing stays claimed.
    """
    claimed = list(order.irreplaceable_claims)
    try:
        await _claim_irreplaceable_goods(uow, order, now=now)
        items = [item if item.irreplaceable else await _claim_units(uow, order, item, claimed) for item in order.items]
    except (Taken, NotEnough):
        await release_claims(uow, claimed, holder=order.id)
        return None
    return tuple(items)


async def release_goods(uow: UnitOfWork, order: Order) -> None:
    """Release what is left of an order's claims."""
    await release_claims(uow, order.claims, holder=order.id)


async def _claim_irreplaceable_goods(uow: UnitOfWork, order: Order, *, now: datetime) -> None:
    """Claim the irreplaceable goods without an end, or raise `Taken`."""
    names = [claim_ref(path) for path in order.irreplaceable_claims]
    must_be_free = [claim_ref(path) for path in order.must_be_free]
    await claim_names(uow, names, holder=order.id, now=now, must_be_free=must_be_free)


async def _claim_units(uow: UnitOfWork, order: Order, item: SaleItem, claimed: list[str]) -> SaleItem:
    """Claim the item's number of units, and add the paths to `claimed`; or raise `NotEnough`."""
    begin = len(claimed)
    for pool in dict.fromkeys(path.rpartition("/")[0] for path in item.claims):
        count = sum(path.startswith(f"{pool}/") for path in item.claims)
        claimed += await claim_units(uow, Pool(pool), count, holder=order.id, until=None)
    return item.having(claims=tuple(claimed[begin:]))
