"""Vouched orders: a partner's key answers for the addresses of a limited number of guests a day."""

from datetime import datetime, timedelta

from shared.identity import store
from shared.identity.models import VouchedDay
from shared.kernel.dates import jakarta_date
from shared.kernel.ports import UnitOfWork

_RETENTION = timedelta(days=3)


async def claim_vouched_order(uow: UnitOfWork, key_id: str, *, now: datetime) -> bool:
    """Claim one of the orders of today, in Jakarta, for which the key answers; False if the key answers for no more.

    A revoked key answers for nothing.
    """
    key, found = await uow.get_many(
        store.partner_key_ref(key_id), place := store.vouched_day_ref(key_id, jakarta_date(now))
    )
    day = found or VouchedDay(expire_at=now + _RETENTION)
    if key is None or key.revoked_at is not None or day.orders >= key.vouched_daily:
        return False
    uow.put(place, day.having(orders=day.orders + 1))
    return True
