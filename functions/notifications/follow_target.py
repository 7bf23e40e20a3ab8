"""HTTP: follow a person or a thing."""

from shared.contracts.follows import FollowedTarget
from shared.identity.errors import NotRegistered
from shared.limits.errors import LimitReached
from shared.notifications.errors import TargetNotFound
from shared.notifications.follow_schemas import FollowedTargetView, FollowTargetInput
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import follows


@http.post(who=("customer", "expert", "admin"), audited=False, raises=(NotRegistered, TargetNotFound, LimitReached))
async def follow_target(body: FollowTargetInput, ctx: Context) -> FollowedTargetView:
    """Follow a group, course, event, post, user or expert, or change the channels of a follow.

    Targets that are not open can be followed by their members alone. A followed person is told once.
    """
    target = FollowedTarget(kind=body.kind, id=body.target_id)
    return await ctx.commit(follows.follow_target, target, body.channels, actor=ctx.actor, now=ctx.now)
