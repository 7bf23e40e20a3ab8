"""Costs of everything that follows from a happening, compared with the recorded costs."""

from collections import Counter
from collections.abc import Callable

import pytest

from tests.benchmarks import cost, event_costs
from tests.benchmarks.event_costs import HAPPENINGS, measure_consequences
from tests.world import World

pytestmark = pytest.mark.emulator


@pytest.mark.slow
async def test_the_cost_of_what_follows_is_the_one_on_record(new_world: Callable[[], World]) -> None:
    """
    Counted anew, with filters and without; a difference is a mistake, or is committed with the change that makes it.
    """
    rows = {
        name: (
            await measure_consequences(name, new_world(), filtered=False),
            await measure_consequences(name, new_world(), filtered=True),
        )
        for name in HAPPENINGS
    }

    page = event_costs.render_page(rows)

    if cost.is_writing():
        event_costs.FILE.write_text(page)
    assert event_costs.FILE.read_text() == page, "if this is meant, refresh with `make generate`"


@pytest.mark.parametrize("name", HAPPENINGS)
async def test_who_is_called_in_vain_does_nothing(name: str, new_world: Callable[[], World]) -> None:
    """
    From subscriptions without filters every function hears everything, and the same is sent and published.
    """
    filtered, unfiltered = new_world(), new_world()

    few = await measure_consequences(name, filtered, filtered=True)
    many = await measure_consequences(name, unfiltered, filtered=False)

    assert few["calls"] <= many["calls"]
    assert _sent_types(filtered) == _sent_types(unfiltered)


def _sent_types(world: World) -> Counter[str]:
    return Counter(entry.type for entry in (*world.delivered, *world.sent.entries))
