"""Fill one page of documents."""

from shared.control_center.jobs import FillDocuments
from shared.runtime.context import Context
from shared.runtime.triggers import task
from shared.workflows import document_fills


@task(FillDocuments, attempts=10, per_second=2)
async def fill_documents(job: FillDocuments, ctx: Context) -> None:
    """Bring one page of documents up to what today's code would write, and schedule the next page."""
    await ctx.commit_final(document_fills.fill_page, job.run_id, job.page, now=ctx.now)
