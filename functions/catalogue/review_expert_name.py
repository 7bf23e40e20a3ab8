"""HTTP: decide on the new name of an expert."""

from shared.catalogue.errors import ExpertNotFound, ProposedNameChanged
from shared.catalogue.name_schemas import ReviewedNameView
from shared.catalogue.rules import Decision
from shared.kernel.ids import UserId
from shared.kernel.schemas import Line, Request, Text
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import expert_names


class ReviewExpertName(Request):
    """Body of `review_expert_name`."""

    expert_id: UserId
    """Id of the expert whose proposed name is decided, from `list_proposed_names`."""
    proposed_name: Line
    """Name that the admin decides on, from `list_proposed_names`."""
    decision: Decision
    """Decision to accept or to refuse the name."""
    reason: Text = ""
    """Explanation that the expert reads, at most 5,000 characters; needed for a refusal."""


@http.post(who="admin", admin_scope="moderator", raises=(ExpertNotFound, ProposedNameChanged))
async def review_expert_name(body: ReviewExpertName, ctx: Context) -> ReviewedNameView:
    """Accept or refuse the name that an expert asks for. Customers see an accepted name from now on.

    The same decision again changes nothing.

    Raises:
        ExpertNotFound: No expert has this id.
        ProposedNameChanged: The expert asks for another name now, or for none.
    """
    review, id = expert_names.review_name, body.expert_id
    expert = await ctx.commit(review, id, body.proposed_name, body.decision, reason=body.reason, now=ctx.now)
    return ReviewedNameView.of(expert)
