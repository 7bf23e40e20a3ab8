"""HTTP: create or change a target of a host platform."""

from shared.notifications.errors import TargetNotFound, TargetTaken
from shared.notifications.host_schemas import FollowTargetChanges, FollowTargetView
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import host_members


class SaveFollowTarget(FollowTargetChanges):
    """Body of `save_follow_target`."""


@http.post(who="partner", scope="notifications.publish", raises=(TargetNotFound, TargetTaken))
async def save_follow_target(body: SaveFollowTarget, ctx: Context) -> FollowTargetView:
    """Create a group, course, event, post or person that people may follow, or change or delete it.

    The first partner who tells of a target owns it. A user or an expert must be linked. The chat room of a deleted
    target is closed: members read it, and nobody writes.
    """
    saved = await ctx.commit(host_members.save_follow_target, body, actor=ctx.actor, now=ctx.now)
    return FollowTargetView.of(saved)
