"""Load generator in a process of its own: persistent connections that each wait for an answer before they ask again."""

import asyncio
import itertools
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlsplit

from emulators.settings import REPOSITORY


@dataclass(frozen=True)
class LoadResult:
    """Result of a load.

    Attributes:
        statuses: Number of answers of each HTTP status.
        seconds: Duration of the load.
        latencies: Seconds that each answer took.
    """

    statuses: dict[str, int]
    seconds: float
    latencies: list[float]

    @property
    def answer_count(self) -> int:
        return len(self.latencies)

    @property
    def per_second(self) -> float:
        return self.answer_count / self.seconds

    def latency_percentile(self, percent: int) -> float:
        """Return the latency (milliseconds) that `percent` of the answers did not exceed."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def build_http_request(
    url: str, *, method: str = "GET", headers: Iterable[tuple[str, str]] = (), body: bytes = b""
) -> tuple[str, str]:
    """Build an HTTP request; return its host and port, and its text."""
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [f"{method} {path} HTTP/1.1", f"Host: {parts.netloc}", *(f"{name}: {value}" for name, value in headers)]
    if method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return parts.netloc, "\r\n".join([*lines, "", ""]) + body.decode()


def run_sustained_load(asked: Sequence[tuple[str, str]], *, connections: int, seconds: float) -> LoadResult:
    """Send the requests again and again for `seconds`, over a fixed number of connections.

    Each connection begins at another request.
    """
    return _generate({"asked": asked, "connections": connections, "seconds": seconds})


def run_simultaneous_load(asked: Sequence[tuple[str, str]]) -> LoadResult:
    """Send all requests at the same moment, each over a connection that is already open."""
    return _generate({"asked": asked, "connections": None, "seconds": None})


def _generate(task: dict[str, Any]) -> LoadResult:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.load_generator"],
        cwd=REPOSITORY,
        input=json.dumps(task),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=180,
    )
    return LoadResult(**json.loads(done.stdout))


@dataclass
class _Connection(asyncio.Protocol):
    """Minimal HTTP/1.1 client: one request at a time, answers with a `Content-Length`."""

    asked: Iterator[bytes]
    until: float
    finished: asyncio.Future[None]
    latencies: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    _transport: Any = None
    _sent: float = 0.0
    _received: bytes = b""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def send_next(self) -> None:
        self._sent = time.perf_counter()
        self._transport.write(next(self.asked))

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, found, body = self._received.partition(b"\r\n\r\n")
        if not found:
            return
        fields = head.lower().split(b"\r\n")
        length = next((int(line[15:]) for line in fields if line.startswith(b"content-length:")), 0)
        if len(body) < length:
            return
        now = time.perf_counter()
        self.latencies.append(now - self._sent)
        self.statuses[head[9:12].decode()] += 1
        self._received = b""
        if now < self.until:
            self.send_next()
        elif not self.finished.done():
            self.finished.set_result(None)
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.finished.done():
            self.statuses["lost"] += 1
            self.finished.set_result(None)


async def _run_connections(asked: list[tuple[str, str]], connections: int | None, seconds: float | None) -> LoadResult:
    """Send the requests over `connections` connections for `seconds`.

    Without a number of connections, send each request once, over a connection of its own.
    """
    loop = asyncio.get_running_loop()
    until = time.perf_counter() + (seconds or 0.0) + (0.2 if seconds else 0.0)
    texts = [text.encode() for _, text in asked]
    opened = []
    for number in range(connections or len(asked)):
        place = number * len(asked) // (connections or len(asked))
        host, _, port = asked[place][0].partition(":")
        turns = itertools.islice(itertools.cycle(texts), place, None)
        _, connection = await loop.create_connection(
            lambda turns=turns: _Connection(turns, until, loop.create_future()),  # type: ignore[misc]
            host,
            int(port),
        )
        opened.append(connection)
    began = time.perf_counter()
    for connection in opened:
        connection.send_next()
    await asyncio.wait([connection.finished for connection in opened])
    return LoadResult(
        statuses=dict(sum((connection.statuses for connection in opened), Counter())),
        seconds=time.perf_counter() - began,
        latencies=list(itertools.chain.from_iterable(connection.latencies for connection in opened)),
    )


if __name__ == "__main__":
    print(json.dumps(asdict(asyncio.run(_run_connections(**json.load(sys.stdin))))))
