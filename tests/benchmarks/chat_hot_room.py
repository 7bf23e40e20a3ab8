"""Benchmark of a hot room: many senders compete for the next message number of one room."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from statistics import median

from shared.chat import sending
from shared.chat.models import Message
from shared.chat.schemas import SendMessage
from shared.kernel.actors import Actor
from shared.kernel.errors import Busy
from shared.kernel.ports import UnitOfWork
from shared.runtime import settings as settings_
from shared.runtime.context import Context
from shared.runtime.instance import Runtime
from shared.runtime.requests import new_request_id
from tests.benchmarks import chat_setup, setup
from tests.world import Person

TITLE = "A hot room"
GOAL = """\
Everybody talks in one room as fast as answers come, at the unit of work itself (no HTTP). A message takes its room's
next number, so each commit makes all others of that moment old. Tries: how often the action was run for a message.
Turned away: after 16 tries, and sent again. Without gap: whether the numbers are 1, 2, 3… in the end."""

ROUNDS = 5
SECONDS = 1.2
CASES = ((1, 1), (8, 1), (32, 1), (8, 2), (32, 2))
"""Number of senders and number of instances of each measurement."""


@dataclass
class _Round:
    """Result of one round."""

    tries: int = 0
    turned_away: int = 0
    rpcs: int = 0
    reads: int = 0
    seconds: float = 0
    waits: list[float] = field(default_factory=list)
    seqs: list[int] = field(default_factory=list)

    @property
    def message_count(self) -> int:
        return len(self.seqs)

    @property
    def per_second(self) -> float:
        return self.message_count / self.seconds

    @property
    def has_no_gap(self) -> bool:
        return sorted(self.seqs) == list(range(1, self.message_count + 1))

    def wait_percentile(self, percent: int) -> float:
        return 1000 * sorted(self.waits)[min(self.message_count - 1, self.message_count * percent // 100)]


def run_benchmark() -> list[dict[str, object]]:
    """Measure a row for each number of senders and instances."""
    return asyncio.run(_run())


async def _run() -> list[dict[str, object]]:
    rounds: dict[tuple[int, int], list[_Round]] = {case: [] for case in CASES}
    with setup.run_cloud("firestore") as environment:
        instances = [Runtime(settings_.read_settings(environment)) for _ in range(2)]
        for turn in range(ROUNDS + 1):
            for senders, count in CASES:
                found = await _send_for_a_while(instances[:count], f"room-{senders}-{count}-{turn}", senders)
                if turn:  # the first warms up
                    rounds[senders, count].append(found)
        for instance in instances:
            await instance.gateways.documents.close()
    return [_row(senders, count, some, rounds[CASES[0]]) for (senders, count), some in rounds.items()]


async def _send_for_a_while(instances: list[Runtime], room_id: str, senders: int) -> _Round:
    people = chat_setup.create_customers(room_id, senders)
    meters = [instance.gateways.documents.meter for instance in instances]
    await chat_setup.open_rooms(instances[0].gateways.documents, [room_id], people)
    before = sum(meter.rpcs for meter in meters), sum(meter.reads for meter in meters)
    found, began = _Round(), time.perf_counter()
    await asyncio.gather(
        *(_send_message(instances[number % len(instances)], room_id, who, found) for number, who in enumerate(people))
    )
    found.seconds = time.perf_counter() - began
    found.rpcs = sum(meter.rpcs for meter in meters) - before[0]
    found.reads = sum(meter.reads for meter in meters) - before[1]
    return found


async def _send_message(instance: Runtime, room_id: str, who: Person, found: _Round) -> None:
    until, number = time.perf_counter() + SECONDS, 0
    actor = Actor("customer", who.uid)
    while (began := time.perf_counter()) < until:
        wish = SendMessage.model_validate(chat_setup.build_message_body(room_id, f"{who.uid}-{number}"))
        message = await _send_with_retry(instance, wish, actor, found)
        found.waits.append(time.perf_counter() - began)
        found.seqs.append(message.seq)
        number += 1


async def _send_with_retry(instance: Runtime, wish: SendMessage, actor: Actor, found: _Round) -> Message:
    while True:
        ctx = Context(instance, function="benchmark", request_id=new_request_id())
        try:
            return await ctx.commit(_summarise_round(found), wish, actor, ctx)
        except Busy:
            found.turned_away += 1


def _summarise_round(found: _Round) -> Callable[[UnitOfWork, SendMessage, Actor, Context], Awaitable[Message]]:
    async def send(uow: UnitOfWork, wish: SendMessage, actor: Actor, ctx: Context) -> Message:
        found.tries += 1
        return await sending.send_message(uow, wish, actor=actor, now=ctx.now)

    return send


def _row(senders: int, instances: int, some: list[_Round], alone: list[_Round]) -> dict[str, object]:
    return {
        "senders": senders,
        "instances": instances,
        "messages/s": round(median(one.per_second for one in some)),
        # Each round's own ratio: what slowed the one slowed the other.
        "÷ one sender": median(one.per_second / other.per_second for one, other in zip(some, alone, strict=True)),
        "tries each": median(one.tries / one.message_count for one in some),
        "RPCs each": median(one.rpcs / one.message_count for one in some),
        "reads each": median(one.reads / one.message_count for one in some),
        "p50 ms": median(one.wait_percentile(50) for one in some),
        "p95 ms": median(one.wait_percentile(95) for one in some),
        "longest ms": max(one.wait_percentile(100) for one in some),
        "turned away": sum(one.turned_away for one in some),
        "without gap": "yes" if all(one.has_no_gap for one in some) else "NO",
    }
