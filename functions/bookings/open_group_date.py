"""HTTP: open a date of a service for groups."""

from shared.bookings.errors import GroupDateNotOpen, SlotTaken
from shared.bookings.group_schemas import GroupDateView
from shared.bookings.schemas import StartTime
from shared.catalogue.errors import (
    ExpertNotFound,
    ServiceInactive,
    ServiceNotFound,
    StartsInPast,
    StartsOffQuarter,
    TooFar,
)
from shared.kernel.ids import ServiceId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import group_seats


class OpenGroupDate(Request):
    """Body of `open_group_date`."""

    service_id: ServiceId
    """Id of one of the caller's services with more than one seat, from `get_my_expert_page`."""
    starts_at: StartTime
    """Start, an RFC 3339 instant with a zone, on a quarter of an hour; opening hours do not matter."""


@http.post(
    who="expert",
    raises=(
        ExpertNotFound,
        ServiceNotFound,
        ServiceInactive,
        StartsInPast,
        StartsOffQuarter,
        TooFar,
        GroupDateNotOpen,
        SlotTaken,
    ),
)
async def open_group_date(body: OpenGroupDate, ctx: Context) -> GroupDateView:
    """Open a date of one of the caller's services for groups. It takes the caller's time as a booking does.

    Customers take seats until 15 minutes before the start. A date with too few paid seats is cancelled at `decide_at`.

    Raises:
        ExpertNotFound: The caller is no listed expert.
        ServiceNotFound: The caller has no service with this id.
        ServiceInactive: The service is paused, or has one seat only.
        GroupDateNotOpen: The start is less than 15 minutes away.
        SlotTaken: A booking, another date, or the time to keep free around them has the time.
    """
    date = await ctx.commit(group_seats.open_group_date, body.service_id, body.starts_at, actor=ctx.actor, now=ctx.now)
    return GroupDateView.of(date, now=ctx.now)
