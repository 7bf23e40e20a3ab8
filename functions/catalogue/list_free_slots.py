"""HTTP: list the free times of a service."""

from datetime import date
from typing import Annotated

from pydantic import Field

from shared.catalogue import pages
from shared.catalogue.errors import ExpertNotFound, ServiceInactive, ServiceNotFound
from shared.catalogue.hours_schemas import FreeDay
from shared.kernel.ids import ServiceId, UserId
from shared.kernel.paging import Page
from shared.kernel.schemas import Request
from shared.kernel.zones import Zone
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ListFreeSlots(Request):
    """Query of `list_free_slots`."""

    expert_id: UserId
    """Id of the expert to meet, from `list_experts`."""
    service_id: ServiceId
    """Id of the service whose length the times must fit, from `get_expert`."""
    from_date: Annotated[date, Field(ge=date(2020, 1, 1), le=date(2100, 1, 1))] | None = None
    """First calendar date to list, in `zone`, as `2026-11-26`; today when left out."""
    days: Annotated[int, Field(ge=1, le=31)] = 7
    """Number of calendar dates to list, 1 to 31; 7 by default."""
    zone: Zone = "Asia/Jakarta"
    """IANA time zone of the person who looks, which decides the dates; `Asia/Jakarta` by default."""


@http.get(who="anyone", raises=(ExpertNotFound, ServiceNotFound, ServiceInactive))
async def list_free_slots(query: ListFreeSlots, ctx: Context) -> Page[FreeDay]:
    """List the free times of a service, by the viewer's dates.

    The list reserves nothing: another customer may book a time first. `request_booking` holds the time.

    Raises:
        ExpertNotFound: The expert does not exist or is not active.
        ServiceNotFound: The service does not exist.
        ServiceInactive: The service is paused.
    """
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
