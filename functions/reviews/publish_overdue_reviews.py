"""Schedule: publish sealed reviews whose time is over."""

from shared.reviews import store
from shared.runtime.context import Context
from shared.runtime.schedules import RunSummary, ScheduledRun, commit_each
from shared.runtime.triggers import schedule
from shared.workflows import review_publication


@schedule("*/10 * * * *", timeout=300)
async def publish_overdue_reviews(tick: ScheduledRun, ctx: Context) -> RunSummary:
    """Publish the reviews whose time to write is over, even if their timers failed. The next run continues."""
    overdue = await ctx.read(store.list_overdue_reviews, at=tick.due_at, limit=200)
    sessions = list(dict.fromkeys(review.session_id for review in overdue if review.session_id))
    return await commit_each(ctx, review_publication.publish_due_reviews, sessions, now=tick.due_at)
