"""Benchmark of the time from a customer's call until the customer learns that an expert has accepted it.

It is measured with 10, 100 and 500 listening experts.
"""

import asyncio
import contextlib
import json
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from emulators.settings import REPOSITORY
from shared.gateways.firebase_auth import compute_alias
from shared.identity import store as identity
from shared.kernel.ids import Id, UserId
from shared.kernel.ports import Ref
from shared.pairing import store
from shared.pairing.models import Alias, Availability, CallBoards, CallerAccount, Heartbeat
from shared.pairing.settings import PairingSettings
from tests.benchmarks import latency, setup
from tests.benchmarks.function_server import BASELINES, serve_function
from tests.bookings.steps import a_user
from tests.world import Person

TITLE = "A call: from the customer over the expert to the customer"
GOAL = """\
From the call of request_pairing, over the expert's listener and their call of accept_pairing, to the customer's
listener, ≤ 1.5 × the same hops as bare writes. All listeners are Firebase's JS SDK, under the security rules; the
customer and the expert who takes the call are in one process, so one clock tells, and the other experts in another.

- functions: over HTTP, each on the server that it is shipped with. The call is checked against its customer's credits
  and blocks; taking it makes the session, its timers and its room, and counts the expert's customers.
- bare writes: a setDoc of the call and an updateDoc of its status, as the owner, whom no rule checks.

Each is measured in rounds, in turns, on a fresh emulator, one call after the other."""

FUNCTIONS, BARE = "functions", "bare writes"
_MODE_BY_NAME = {FUNCTIONS: "function", BARE: "write"}
BOARD = Id("a-board")
LISTENER_COUNTS = (10, 100, 500)
ROUNDS, CALLS, WARM_UP = 3, 45, 10


def run_benchmark() -> list[dict[str, object]]:
    """Measure both ways in turns, so that a disturbance affects both."""
    found: dict[tuple[int, str], list[list[float]]] = {
        (count, name): [] for count in LISTENER_COUNTS for name in _MODE_BY_NAME
    }
    for _ in range(ROUNDS):
        for (count, name), rounds in found.items():
            rounds.append(_measure_latencies(name, count))
    return [
        {"experts listening": count, "way": name} | latency.compute_latency_columns(rounds, found[count, BARE])
        for (count, name), rounds in found.items()
    ]


def _measure_latencies(name: str, count: int) -> list[float]:
    experts = [Person(f"expert-{number}", role="expert") for number in range(count)]
    customers = [Person(f"customer-{number}") for number in range(CALLS)]
    with (
        setup.run_cloud("firestore", "pubsub", "providers", "control") as environment,
        _served(name, environment) as urls,
    ):
        setup.delete_subscriptions(environment)
        aliases = [compute_alias(UserId(customer.uid), environment["ALIAS_KEY"]) for customer in customers]
        asyncio.run(_seed_documents(environment, experts, customers, aliases))
        project = environment["GOOGLE_CLOUD_PROJECT"]
        host, _, port = environment["FIRESTORE_EMULATOR_HOST"].partition(":")
        place = {"project": project, "firestore": {"host": host, "port": int(port)}, "board": BOARD}
        told = [
            {"name": one.uid, "alias": alias, "token": one.token(project)}
            for one, alias in zip(customers, aliases, strict=True)
        ]
        first, *others = experts
        with _run_listeners(place | {"tokens": {one.uid: one.token(project) for one in others}}):
            task = {"way": _MODE_BY_NAME[name], "urls": urls, "expert": first.token(project), "customers": told}
            found: list[float] = latency.run_node_program(
                "pairing_race.mjs", place | task | {"call": _call_documents(), "warm_up": WARM_UP}
            )
            return found


def _call_documents() -> dict[str, Any]:
    """Return the fields of a call's document, so that the bare writes are as large as ours."""
    return {
        "status": "searching",
        "pseudonym": "Kenari Biru 27",
        "minutes": 30,
        "round": 1,
        "rounds": 3,
        "round_seconds": 60,
        "entitlement": {"kind": "credit", "order_id": None},
        "session_id": "call-Zx3k9QmT1bV7cR5nW2pL",
        "rerouted": False,
        "passed_over": [],
        "expert": None,
    }


@contextlib.contextmanager
def _served(name: str, environment: dict[str, str]) -> Iterator[dict[str, str]]:
    if name == BARE:
        yield {}
        return
    with (
        serve_function("request_pairing", environment) as request,
        serve_function("accept_pairing", environment) as accept,
    ):
        yield {"request": f"{request.url}/", "accept": f"{accept.url}/"}


async def _seed_documents(
    environment: dict[str, str], experts: list[Person], customers: list[Person], aliases: list[UserId]
) -> None:
    """Store online experts, and customers with one credit each."""
    settings = PairingSettings(customers_an_expert=50)
    boards = CallBoards(id=Id(store.BOARDS.id), experts={BOARD: len(experts)})
    things: list[tuple[Ref[Any], Any]] = [(store.SETTINGS, settings), (store.BOARDS, boards)]
    for expert in experts:
        uid = UserId(expert.uid)
        most = settings.customers_an_expert
        diary = Availability(id=uid, name="Dewi", open=True, since=setup.NOW, most=most, board=BOARD)
        things.append((store.availability_ref(uid), diary))
        things.append((store.heartbeat_ref(uid), Heartbeat(id=uid, until=setup.NOW + timedelta(hours=12))))
    for customer, alias in zip(customers, aliases, strict=True):
        uid = UserId(customer.uid)
        things.append((identity.user_ref(uid), a_user(uid)))
        things.append((store.alias_ref(uid), Alias(id=uid, alias=alias)))
        standing = CallerAccount(id=alias, account=uid, pseudonym="Kenari Biru 27", credits=1)
        things.append((store.caller_account_ref(alias), standing))
    async with setup.open_database(environment) as db:
        await setup.put_documents(db, things)


@contextlib.contextmanager
def _run_listeners(task: dict[str, Any]) -> Iterator[None]:
    """Run the listeners of all other experts, who see every call."""
    command = ["node", str(BASELINES / "pairing_crowd.mjs")]
    with subprocess.Popen(
        command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as listening:
        assert listening.stdin is not None
        assert listening.stdout is not None
        listening.stdin.write(f"{json.dumps(task)}\n")
        listening.stdin.flush()
        if listening.stdout.readline() != "ready\n":
            raise SystemExit("The experts could not listen.")
        yield
        # The end of its input is its end.
