"""The console's code asks the server's clock for the time: a device's own clock may be wrong by hours."""

import re
from pathlib import Path

CONSOLE = Path(__file__).parents[2] / "emulators" / "console"
DEVICE_CLOCK = re.compile(r"Date\.now\(\)|new Date\(\)")
MAY_ASK = {
    "api.js": "measures the round trip",
    "attachments.js": "compares two times of the device",
    "composer.js": "compares two times of the device",
    "phone.js": "shows the phone's own clock",
    "server_clock.js": "measures how far the server is ahead",
}
"""Files that may ask the device's clock, each with the reason."""


def test_only_a_few_files_ask_the_devices_clock() -> None:
    """Times of documents are compared with `serverNow()`."""
    asking = {file.name for file in CONSOLE.rglob("*.js") if DEVICE_CLOCK.search(file.read_text())}

    assert asking == MAY_ASK.keys()
