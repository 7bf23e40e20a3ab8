"""Provider server and receiver of its webhooks, each on a free port in a thread of its own."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from emulators.demo.expectations import POLL_TIMEOUT
from emulators.providers.server import create_server
from emulators.providers.settings import ProviderSettings

MANUAL_SETTINGS = ProviderSettings(function_url=None, payout_seconds=None, refund_seconds=None)
"""Settings of providers that send no webhooks, and whose transfers wait until a test completes them."""


@contextmanager
def serve_app(app: ASGIApp) -> Iterator[str]:
    """Serve an application on a free port of this machine, and yield its address."""
    # Only a socket that says it is TCP gets TCP_NODELAY from asyncio; without it each answer takes 40 ms.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        host, port = listening.getsockname()
        running = create_server(app, host=host, port=port)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + POLL_TIMEOUT
        while not running.started:
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.01)
        try:
            yield f"http://{host}:{port}"
        finally:
            running.should_exit = True
            thread.join(10)


@dataclass(frozen=True)
class ReceivedWebhook:
    """Webhook that a test has received."""

    function: str
    headers: dict[str, str]
    body: Any
    raw: bytes = b""


@dataclass
class WebhookInbox:
    """Webhooks of one test, and the answers to the next ones.

    Attributes:
        hits: Received webhooks, in order.
        answers: HTTP statuses of the next answers; 200 after the last.
    """

    hits: list[ReceivedWebhook] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    @property
    def statuses(self) -> list[str]:
        """Statuses or event names in the received webhooks, in order."""
        return [hit.body.get("status") or hit.body["event"] for hit in self.hits]


def create_webhook_app(mailboxes: dict[str, WebhookInbox]) -> Starlette:
    """Create an application that receives webhooks at /{test}/{function}."""

    async def take(request: Request) -> Response:
        mailbox = mailboxes[request.path_params["test"]]
        raw = await request.body()
        mailbox.hits.append(
            ReceivedWebhook(request.path_params["function"], dict(request.headers), await request.json(), raw)
        )
        return Response(status_code=mailbox.answers.pop(0) if mailbox.answers else 200)

    return Starlette(routes=[Route("/{test}/{function}", take, methods=["POST"])])


@dataclass(frozen=True)
class ProviderControl:
    """Control endpoints of one provider account, and the inbox of its webhooks."""

    client: httpx.Client
    key: str
    mailbox: WebhookInbox

    def post_control(self, lever: str, **told: Any) -> dict[str, Any]:
        """Call a control endpoint successfully, and return its answer.

        The endpoint `wait` waits up to `POLL_TIMEOUT` seconds.
        """
        told = {"timeout_seconds": POLL_TIMEOUT} | told if lever == "wait" else told
        answer = self.client.post(f"/_control/{lever}", json=told)
        assert answer.status_code == 200, answer.text
        result: dict[str, Any] = answer.json()
        return result

    def count_hanging_calls(self) -> int:
        """Count the calls that the provider has not answered at this moment."""
        count: int = self.client.get("/_control/faults").json()["hanging"]
        return count

    def end_faults(self) -> None:
        """End every fault; hanging calls go on."""
        self.client.delete("/_control/faults")

    def list_records(self, record: str, **wanted: str) -> list[dict[str, Any]]:
        """List the provider's records of a kind that match the given fields."""
        items: list[dict[str, Any]] = self.client.get(f"/_control/{record}", params=wanted).json()["items"]
        return items


def wait_until(condition: Callable[[], object], seconds: float = POLL_TIMEOUT) -> None:
    """Wait until the condition holds; fail after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not become true in time"
        time.sleep(0.02)
