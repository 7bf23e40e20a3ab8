"""The control server, as a process of its own beside the functions host."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from emulators.cloud import LocalCloud
from emulators.demo.expectations import POLL_TIMEOUT
from emulators.settings import Ports
from tests.emulators.sample_project import write_project


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """Control server and functions host of a small project."""
    root = write_project(tmp_path_factory.mktemp("project"))
    parts = {"functions", "control"}
    with LocalCloud(root=root, parts=parts, ports=Ports.counted_from(0), scheduler=False) as running:
        yield running


@pytest.fixture
def control(cloud: LocalCloud) -> Iterator[httpx.Client]:
    """A client of the control server."""
    with httpx.Client(base_url=cloud.settings.base_url("control"), timeout=POLL_TIMEOUT) as client:
        yield client


def test_a_push_is_taken_over_when_there_is_somebody_for_it(control: httpx.Client) -> None:
    """Pub/Sub has its answer at once; a message for nobody is refused."""
    push = {"message": {"data": "e30="}}

    assert control.post("/push/echo", json=push).status_code == 204
    assert control.post("/push/nobody", json=push).status_code == 404


def test_a_schedule_runs_on_demand(control: httpx.Client) -> None:
    """A run by hand answers what the function said and is remembered; a time needs a zone."""
    run = control.post("/scheduler/greet/run", params={"due_at": "2026-11-20T10:00:00+07:00"})
    listed = control.get("/scheduler").json()

    assert (run.status_code, run.json()["due_at"]) == (200, "2026-11-20T03:00:00Z")
    assert run.json()["answer"]["function"] == "greet"
    assert (listed["running"], listed["jobs"][0]["last_run"]["status"]) == (False, 200)
    assert control.post("/scheduler/greet/run", params={"due_at": "2026-11-20T10:00:00"}).status_code == 422
    assert control.post("/scheduler/echo/run").status_code == 404


def test_the_pages_answer(control: httpx.Client) -> None:
    """Overview, reference, style and keys are there; a missing description says how to write it."""
    assert "greet" in control.get("/").text
    assert "swagger-ui" in control.get("/docs").text
    assert control.get("/static/style.css").headers["content-type"].startswith("text/css")
    assert control.get("/certs").json()["keys"][0]["alg"] == "RS256"
    assert "make generate" in control.get("/openapi.yaml").json()["title"]
    assert control.get("/tasks").json() == {"queues": []}


def test_the_reference_page_can_call_functions(control: httpx.Client) -> None:
    """Calls from the page reach the functions through the page's own origin."""
    answer = control.post("/functions/echo", params={"page": "2"}, content="tried")

    assert (answer.json()["body"], answer.json()["query"]) == ("tried", {"page": "2"})


def test_nobody_of_an_unknown_role(control: httpx.Client) -> None:
    """
    Who asks to be somebody that does not exist is told who does.
    """
    answer = control.post("/people/emperor")

    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_role")


def test_the_clock_is_moved_ahead_and_back(control: httpx.Client) -> None:
    """A later time is told from then on; an earlier one is the true time; a time needs a zone."""
    later = datetime.now(UTC) + timedelta(days=7)

    moved = control.post("/clock", params={"now": later.isoformat()}).json()
    told = control.get("/clock").json()
    run = control.post("/scheduler/greet/run").json()
    back = control.post("/clock").json()

    assert abs(datetime.fromisoformat(told["now"]) - later) < timedelta(minutes=1)
    assert moved["ahead_seconds"] == told["ahead_seconds"]
    assert abs(datetime.fromisoformat(run["due_at"]) - later) < timedelta(minutes=1)
    assert back["ahead_seconds"] == 0
    assert control.post("/clock", params={"now": "2026-11-20T10:00:00"}).status_code == 422
