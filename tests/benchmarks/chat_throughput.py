"""How many messages a second one instance of send_message takes, against the bare reads and writes that each needs."""

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
from shared.gateways.firestore.client import Document, Firestore, Write, written
from shared.gateways.firestore.unit import Documents
from shared.kernel.ids import MessageId
from shared.kernel.ports import Ref
from tests.benchmarks import chat, load, stage
from tests.benchmarks.load import Load
from tests.benchmarks.served import Served, serving
from tests.world import Person

TITLE = "send_message, how many a second"
GOAL = """\
Senders who each wait for the answer and send the next, over HTTP at one instance, against as many who do by raw gRPC
just what Firestore has to do for a message: a batched get of 4 documents and a commit of 3, blindly: without HTTP,
checks or preconditions, so that two at once get the same number."""

ROUNDS = 5
SECONDS = 1.5
CASES = tuple((rooms, senders) for rooms in (1, 32) for senders in (1, 8, 32))
_MOST = 2_400
"""More messages than are sent in a round."""

_BatchGet: Any = firestore.BatchGetDocumentsRequest.pb()
_Got: Any = firestore.BatchGetDocumentsResponse.pb()
_Commit: Any = firestore.CommitRequest.pb()
_Committed: Any = firestore.CommitResponse.pb()


@dataclass(frozen=True)
class _Sample:
    ours: Load
    cpu_seconds: float
    raw: Load


def run() -> list[dict[str, object]]:
    """Ours and raw in turns, for each number of rooms and senders."""
    samples: dict[tuple[int, int], list[_Sample]] = defaultdict(list)
    with stage.cloud("firestore") as environment, serving("send_message", environment) as served:
        for turn in range(ROUNDS + 1):
            for rooms, senders in CASES:
                sample = _measured(environment, served, f"turn-{turn}-{rooms}-{senders}", rooms, senders)
                if turn:  # the first warms up
                    samples[rooms, senders].append(sample)
    return [_row(rooms, senders, some) for (rooms, senders), some in samples.items()]


def _measured(environment: dict[str, str], served: Served, name: str, rooms: int, senders: int) -> _Sample:
    people = chat.people(name, senders)
    ids = [f"{name}-{number}" for number in range(rooms)]
    asyncio.run(_open(environment, ids, people))
    asked = [
        chat.request(served.url, environment["GOOGLE_CLOUD_PROJECT"], who, ids[(place + n) % rooms], f"{who.uid}-{n}")
        for place, who in enumerate(people)
        for n in range(_MOST // senders)
    ]
    before = served.cpu_seconds
    ours = load.sustained(asked, connections=senders, seconds=SECONDS)
    cpu = served.cpu_seconds - before
    assert set(ours.statuses) == {"200"}, ours.statuses
    said = asyncio.run(_said(environment, ids))
    assert said == ours.answers, f"{ours.answers} answers, {said} messages"
    return _Sample(ours, cpu, asyncio.run(_raw(environment, ids, people)))


async def _open(environment: dict[str, str], ids: Sequence[str], people: Sequence[Person]) -> None:
    async with stage.opened(environment) as db:
        await chat.open_rooms(db, ids, people)


async def _said(environment: dict[str, str], ids: Sequence[str]) -> int:
    """How many messages there are, by the rooms' numbers."""
    async with stage.opened(environment) as db:
        rooms = await Documents(db).get_all([store.room_ref(id) for id in ids])
    return sum(room.seq for room in rooms if room)


async def _raw(environment: dict[str, str], ids: Sequence[str], people: Sequence[Person]) -> Load:
    async with stage.opened(environment) as db:
        raw = _Raw(db)
        until = time.perf_counter() + SECONDS
        began = time.perf_counter()
        waits = await asyncio.gather(*(raw.send(ids, place, who, until) for place, who in enumerate(people)))
        return Load({}, time.perf_counter() - began, [wait for some in waits for wait in some])


class _Raw:
    """What a message is to Firestore, and nothing else."""

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
            body=chat.BODY,
            sent_at=stage.NOW,
        )
        self._message = written("", message.model_dump()).update.fields
        self._last = codec.encode(rules.last(message).model_dump())

    async def send(self, ids: Sequence[str], place: int, who: Person, until: float) -> list[float]:
        """One sender's messages until it is time; how long each took."""
        waits: list[float] = []
        while (began := time.perf_counter()) < until:
            await self._send(ids[(place + len(waits)) % len(ids)], f"raw-{who.uid}-{len(waits)}", who)
            waits.append(time.perf_counter() - began)
        return waits

    async def _send(self, room_id: str, message_id: str, who: Person) -> None:
        message_ref = store.message_ref(room_id, message_id)
        refs: list[Ref[Any]] = [store.room_ref(room_id), store.inbox_ref(who.uid), message_ref, store.SETTINGS]
        names = [self._db.name(ref.path) for ref in refs]
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
        "p50 ms": median(one.ours.milliseconds(50) for one in some),
        "p95 ms": median(one.ours.milliseconds(95) for one in some),
        "CPU ms": median(1000 * one.cpu_seconds / one.ours.answers for one in some),
        "raw/s": round(median(one.raw.per_second for one in some)),
        "raw p50 ms": median(one.raw.milliseconds(50) for one in some),
        "raw p95 ms": median(one.raw.milliseconds(95) for one in some),
        # Each round's own ratio: what slowed the one slowed the other.
        "÷ raw": median(one.ours.per_second / one.raw.per_second for one in some),
    }
