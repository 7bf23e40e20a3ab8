"""Servers for the tests of the local cloud's own parts."""

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
    """Run a function's server that records its requests."""
    async with run_recording_server() as running:
        yield running


@pytest.fixture(scope="session")
def identity() -> IdentityTokenSigner:
    """Provide the signer of identity tokens."""
    return IdentityTokenSigner()


@dataclass(frozen=True)
class TasksServer:
    """Running Cloud Tasks server with an official client connected to it."""

    service: CloudTasks
    client: tasks_v2.CloudTasksAsyncClient
    address: str


@pytest.fixture
async def tasks(identity: IdentityTokenSigner) -> AsyncIterator[TasksServer]:
    """Run Cloud Tasks with four queues: quick, paced (5 a second), narrow (2 at a time), single (1 at a time)."""
    async with serve_tasks(identity) as tasks:
        yield tasks


@pytest.fixture
async def forgetful_tasks(identity: IdentityTokenSigner) -> AsyncIterator[TasksServer]:
    """Run the Cloud Tasks of `tasks` without retention of task names."""
    async with serve_tasks(identity, names_kept_for=0.0) as tasks:
        yield tasks


@asynccontextmanager
async def serve_tasks(
    identity: IdentityTokenSigner, *, names_kept_for: float = NAME_RETENTION_SECONDS
) -> AsyncIterator[TasksServer]:
    """Run Cloud Tasks until the block ends."""
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
