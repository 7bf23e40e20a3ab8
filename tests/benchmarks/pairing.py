"""From a customer's call to the customer who hears that an expert has taken it, with ever more experts who listen."""

import asyncio
import contextlib
import json
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from emulators.settings import REPOSITORY
from shared.gateways.firebase_auth import alias_of
from shared.identity import store as identity
from shared.kernel.ids import UserId
from shared.kernel.ports import Ref
from shared.pairing import store
from shared.pairing.models import Alias, Availability, Heartbeat, Standing
from shared.pairing.settings import PairingSettings
from tests.benchmarks import stage, waits
from tests.benchmarks.served import RIVALS, serving
from tests.bookings.office import a_user
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
_WAYS = {FUNCTIONS: "function", BARE: "write"}
LISTENING = (10, 100, 500)
ROUNDS, CALLS, WARM_UP = 3, 45, 10


def run() -> list[dict[str, object]]:
    """Measure in turns, so that a noisy moment falls on both."""
    found: dict[tuple[int, str], list[list[float]]] = {(count, name): [] for count in LISTENING for name in _WAYS}
    for _ in range(ROUNDS):
        for (count, name), rounds in found.items():
            rounds.append(_measured(name, count))
    return [
        {"experts listening": count, "way": name} | waits.columns(rounds, found[count, BARE])
        for (count, name), rounds in found.items()
    ]


def _measured(name: str, count: int) -> list[float]:
    experts = [Person(f"expert-{number}", role="expert") for number in range(count)]
    customers = [Person(f"customer-{number}") for number in range(CALLS)]
    with stage.cloud("firestore", "pubsub", "providers", "control") as environment, _served(name, environment) as urls:
        stage.unheard(environment)
        aliases = [alias_of(UserId(customer.uid), environment["ALIAS_KEY"]) for customer in customers]
        asyncio.run(_set(environment, experts, customers, aliases))
        project = environment["GOOGLE_CLOUD_PROJECT"]
        host, _, port = environment["FIRESTORE_EMULATOR_HOST"].partition(":")
        place = {"project": project, "firestore": {"host": host, "port": int(port)}}
        told = [
            {"name": one.uid, "alias": alias, "token": one.token(project)}
            for one, alias in zip(customers, aliases, strict=True)
        ]
        first, *others = experts
        with _crowd(place | {"tokens": {one.uid: one.token(project) for one in others}}):
            task = {"way": _WAYS[name], "urls": urls, "expert": first.token(project), "customers": told}
            found: list[float] = waits.measured(
                "pairing_race.mjs", place | task | {"call": _a_call(), "warm_up": WARM_UP}
            )
            return found


def _a_call() -> dict[str, Any]:
    """What the documents of calls hold, so that both are as large."""
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
    with serving("request_pairing", environment) as request, serving("accept_pairing", environment) as accept:
        yield {"request": f"{request.url}/", "accept": f"{accept.url}/"}


async def _set(
    environment: dict[str, str], experts: list[Person], customers: list[Person], aliases: list[UserId]
) -> None:
    """Experts who are there, and customers who have a credit each."""
    settings = PairingSettings(customers_an_expert=50)
    things: list[tuple[Ref[Any], Any]] = [(store.SETTINGS, settings)]
    for expert in experts:
        uid = UserId(expert.uid)
        diary = Availability(id=uid, name="Dewi", open=True, since=stage.NOW, most=settings.customers_an_expert)
        things.append((store.availability_ref(uid), diary))
        things.append((store.heartbeat_ref(uid), Heartbeat(id=uid, until=stage.NOW + timedelta(hours=12))))
    for customer, alias in zip(customers, aliases, strict=True):
        uid = UserId(customer.uid)
        things.append((identity.user_ref(uid), a_user(uid)))
        things.append((store.alias_ref(uid), Alias(id=uid, alias=alias)))
        standing = Standing(id=alias, account=uid, pseudonym="Kenari Biru 27", credits=1)
        things.append((store.standing_ref(alias), standing))
    async with stage.opened(environment) as db:
        await stage.keep(db, things)


@contextlib.contextmanager
def _crowd(task: dict[str, Any]) -> Iterator[None]:
    """All the other experts, who hear every call too."""
    command = ["node", str(RIVALS / "pairing_crowd.mjs")]
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
