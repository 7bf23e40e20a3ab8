"""Task: tell a person about a new follower."""

from shared.contracts.follows import FollowedTarget
from shared.kernel.ids import Id
from shared.notifications.jobs import TellFollowedPerson
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import follows


@task(TellFollowedPerson)
async def tell_followed_person(job: TellFollowedPerson, ctx: Context) -> None:
    """Tell a person about a new follower, once, if the follower still follows and no block separates the two."""
    target = FollowedTarget(kind=job.kind, id=Id(job.followed))
    await ctx.commit_final(follows.tell_followed_person, target, job.follower, now=ctx.now)
