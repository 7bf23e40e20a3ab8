"""HTTP: search for experts."""

from shared.catalogue import search
from shared.catalogue.inputs import ExpertSearch
from shared.catalogue.schemas import ExpertSummaryView
from shared.kernel.paging import Page
from shared.runtime.context import Context
from shared.runtime.triggers import http


class ListExperts(ExpertSearch):
    """Query of `list_experts`. All filters can be combined."""


@http.get(who="anyone")
async def list_experts(query: ListExperts, ctx: Context) -> Page[ExpertSummaryView]:
    """List the experts who offer something and match the filters.

    The best rated come first, or with `sort` the cheapest or the soonest free. An index answers `text`, or two of
    `expertise`, `style`, `category` and `language`. With more of them a call looks at 200 experts at most.
    Then a page may be short or empty while `next_cursor` leads on.
    """
    return await ctx.read(search.search_experts, query)
