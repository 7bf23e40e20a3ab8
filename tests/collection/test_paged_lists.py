"""Every list that answers in pages ends its pages in the same way, and knows its own cursors."""

import itertools
from typing import Any

import pytest

import functions.main
from tests.cases import ROW_COUNT, load_paged_rows
from tests.world import World

pytestmark = pytest.mark.emulator

PAGED_LISTS = load_paged_rows()
SAME_QUERY = {
    frozenset(("list_my_bookings", "list_my_transactions")),
    frozenset(("list_my_strikes", "list_strikes")),
}
"""Lists that show the same documents in the same order to the same person, in other words."""


async def _read_pages(world: World, name: str, limit: int) -> list[list[Any]]:
    pages: list[list[Any]] = []
    cursor = None
    while not pages or cursor:
        query = {**PAGED_LISTS[name].query, "limit": limit} | ({"cursor": cursor} if cursor else {})
        answer = await world.call(getattr(functions.main, name), query, as_=PAGED_LISTS[name].person)
        assert answer.status == 200, answer.body
        pages.append([item[PAGED_LISTS[name].id] for item in answer.body["items"]])
        cursor = answer.body["next_cursor"]
    return pages


@pytest.mark.parametrize("name", PAGED_LISTS)
async def test_last_page_has_no_cursor(world: World, name: str) -> None:
    """A last page carries no cursor, whether it is full or not, and each row is on one page."""
    await PAGED_LISTS[name].arrange(world)

    found = {limit: await _read_pages(world, name, limit) for limit in (1, 2, 3, ROW_COUNT)}

    assert {limit: [len(page) for page in pages] for limit, pages in found.items()} == {
        1: [1, 1, 1, 1],
        2: [2, 2],
        3: [3, 1],
        ROW_COUNT: [ROW_COUNT],
    }
    (listed,) = found[ROW_COUNT]
    assert len(set(listed)) == ROW_COUNT
    assert all([id for page in pages for id in page] == listed for pages in found.values())


async def test_cursor_of_another_list_is_refused(world: World) -> None:
    """A list takes the cursors of no list with another query: the field is named, and nothing is listed."""
    cursors: dict[str, str] = {}
    for name, paged in PAGED_LISTS.items():
        await paged.arrange(world)
        answer = await world.call(getattr(functions.main, name), {**paged.query, "limit": 1}, as_=paged.person)
        cursors[name] = answer.body["next_cursor"]

    answers = {
        (name, origin): await world.call(
            getattr(functions.main, name), {**paged.query, "cursor": cursor}, as_=paged.person
        )
        for name, paged in PAGED_LISTS.items()
        for origin, cursor in cursors.items()
        if origin != name and frozenset((name, origin)) not in SAME_QUERY
    }

    alike = {
        frozenset(names) for names in itertools.combinations(cursors, 2) if len({cursors[one] for one in names}) == 1
    }
    assert alike == SAME_QUERY
    assert {(answer.status, *answer.invalid_fields) for answer in answers.values()} == {(422, "cursor")}
