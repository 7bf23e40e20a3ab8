"""The list of experts: one query of a page and one, whatever is asked."""

from typing import Any

from shared.catalogue import keys
from shared.catalogue.given import ExpertWish
from shared.catalogue.models import Card
from shared.catalogue.schemas import ExpertCard
from shared.kernel import paging
from shared.kernel.errors import Invalid
from shared.kernel.paging import Page
from shared.kernel.ports import Query, Reader

# Ranges of price and rating are read off the index that the order is read off: so both stand in each.
_ORDERS: dict[str, tuple[tuple[str, str], ...]] = {
    "rating": (("rating", "desc"), ("price_from", "asc")),
    "price": (("price_from", "asc"), ("rating", "desc")),
    "soonest": (("free_at", "asc"), ("rating", "desc"), ("price_from", "asc")),
}


async def experts(reader: Reader, wish: ExpertWish) -> Page[ExpertCard]:
    """One page of the experts who are listed and fit. Raises `Invalid` where one query could not say it."""
    found = await reader.query(query(wish))
    shown = found[: wish.limit]
    more = len(found) > wish.limit
    return Page(
        items=[ExpertCard.of(card) for card in shown],
        next_cursor=_cursor(wish.sort, shown[-1]) if more else None,
    )


def query(wish: ExpertWish) -> Query[Card]:
    """The query that answers *wish*."""
    asked = Query("experts", Card).matching("keys", "array_contains", keys.wanted(wish.facets, wish.text))
    least, most = wish.prices
    if least is not None:
        asked = asked.matching("price_from", ">=", least)
    if most is not None:
        asked = asked.matching("price_from", "<=", most)
    if wish.min_rating is not None:
        asked = asked.matching("rating", ">=", round(wish.min_rating * 100))
    for name, direction in _ORDERS[wish.sort]:
        asked = asked.by(name, "desc" if direction == "desc" else "asc")
    asked = asked.by("id", "desc" if _ORDERS[wish.sort][-1][1] == "desc" else "asc").first(wish.limit + 1)
    return asked.after(*_place(wish.sort, wish.cursor)) if wish.cursor else asked


def _cursor(sort: str, card: Card) -> str:
    values = [getattr(card, name) for name, _ in _ORDERS[sort]]
    return paging.cursor(sort, *(one if isinstance(one, int) else one.isoformat() for one in values), card.id)


def _place(sort: str, cursor: str) -> list[Any]:
    """The sort values of the row that *cursor* stands behind."""
    values = paging.values(cursor)
    names = [name for name, _ in _ORDERS[sort]]
    if values[:1] != [sort] or len(values) != len(names) + 2:
        raise Invalid.field("cursor", "is not a cursor of this list")
    return [_value(name, value) for name, value in zip([*names, "id"], values[1:], strict=True)]


def _value(name: str, value: str | int) -> Any:
    if name == "free_at":
        return paging.moment_and_id(paging.cursor(value, "-"))[0]
    if name == "id":
        return paging.moment_and_id(paging.cursor("2000-01-01T00:00:00Z", value))[1]
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**53:
        raise Invalid.field("cursor", "is not a cursor of this list")
    return value
