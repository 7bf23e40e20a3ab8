"""HTTP: tell people of a happening of a host platform."""

from shared.limits.errors import LimitReached
from shared.notifications.errors import HappeningChanged, TargetNotFound
from shared.notifications.host_schemas import HappeningRequest, HappeningView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import host_happenings


class PublishHappening(HappeningRequest):
    """Body of `publish_happening`."""


@http.post(
    who="partner",
    scope="notifications.publish",
    raises=(HappeningChanged, TargetNotFound, LimitReached),
    takes_idempotency_key=False,
)
async def publish_happening(body: PublishHappening, ctx: Context) -> HappeningView:
    """Tell up to 100 people, or the followers of a target, of a happening of a host platform.

    The same `event_id` is told once within 400 days. Recipients are people whom the partner has linked. Each headline
    names the partner, and neither headline nor body can be taken for ours. People are told on the channels that they
    have chosen, outside of their quiet hours. What passes quiet hours, `transaction` and a reminder at its moment,
    needs `notifications.urgent`.
    """
    run = await ctx.commit(host_happenings.publish_happening, body, actor=ctx.actor, now=ctx.now)
    return HappeningView.of(run)
