"""Event: the team is alerted to a reported review."""

from shared.contracts.events.reviews import ReviewReported
from shared.runtime.context import Context
from shared.runtime.triggers import on


@on(ReviewReported)
async def alert_when_review_reported(event: ReviewReported, ctx: Context) -> None:
    """Alert the team to a reported review. Only the queue of reports shows its text."""
    ctx.alert(f"review reported: {event.reason}", review_id=event.review_id)
