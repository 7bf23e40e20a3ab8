"""Fixtures of the runtime's tests."""

import pytest

from emulators.identity_tokens import IdentityTokenSigner
from shared.runtime.context import Context
from tests.runtime.sample_functions import SampleFunctionCaller
from tests.world import World


@pytest.fixture
def toys(world: World, identity: IdentityTokenSigner) -> SampleFunctionCaller:
    """Provide a caller of the test's own sample functions."""
    return SampleFunctionCaller(world.runtime, identity)


@pytest.fixture
def ctx(world: World) -> Context:
    """Create the context of a call."""
    return Context(world.runtime, function="toy", request_id="req_toy")
