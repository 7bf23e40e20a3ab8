"""Google's Pub/Sub emulator, set up from the manifest and pushing to the functions."""

import asyncio
import base64
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from emulators import pubsub
from emulators.cloud import LocalCloud
from emulators.demo.expectations import POLL_TIMEOUT
from emulators.manifest import Manifest
from emulators.settings import Ports
from tests.emulators.sample_project import write_project

pytestmark = pytest.mark.emulator


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """Pub/Sub, control and the functions host of a small project."""
    root = write_project(tmp_path_factory.mktemp("project"))
    with LocalCloud(root=root, parts={"pubsub", "control", "functions"}, ports=Ports.counted_from(0)) as running:
        yield running


def test_a_published_event_reaches_the_function_that_hears_it(cloud: LocalCloud) -> None:
    """Topics and subscriptions are made once, however often they are asked for; a message arrives as a push."""
    pubsub.create_topics_and_subscriptions(cloud.settings, Manifest.load(cloud.settings.manifest_file))

    listed = httpx.get(f"{base(cloud)}/subscriptions", timeout=POLL_TIMEOUT).json()["subscriptions"]
    publish(cloud, data('{"toy": "t-1"}'), type="ToyMade")
    heard = wait_for(cloud, data('{"toy": "t-1"}'))

    [push] = [each for each in listed if "pushEndpoint" in each.get("pushConfig", {})]
    assert push["ackDeadlineSeconds"] == 90
    assert any(each["name"].endswith("/subscriptions/hear-dead") for each in listed)
    assert heard.startswith("hear ")
    assert "ToyMade" in heard


def test_what_is_published_while_the_functions_are_away_is_heard_afterwards(cloud: LocalCloud) -> None:
    """All of it, whoever has tried to deliver it in vain meanwhile."""
    toys = [data(f'{{"toy": "away-{number}"}}') for number in range(20)]

    cloud.kill_functions()
    for toy in toys:
        publish(cloud, toy)
    time.sleep(5)
    cloud.restart_functions()

    assert all(wait_for(cloud, toy) for toy in toys)


def test_a_dead_letter_says_whose_it_is(cloud: LocalCloud) -> None:
    """It waits in the subscription of its function's dead letters, as it came."""
    push = {"message": {"data": data("{}"), "attributes": {"type": "ToyMade"}}}

    asyncio.run(bury(cloud, push))
    pulled = httpx.post(
        f"{base(cloud)}/subscriptions/hear-dead:pull", json={"maxMessages": 5}, timeout=POLL_TIMEOUT
    ).json()

    [letter] = [each["message"] for each in pulled["receivedMessages"]]
    assert letter["data"] == data("{}")
    assert letter["attributes"] == {
        "type": "ToyMade",
        "CloudPubSubDeadLetterSourceSubscription": "hear",
        "CloudPubSubDeadLetterSourceSubscriptionProject": cloud.settings.project,
    }


async def bury(cloud: LocalCloud, push: dict[str, Any]) -> None:
    """Have the message of *push* buried."""
    async with httpx.AsyncClient(timeout=POLL_TIMEOUT) as client:
        await pubsub.publish_dead_letter(client, cloud.settings, "hear", push)


def base(cloud: LocalCloud) -> str:
    """The project's address at the emulator."""
    return f"{cloud.settings.base_url('pubsub')}/v1/projects/{cloud.settings.project}"


def data(text: str) -> str:
    """A message's text, as it travels."""
    return base64.b64encode(text.encode()).decode()


def publish(cloud: LocalCloud, text: str, **attributes: str) -> None:
    """Publish a message about toys."""
    message = {"data": text, "attributes": attributes}
    body = {"messages": [message]}
    httpx.post(f"{base(cloud)}/topics/toy-made:publish", json=body, timeout=POLL_TIMEOUT).raise_for_status()


def wait_for(cloud: LocalCloud, text: str) -> str:
    """Return the first line that the functions have printed with *text* in it."""
    log = cloud.settings.local / "logs" / "functions.log"
    deadline = time.monotonic() + POLL_TIMEOUT
    while time.monotonic() < deadline:
        for line in log.read_text().splitlines():
            if text in line:
                return line
        time.sleep(0.05)
    raise AssertionError(f"{text} never appeared in {log.name}")
