"""Jobs on their way to Cloud Tasks."""

import hashlib
import json
import re
from typing import Any

from shared.gateways.firestore.codec import timestamp_from_datetime
from shared.kernel.errors import Unavailable
from shared.kernel.outbox import OutboxEntry
from shared.kernel.schemas import to_kebab_case

_TIMEOUT_SECONDS = 10.0
OUTBOX_HEADER = "X-Temani-Outbox"
REQUEST_HEADER = "X-Request-Id"


class CloudTasks:
    """Enqueues outbox entries as tasks. The job's name in dashes is the function that does the job.

    `url` computes a function's address from its name. `caller` is the service account that signs the task's token.
    """

    def __init__(self, *, project: str, region: str, emulator: str | None, url: Any, caller: str) -> None:
        self._parent = f"projects/{project}/locations/{region}/queues"
        self._emulator = emulator
        self._url = url
        self._caller = caller
        self._client: Any = None

    async def enqueue(self, entry: OutboxEntry) -> None:
        """Enqueue the task of `entry`, unless a task of the same name was enqueued before.

        Raises:
            Unavailable: Cloud Tasks did not accept the job.
        """
        from google.api_core.exceptions import AlreadyExists, GoogleAPIError
        from google.cloud.tasks_v2 import types

        address = self._url(to_kebab_case(entry.type))
        queue = f"{self._parent}/{entry.queue}"
        task = types.Task(
            name=f"{queue}/tasks/{compute_task_id(entry)}",
            schedule_time=timestamp_from_datetime(entry.due_at),
            http_request=types.HttpRequest(
                url=address,
                http_method=types.HttpMethod.POST,
                headers={
                    "Content-Type": "application/json",
                    REQUEST_HEADER: entry.request_id,
                    **({} if entry.fleeting else {OUTBOX_HEADER: str(entry.delivery)}),
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
            raise Unavailable("job_not_accepted") from error

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


def compute_task_id(entry: OutboxEntry) -> str:
    """Compute a task id that is the same only for the same scheduling and relay of the same job.

    The entry's id is for people who search; task ids have letters, digits, `-` and `_` only, so a digest tells entries
    apart. The time of creation counts: a task id stays taken for an hour after its task is done.
    """
    made = int(entry.created_at.timestamp() * 1000)
    digest = hashlib.sha256(f"{entry.delivery} {made:x} {entry.relays}".encode()).hexdigest()
    return f"{re.sub('[^A-Za-z0-9_-]', '-', entry.id)}-{digest[:32]}"


def import_sdk() -> None:
    """Import the vendor now."""
    import google.cloud.tasks_v2.services.cloud_tasks  # noqa: F401
