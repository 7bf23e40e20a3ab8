"""Task that answers a crisis in a session."""

from shared.chat.jobs import AnswerCrisis
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import crisis_response


@task(AnswerCrisis, per_second=50)
async def answer_crisis(job: AnswerCrisis, ctx: Context) -> None:
    """Show the hotlines in the room, stop the session's clock and alert a supervisor, unless an alarm is recent."""
    await crisis_response.answer_crisis(ctx, job)
