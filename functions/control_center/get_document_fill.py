"""Show a run of a fill."""

from shared.control_center import store
from shared.control_center.errors import FillRunNotFound
from shared.control_center.schemas import FillRunView
from shared.kernel.ids import Id
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class GetDocumentFill(Request):
    """The run to show."""

    run_id: Id
    """Run to show: the id that `run_document_fill` answered with."""


@http.get(who="admin", admin_scope="owner", raises=(FillRunNotFound,))
async def get_document_fill(query: GetDocumentFill, ctx: Context) -> FillRunView:
    """Show how far a run of a fill has come, and what it changed."""
    return FillRunView.of(await ctx.read(store.get_fill_run, query.run_id))
