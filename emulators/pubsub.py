"""Google's Pub/Sub emulator, with the topics and push subscriptions of the manifest."""

from collections.abc import Iterator, Mapping
from typing import Any

import httpx

from emulators.installed_tools import InstalledTools, MissingPart
from emulators.manifest import Manifest
from emulators.parts import Part
from emulators.settings import HOST, Settings

INSTALL_HINT = (
    "The Pub/Sub emulator is missing. Install it with `gcloud components install pubsub-emulator` "
    "(Debian: apt-get install google-cloud-cli-pubsub-emulator)."
)
MAX_ACK_SECONDS = 600


def describe_part(settings: Settings, machine: InstalledTools) -> Part:
    """Describe how to run the Pub/Sub emulator.

    Raises:
        MissingPart: The emulator or Java is not installed.
    """
    script = machine.find_sdk_file("platform", "pubsub-emulator", "bin", "cloud-pubsub-emulator")
    if script is None:
        raise MissingPart(INSTALL_HINT)
    machine.require_java()
    return Part(
        name="pubsub",
        command=(str(script), f"--host={HOST}", f"--port={settings.ports.pubsub}"),
        folder=settings.local,
        ready_url=settings.base_url("pubsub"),
        listens_on=("pubsub",),
        # Without the optimising compiler the emulator starts sooner; a few messages a second do not need it.
        environment={"JAVA_OPTS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"},
        prepare=lambda: create_topics_and_subscriptions(settings, Manifest.load(settings.manifest_file)),
    )


def create_topics_and_subscriptions(settings: Settings, manifest: Manifest) -> None:
    """Create the topics in `manifest` and the subscriptions of its event functions.

    Existing topics and subscriptions are kept, but their push endpoints are updated.
    """
    with httpx.Client(base_url=f"{settings.base_url('pubsub')}/v1/", timeout=30) as client:
        for topic in sorted(_topics(manifest)):
            _create(client, f"projects/{settings.project}/topics/{topic}", {})
        for name, body in _subscriptions(settings, manifest):
            path = f"projects/{settings.project}/subscriptions/{name}"
            if not _create(client, path, body) and "pushConfig" in body:
                push = {"pushConfig": body["pushConfig"]}
                client.post(f"{path}:modifyPushConfig", json=push).raise_for_status()


def _topics(manifest: Manifest) -> set[str]:
    events = manifest.functions_of_kind("event")
    heard = {each.topic for each in events.values() if each.topic}
    return {*manifest.topics, *heard, *(_dead_letter_topic(name) for name in events)}


def _subscriptions(settings: Settings, manifest: Manifest) -> Iterator[tuple[str, dict[str, Any]]]:
    topics = f"projects/{settings.project}/topics"
    for name, function in manifest.functions_of_kind("event").items():
        # No retry or dead-letter policy: the emulator's own loses messages, so push_delivery.py implements both.
        yield (
            name,
            {
                "topic": f"{topics}/{function.topic}",
                "pushConfig": {"pushEndpoint": f"{settings.base_url('control')}/push/{name}"},
                "ackDeadlineSeconds": min(function.timeout_seconds + 30, MAX_ACK_SECONDS),
            },
        )
        yield _dead_letter_topic(name), {"topic": f"{topics}/{_dead_letter_topic(name)}", "ackDeadlineSeconds": 60}


async def publish_dead_letter(
    client: httpx.AsyncClient, settings: Settings, function: str, push: Mapping[str, Any]
) -> None:
    """Publish a message that `function` could not process to the function's dead-letter topic.

    The message has the attributes that Pub/Sub adds to dead letters.
    """
    message = push["message"]
    attributes = {
        **message.get("attributes", {}),
        "CloudPubSubDeadLetterSourceSubscription": function,
        "CloudPubSubDeadLetterSourceSubscriptionProject": settings.project,
    }
    topic = f"{settings.base_url('pubsub')}/v1/projects/{settings.project}/topics/{_dead_letter_topic(function)}"
    letter = {"data": message.get("data", ""), "attributes": attributes}
    (await client.post(f"{topic}:publish", json={"messages": [letter]})).raise_for_status()


def _dead_letter_topic(function: str) -> str:
    return f"{function}-dead"


def _create(client: httpx.Client, path: str, body: dict[str, Any]) -> bool:
    response = client.put(path, json=body)
    if response.status_code == httpx.codes.CONFLICT:
        return False
    response.raise_for_status()
    return True
