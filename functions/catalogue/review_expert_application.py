"""Accept an application, or refuse it."""

from datetime import datetime

from shared.catalogue import applying
from shared.catalogue.errors import ApplicationDecided, ExpertNotFound
from shared.catalogue.models import Expert
from shared.catalogue.rules import ROLE_AFTER, Decision
from shared.catalogue.schemas import ApplicationView
from shared.identity import people
from shared.kernel.ids import UserId
from shared.kernel.ports import UnitOfWork
from shared.kernel.schemas import Request, Text
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ReviewExpertApplication(Request):
    """`reason` goes to the applicant; it is needed to refuse somebody."""

    expert_id: UserId
    decision: Decision
    reason: Text = ""


async def decide(uow: UnitOfWork, body: ReviewExpertApplication, *, by: str, now: datetime) -> Expert:
    """Keep the decision, and let the person be what it makes of them."""
    expert = await applying.decide(uow, body.expert_id, body.decision, reason=body.reason, by=by, now=now)
    await people.give_role(uow, body.expert_id, ROLE_AFTER[body.decision], now=now)
    return expert


@http.post(who="admin", raises=(ExpertNotFound, ApplicationDecided))
async def review_expert_application(body: ReviewExpertApplication, ctx: Context) -> ApplicationView:
    """Accept an application or refuse it; the applicant is told by e-mail."""
    return ApplicationView.showing(await ctx.commit(decide, body, by=ctx.actor.id, now=ctx.now))
