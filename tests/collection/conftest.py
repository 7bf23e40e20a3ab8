"""Fixture of all functions, collected once."""

import pytest

from infra.build import discovery
from infra.build.discovery import Function


@pytest.fixture(scope="session")
def functions() -> list[Function]:
    """Collect every function of the project."""
    return discovery.collect_functions()
