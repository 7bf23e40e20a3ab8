"""HTTP: end a follow."""

from shared.contracts.follows import FollowedTarget
from shared.kernel.ids import UserId
from shared.notifications.follow_schemas import TargetRequest, UnfollowedTarget
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import follows


class UnfollowTarget(TargetRequest):
    """Body of `unfollow_target`."""


@http.post(who=("customer", "expert", "admin"), audited=False, takes_idempotency_key=False)
async def unfollow_target(body: UnfollowTarget, ctx: Context) -> UnfollowedTarget:
    """End a follow. Joining the target again does not follow again; `follow-target` does."""
    target = FollowedTarget(kind=body.kind, id=body.target_id)
    was = await ctx.commit(follows.unfollow_target, target, UserId(ctx.actor.id), now=ctx.now)
    return UnfollowedTarget(was_following=was)
