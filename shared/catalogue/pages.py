"""Pages of experts, and the free times of a service."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from shared.catalogue import opening_hours, store
from shared.catalogue.errors import ExpertNotFound
from shared.catalogue.hours_schemas import FreeDay, FreeSlot
from shared.catalogue.models import Expert, ExpertStatus
from shared.catalogue.schemas import ExpertPageView, OwnExpertPageView, ReviewView
from shared.contracts import slots
from shared.kernel.ids import ProductId, ServiceId, Slug, UserId
from shared.kernel.paging import Page, list_rows
from shared.kernel.ports import Reader

MAX_REVIEWS = 10
# Longer than the longest meeting and the longest buffer together, so earlier and later claims have no effect.
_LOOKUP_MARGIN = timedelta(hours=12)


async def get_expert_page(reader: Reader, slug: Slug) -> ExpertPageView:
    """Get the page of the expert with this slug, which may be a former one.

    Raises:
        ExpertNotFound: No active expert has this slug.
    """
    holder = await reader.get(store.slug_ref(slug))
    if holder is None or holder.holder is None:
        raise ExpertNotFound(slug=slug)
    uid = UserId(holder.holder)
    expert, services, products, reviews = await asyncio.gather(
        store.get_active_expert(reader, uid),
        reader.query(store.services_query(uid)),
        reader.query(store.products_query(uid)),
        reader.query(store.reviews_query(uid).first(MAX_REVIEWS)),
    )
    return ExpertPageView.of(expert, services, products, reviews, moved=slug != expert.slug)


async def list_expert_reviews(reader: Reader, uid: UserId, *, cursor: str | None, limit: int) -> Page[ReviewView]:
    """List one page of the reviews of an active expert, the newest first.

    Raises:
        ExpertNotFound: The expert does not exist or is not active.
        Invalid: `cursor` is not a cursor of this list.
    """
    await store.get_active_expert(reader, uid)
    found = await list_rows(reader, store.reviews_query(uid), cursor=cursor, limit=limit)
    return found.to_page(ReviewView.of)


async def list_product_reviews(
    reader: Reader, uid: UserId, product_id: ProductId, *, cursor: str | None, limit: int
) -> Page[ReviewView]:
    """List one page of the reviews of a product of an active expert, the newest first.

    Raises:
        ExpertNotFound: The expert does not exist or is not active.
        Invalid: `cursor` is not a cursor of this list.
    """
    await store.get_active_expert(reader, uid)
    found = await list_rows(reader, store.product_reviews_query(uid, product_id), cursor=cursor, limit=limit)
    return found.to_page(ReviewView.of)


async def get_own_expert_page(reader: Reader, uid: UserId) -> OwnExpertPageView:
    """Get all data of an expert or applicant, including services and products that are not on sale.

    Raises:
        ExpertNotFound: The person has never applied.
    """
    expert, services, products, hours = await asyncio.gather(
        store.get_expert(reader, uid),
        reader.query(store.services_query(uid)),
        reader.query(store.products_query(uid)),
        store.get_hours(reader, uid),
    )
    return OwnExpertPageView.of(expert, services, products, hours)


async def list_free_days(
    reader: Reader, uid: UserId, service_id: ServiceId, *, first: date | None, days: int, zone: str, now: datetime
) -> list[FreeDay]:
    """List the free times of a service, grouped by the dates of `zone`.

    Args:
        reader: Reader of the documents.
        uid: Uid of the expert.
        service_id: Service whose length the times must fit.
        first: First date in `zone`; None for today.
        days: Number of dates.
        zone: IANA time zone of the viewer.
        now: Present instant.

    Raises:
        ExpertNotFound: The expert does not exist or is not active.
        ServiceNotFound: The service does not exist.
        ServiceInactive: The service is paused.
    """
    here = ZoneInfo(zone)
    first = first or now.astimezone(here).date()
    begin, end = max(_midnight(first, here), now), _midnight(first + timedelta(days=days), here)
    offer, hours, taken = await asyncio.gather(
        store.get_offer(reader, uid, service_id),
        store.get_hours(reader, uid),
        slots.list_taken_quarters(
            reader, uid, begin=begin - _LOOKUP_MARGIN, end=max(begin, end) + _LOOKUP_MARGIN, now=now
        ),
    )
    free = opening_hours.compute_free_slots(
        hours, offer.expert_zone, minutes=offer.minutes, begin=begin, end=end, taken=taken, now=now
    )
    shown = [FreeSlot.at(moment, offer.minutes, here) for moment in free]
    return [FreeDay(date=day, slots=list(those)) for day, those in groupby(shown, key=lambda slot: slot.local_date)]


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """Compute the instant at which `day` begins in `zone`."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


async def find_next_free_time(reader: Reader, expert: Expert, *, now: datetime) -> datetime | None:
    """Find the next free time for the expert's shortest service, one week a query; None within the horizon."""
    if expert.minutes_from is None or expert.status is not ExpertStatus.ACTIVE:
        return None
    hours = await store.get_hours(reader, expert.id)
    begin, last = now, now + hours.horizon
    while begin <= last:
        end = min(begin + timedelta(days=7), last + slots.QUARTER)
        taken = await slots.list_taken_quarters(
            reader, expert.id, begin=begin - _LOOKUP_MARGIN, end=end + _LOOKUP_MARGIN, now=now
        )
        free = opening_hours.compute_free_slots(
            hours, expert.zone, minutes=expert.minutes_from, begin=begin, end=end, taken=taken, now=now
        )
        if (found := next(free, None)) is not None:
            return found
        begin = end
    return None
