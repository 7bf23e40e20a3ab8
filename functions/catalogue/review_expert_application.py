"""HTTP: decide on an application."""

from shared.catalogue.errors import ApplicationDecided, ExpertNotFound
from shared.catalogue.rules import Decision
from shared.catalogue.schemas import ApplicationView
from shared.kernel.ids import UserId
from shared.kernel.schemas import Request, Text
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import expert_applications


class ReviewExpertApplication(Request):
    """Body of `review_expert_application`."""

    expert_id: UserId
    """Id of the applicant, from `list_expert_applications`."""
    decision: Decision
    """Decision to accept or to refuse the application."""
    reason: Text = ""
    """Explanation that the applicant reads, at most 5,000 characters; needed for a refusal."""


@http.post(who="admin", admin_scope="moderator", raises=(ExpertNotFound, ApplicationDecided))
async def review_expert_application(body: ReviewExpertApplication, ctx: Context) -> ApplicationView:
    """Accept or reject an application. The applicant gets an e-mail with the decision.

    The same decision again changes nothing.

    Raises:
        ExpertNotFound: No application has this id.
        ApplicationDecided: The application was decided otherwise before.
    """
    decide, by = expert_applications.decide_application, ctx.actor.id
    expert = await ctx.commit(decide, body.expert_id, body.decision, reason=body.reason, by=by, now=ctx.now)
    return ApplicationView.from_expert(expert)
