"""A function somewhere: a real HTTP server that remembers what it was sent and answers as it is told."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from emulators.demo.expectations import POLL_TIMEOUT
from emulators.settings import HOST, find_free_ports


@dataclass(frozen=True)
class ReceivedRequest:
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes
    at: float


@dataclass
class RecordingServer:
    """What has arrived, and what is answered: the next of *answers*, then 200."""

    port: int
    received: list[ReceivedRequest] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    company: int = 1
    """Nobody is answered before so many are there at once (or have been)."""
    takes: float = 0.0
    at_once: int = 0
    most_at_once: int = 0

    def url(self, path: str = "") -> str:
        """Return an address of the receiver."""
        return f"http://{HOST}:{self.port}/{path}"

    def requests_at(self, path: str) -> list[ReceivedRequest]:
        """Return what arrived at one path."""
        return [each for each in self.received if each.path == f"/{path}"]

    async def record_request(self, request: Request) -> Response:
        """Take a request."""
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        body = await request.body()
        self.received.append(ReceivedRequest(request.url.path, dict(request.headers), body, time.time()))
        await wait_until(lambda: self.most_at_once >= self.company)
        await asyncio.sleep(self.takes)
        self.at_once -= 1
        return Response("said", self.answers.pop(0) if self.answers else 200, self.headers)


@contextlib.asynccontextmanager
async def run_recording_server() -> AsyncIterator[RecordingServer]:
    """Run a receiver."""
    receiver = RecordingServer(find_free_ports(1)[0])
    app = Starlette(routes=[Route("/{path:path}", receiver.record_request, methods=["GET", "POST", "PUT"])])
    async with serve_app(app, receiver.port):
        yield receiver


@contextlib.asynccontextmanager
async def serve_app(app: Starlette, port: int) -> AsyncIterator[None]:
    """Serve *app* on this loop."""
    # Websockets are not spoken here, and their server warns about its own future.
    config = uvicorn.Config(app, host=HOST, port=port, access_log=False, log_level="warning", ws="none")
    server = uvicorn.Server(config)
    # The test run's own handling of Ctrl-C stays.
    server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign, assignment]
    running = asyncio.create_task(server.serve())
    await wait_until(lambda: server.started)
    yield
    server.should_exit = True
    await running


async def wait_until(holds: Callable[[], object], seconds: float = POLL_TIMEOUT) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - what is waited for is in other processes, which set no event
            await asyncio.sleep(0.01)
