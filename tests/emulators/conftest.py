"""Real servers for the tests of the local cloud's own parts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import grpc.aio
import httpx
import pytest
from google.cloud import tasks_v2
from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcAsyncIOTransport

from emulators.identity_tokens import IdentityTokenSigner
from emulators.manifest import QueueRules
from emulators.settings import HOST
from emulators.tasks.delivery import TaskDelivery
from emulators.tasks.queue import NAME_RETENTION_SECONDS
from emulators.tasks.service import CloudTasks, start_task_server
from tests.emulators.recording_server import RecordingServer, run_recording_server

QUICK_QUEUE_RULES = QueueRules(attempts=3, min_backoff_seconds=0.05, max_backoff_seconds=0.2, doublings=2)


@pytest.fixture
async def receiver() -> AsyncIterator[RecordingServer]:
    """A function that remembers its calls."""
    async with run_recording_server() as running:
        yield running


@pytest.fixture(scope="session")
def identity() -> IdentityTokenSigner:
    """The signer of identity tokens."""
    return IdentityTokenSigner()


@dataclass(frozen=True)
class TasksServer:
    """A running Cloud Tasks server and the official client to it."""

    service: CloudTasks
    client: tasks_v2.CloudTasksAsyncClient
    address: str


@pytest.fixture
async def tasks(identity: IdentityTokenSigner) -> AsyncIterator[TasksServer]:
    """Cloud Tasks with a quick, a slow-paced and a narrow queue, and one that delivers one at a time."""
    async with serve_tasks(identity) as tasks:
        yield tasks


@pytest.fixture
async def forgetful_tasks(identity: IdentityTokenSigner) -> AsyncIterator[TasksServer]:
    """The same; it forgets the names of tasks at once."""
    async with serve_tasks(identity, names_kept_for=0.0) as tasks:
        yield tasks


@asynccontextmanager
async def serve_tasks(
    identity: IdentityTokenSigner, *, names_kept_for: float = NAME_RETENTION_SECONDS
) -> AsyncIterator[TasksServer]:
    """Run Cloud Tasks."""
    rules = {
        "quick": QUICK_QUEUE_RULES,
        "paced": QUICK_QUEUE_RULES.model_copy(update={"per_second": 5}),
        "narrow": QUICK_QUEUE_RULES.model_copy(update={"concurrent": 2}),
        "single": QUICK_QUEUE_RULES.model_copy(update={"concurrent": 1}),
    }
    async with httpx.AsyncClient() as http:
        service = CloudTasks(rules, TaskDelivery(http, identity), names_kept_for=names_kept_for)
        server, port = await start_task_server(service, f"{HOST}:0")
        async with grpc.aio.insecure_channel(f"{HOST}:{port}") as channel:
            transport = CloudTasksGrpcAsyncIOTransport(channel=channel)
            yield TasksServer(service, tasks_v2.CloudTasksAsyncClient(transport=transport), f"{HOST}:{port}")
        await server.stop(grace=None)
        await service.stop()
