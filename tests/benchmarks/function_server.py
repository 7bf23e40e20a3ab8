"""Server of one function in processes of its own, with its CPU time and memory."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from emulators.settings import HOST, REPOSITORY, find_free_ports

OWN_SOURCE = Path(__file__).with_name("production_instance.py")
BASELINES = Path(__file__).parent / "baselines"
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class FunctionServer:
    """A running server with its processes."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def cpu_seconds(self) -> float:
        """CPU seconds that all processes of the server have used."""
        return sum(_cpu(pid) for pid in self._processes())

    @property
    def megabytes(self) -> float:
        """Memory of all processes of the server; shared pages are counted once."""
        return sum(_proportional_kilobytes(pid) for pid in self._processes()) / 1024

    def _processes(self) -> list[int]:
        found = [self.process.pid]
        for pid in found:
            found += [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        return found


def _cpu(pid: int) -> float:
    # The second field is a name in brackets, which may hold anything; user and system time are fields 14 and 15.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def _proportional_kilobytes(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


@contextlib.contextmanager
def serve_function(
    target: str, environment: Mapping[str, str], *, source: Path = OWN_SOURCE, asynchronous: bool = True
) -> Iterator[FunctionServer]:
    """Serve the function `target` of the file `source` until the block ends."""
    if not Path("/proc/self/smaps_rollup").exists():
        raise SystemExit("These benchmarks read /proc, so they need Linux.")
    (port,) = find_free_ports(1)
    command = [
        *(sys.executable, "-m", "functions_framework", "--target", target),
        *("--source", str(source), "--host", HOST, "--port", str(port)),
        *(["--asgi"] if asynchronous else []),
    ]
    settings = {
        **{name: value for name, value in os.environ.items() if name != "GOOGLE_APPLICATION_CREDENTIALS"},
        **environment,
        "PYTHONPATH": str(REPOSITORY),
    }
    process = subprocess.Popen(command, cwd=REPOSITORY, env=settings, stdout=subprocess.DEVNULL)
    try:
        served = FunctionServer(process, port)
        _wait_until_ready(served)
        yield served
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_ready(served: FunctionServer) -> None:
    deadline = time.monotonic() + 60
    with httpx.Client(trust_env=False) as client:
        while time.monotonic() < deadline:
            if served.process.poll() is not None:
                raise SystemExit("The server ended before it was ready.")
            try:
                client.get(f"{served.url}/robots.txt")
            except httpx.TransportError:
                time.sleep(0.05)
            else:
                return
    raise SystemExit("The server did not start in time.")
