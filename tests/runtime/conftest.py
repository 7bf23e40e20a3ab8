"""What the tests of the runtime share."""

import pytest

from emulators.identity import Identity
from shared.runtime.context import Context
from tests.runtime.toys import Toys
from tests.world import World


@pytest.fixture
def toys(world: World, identity: Identity) -> Toys:
    """Calls small functions of the test's own."""
    return Toys(world.runtime, identity)


@pytest.fixture
def ctx(world: World) -> Context:
    """A call."""
    return Context(world.runtime, function="toy", request_id="req_toy")
