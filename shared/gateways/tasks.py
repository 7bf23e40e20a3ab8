"""Jobs on their way to Cloud Tasks."""

import json
from typing import Any

from shared.gateways.firestore.codec import timestamp_from_datetime
from shared.kernel.errors import Unavailable
from shared.kernel.outbox import OutboxEntry
from shared.kernel.schemas import to_kebab_case

_TIMEOUT_SECONDS = 10.0
OUTBOX_HEADER = "X-Temani-Outbox"
REQUEST_HEADER = "X-Request-Id"


class CloudTasks:
    """Enqueues outbox entries; the job's name in dashes is the function that does it.

    *url* gives a function's address from its name, *caller* is the account whose identity the task shows there.
    """

    def __init__(self, *, project: str, region: str, emulator: str | None, url: Any, caller: str) -> None:
        self._parent = f"projects/{project}/locations/{region}/queues"
        self._emulator = emulator
        self._url = url
        self._caller = caller
        self._client: Any = None

    async def enqueue(self, entry: OutboxEntry) -> None:
        """Hand *entry* over, once: its id (and how often it was relayed) is the task's name. Raises `Unavailable`."""
        from google.api_core.exceptions import AlreadyExists, GoogleAPIError
        from google.cloud.tasks_v2 import types

        address = self._url(to_kebab_case(entry.type))
        queue = f"{self._parent}/{entry.queue}"
        # The moment of making is part of the name: a name stays taken for an hour after its task is done.
        name = f"{queue}/tasks/{entry.id}-{int(entry.created_at.timestamp() * 1000):x}-{entry.relays}"
        task = types.Task(
            name=name,
            schedule_time=timestamp_from_datetime(entry.due_at),
            http_request=types.HttpRequest(
                url=address,
                http_method=types.HttpMethod.POST,
                headers={
                    "Content-Type": "application/json",
                    REQUEST_HEADER: entry.request_id,
                    **({} if entry.fleeting else {OUTBOX_HEADER: entry.id}),
                },
                body=json.dumps(entry.payload).encode(),
                oidc_token=types.OidcToken(service_account_email=self._caller, audience=address),
            ),
        )
        try:
            await self._get_client().create_task(parent=queue, task=task, timeout=_TIMEOUT_SECONDS)
        except AlreadyExists:
            return
        except GoogleAPIError as error:
            raise Unavailable("Cloud Tasks did not take the job.") from error

    def _get_client(self) -> Any:
        if self._client is None:
            from google.cloud.tasks_v2.services.cloud_tasks import CloudTasksAsyncClient

            if self._emulator:
                import grpc.aio
                from google.cloud.tasks_v2.services.cloud_tasks.transports import (
                    CloudTasksGrpcAsyncIOTransport,
                )

                channel = grpc.aio.insecure_channel(self._emulator)
                self._client = CloudTasksAsyncClient(transport=CloudTasksGrpcAsyncIOTransport(channel=channel))
            else:
                self._client = CloudTasksAsyncClient()
        return self._client


def import_sdk() -> None:
    """Import the vendor now."""
    import google.cloud.tasks_v2.services.cloud_tasks  # noqa: F401
