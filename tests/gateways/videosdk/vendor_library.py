"""VideoSDK's own server library, run by Node, to compare ours with."""

import json
import subprocess
from pathlib import Path
from typing import Any

from emulators.demo.expectations import POLL_TIMEOUT

_PROGRAM = Path(__file__).with_name("vendor_library.mjs")


class VendorError(Exception):
    """Error of the library; the text is its name and message."""


def ask_vendor_library(task: str, **told: Any) -> Any:
    """Let the library do a task of `vendor_library.mjs`, and return its result.

    Raises:
        VendorError: The library has thrown an error.
    """
    run = subprocess.run(
        ["node", str(_PROGRAM), json.dumps({"task": task} | told)],
        capture_output=True,
        text=True,
        check=True,
        timeout=POLL_TIMEOUT,
    )
    result = json.loads(run.stdout)
    if "error" in result:
        raise VendorError(f"{result['error']}: {result['message']}")
    return result["answer"]
