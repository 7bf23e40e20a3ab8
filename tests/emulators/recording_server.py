"""HTTP server that stands in for a function: it records each request and answers with the statuses that a test sets."""

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
    """Request that the server has received; `at` is its time in epoch seconds."""

    path: str
    headers: dict[str, str]
    body: bytes
    at: float


@dataclass
class RecordingServer:
    """Recorded requests, and the answers to the next ones.

    Attributes:
        port: Port of the server.
        received: Requests in order of arrival.
        answers: HTTP statuses of the next answers; 200 after the last.
        headers: Headers of every answer.
        answers_after: Number of simultaneous requests that must have arrived before any is answered.
        answer_delay: Seconds that each answer takes.
        concurrent: Number of requests that are not answered yet.
        max_concurrent: Highest value that `concurrent` has had.
    """

    port: int
    received: list[ReceivedRequest] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    answers_after: int = 1
    answer_delay: float = 0.0
    concurrent: int = 0
    max_concurrent: int = 0

    def url(self, path: str = "") -> str:
        """Return the URL of a path on the server."""
        return f"http://{HOST}:{self.port}/{path}"

    def requests_at(self, path: str) -> list[ReceivedRequest]:
        """Return the requests received at a path."""
        return [each for each in self.received if each.path == f"/{path}"]

    async def record_request(self, request: Request) -> Response:
        """Record a request, and answer it."""
        self.concurrent += 1
        self.max_concurrent = max(self.max_concurrent, self.concurrent)
        body = await request.body()
        self.received.append(ReceivedRequest(request.url.path, dict(request.headers), body, time.time()))
        await wait_until(lambda: self.max_concurrent >= self.answers_after)
        await asyncio.sleep(self.answer_delay)
        self.concurrent -= 1
        return Response("said", self.answers.pop(0) if self.answers else 200, self.headers)


@contextlib.asynccontextmanager
async def run_recording_server() -> AsyncIterator[RecordingServer]:
    """Run a recording server on a free port until the block ends."""
    receiver = RecordingServer(find_free_ports(1)[0])
    app = Starlette(routes=[Route("/{path:path}", receiver.record_request, methods=["GET", "POST", "PUT"])])
    async with serve_app(app, receiver.port):
        yield receiver


@contextlib.asynccontextmanager
async def serve_app(app: Starlette, port: int) -> AsyncIterator[None]:
    """Serve `app` on this event loop until the block ends."""
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
    """Wait until the condition holds.

    Raises:
        TimeoutError: The condition does not hold after `seconds`.
    """
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - what is waited for is in other processes, which set no event
            await asyncio.sleep(0.01)
