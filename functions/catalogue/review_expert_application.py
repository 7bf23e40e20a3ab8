"""Accept an application, or refuse it."""

from datetime import datetime

from shared.catalogue import applications
from shared.catalogue.errors import ApplicationDecided, ExpertNotFound
from shared.catalogue.models import Expert
from shared.catalogue.rules import ROLE_BY_DECISION, Decision
from shared.catalogue.schemas import ApplicationView
from shared.identity import users
from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Request, Text
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ReviewExpertApplication(Request):
    """`reason` goes to the applicant; it is needed to refuse somebody."""

    expert_id: UserId
    """Id of the applicant, from `list_expert_applications`."""
    decision: Decision
    """Whether the application is accepted or refused."""
    reason: Text = ""
    """Explanation that the applicant reads, at most 5,000 characters; needed for a refusal."""


async def decide_application_and_set_role(
    uow: UnitOfWork, body: ReviewExpertApplication, *, by: str, now: datetime
) -> Expert:
    """Keep the decision, and let the person be what it makes of them."""
    expert = await applications.decide_application(
        uow, body.expert_id, body.decision, reason=body.reason, by=by, now=now
    )
    await users.set_user_role(uow, body.expert_id, ROLE_BY_DECISION[body.decision], now=now)
    return expert


@http.post(who="admin", raises=(ExpertNotFound, ApplicationDecided))
async def review_expert_application(body: ReviewExpertApplication, ctx: Context) -> ApplicationView:
    """Accept an application or refuse it; the applicant is told by e-mail."""
    return ApplicationView.from_expert(
        await ctx.commit(decide_application_and_set_role, body, by=ctx.actor.id, now=ctx.now)
    )
