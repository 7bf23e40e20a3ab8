"""HTTP function that stops an announcement, or a host platform's happening."""

from shared.kernel.ids import Id
from shared.kernel.schemas import Line, Request
from shared.notifications import fan_out_stops
from shared.notifications.errors import FanOutNotFound
from shared.notifications.fan_out_schemas import FanOutView
from shared.runtime.context import Context
from shared.runtime.triggers import http


class StopFanOut(Request):
    """Body of `stop_fan_out`."""

    fan_out_id: Id
    """Id of the announcement, or of a host platform's happening."""
    reason: Line
    """Explanation for other admins, one line; stored for good in the audit record."""


@http.post(who="admin", admin_scope="support", raises=(FanOutNotFound,), takes_idempotency_key=False)
async def stop_fan_out(body: StopFanOut, ctx: Context) -> FanOutView:
    """Stop an announcement, or a host platform's happening: nobody else is told.

    What waits for a vendor or for the end of quiet hours is not sent any more. What has left, or stands in an inbox,
    stays. A second stop changes nothing.
    """
    run = await ctx.commit(
        fan_out_stops.stop_fan_out, body.fan_out_id, actor=ctx.actor, reason=body.reason, now=ctx.now
    )
    return FanOutView.of(run)
