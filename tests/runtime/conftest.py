"""What the tests of the runtime share."""

import pytest

from emulators.identity_tokens import IdentityTokenSigner
from shared.runtime.context import Context
from tests.runtime.sample_functions import SampleFunctionCaller
from tests.world import World


@pytest.fixture
def toys(world: World, identity: IdentityTokenSigner) -> SampleFunctionCaller:
    """Calls small functions of the test's own."""
    return SampleFunctionCaller(world.runtime, identity)


@pytest.fixture
def ctx(world: World) -> Context:
    """A call."""
    return Context(world.runtime, function="toy", request_id="req_toy")
