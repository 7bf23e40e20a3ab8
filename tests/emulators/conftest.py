"""Real servers for the tests of the local cloud's own parts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import grpc.aio
import httpx
import pytest
from google.cloud import tasks_v2
from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcAsyncIOTransport

from emulators.identity import Identity
from emulators.manifest import QueueRules
from emulators.settings import HOST
from emulators.tasks.delivery import Delivery
from emulators.tasks.queue import NAMES_KEPT_FOR
from emulators.tasks.service import CloudTasks, serve
from tests.emulators.receiver import Receiver, receiving

QUICK = QueueRules(attempts=3, min_backoff_seconds=0.05, max_backoff_seconds=0.2, doublings=2)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A function that remembers its calls."""
    async with receiving() as running:
        yield running


@pytest.fixture(scope="session")
def identity() -> Identity:
    """The signer of identity tokens."""
    return Identity()


@dataclass(frozen=True)
class Tasks:
    """A running Cloud Tasks server and the official client to it."""

    service: CloudTasks
    client: tasks_v2.CloudTasksAsyncClient
    address: str


@pytest.fixture
async def tasks(identity: Identity) -> AsyncIterator[Tasks]:
    """Cloud Tasks with a quick, a slow-paced and a narrow queue, and one that delivers one at a time."""
    async with serving_tasks(identity) as tasks:
        yield tasks


@pytest.fixture
async def forgetful_tasks(identity: Identity) -> AsyncIterator[Tasks]:
    """The same; it forgets the names of tasks at once."""
    async with serving_tasks(identity, names_kept_for=0.0) as tasks:
        yield tasks


@asynccontextmanager
async def serving_tasks(identity: Identity, *, names_kept_for: float = NAMES_KEPT_FOR) -> AsyncIterator[Tasks]:
    """Run Cloud Tasks."""
    rules = {
        "quick": QUICK,
        "paced": QUICK.model_copy(update={"per_second": 5}),
        "narrow": QUICK.model_copy(update={"concurrent": 2}),
        "single": QUICK.model_copy(update={"concurrent": 1}),
    }
    async with httpx.AsyncClient() as http:
        service = CloudTasks(rules, Delivery(http, identity), names_kept_for=names_kept_for)
        server, port = await serve(service, f"{HOST}:0")
        async with grpc.aio.insecure_channel(f"{HOST}:{port}") as channel:
            transport = CloudTasksGrpcAsyncIOTransport(channel=channel)
            yield Tasks(service, tasks_v2.CloudTasksAsyncClient(transport=transport), f"{HOST}:{port}")
        await server.stop(grace=None)
        await service.stop()
