"""Task: give a service's new place to its meetings."""

from shared.bookings.jobs import PropagateMeetingAddress
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import service_places


@task(PropagateMeetingAddress)
async def propagate_meeting_address(job: PropagateMeetingAddress, ctx: Context) -> None:
    """Set the new place in the upcoming meetings of a service, and notify both sides. Each task handles one page."""
    await service_places.propagate_place(ctx, job)
