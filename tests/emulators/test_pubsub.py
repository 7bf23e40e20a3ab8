"""Google's Pub/Sub emulator, set up from the manifest and pushing to the functions."""

import base64
import time
from pathlib import Path

import httpx
import pytest

from emulators import pubsub
from emulators.cloud import LocalCloud
from emulators.demo.expectations import PATIENCE
from emulators.manifest import Manifest
from emulators.settings import Ports
from tests.emulators.toy import a_project

pytestmark = pytest.mark.emulator


def test_a_published_event_reaches_the_function_that_hears_it(tmp_path: Path) -> None:
    """Topics and subscriptions are made once, however often they are asked for; a message arrives as a push."""
    parts = {"pubsub", "control", "functions"}
    with LocalCloud(root=a_project(tmp_path), parts=parts, ports=Ports.counted_from(0)) as cloud:
        pubsub.connect(cloud.settings, Manifest.load(cloud.settings.manifest_file))
        base = f"{cloud.settings.base('pubsub')}/v1/projects/{cloud.settings.project}"
        data = base64.b64encode(b'{"toy": "t-1"}').decode()

        listed = httpx.get(f"{base}/subscriptions", timeout=PATIENCE).json()["subscriptions"]
        message = {"data": data, "attributes": {"type": "ToyMade"}}
        body = {"messages": [message]}
        httpx.post(f"{base}/topics/toy-made:publish", json=body, timeout=PATIENCE).raise_for_status()
        heard = wait_for(cloud.settings.local / "logs" / "functions.log", data)

    [push] = [each for each in listed if "pushEndpoint" in each.get("pushConfig", {})]
    assert push["deadLetterPolicy"]["deadLetterTopic"].endswith("/topics/hear-dead-letter")
    assert push["ackDeadlineSeconds"] == 90
    assert any(each["name"].endswith("/subscriptions/hear-dead-letter") for each in listed)
    assert heard.startswith("hear ")
    assert "ToyMade" in heard


def wait_for(log: Path, text: str) -> str:
    """Return the first line of *log* with *text* in it."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for line in log.read_text().splitlines():
            if text in line:
                return line
        time.sleep(0.05)
    raise AssertionError(f"{text} never appeared in {log.name}")
