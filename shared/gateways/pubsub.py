"""Events on their way to Pub/Sub."""

import json
from typing import Any

from shared.kernel.errors import Unavailable
from shared.kernel.outbox import OutboxEntry
from shared.kernel.schemas import to_kebab_case

_TIMEOUT_SECONDS = 10.0


class PubSub:
    """Publishes outbox entries; the topic is the event's name in dashes."""

    def __init__(self, *, project: str, emulator: str | None) -> None:
        self._project = project
        self._emulator = emulator
        self._client: Any = None

    async def publish(self, entry: OutboxEntry) -> None:
        """Publish the event of `entry`.

        Raises:
            Unavailable: Pub/Sub did not accept the event.
        """
        from google.api_core.exceptions import GoogleAPIError
        from google.pubsub_v1.types import PubsubMessage

        message = PubsubMessage(
            data=json.dumps(entry.payload).encode(),
            attributes={**entry.attributes, "type": entry.type, "id": entry.id, "request_id": entry.request_id},
        )
        topic = f"projects/{self._project}/topics/{to_kebab_case(entry.type)}"
        try:
            await self._get_client().publish(topic=topic, messages=[message], timeout=_TIMEOUT_SECONDS)
        except GoogleAPIError as error:
            raise Unavailable("event_not_accepted") from error

    def _get_client(self) -> Any:
        if self._client is None:
            from google.pubsub_v1.services.publisher import PublisherAsyncClient

            if self._emulator:
                import grpc.aio
                from google.pubsub_v1.services.publisher.transports import (
                    PublisherGrpcAsyncIOTransport,
                )

                channel = grpc.aio.insecure_channel(self._emulator)
                self._client = PublisherAsyncClient(transport=PublisherGrpcAsyncIOTransport(channel=channel))
            else:
                self._client = PublisherAsyncClient()
        return self._client


def import_sdk() -> None:
    """Import the vendor now."""
    import google.pubsub_v1.services.publisher  # noqa: F401
