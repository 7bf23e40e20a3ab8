"""HTTP: list the new names of experts that wait for a decision."""

from shared.catalogue import expert_names
from shared.catalogue.name_schemas import ProposedNameView
from shared.kernel.paging import Page, PageSize
from shared.kernel.schemas import Request
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ListProposedNames(Request):
    """Query of `list_proposed_names`."""

    cursor: str | None = None
    """Value of `next_cursor` of the page before; leave out for the first page."""
    limit: PageSize = 20
    """Most names on a page, 1 to 100; 20 by default."""


@http.get(who="admin", admin_scope="moderator")
async def list_proposed_names(query: ListProposedNames, ctx: Context) -> Page[ProposedNameView]:
    """List the new names of experts that wait for a decision, the longest waiting first."""
    found = await ctx.read(expert_names.list_proposed_names, cursor=query.cursor, limit=query.limit)
    return found.to_page(ProposedNameView.of)
