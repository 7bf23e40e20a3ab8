"""The page of the two phones, as the control server hands it out."""

from collections.abc import Iterator

import httpx
import pytest

from emulators.cloud import LocalCloud
from emulators.demo.expectations import POLL_TIMEOUT
from emulators.settings import HOST, Ports
from tests.emulators.sample_project import write_project


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """The control server of a project in which nothing from npm is installed."""
    root = write_project(tmp_path_factory.mktemp("project"))
    with LocalCloud(root=root, parts={"control"}, ports=Ports.counted_from(0), scheduler=False) as running:
        yield running


@pytest.fixture
def control(cloud: LocalCloud) -> Iterator[httpx.Client]:
    """A client of the control server."""
    with httpx.Client(base_url=cloud.settings.base_url("control"), timeout=POLL_TIMEOUT) as client:
        yield client


def test_the_page_may_talk_to_this_machine_only(control: httpx.Client) -> None:
    """
    Its policy names the parts of the local cloud and nobody else, and lets no script run that is not the page's own.
    """
    rules = dict(rule.split(" ", 1) for rule in control.get("/console").headers["content-security-policy"].split("; "))

    called = [source for source in rules["connect-src"].split() if source != "'self'"]
    assert rules["default-src"] == "'none'"
    assert [source for source in called if not source.startswith(f"http://{HOST}:")] == []
    assert len(called) == 4
    assert "unsafe" not in rules["script-src"] + rules["style-src"]


def test_the_page_says_what_is_missing(control: httpx.Client) -> None:
    """
    Without Firebase's package there is a sentence in place of the phones.
    """
    page = control.get("/console").text

    assert "make setup" in page
    assert "main.js" not in page


def test_modules_are_never_stale(control: httpx.Client) -> None:
    """
    Browsers ask for the page's modules anew, so that those of two versions never meet.
    """
    module = control.get("/console/phone.js")
    again = control.get("/console/phone.js", headers={"If-None-Match": module.headers["etag"]})

    assert module.headers["content-type"].startswith("text/javascript")
    assert (module.headers["cache-control"], again.status_code) == ("no-cache", 304)
