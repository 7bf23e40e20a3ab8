"""Benchmark of the time from a message's sender to its receiver.

Our function is compared with a bare write to Firestore and with a Socket.io room.
"""

import asyncio
import contextlib
import json
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from emulators.settings import HOST, REPOSITORY
from tests.benchmarks import chat_setup, latency, setup
from tests.benchmarks.function_server import BASELINES, serve_function

TITLE = "A message from its sender to its receiver"
GOAL = """\
From the call of send_message to the receiver's callback, ≤ 1.5 × a bare write. Sender and receiver are in one Node
process, so one clock tells; four senders take turns in one room.

- send_message: an HTTP call of the function, on the server it is shipped with; the receiver has a Firestore listener
  (Firebase's JS SDK, under the security rules) on the newest 50 messages. Checked, numbered, and gathered in the
  room and in the sender's inbox.
- bare write: the same SDK writes the message's document and nothing else (setDoc, as the owner, whom no rule checks);
  the receiver listens likewise.
- Socket.io: sender, server and receiver over websockets; the server stores the message in Firestore (setDoc) before it
  passes it on. Nothing is checked or numbered, and a receiver who was away hears nothing.

Each is measured in rounds, in turns, each time on a fresh emulator that has been warmed up with 500 messages."""

OURS, BARE, SOCKET = "send_message", "bare write", "Socket.io"
_MODE_BY_NAME = {OURS: "function", BARE: "write", SOCKET: "socket"}
ROUNDS = 3
SENDERS = 4
WARM_UP = {"room": "warm-up", "messages": 500, "per_second": 50}
RATES: dict[str, dict[str, Any]] = {
    "quiet, 5/s": {"room": "quiet", "messages": 100, "per_second": 5},
    "busy, 40/s": {"room": "busy", "messages": 400, "per_second": 40},
}


def run_benchmark() -> list[dict[str, object]]:
    """Measure the three ways in turns, so that a disturbance affects all of them."""
    found: dict[tuple[str, str], list[list[float]]] = defaultdict(list)
    for _ in range(ROUNDS):
        for name in _MODE_BY_NAME:
            heard = _measure_latencies(name)
            for rate, stretch in RATES.items():
                found[name, rate].append(heard[stretch["room"]])
    return [
        {"messages": rate, "way": name} | latency.compute_latency_columns(found[name, rate], found[BARE, rate])
        for rate in RATES
        for name in _MODE_BY_NAME
    ]


def _measure_latencies(name: str) -> dict[str, list[float]]:
    stretches = [WARM_UP, *RATES.values()]
    *senders, receiver = chat_setup.create_customers("person", SENDERS + 1)
    with setup.run_cloud("firestore") as environment:
        asyncio.run(_open(environment, [str(stretch["room"]) for stretch in stretches]))
        host, _, port = environment["FIRESTORE_EMULATOR_HOST"].partition(":")
        project = environment["GOOGLE_CLOUD_PROJECT"]
        task = {"project": project, "firestore": {"host": host, "port": int(port)}}
        with _server(name, environment, task) as url:
            heard: dict[str, list[float]] = latency.run_node_program(
                "chat_latency.mjs",
                task
                | {
                    "way": _MODE_BY_NAME[name],
                    "url": url,
                    "body": chat_setup.MESSAGE_TEXT,
                    "token": receiver.token(project),
                    "senders": [sender.token(project) for sender in senders],
                    "stretches": stretches,
                },
            )
            return heard


async def _open(environment: dict[str, str], rooms: list[str]) -> None:
    async with setup.open_database(environment) as db:
        await chat_setup.open_rooms(db, rooms, chat_setup.create_customers("person", SENDERS + 1))


@contextlib.contextmanager
def _server(name: str, environment: dict[str, str], task: dict[str, Any]) -> Iterator[str | None]:
    """Start the server between sender and receiver, and yield its URL; yield None for bare writes."""
    if name == OURS:
        with serve_function("send_message", environment) as served:
            yield served.url
    elif name == SOCKET:
        command = ["node", str(BASELINES / "chat_server.mjs"), json.dumps(task)]
        with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as server:
            try:
                assert server.stdout is not None
                yield f"http://{HOST}:{int(server.stdout.readline())}"
            finally:
                server.terminate()
    else:
        yield None
