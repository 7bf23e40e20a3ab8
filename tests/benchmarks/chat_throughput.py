"""Benchmark of the messages that one instance of `send_message` takes in a second.

The function is compared with the bare reads and writes that a message needs.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from google.cloud.firestore_v1.types import firestore

from shared.chat import rules, store
from shared.chat.models import Message, MessageKind
from shared.gateways.firestore import codec
from shared.gateways.firestore.client import Document, Firestore
from shared.gateways.firestore.document_writes import Write, update_write
from shared.gateways.firestore.unit_of_work import FirestoreReader
from shared.kernel.ids import MessageId
from shared.kernel.ports import Ref
from tests.benchmarks import chat_setup, load_generator, setup
from tests.benchmarks.function_server import FunctionServer, serve_function
from tests.benchmarks.load_generator import LoadResult
from tests.world import Person

TITLE = "send_message, how many a second"
GOAL = """\
Senders who each wait for the answer and send the next, over HTTP at one instance, against as many who do by raw gRPC
just what Firestore has to do for a message: a batched get of 4 documents and a commit of 3, blindly: without HTTP,
checks or preconditions, so that two at once get the same number."""

ROUNDS = 5
SECONDS = 1.5
CASES = tuple((rooms, senders) for rooms in (1, 32) for senders in (1, 8, 32))
_MAX_MESSAGES = 2_400
"""Upper limit of the messages that are sent in a round."""

_BatchGet: Any = firestore.BatchGetDocumentsRequest.pb()
_Got: Any = firestore.BatchGetDocumentsResponse.pb()
_Commit: Any = firestore.CommitRequest.pb()
_Committed: Any = firestore.CommitResponse.pb()


@dataclass(frozen=True)
class _Sample:
    ours: LoadResult
    cpu_seconds: float
    raw: LoadResult


def run_benchmark() -> list[dict[str, object]]:
    """Measure our function and the raw client in turns, for each number of rooms and senders."""
    samples: dict[tuple[int, int], list[_Sample]] = defaultdict(list)
    with setup.run_cloud("firestore") as environment, serve_function("send_message", environment) as served:
        for turn in range(ROUNDS + 1):
            for rooms, senders in CASES:
                sample = _measure_sample(environment, served, f"turn-{turn}-{rooms}-{senders}", rooms, senders)
                if turn:  # the first warms up
                    samples[rooms, senders].append(sample)
    return [_row(rooms, senders, some) for (rooms, senders), some in samples.items()]


def _measure_sample(
    environment: dict[str, str], served: FunctionServer, name: str, rooms: int, senders: int
) -> _Sample:
    people = chat_setup.create_customers(name, senders)
    ids = [f"{name}-{number}" for number in range(rooms)]
    asyncio.run(_open(environment, ids, people))
    asked = [
        chat_setup.build_message_request(
            served.url, environment["GOOGLE_CLOUD_PROJECT"], who, ids[(place + n) % rooms], f"{who.uid}-{n}"
        )
        for place, who in enumerate(people)
        for n in range(_MAX_MESSAGES // senders)
    ]
    before = served.cpu_seconds
    ours = load_generator.run_sustained_load(asked, connections=senders, seconds=SECONDS)
    cpu = served.cpu_seconds - before
    assert set(ours.statuses) == {"200"}, ours.statuses
    said = asyncio.run(_count_messages(environment, ids))
    assert said == ours.answer_count, f"{ours.answer_count} answers, {said} messages"
    return _Sample(ours, cpu, asyncio.run(_measure_raw(environment, ids, people)))


async def _open(environment: dict[str, str], ids: Sequence[str], people: Sequence[Person]) -> None:
    async with setup.open_database(environment) as db:
        await chat_setup.open_rooms(db, ids, people)


async def _count_messages(environment: dict[str, str], ids: Sequence[str]) -> int:
    """Count the messages of all rooms by the rooms' last message numbers."""
    async with setup.open_database(environment) as db:
        rooms = await FirestoreReader(db).get_all([store.room_ref(id) for id in ids])
    return sum(room.seq for room in rooms if room)


async def _measure_raw(environment: dict[str, str], ids: Sequence[str], people: Sequence[Person]) -> LoadResult:
    async with setup.open_database(environment) as db:
        raw = _RawClient(db)
        until = time.perf_counter() + SECONDS
        began = time.perf_counter()
        waits = await asyncio.gather(*(raw.send(ids, place, who, until) for place, who in enumerate(people)))
        return LoadResult({}, time.perf_counter() - began, [wait for some in waits for wait in some])


class _RawClient:
    """Client that makes only the Firestore calls of a message."""

    def __init__(self, db: Firestore) -> None:
        self._db = db
        self._metadata = (("authorization", "Bearer owner"), ("google-cloud-resource-prefix", db.address.root))
        self._get: Any = db.channel.unary_stream(
            "/google.firestore.v1.Firestore/BatchGetDocuments",
            request_serializer=_BatchGet.SerializeToString,
            response_deserializer=_Got.FromString,
        )
        self._commit: Any = db.channel.unary_unary(
            "/google.firestore.v1.Firestore/Commit",
            request_serializer=_Commit.SerializeToString,
            response_deserializer=_Committed.FromString,
        )
        message = Message(
            id=MessageId("m"),
            seq=1,
            kind=MessageKind.TEXT,
            sender_name="Ana",
            sender=None,
            body=chat_setup.MESSAGE_TEXT,
            sent_at=setup.NOW,
        )
        self._message = update_write("", message.model_dump()).update.fields
        self._last = codec.encode_value(rules.last_message_from(message).model_dump())

    async def send(self, ids: Sequence[str], place: int, who: Person, until: float) -> list[float]:
        """Send one sender's messages until `until`, and return the seconds that each took."""
        waits: list[float] = []
        while (began := time.perf_counter()) < until:
            await self._send(ids[(place + len(waits)) % len(ids)], f"raw-{who.uid}-{len(waits)}", who)
            waits.append(time.perf_counter() - began)
        return waits

    async def _send(self, room_id: str, message_id: str, who: Person) -> None:
        message_ref = store.message_ref(room_id, message_id)
        refs: list[Ref[Any]] = [store.room_ref(room_id), store.inbox_ref(who.uid), message_ref, store.SETTINGS]
        names = [self._db.resource_name(ref.path) for ref in refs]
        asked = _BatchGet(database=self._db.address.root, documents=names)
        found = {one.found.name: one.found async for one in self._get(asked, metadata=self._metadata)}
        room, inbox = found[names[0]], found[names[1]]
        room.fields["seq"].integer_value += 1
        room.fields["last_message"].CopyFrom(self._last)
        message = Document(name=names[2], fields=self._message)
        writes = [Write(update=document) for document in (message, room, inbox)]
        await self._commit(_Commit(database=self._db.address.root, writes=writes), metadata=self._metadata)


def _row(rooms: int, senders: int, some: list[_Sample]) -> dict[str, object]:
    return {
        "rooms": rooms,
        "senders": senders,
        "messages/s": round(median(one.ours.per_second for one in some)),
        "p50 ms": median(one.ours.latency_percentile(50) for one in some),
        "p95 ms": median(one.ours.latency_percentile(95) for one in some),
        "CPU ms": median(1000 * one.cpu_seconds / one.ours.answer_count for one in some),
        "raw/s": round(median(one.raw.per_second for one in some)),
        "raw p50 ms": median(one.raw.latency_percentile(50) for one in some),
        "raw p95 ms": median(one.raw.latency_percentile(95) for one in some),
        # Each round's own ratio: what slowed the one slowed the other.
        "÷ raw": median(one.ours.per_second / one.raw.per_second for one in some),
    }
