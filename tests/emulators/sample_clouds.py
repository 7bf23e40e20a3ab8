"""Local clouds of a single small part, to start and stop."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from emulators.cloud import LocalCloud
from emulators.installed_tools import InstalledTools
from emulators.parts import Part
from emulators.settings import Ports, Settings

SERVES = """
import http.server, sys
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), http.server.SimpleHTTPRequestHandler).serve_forever()
"""
SERVES_WITH_A_CHILD = f"""
import pathlib, subprocess
child = subprocess.Popen(["sh", "-c", "trap '' TERM; sleep 600"])
pathlib.Path("grandchild").write_text(str(child.pid))
{SERVES}
"""


def a_part(code: str) -> Callable[[Settings, InstalledTools], Part]:
    """Build the description of a part that runs the Python code."""

    def describe(settings: Settings, _: InstalledTools) -> Part:
        return Part(
            name="firestore",
            command=(sys.executable, "-c", code, str(settings.ports.firestore)),
            folder=settings.local,
            ready_url=settings.base_url("firestore"),
            listens_on=("firestore",),
        )

    return describe


def a_cloud(root: Path, code: str, **how: Mapping[str, str]) -> LocalCloud:
    """Build a local cloud whose only part runs the Python code."""
    return LocalCloud(root=root, ports=Ports.counted_from(0), describe={"firestore": a_part(code)}, **how)  # type: ignore[arg-type]
