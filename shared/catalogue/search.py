"""The list of experts: one query of a page and one, whatever is asked."""

from typing import Any

from shared.catalogue import search_keys
from shared.catalogue.inputs import ExpertSearch
from shared.catalogue.models import ExpertSummary
from shared.catalogue.schemas import ExpertSummaryView
from shared.kernel import paging
from shared.kernel.errors import Invalid
from shared.kernel.paging import Page
from shared.kernel.ports import Query, Reader

# Ranges of price and rating are read off the index that the order is read off: so both stand in each.
_SORT_FIELDS: dict[str, tuple[tuple[str, str], ...]] = {
    "rating": (("rating", "desc"), ("price_from", "asc")),
    "price": (("price_from", "asc"), ("rating", "desc")),
    "soonest": (("free_at", "asc"), ("rating", "desc"), ("price_from", "asc")),
}


async def search_experts(reader: Reader, search: ExpertSearch) -> Page[ExpertSummaryView]:
    """One page of the experts who are listed and fit. Raises `Invalid` where one query could not say it."""
    found = await reader.query(expert_search_query(search))
    shown = found[: search.limit]
    more = len(found) > search.limit
    return Page(
        items=[ExpertSummaryView.of(card) for card in shown],
        next_cursor=_encode_cursor(search.sort, shown[-1]) if more else None,
    )


def expert_search_query(search: ExpertSearch) -> Query[ExpertSummary]:
    """The query that answers *wish*."""
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
    asked = asked.order_by("id", "desc" if _SORT_FIELDS[search.sort][-1][1] == "desc" else "asc").first(
        search.limit + 1
    )
    return asked.after(*_decode_cursor(search.sort, search.cursor)) if search.cursor else asked


def _encode_cursor(sort: str, card: ExpertSummary) -> str:
    values = [getattr(card, name) for name, _ in _SORT_FIELDS[sort]]
    return paging.encode_cursor(sort, *(one if isinstance(one, int) else one.isoformat() for one in values), card.id)


def _decode_cursor(sort: str, cursor: str) -> list[Any]:
    """The sort values of the row that *cursor* stands behind."""
    values = paging.decode_cursor(cursor)
    names = [name for name, _ in _SORT_FIELDS[sort]]
    if values[:1] != [sort] or len(values) != len(names) + 2:
        raise Invalid.field("cursor", "is not a cursor of this list")
    return [_decode_cursor_value(name, value) for name, value in zip([*names, "id"], values[1:], strict=True)]


def _decode_cursor_value(name: str, value: str | int) -> Any:
    if name == "free_at":
        return paging.decode_moment_cursor(paging.encode_cursor(value, "-"))[0]
    if name == "id":
        return paging.decode_moment_cursor(paging.encode_cursor("2000-01-01T00:00:00Z", value))[1]
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**53:
        raise Invalid.field("cursor", "is not a cursor of this list")
    return value
