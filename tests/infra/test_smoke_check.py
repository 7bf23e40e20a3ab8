"""The proof after a deploy: it passes when all stands, and names what does not."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from infra.build import smoke
from infra.build.smoke import FetchRoute, Hosts, RouteResponse

HOSTS = Hosts("api.example", "control.example")
EXPOSED = {"get-order": "public", "get-dashboard": "control_center", "relay-outbox": "internal"}
NOWHERE, TO_SIGN_IN = RouteResponse(404, ours=False), RouteResponse(302, ours=False)
STANDING = {
    "https://api.example/get-order": RouteResponse(401, ours=True),
    "https://control.example/get-dashboard": TO_SIGN_IN,
    "http://api.example/": RouteResponse(301, ours=False, location="https://api.example:443/"),
}


def answering(answers: dict[str, RouteResponse]) -> FetchRoute:
    """A cloud that gives these answers, and 404 for the rest."""
    return lambda url, path: answers.get(url + path, NOWHERE)


def test_all_is_well() -> None:
    """Public functions answer, the control center asks for a sign-in, the rest is not found."""
    assert smoke.find_failures(HOSTS, EXPOSED, answering(STANDING)) == []


@pytest.mark.parametrize(
    ("url", "answer", "finding"),
    [
        ("https://api.example/get-order", NOWHERE, "get-order does not answer"),
        ("https://api.example/get-order", RouteResponse(500, ours=True), "get-order does not answer"),
        ("https://api.example/get-order", RouteResponse(0, ours=False), "get-order does not answer"),
        ("https://api.example/relay-outbox", RouteResponse(403, ours=False), "relay-outbox is not for api.example"),
        ("https://api.example/get-dashboard", RouteResponse(401, ours=True), "get-dashboard is not for api.example"),
        ("https://control.example/get-dashboard", RouteResponse(401, ours=True), "without a sign-in"),
        ("https://control.example/get-dashboard", NOWHERE, "asks nobody"),
        ("https://control.example/get-order", RouteResponse(401, ours=True), "without a sign-in"),
        ("https://control.example/relay-outbox", TO_SIGN_IN, "relay-outbox is not for control.example"),
        ("http://api.example/", RouteResponse(200, ours=False), "does not lead to https"),
        (
            "http://api.example/",
            RouteResponse(301, ours=False, location="http://elsewhere.example"),
            "does not lead to https",
        ),
    ],
)
def test_what_does_not_stand_is_named(url: str, answer: RouteResponse, finding: str) -> None:
    """One wrong answer is one finding."""
    [found] = smoke.find_failures(HOSTS, EXPOSED, answering(STANDING | {url: answer}))

    assert finding in found


@pytest.fixture
def server() -> Iterator[str]:
    """A server that answers /ours as a function does, and everything else as a load balancer."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(401 if self.path == "/ours" else 302)
            if self.path == "/ours":
                self.send_header("X-Request-Id", "req_1")
            self.send_header("Location", "https://elsewhere.example")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name there)
            """Say nothing."""

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=running.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    thread.join()
    running.server_close()


def test_a_request_is_asked_once_and_followed_nowhere(server: str) -> None:
    """A function is known by the id that it puts on its answer; where nobody listens, nobody answers."""
    assert smoke.fetch_route(server, "/ours") == RouteResponse(401, ours=True, location="https://elsewhere.example")
    assert smoke.fetch_route(server, "/") == RouteResponse(302, ours=False, location="https://elsewhere.example")
    assert smoke.fetch_route("http://127.0.0.1:1", "/") == RouteResponse(0, ours=False)


@pytest.mark.parametrize("environment", ["staging", "production"])
def test_where_an_environment_is_called(environment: str) -> None:
    """Both hosts are read from the variables that Terraform gets."""
    where = smoke.read_hosts(environment)

    assert where.public != where.control_center
    assert where.public.endswith(".example")
