"""List when a service can be booked."""

from datetime import date
from typing import Annotated

from pydantic import Field

from shared.catalogue import pages
from shared.catalogue.errors import ExpertNotFound, ServiceInactive, ServiceNotFound
from shared.catalogue.schemas import FreeDay
from shared.kernel.ids import ServiceId, UserId
from shared.kernel.paging import Page
from shared.kernel.schemas import Request
from shared.kernel.zones import Zone
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ListFreeSlots(Request):
    """`from_date` and `days` are dates of the viewer's `zone`; from today on, if not given."""

    expert_id: UserId
    service_id: ServiceId
    from_date: Annotated[date, Field(ge=date(2020, 1, 1), le=date(2100, 1, 1))] | None = None
    days: Annotated[int, Field(ge=1, le=31)] = 7
    zone: Zone = "Asia/Jakarta"


@http.get(who="anyone", raises=(ExpertNotFound, ServiceNotFound, ServiceInactive))
async def list_free_slots(query: ListFreeSlots, ctx: Context) -> Page[FreeDay]:
    """List the times at which a service can be booked, by the viewer's dates; a promise only once it is booked."""
    free = await ctx.read(
        pages.list_free_days,
        query.expert_id,
        query.service_id,
        first=query.from_date,
        days=query.days,
        zone=query.zone,
        now=ctx.now,
    )
    return Page(items=free)
