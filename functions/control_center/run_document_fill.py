"""Run a fill over stored documents, or let one go on."""

from pydantic import Field

from shared.control_center.errors import FillNotResumable, FillRunNotFound
from shared.control_center.schemas import FillRunView
from shared.kernel.ids import Id, UserId
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http
from shared.workflows import document_fills
from shared.workflows.document_fills import FillName


class RunDocumentFill(Request):
    """A fill to start from the first document, or a run to go on with."""

    fill: FillName
    """Name of the fill, which says what is done to which documents."""
    dry_run: bool = True
    """True to count documents without saving them. Ignored for a run that goes on, which keeps its value."""
    limit: int = Field(default=1_000, ge=1, le=1_000_000)
    """Number of documents to look at in this run, 1 to 1,000,000."""
    run_id: Id | None = None
    """Id of a run that stopped at its limit, to go on with; null to start from the first document."""


@http.post(
    who="admin",
    admin_scope="owner",
    raises=(
        FillRunNotFound,
        FillNotResumable,
    ),
)
async def run_document_fill(body: RunDocumentFill, ctx: Context) -> FillRunView:
    """Start a run of a fill, or let one that stopped at its limit go on. The run works in the background."""
    run = await ctx.commit(
        document_fills.start_or_resume_fill,
        body.fill,
        body.run_id,
        dry_run=body.dry_run,
        limit=body.limit,
        by=UserId(ctx.actor.id),
        now=ctx.now,
    )
    return FillRunView.of(run)
