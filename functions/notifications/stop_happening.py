"""HTTP: stop a happening of a host platform."""

from shared.kernel.ids import Id
from shared.kernel.schemas import Request
from shared.notifications import fan_out_stops, host_rules
from shared.notifications.errors import FanOutNotFound
from shared.notifications.host_schemas import HappeningView
from shared.runtime.context import Context
from shared.runtime.triggers import http


class StopHappening(Request):
    """Body of `stop_happening`."""

    event_id: Id
    """Id of the happening at the host platform, as `publish-happening` has it."""


@http.post(who="partner", scope="notifications.publish", raises=(FanOutNotFound,), takes_idempotency_key=False)
async def stop_happening(body: StopHappening, ctx: Context) -> HappeningView:
    """Stop a happening that the partner has published: nobody else is told, and its id is not told again.

    What waits for a vendor or for the end of quiet hours is not sent any more. What has left, or stands in an inbox,
    stays. A second stop changes nothing.
    """
    id_ = host_rules.compute_happening_id(ctx.actor.id, body.event_id)
    return HappeningView.of(await ctx.commit(fan_out_stops.stop_fan_out, id_, actor=ctx.actor, now=ctx.now))
