"""What a function costs does not change unseen."""

from collections.abc import Callable

import pytest

from infra.build.discovery import collect_functions
from tests.benchmarks import cost
from tests.cases import load_cases
from tests.world import World


def test_every_function_has_a_case() -> None:
    """
    Adding a function includes a typical call of the function.
    """
    assert {function.spec.name for function in collect_functions()} == set(load_cases())


@pytest.mark.emulator
@pytest.mark.slow
async def test_the_cost_of_each_function_is_the_one_on_record(new_world: Callable[[], World]) -> None:
    """
    The table is counted anew; a difference is either a mistake or is committed with the change that makes it.
    """
    rows = [await cost.measure_function(name, new_world()) for name in load_cases()]

    page = cost.render_page(rows)

    if cost.is_writing():
        cost.FILE.write_text(page)
    assert cost.FILE.read_text() == page, "if this is meant, refresh with `make generate`"


@pytest.mark.emulator
async def test_an_order_takes_two_round_trips_before_xendit_and_one_after(new_world: Callable[[], World]) -> None:
    """
    Key, event, type and free seats are read at the same time; then one commit, Xendit, and one commit.
    """
    world = new_world()
    call = await load_cases()["create_ticket_order"].arrange(world)
    before = world.documents.meter.round_trips

    await call()

    assert world.documents.meter.round_trips - before == 3
