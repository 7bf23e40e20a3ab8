"""HTTP: answer a call to the admins on duty."""

from shared.kernel.ids import Id, UserId
from shared.kernel.schemas import Request
from shared.notifications import duty_calls
from shared.notifications.errors import DutyCallNotFound
from shared.notifications.schemas import DutyCallView
from shared.runtime.context import Context
from shared.runtime.triggers import http


class AnswerDutyCall(Request):
    """Body of `answer_duty_call`."""

    duty_call_id: Id
    """Call to answer, from the notification's link or `list_duty_calls`."""


@http.post(who="admin", admin_scope="supervisor", raises=(DutyCallNotFound,), takes_idempotency_key=False)
async def answer_duty_call(body: AnswerDutyCall, ctx: Context) -> DutyCallView:
    """Answer a call about somebody in danger, so that nobody else is called. The first answer stays."""
    call = await ctx.commit(duty_calls.answer_duty_call, body.duty_call_id, by=UserId(ctx.actor.id), now=ctx.now)
    return DutyCallView.of(call)
