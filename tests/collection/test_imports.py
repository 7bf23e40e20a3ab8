"""Importing a function does nothing and is cheap: no environment, no network, no vendor."""

import json
import subprocess
import sys

from emulators.demo.expectations import POLL_TIMEOUT
from infra.build.discovery import ROOT, Function

VENDORS = {
    "boto3",
    "botocore",
    "cryptography",
    "dns",
    "email_validator",
    "emoji",
    "firebase_admin",
    "fpdf",
    "google",
    "grpc",
    "httpx",
    "icalendar",
    "jinja2",
    "jwt",
    "openpyxl",
    "phonenumbers",
    "requests",
    "segno",
    "sendgrid",
    "twilio",
    "urllib3",
    "xendit",
}

# In a process of its own, since this one has imported everything long ago.
CHILD = """
import importlib, json, socket, sys

class Closed(socket.socket):
    def __init__(self, *args, **kwargs):
        raise OSError("the network is closed")

def closed(*args, **kwargs):
    raise OSError("the network is closed")

socket.socket = Closed
socket.create_connection = socket.getaddrinfo = closed

brought = {}
for name in sys.argv[1:]:
    before = set(sys.modules)
    importlib.import_module(name)
    brought[name] = sorted({module.partition(".")[0] for module in set(sys.modules) - before})
print(json.dumps(brought))
"""


def test_importing_a_function_does_nothing(functions: list[Function]) -> None:
    """Every function is imported with an empty environment and the network closed, and brings in no vendor."""
    command = [sys.executable, "-c", CHILD, "functions.main", *(function.module for function in functions)]

    child = subprocess.run(command, env={}, cwd=ROOT, capture_output=True, text=True, timeout=POLL_TIMEOUT, check=False)

    assert child.returncode == 0, child.stderr
    brought = json.loads(child.stdout)
    assert brought.keys() >= {function.module for function in functions}
    assert {module: VENDORS.intersection(names) for module, names in brought.items() if VENDORS & set(names)} == {}
