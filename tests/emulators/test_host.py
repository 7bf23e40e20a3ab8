"""The functions host, as a process of its own."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from emulators.cloud import LocalCloud
from emulators.demo.expectations import POLL_TIMEOUT
from emulators.settings import Ports
from tests.emulators.sample_project import write_project


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """The host alone, serving a small project."""
    root = write_project(tmp_path_factory.mktemp("project"))
    with LocalCloud(root=root, parts={"functions"}, project="demo-host", ports=Ports.counted_from(0)) as running:
        yield running


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    """Somebody who calls functions, each by a connection of its own."""
    alone = httpx.Limits(max_keepalive_connections=0)
    with httpx.Client(timeout=POLL_TIMEOUT, limits=alone, trust_env=False) as client:
        yield client


def test_a_function_sees_the_path_it_would_see_in_the_cloud(cloud: LocalCloud, http: httpx.Client) -> None:
    """The function's own name is not part of its path; query, body and environment arrive."""
    plain = http.post(cloud.function_url("echo"), content="hello").json()
    deeper = http.get(cloud.function_url("echo") + "/some/where", params={"page": "2"}).json()

    assert (plain["function"], plain["path"], plain["body"]) == ("echo", "/", "hello")
    assert (deeper["path"], deeper["query"]) == ("/some/where", {"page": "2"})
    assert plain["project"] == "demo-host"


def test_every_function_lives_in_one_process(cloud: LocalCloud, http: httpx.Client) -> None:
    """Two functions answer from the same process, each as itself."""
    answers = [http.post(cloud.function_url(name)).json() for name in ("echo", "greet")]

    assert [answer["function"] for answer in answers] == ["echo", "greet"]
    assert len({answer["pid"] for answer in answers}) == 1


def test_an_unknown_function_is_a_problem(cloud: LocalCloud, http: httpx.Client) -> None:
    """A name that is not in the manifest is not found."""
    answer = http.get(cloud.function_url("nobody"))

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "function_not_found"


def test_a_function_that_cannot_be_imported_harms_no_other(cloud: LocalCloud, http: httpx.Client) -> None:
    """The broken one answers 500; the host says how many it loaded."""
    answer = http.post(cloud.function_url("broken"))

    assert answer.status_code == 500
    assert http.get(cloud.function_url("healthz")).json() == {"functions": 4, "loaded": 3}
    assert "a module that is not there" in (cloud.settings.local / "logs" / "functions.log").read_text()


def test_a_killed_host_can_be_started_again(cloud: LocalCloud, http: httpx.Client) -> None:
    """After a kill nobody answers; after a restart another process does, with the code as it is then."""
    before = http.post(cloud.function_url("echo")).json()["pid"]

    cloud.kill_functions()
    with pytest.raises(httpx.ConnectError):
        http.post(cloud.function_url("echo"))
    cloud.check_parts_alive()
    main = Path(cloud.settings.root / "functions" / "main.py")
    main.write_text(main.read_text().replace('"function": name', '"function": name.upper()'))
    cloud.restart_functions()
    after = http.post(cloud.function_url("echo")).json()

    assert after["pid"] != before
    assert after["function"] == "ECHO"
