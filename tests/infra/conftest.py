"""Fixtures of the Terraform tests: one plan of each environment for all tests of a run."""

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from tests.infra.terraform_runner import (
    Manifest,
    Plan,
    Terraform,
    TerraformUnavailable,
    copy_infra,
    find_terraform,
    read_manifest,
)

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that needs Terraform as slow: the first of them waits for the plan."""
    for item in items:
        if HERE in item.path.parents and isinstance(item, pytest.Function) and "terraform" in item.fixturenames:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def terraform() -> Terraform:
    """Provide Terraform; skip the test where Terraform is unavailable."""
    try:
        return find_terraform()
    except TerraformUnavailable as why:
        pytest.skip(str(why))


@pytest.fixture(scope="session")
def manifest() -> Manifest:
    """Read the committed manifest."""
    return read_manifest()


@pytest.fixture(scope="session")
def plan(terraform: Terraform, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Plan]:
    """Provide the plan for an empty project: `plan("staging")`, `plan("production")`."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent

    @cache
    def planned(environment: str) -> Plan:
        file = shared / f"plan-{environment}.json"
        with _alone(file):
            if not file.exists():
                infra = copy_infra(tmp_path_factory.mktemp(environment))
                try:
                    file.write_text(json.dumps(terraform.plan(infra, environment)))
                except TerraformUnavailable as why:
                    pytest.skip(str(why))
            read: Plan = json.loads(file.read_text())
        return read

    return planned


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Lock `file`, so that one worker of a run writes it while the others wait."""
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
