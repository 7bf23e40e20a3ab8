"""Start of an instance: modules that are loaded before the first request, each function in a process of its own."""

import json
import os
import subprocess
import sys

import pytest

from emulators.demo.expectations import POLL_TIMEOUT
from emulators.settings import Settings
from infra.build.discovery import ROOT

# The data of a country stands in a module of its own, which the first number of the country imports.
CHILD = """
import json, sys
from functions.main import load_for_instance

load_for_instance(sys.argv[1])
print(json.dumps([name for name in sys.argv[2:] if name in sys.modules]))
"""
NUMBERS, ADDRESSES = "phonenumbers.data.region_ID", "email_validator"


def list_loaded(function: str) -> list[str]:
    """List the libraries of inputs that an instance of a function has loaded."""
    command = [sys.executable, "-c", CHILD, function, NUMBERS, ADDRESSES]
    environment = os.environ | Settings().environment
    child = subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=POLL_TIMEOUT, check=False
    )
    assert child.returncode == 0, child.stderr
    loaded: list[str] = json.loads(child.stdout.splitlines()[-1])
    return loaded


@pytest.mark.parametrize(
    ("function", "libraries"),
    [("register_user", [NUMBERS, ADDRESSES]), ("create_ticket_order", [NUMBERS, ADDRESSES]), ("get_order", [])],
)
def test_the_tables_of_numbers_are_loaded_before_the_first_request(function: str, libraries: list[str]) -> None:
    """A function whose input has a phone number loads them while its instance starts, and no other function does."""
    assert list_loaded(function) == libraries
