"""What is behind the counter: documents, outbox and queues of a running local cloud, as a test may look at them."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

import grpc.aio
from google.api_core.exceptions import NotFound
from google.cloud import tasks_v2
from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcAsyncIOTransport

from emulators.settings import Settings
from shared.gateways.firestore.client import Firestore, Moved
from shared.gateways.firestore.unit import Documents, Unit
from shared.gateways.pubsub import PubSub
from shared.gateways.tasks import CloudTasks
from shared.kernel import outbox
from shared.kernel.ids import OrderId
from shared.kernel.outbox import Entry
from shared.kernel.ports import Query
from shared.orders.models import Order
from shared.runtime.letters import DeadLetter, dead_letters
from shared.tickets import store as tickets
from shared.tickets.models import Ticket


def moment(**parts: float) -> str:
    """A moment so long from now, for a schedule to believe in."""
    return (datetime.now(UTC) + timedelta(**parts)).isoformat(timespec="seconds")


@dataclass
class TicketOffice:
    """The back room. `events` and `tasks` are the post office's two counters, as the functions use them."""

    db: Firestore
    events: PubSub
    tasks: CloudTasks
    queues: tasks_v2.CloudTasksAsyncClient
    parent: str

    @classmethod
    @contextlib.asynccontextmanager
    async def open(cls, settings: Settings, db: Firestore) -> AsyncIterator[Self]:
        """Open the doors."""
        events = PubSub(project=settings.project, emulator=settings.address("pubsub"))
        tasks = CloudTasks(
            project=settings.project,
            region=settings.region,
            emulator=settings.address("tasks"),
            url=settings.function_url,
            caller=settings.caller,
        )
        async with grpc.aio.insecure_channel(settings.address("tasks")) as channel:
            queues = tasks_v2.CloudTasksAsyncClient(transport=CloudTasksGrpcAsyncIOTransport(channel=channel))
            yield cls(db, events, tasks, queues, f"projects/{settings.project}/locations/{settings.region}")

    def unit(self) -> Unit:
        """A unit of work whose entries nobody sends: what a function leaves that dies right after its commit."""
        return Unit(self.db, request_id="req_crashed", now=datetime.now(UTC), hints={})

    async def order(self, order_id: str) -> Order:
        """An order as it is kept."""
        query = Query("orders", Order).matching("id", "==", order_id)
        return (await Documents(self.db).query(query))[0]

    async def orders_of(self, partner: str) -> list[Order]:
        """Every order that a partner's front-end has made."""
        return await Documents(self.db).query(Query("orders", Order).matching("partner", "==", partner))

    async def tickets_of(self, order_id: str) -> list[Ticket]:
        """The tickets of an order."""
        return await tickets.tickets_of(Documents(self.db), OrderId(order_id))

    async def outbox(self) -> list[Entry]:
        """Everything that still waits to be sent or done."""
        return await Documents(self.db).query(Query("outbox", Entry))

    async def waits(self, entry: Entry) -> bool:
        """Whether *entry* still waits."""
        return await Documents(self.db).get(outbox.entry(entry.id)) is not None

    async def dead_letters(self, order_id: str) -> list[DeadLetter]:
        """The dead letters about an order."""
        found = await Documents(self.db).query(dead_letters())
        return [letter for letter in found if order_id in (letter.body or "")]

    async def ring(self, entry: Entry) -> None:
        """Let the hour of a timer have come: its job is due now."""
        unit = self.unit()
        waiting = await unit.get(outbox.entry(entry.id))
        now = datetime.now(UTC)
        if waiting is not None and waiting.due_at > now:
            unit.put(outbox.entry(entry.id), waiting.having(due_at=now, relay_at=now))
            # It may have been done, or put off, meanwhile.
            with contextlib.suppress(Moved):
                await self.db.commit(unit.writes())

    async def hurry(self, queue: str, about: str = "") -> int:
        """Have every waiting task (whose name holds *about*) delivered now, whenever it is due; how many those are."""
        hurried = 0
        async for task in await self.queues.list_tasks(parent=f"{self.parent}/queues/{queue}"):
            if about in task.name:
                # It may have been delivered meanwhile.
                with contextlib.suppress(NotFound):
                    await self.queues.run_task(name=task.name)
                    hurried += 1
        return hurried
