"""HTTP: list the applications that wait for a decision."""

from shared.catalogue import applications
from shared.catalogue.schemas import ApplicationView
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ListExpertApplications(Request):
    """Query of `list_expert_applications`."""

    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most applications on a page, 1 to 100; 20 by default."""


@http.get(who="admin", admin_scope="moderator")
async def list_expert_applications(query: ListExpertApplications, ctx: Context) -> Page[ApplicationView]:
    """List the applications that wait for a decision, the longest waiting first."""
    found = await ctx.read(applications.list_applications, cursor=query.cursor, limit=query.limit)
    return found.to_page(ApplicationView.from_expert)
