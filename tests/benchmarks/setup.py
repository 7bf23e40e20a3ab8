"""Setup of the benchmarks: a fresh local cloud each, and documents as the functions would store them."""

import contextlib
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from emulators.cloud import LocalCloud
from emulators.settings import Ports
from shared.claims.models import Claim, ClaimState
from shared.gateways.firestore.client import DatabaseAddress, Firestore
from shared.gateways.firestore.unit_of_work import FirestoreUnitOfWork
from shared.identity import store as identities
from shared.kernel.ids import OrderId, TicketEventId, UserId
from shared.kernel.ports import Ref
from shared.orders import store as orders
from shared.tickets import store as tickets
from shared.tickets.models import TicketEvent, TicketType
from tests.builders import a_partner_key, a_ticket_event, a_ticket_type
from tests.orders.builders import an_open_order
from tests.world import ANA

NOW = datetime.now(UTC)
_AT_ONCE = 400


@contextlib.contextmanager
def run_cloud(*parts: str) -> Iterator[dict[str, str]]:
    """Run parts of the local cloud on free ports, and yield the functions' environment variables."""
    with (
        tempfile.TemporaryDirectory() as folder,
        LocalCloud(parts=parts, ports=Ports.counted_from(0), local=Path(folder), scheduler=False) as local,
    ):
        yield local.environment


def create_database_client(environment: dict[str, str]) -> Firestore:
    """Create a Firestore client for a running local cloud."""
    return Firestore.open(
        DatabaseAddress(environment["GOOGLE_CLOUD_PROJECT"], emulator=environment["FIRESTORE_EMULATOR_HOST"])
    )


@contextlib.asynccontextmanager
async def open_database(environment: dict[str, str]) -> AsyncIterator[Firestore]:
    """Open a Firestore client until the block ends."""
    db = create_database_client(environment)
    yield db
    await db.close()


async def put_documents(db: Firestore, things: Sequence[tuple[Ref[Any], Any]]) -> None:
    """Store documents, in commits of at most 400."""
    for start in range(0, len(things), _AT_ONCE):
        unit = FirestoreUnitOfWork(db, request_id="req_stage", now=NOW, instance_cache={})
        for ref, entity in things[start : start + _AT_ONCE]:
            unit.put(ref, entity)
        await db.commit(unit.build_writes())


async def create_open_orders(db: Firestore, count: int) -> list[OrderId]:
    """Store `count` open orders of a signed-in customer, and return their ids."""
    order = an_open_order(customer=UserId(ANA.uid), created_at=NOW, pay_before=NOW + timedelta(minutes=15))
    payment = order.payment.having(invoice_id="inv-1", checkout_url="https://checkout.example/inv-1")
    ids = [OrderId(f"BE-20261126-{number:06}") for number in range(count)]
    await put_documents(db, [(orders.order_ref(id), order.having(id=id, payment=payment)) for id in ids])
    return ids


async def put_event_on_sale(
    db: Firestore, name: str, *, seats: int, price: int = 150_000
) -> tuple[TicketEvent, TicketType]:
    """Store the event `name` on sale with `seats` seats, and a front-end's API key."""
    event = a_ticket_event(
        id=TicketEventId(name), starts_at=NOW + timedelta(days=30), ends_at=NOW + timedelta(days=31), saved_at=NOW
    )
    ticket_type = a_ticket_type(
        event_id=event.id,
        price=price,
        quota=seats,
        made=seats,
        valid_from=NOW - timedelta(days=1),
        valid_until=NOW + timedelta(days=20),
        saved_at=NOW,
    )
    pool = tickets.stock_pool(event.id, ticket_type.id)
    key = a_partner_key()
    await put_documents(
        db,
        [
            (tickets.ticket_event_ref(event.id), event),
            (tickets.ticket_type_ref(event.id, ticket_type.id), ticket_type),
            (identities.partner_key_ref(key.id), key),
            *((pool.unit_ref(number), Claim(state=ClaimState.FREE)) for number in range(seats)),
        ],
    )
    return event, ticket_type


def delete_subscriptions(environment: dict[str, str]) -> None:
    """Delete all subscriptions, so that published events are delivered to nobody.

    A benchmark of one function serves no subscribers. Pub/Sub would push the events to them again and again, and
    disturb the next measurement.
    """
    with httpx.Client(base_url=f"http://{environment['PUBSUB_EMULATOR_HOST']}/v1/", trust_env=False) as client:
        listed = f"projects/{environment['GOOGLE_CLOUD_PROJECT']}/subscriptions"
        for one in client.get(listed, params={"pageSize": 1000}).raise_for_status().json()["subscriptions"]:
            client.delete(one["name"]).raise_for_status()
