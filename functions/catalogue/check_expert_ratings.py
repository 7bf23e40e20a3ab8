"""Schedule: compare the ratings of experts with a recount."""

from shared.catalogue import rating_recount
from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun
from shared.runtime.triggers import schedule


@schedule("35 3 * * *", timeout=540)
async def check_expert_ratings(_: ScheduledRun, ctx: Context) -> RunSummary:
    """Compare each expert's rating with a recount of the reviews that are shown, and alert the team to a difference."""
    wrong, count = await ctx.read(rating_recount.list_wrong_ratings)
    for expert_id in wrong:
        ctx.alert("a rating differs from its reviews", expert_id=expert_id)
    return RunSummary(counted=count, failed=len(wrong))
