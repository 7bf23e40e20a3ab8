"""Search for experts: one query a page, and a bounded scan where no index covers all filters."""

from shared.catalogue import search_keys
from shared.catalogue.inputs import ExpertSearch
from shared.catalogue.models import ExpertSummary
from shared.catalogue.schemas import ExpertSummaryView
from shared.kernel.paging import Page, Rows, encode_cursor, list_rows
from shared.kernel.ports import Query, Reader

# A range filter needs its field in the index of the order, so each order names price and rating.
_SORT_FIELDS: dict[str, tuple[tuple[str, str], ...]] = {
    "rating": (("rating", "desc"), ("price_from", "asc")),
    "price": (("price_from", "asc"), ("rating", "desc")),
    "soonest": (("free_at", "asc"), ("rating", "desc"), ("price_from", "asc")),
}


MAX_READ_EXPERTS = 200
"""Limit of the experts that one call reads where filters are left that no index covers."""
_BATCH_SIZE = 50


async def search_experts(reader: Reader, search: ExpertSearch) -> Page[ExpertSummaryView]:
    """List one page of the listed experts who match the search.

    An index answers two filters, or a text, with any price, rating and order. Further filters are compared here with
    the experts that the index finds, at most `MAX_READ_EXPERTS` in a call. So such a page may have fewer experts than
    wanted, even none, and still a cursor of the next one.

    Raises:
        Invalid: The price range is empty.
    """
    asked = expert_search_query(search)
    others = search_keys.list_other_filters(search.facets, search.text)
    if not others:
        found = await list_rows(reader, asked, cursor=search.cursor, limit=search.limit)
        return found.to_page(ExpertSummaryView.of)
    matching: list[ExpertSummary] = []
    cursor = search.cursor
    for _ in range(MAX_READ_EXPERTS // _BATCH_SIZE):
        batch = await list_rows(reader, asked, cursor=cursor, limit=_BATCH_SIZE)
        for place, expert in enumerate(batch.items):
            if search_keys.has_values(expert, others):
                matching.append(expert)
            if len(matching) == search.limit and (batch.next_cursor or place + 1 < len(batch.items)):
                return Rows(matching, encode_cursor(asked, expert)).to_page(ExpertSummaryView.of)
        cursor = batch.next_cursor
        if cursor is None:
            break
    return Rows(matching, cursor).to_page(ExpertSummaryView.of)


def expert_search_query(search: ExpertSearch) -> Query[ExpertSummary]:
    """Build the query whose index covers as much of `search` as one can.

    Raises:
        Invalid: The price range is empty.
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
