"""Finding an expert: each question one query, each page once, nothing left out."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Literal

import pytest

from functions.catalogue.list_experts import list_experts
from shared.catalogue.inputs import ExpertSearch
from shared.catalogue.models import NEVER, Expert, ExpertStatus
from shared.catalogue.search import MAX_READ_EXPERTS, expert_search_query
from shared.kernel import paging
from tests.builders import NOON
from tests.catalogue.builders import add_experts, an_expert
from tests.world import Answer, World

pytestmark = pytest.mark.emulator

PEOPLE = (
    an_expert("ani", full_name="Ani Wijaya", rating=490, price_from=200_000, expertise=("Agile", "Fintech")),
    an_expert("bela", full_name="Bela Änder", rating=450, price_from=100_000, styles=("Direct",), languages=("en",)),
    an_expert("cici", full_name="Cici Ani", rating=490, price_from=150_000, expertise=("agile",), styles=("Calm",)),
    an_expert("dodi", full_name="Dodi", rating=300, price_from=50_000, categories=("career",), languages=("id", "en")),
    an_expert("evan", full_name="Evan Wijaya Kusuma", rating=0, rating_count=0, rating_sum=0, price_from=900_000),
    an_expert("gone", status=ExpertStatus.SUSPENDED),
    an_expert("idle", price_from=None),
)
SHOWN = PEOPLE[:5]


async def asked(world: World, **wish: Any) -> Answer:
    """The list, for whoever comes by."""
    answer = await world.call(list_experts, wish)
    assert answer.status == 200, answer.body
    return answer


async def found(world: World, **wish: Any) -> list[str]:
    """Who is on the first page."""
    return [card["expert_id"] for card in (await asked(world, **wish)).body["items"]]


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ({}, ["cici", "ani", "bela", "dodi", "evan"]),
        ({"sort": "price"}, ["dodi", "bela", "cici", "ani", "evan"]),
        ({"expertise": "Agile"}, ["cici", "ani"]),
        ({"expertise": " AGILE "}, ["cici", "ani"]),
        ({"expertise": "Agi"}, []),
        ({"style": "direct"}, ["bela"]),
        ({"category": "career"}, ["dodi"]),
        ({"language": "en"}, ["bela", "dodi"]),
        ({"expertise": "Product Strategy", "language": "en"}, ["bela", "dodi"]),
        ({"style": "Direct", "category": "career"}, []),
        ({"category": "career", "language": "id", "sort": "price"}, ["dodi"]),
        ({"text": "ani"}, ["cici", "ani"]),
        ({"text": "wij"}, ["ani", "evan"]),
        ({"text": "wijaya k"}, ["evan"]),
        ({"text": "ander"}, ["bela"]),
        ({"text": "a", "language": "en"}, ["bela"]),
        ({"text": "ani", "expertise": "fintech", "sort": "price"}, ["ani"]),
        ({"expertise": "product strategy", "style": "direct", "language": "en"}, ["bela"]),
        ({"expertise": "product strategy", "style": "direct", "language": "id"}, []),
        ({"expertise": "product strategy", "category": "career", "language": "en", "text": "do"}, ["dodi"]),
        ({"text": "ijaya"}, []),
        ({"price_min": 100_000, "price_max": 200_000}, ["cici", "ani", "bela"]),
        ({"price_min": 100_000, "price_max": 200_000, "sort": "price"}, ["bela", "cici", "ani"]),
        ({"price_max": 100_000, "sort": "price"}, ["dodi", "bela"]),
        ({"min_rating": 4.5}, ["cici", "ani", "bela"]),
        ({"min_rating": 4.5, "price_max": 150_000, "sort": "price"}, ["bela", "cici"]),
        ({"min_rating": 4.5, "price_max": 150_000, "expertise": "agile", "language": "id"}, ["cici"]),
        ({"min_rating": 4.5, "text": "a", "price_min": 200_000}, ["ani"]),
    ],
)
async def test_who_fits(world: World, wish: dict[str, Any], expected: list[str]) -> None:
    """
    Every filter, alone and with others; the cheaper or better rated first among equals; nobody who is not listed.
    """
    await add_experts(world, *PEOPLE)

    assert await found(world, **wish) == expected


async def test_the_soonest_free(world: World) -> None:
    """
    By when they are free next; who never is comes last, and is not said to be free in the year 9999.
    """
    for person, hours in zip(SHOWN, (5, 1, None, 3, 1), strict=True):
        free_at = NOON + timedelta(hours=hours) if hours else NEVER
        await add_experts(world, person.having(free_at=free_at))

    answer = await asked(world, sort="soonest")

    assert [card["expert_id"] for card in answer.body["items"]] == ["bela", "evan", "dodi", "ani", "cici"]
    assert [card["next_free_at"] for card in answer.body["items"]][::4] == ["2026-11-26T06:00:00Z", None]


async def test_a_card(world: World) -> None:
    """
    What the list shows of an expert, and no more.
    """
    await add_experts(world, PEOPLE[0], PEOPLE[4])

    card, unrated = (await asked(world)).body["items"]

    assert card == {
        "expert_id": "ani",
        "slug": "expert-ani",
        "full_name": "Ani Wijaya",
        "headline": "Product manager",
        "company": None,
        "city": "Jakarta",
        "country": "Indonesia",
        "years": 8,
        "expertise": ["Agile", "Fintech"],
        "styles": [],
        "categories": [],
        "languages": ["id"],
        "photo_url": None,
        "rating": 4.9,
        "rating_count": 10,
        "response_minutes": None,
        "completion_percent": None,
        "price_from": {"amount": 200_000, "currency": "IDR"},
        "next_free_at": None,
    }
    assert (unrated["rating"], unrated["rating_count"]) == (None, 0)


ORDERS: dict[str, Callable[[Expert], Any]] = {
    "rating": lambda one: (-one.rating, one.price_from),
    "price": lambda one: (one.price_from, -one.rating),
    "soonest": lambda one: (one.free_at, -one.rating, one.price_from),
}


@pytest.mark.parametrize("sort", ORDERS)
async def test_page_by_page(world: World, sort: str) -> None:
    """
    Everybody once and in order, though many are alike; each page reads what it shows and one more, in one go.
    """
    many = [
        an_expert(
            f"e{n:02}",
            rating=300 + n % 3 * 100,
            price_from=50_000 * (1 + n % 2),
            free_at=NOON + timedelta(hours=n % 4) if n % 5 else NEVER,
        )
        for n in range(37)
    ]
    await add_experts(world, *many)
    pages: list[list[dict[str, Any]]] = []
    cursor = None

    while not pages or cursor:
        meter = world.documents.meter
        before = meter.round_trips, meter.reads
        asked_for = {"sort": sort, "limit": 10, "price_min": 1} | ({"cursor": cursor} if cursor else {})
        page = (await asked(world, **asked_for)).body
        pages.append(page["items"])
        cursor = page["next_cursor"]
        assert (meter.round_trips - before[0], meter.reads - before[1] <= 11) == (1, True)

    by_id = {one.id: one for one in many}
    listed = [by_id[card["expert_id"]] for page in pages for card in page]
    assert [len(page) for page in pages] == [10, 10, 10, 7]
    assert len({one.id for one in listed}) == 37
    assert [ORDERS[sort](one) for one in listed] == sorted(ORDERS[sort](one) for one in many)


def _forge_cursor(sort: Literal["rating", "price", "soonest"], *values: Any) -> str:
    return paging.encode_position(expert_search_query(ExpertSearch(sort=sort)), values)


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "x" * 25}, "text"),
        ({"price_min": 2, "price_max": 1}, "price_max"),
        ({"price_min": -1}, "price_min"),
        ({"min_rating": 5.1}, "min_rating"),
        ({"min_rating": "nan"}, "min_rating"),
        ({"sort": "name"}, "sort"),
        ({"limit": 0}, "limit"),
        ({"limit": 101}, "limit"),
        ({"language": "Indonesian"}, "language"),
        ({"category": "No Such"}, "category"),
        ({"cursor": "garbage"}, "cursor"),
        ({"cursor": _forge_cursor("price", 1, 2, "a")}, "cursor"),
        ({"cursor": _forge_cursor("rating", 1, "a")}, "cursor"),
        ({"cursor": _forge_cursor("rating", 1, 2, "a/b")}, "cursor"),
        ({"cursor": _forge_cursor("rating", "x", 2, "a")}, "cursor"),
        ({"cursor": _forge_cursor("rating", 1, 2**70, "a")}, "cursor"),
        ({"cursor": _forge_cursor("rating", True, 2, "a")}, "cursor"),
        ({"cursor": _forge_cursor("soonest", "never", 1, 2, "a"), "sort": "soonest"}, "cursor"),
        ({"cursor": _forge_cursor("rating")}, "cursor"),
    ],
)
async def test_what_one_query_cannot_say(world: World, wish: dict[str, Any], field: str) -> None:
    """
    The field is named; nothing is read, let alone everything.
    """
    before = world.documents.meter.rpcs

    answer = await world.call(list_experts, wish)

    assert (answer.status, answer.code, answer.invalid_fields) == (422, "invalid", [field])
    assert world.documents.meter.rpcs == before


async def test_a_search_that_no_index_covers_reads_a_bounded_number(world: World) -> None:
    """
    Of 450 experts with the word, one in ninety speaks English: the pages lead to all of them, each within the bound.
    """
    many = [
        an_expert(f"e{n:03}", full_name=f"Ani {n}", rating=n, languages=("en",) if n % 90 == 0 else ("id",))
        for n in range(450)
    ]
    await add_experts(world, *many)
    wish, found_ids, reads = {"text": "ani", "language": "en", "limit": 2}, list[str](), list[int]()

    cursor, more = None, True
    while more:
        before = world.documents.meter.reads
        page = (await asked(world, **wish, **({"cursor": cursor} if cursor else {}))).body
        reads.append(world.documents.meter.reads - before)
        found_ids += [card["expert_id"] for card in page["items"]]
        cursor, more = page["next_cursor"], page["next_cursor"] is not None
        assert len(page["items"]) <= 2

    assert found_ids == [f"e{n:03}" for n in (360, 270, 180, 90, 0)]
    assert max(reads) <= MAX_READ_EXPERTS + 4
    assert len(reads) <= 5
