"""All functions, collected once."""

import pytest

from infra.build import collect
from infra.build.collect import Function


@pytest.fixture(scope="session")
def functions() -> list[Function]:
    """Every function of the project."""
    return collect.functions()
