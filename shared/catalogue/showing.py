"""What people see of one expert: the page, and when there is time for a service."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from shared.catalogue import opening, store
from shared.catalogue.errors import ExpertNotFound
from shared.catalogue.models import Expert, ExpertStatus
from shared.catalogue.schemas import ExpertPage, FreeDay, FreeSlot, OwnPage
from shared.kernel import slots
from shared.kernel.ids import ServiceId, Slug, UserId
from shared.kernel.ports import Reader

LATEST_REVIEWS = 10
# More than the longest meeting and the longest buffer together: what lies further off stands in nobody's way.
_AROUND = timedelta(hours=12)


async def page(reader: Reader, slug: Slug) -> ExpertPage:
    """The page of the expert whom *slug* leads to, be it an earlier one of theirs. Raises `ExpertNotFound`."""
    holder = await reader.get(store.slug_ref(slug))
    if holder is None or holder.holder is None:
        raise ExpertNotFound(slug=slug)
    uid = UserId(holder.holder)
    expert, services, products, reviews = await asyncio.gather(
        store.expert(reader, uid),
        reader.query(store.services_of(uid)),
        reader.query(store.products_of(uid)),
        reader.query(store.reviews_of(uid).first(LATEST_REVIEWS)),
    )
    return ExpertPage.showing(expert, services, products, reviews, moved=slug != expert.slug)


async def own_page(reader: Reader, uid: UserId) -> OwnPage:
    """All that an expert or applicant has told us, on sale or not. Raises `ExpertNotFound`."""
    expert, services, products, hours = await asyncio.gather(
        store.own(reader, uid),
        reader.query(store.services_of(uid)),
        reader.query(store.products_of(uid)),
        store.hours(reader, uid),
    )
    return OwnPage.showing(expert, services, products, hours)


async def free_days(
    reader: Reader, uid: UserId, service_id: ServiceId, *, first: date | None, days: int, zone: str, now: datetime
) -> list[FreeDay]:
    """When a service can be booked, by the days of *zone*. Raises what `store.offer` does."""
    here = ZoneInfo(zone)
    first = first or now.astimezone(here).date()
    begin, end = max(_midnight(first, here), now), _midnight(first + timedelta(days=days), here)
    offer, hours, taken = await asyncio.gather(
        store.offer(reader, uid, service_id),
        store.hours(reader, uid),
        slots.taken(reader, uid, begin=begin - _AROUND, end=max(begin, end) + _AROUND, now=now),
    )
    free = opening.free_slots(
        hours, offer.expert_zone, minutes=offer.minutes, begin=begin, end=end, taken=taken, now=now
    )
    shown = [FreeSlot.at(moment, offer.minutes, here) for moment in free]
    return [FreeDay(date=day, slots=list(those)) for day, those in groupby(shown, key=lambda slot: slot.date_there)]


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """When *day* begins in *zone*."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


async def soonest(reader: Reader, expert: Expert, *, now: datetime) -> datetime | None:
    """When an expert could next be had for the shortest of their services, asking for a week at a time."""
    if expert.minutes_from is None or expert.status is not ExpertStatus.ACTIVE:
        return None
    hours = await store.hours(reader, expert.id)
    begin, last = now, now + hours.horizon
    while begin <= last:
        end = min(begin + timedelta(days=7), last + slots.QUARTER)
        taken = await slots.taken(reader, expert.id, begin=begin - _AROUND, end=end + _AROUND, now=now)
        free = opening.free_slots(
            hours, expert.zone, minutes=expert.minutes_from, begin=begin, end=end, taken=taken, now=now
        )
        if (found := next(free, None)) is not None:
            return found
        begin = end
    return None
