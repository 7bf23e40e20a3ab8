"""Events on their way to Pub/Sub, at Google's emulator."""

from collections.abc import Iterator

import httpx
import pytest

from emulators.cloud import LocalCloud
from emulators.demo.expectations import POLL_TIMEOUT
from emulators.settings import Ports
from shared.contracts.events.orders import OrderPaid
from shared.gateways.pubsub import PubSub
from shared.kernel import outbox
from shared.kernel.ids import OrderId
from tests.builders import NOON

pytestmark = pytest.mark.emulator


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """Pub/Sub, with the topics of the manifest."""
    local = tmp_path_factory.mktemp("pubsub")
    with LocalCloud(parts={"pubsub"}, ports=Ports.counted_from(0), local=local) as running:
        yield running


async def test_a_message_carries_the_facts_of_its_event(cloud: LocalCloud) -> None:
    """Beside its type, its id and the request that it came from."""
    project = cloud.settings.project
    subscription = f"{cloud.settings.base_url('pubsub')}/v1/projects/{project}/subscriptions/listens"
    event = OrderPaid(order_id=OrderId("BE-20261126-ACD346"), items=("ticket",), amount=300_000, paid_at=NOON)
    entry = outbox.entry_from_event(event, id="e1", request_id="req_1", now=NOON)

    async with httpx.AsyncClient(timeout=POLL_TIMEOUT) as client:
        topic = {"topic": f"projects/{project}/topics/order-paid"}
        (await client.put(subscription, json=topic)).raise_for_status()
        await PubSub(project=project, emulator=cloud.environment["PUBSUB_EMULATOR_HOST"]).publish(entry)
        pulled = (await client.post(f"{subscription}:pull", json={"maxMessages": 1})).json()

    [message] = [each["message"] for each in pulled["receivedMessages"]]
    assert message["attributes"] == {
        "type": "OrderPaid",
        "id": "e1",
        "request_id": "req_1",
        "items": "ticket",
        "items_ticket": "1",
        "is_free": "false",
    }
