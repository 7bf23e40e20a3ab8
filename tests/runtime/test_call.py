"""The call that workflows run in."""

import pytest

from shared.kernel.ports import Reader
from shared.runtime.context import Context
from shared.workflows.call import Call
from tests.runtime.sample_functions import Count, counter_ref, increment_counter
from tests.world import World

pytestmark = pytest.mark.emulator


async def get_count(reader: Reader) -> Count | None:
    """Get the counter as it is now."""
    return await reader.get(counter_ref())


async def increment_twice(call: Call) -> list[int]:
    """Increment the counter in two commits, as a workflow does, and read the count after each."""
    counts = []
    for _ in range(2):
        await call.commit(increment_counter)
        count = await call.read(get_count)
        counts.append(count.n if count else 0)
    return counts


async def test_context_is_the_call_of_a_workflow(world: World, ctx: Context) -> None:
    """A workflow that knows only `Call` commits and reads through the context of a request."""
    counts = await increment_twice(ctx)

    assert counts == [1, 2]
    assert (ctx.replayed, ctx.request_id) == (False, "req_toy")
