"""Inspector of a running local cloud: its documents, outbox and queues."""

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
from shared.gateways.firestore.client import Firestore, PreconditionFailed
from shared.gateways.firestore.unit_of_work import FirestoreReader, FirestoreUnitOfWork
from shared.gateways.pubsub import PubSub
from shared.gateways.tasks import CloudTasks
from shared.kernel import outbox
from shared.kernel.ids import OrderId, UserId
from shared.kernel.outbox import OutboxEntry
from shared.kernel.ports import Query
from shared.notifications import store as notifications
from shared.notifications.delivery_models import NoticeDelivery
from shared.notifications.device_models import PushDevices
from shared.orders.models import Order
from shared.runtime.dead_letters import DeadLetter, dead_letters_query
from shared.tickets import store as tickets
from shared.tickets.models import Ticket


def format_moment(**parts: float) -> str:
    """Format the time that lies `parts` from now, as a schedule receives it."""
    return (datetime.now(UTC) + timedelta(**parts)).isoformat(timespec="seconds")


@dataclass
class CloudInspector:
    """Access to the documents and queues of a running local cloud.

    Attributes:
        db: Client of the documents.
        events: Pub/Sub gateway as the functions use it.
        tasks: Cloud Tasks gateway as the functions use it.
        queues: Official Cloud Tasks client.
        parent: Project and location of the queues.
    """

    db: Firestore
    events: PubSub
    tasks: CloudTasks
    queues: tasks_v2.CloudTasksAsyncClient
    parent: str

    @classmethod
    @contextlib.asynccontextmanager
    async def open(cls, settings: Settings, db: Firestore) -> AsyncIterator[Self]:
        """Open the connections until the block ends."""
        events = PubSub(project=settings.project, emulator=settings.address("pubsub"))
        tasks = CloudTasks(
            project=settings.project,
            region=settings.region,
            emulator=settings.address("tasks"),
            url=settings.function_url,
            caller=settings.caller_account,
        )
        async with grpc.aio.insecure_channel(settings.address("tasks")) as channel:
            queues = tasks_v2.CloudTasksAsyncClient(transport=CloudTasksGrpcAsyncIOTransport(channel=channel))
            yield cls(db, events, tasks, queues, f"projects/{settings.project}/locations/{settings.region}")

    def new_unit_of_work(self) -> FirestoreUnitOfWork:
        """Create a unit of work whose outbox entries are not sent.

        It leaves the state of a function that crashed right after its commit.
        """
        return FirestoreUnitOfWork(self.db, request_id="req_crashed", now=datetime.now(UTC), instance_cache={})

    async def commit_and_send(self, unit: FirestoreUnitOfWork) -> None:
        """Commit a unit of work, then send its outbox entries, as a function does."""
        await self.db.commit(unit.build_writes())
        for entry in unit.outbox_entries:
            await (self.events.publish(entry) if entry.kind == "event" else self.tasks.enqueue(entry))

    async def load_order(self, order_id: str) -> Order:
        """Load a stored order."""
        query = Query("orders", Order).matching("id", "==", order_id)
        return (await FirestoreReader(self.db).query(query))[0]

    async def find_delivery_state(self, delivery_id: str) -> str | None:
        """Find how far a delivery of a notification has come; None if there is no such delivery."""
        found = await FirestoreReader(self.db).get(notifications.delivery_ref(delivery_id))
        return str(found.state) if found is not None else None

    async def find_mail_delivery(self, order_id: str) -> str | None:
        """Find the delivery of the latest mail to the address of an order; None before the first."""
        query = Query("notice_deliveries", NoticeDelivery).matching("guest", "==", order_id)
        found = await FirestoreReader(self.db).query(query)
        return max(found, key=lambda one: one.created_at).id if found else None

    async def find_mail_retry(self, delivery_id: str) -> datetime | None:
        """Find the time of the next attempt of a mail that was put off; None if it waits for none."""
        found = await FirestoreReader(self.db).get(notifications.delivery_ref(delivery_id))
        return found.retry_at if found is not None else None

    async def load_devices(self, uid: str) -> PushDevices:
        """Load the devices to which a person's pushes go."""
        found = await FirestoreReader(self.db).get(notifications.devices_ref(uid))
        return found or PushDevices(id=UserId(uid))

    async def list_orders_of_partner(self, partner: str) -> list[Order]:
        """List every order that a partner's front-end has created."""
        return await FirestoreReader(self.db).query(Query("orders", Order).matching("partner", "==", partner))

    async def list_tickets_of_order(self, order_id: str) -> list[Ticket]:
        """List the tickets of an order."""
        return await tickets.list_order_tickets(FirestoreReader(self.db), OrderId(order_id))

    async def list_outbox_entries(self) -> list[OutboxEntry]:
        """List the entries that are still to be sent or done. Published events are only watched."""
        found = await FirestoreReader(self.db).query(Query("outbox", OutboxEntry))
        return [entry for entry in found if entry.published_at is None]

    async def is_waiting(self, entry: OutboxEntry) -> bool:
        """Return whether an outbox entry is still to be sent or done."""
        found = await FirestoreReader(self.db).get(outbox.entry_ref(entry.id))
        return found is not None and found.published_at is None

    async def list_dead_letters(self, order_id: str = "") -> list[DeadLetter]:
        """List the dead letters that mention an order; without an order, all."""
        found = await FirestoreReader(self.db).query(dead_letters_query())
        return [letter for letter in found if order_id in (letter.body or "")]

    async def make_job_due(self, entry: OutboxEntry) -> None:
        """Store a scheduled job as due now, unless it is done already."""
        unit = self.new_unit_of_work()
        waiting = await unit.get(outbox.entry_ref(entry.id))
        now = datetime.now(UTC)
        if waiting is not None and waiting.due_at > now:
            unit.put(outbox.entry_ref(entry.id), waiting.having(due_at=now, relay_at=now))
            # It may have been done, or put off, meanwhile.
            with contextlib.suppress(PreconditionFailed):
                await self.db.commit(unit.build_writes())

    async def run_waiting_tasks(self, queue: str, about: str = "") -> int:
        """Run every waiting task whose name contains `about` now, and return their number."""
        hurried = 0
        async for task in await self.queues.list_tasks(parent=f"{self.parent}/queues/{queue}"):
            if about in task.name:
                # It may have been delivered meanwhile.
                with contextlib.suppress(NotFound):
                    await self.queues.run_task(name=task.name)
                    hurried += 1
        return hurried
