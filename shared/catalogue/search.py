"""Search for experts: one query a page, for every combination of filters."""

from shared.catalogue import search_keys
from shared.catalogue.inputs import ExpertSearch
from shared.catalogue.models import ExpertSummary
from shared.catalogue.schemas import ExpertSummaryView
from shared.kernel.paging import Page, list_rows
from shared.kernel.ports import Query, Reader

# A range filter needs its field in the index of the order, so each order names price and rating.
_SORT_FIELDS: dict[str, tuple[tuple[str, str], ...]] = {
    "rating": (("rating", "desc"), ("price_from", "asc")),
    "price": (("price_from", "asc"), ("rating", "desc")),
    "soonest": (("free_at", "asc"), ("rating", "desc"), ("price_from", "asc")),
}


async def search_experts(reader: Reader, search: ExpertSearch) -> Page[ExpertSummaryView]:
    """List one page of the listed experts who match the search.

    Raises:
        Invalid: The filters cannot be combined in one query, or the price range is empty.
    """
    found = await list_rows(reader, expert_search_query(search), cursor=search.cursor, limit=search.limit)
    return found.to_page(ExpertSummaryView.of)


def expert_search_query(search: ExpertSearch) -> Query[ExpertSummary]:
    """Build the query that answers `search`.

    Raises:
        Invalid: The filters cannot be combined in one query, or the price range is empty.
    """
    asked = Query("experts", ExpertSummary).matching(
        "keys", "array_contains", search_keys.compute_filter_key(search.facets, search.text)
    )
    least, most = search.price_range
    if least is not None:
        asked = asked.matching("price_from", ">=", least)
    if most is not None:
        asked = asked.matching("price_from", "<=", most)
    if search.min_rating is not None:
        asked = asked.matching("rating", ">=", round(search.min_rating * 100))
    for name, direction in _SORT_FIELDS[search.sort]:
        asked = asked.order_by(name, "desc" if direction == "desc" else "asc")
    return asked.order_by("id", "desc" if _SORT_FIELDS[search.sort][-1][1] == "desc" else "asc")
