"""Benchmark of the time from the join of a booked session to the screens of both sides."""

import asyncio
import contextlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from shared.bookings import store as bookings
from shared.contracts.offers import ServiceKind
from shared.identity import store as identity
from shared.kernel.ids import BookingId, OrderId, RoomId, SessionId, UserId
from shared.kernel.ports import Ref
from shared.sessions import store
from shared.sessions.models import Session
from tests.benchmarks import latency, setup
from tests.benchmarks.function_server import serve_function
from tests.bookings.builders import DEWI, a_confirmed_booking
from tests.bookings.steps import a_user
from tests.world import ANA, EXPERT

TITLE = "A booked session: from the join to both screens"
GOAL = """\
From the customer's join to the callbacks of the customer's and the expert's listeners on the session, the later of the
two, ≤ 1.5 × a bare write. The one who joins and both listeners (Firebase's JS SDK, under the security rules) are in one
process, so one clock tells.

- function: join_session over HTTP, on the server that it is shipped with. It looks at session and booking, checks time
  and right, and writes the arrival.
- bare write: the same SDK writes the session's document and nothing else (setDoc, as the owner, whom no rule checks).

Each is measured in rounds, in turns, on a fresh emulator, one join after the other."""

FUNCTION, BARE = "function", "bare write"
_MODE_BY_NAME = {FUNCTION: "function", BARE: "write"}
ROUNDS, JOINS, WARM_UP = 3, 110, 30
_STARTS_AT = setup.NOW - timedelta(minutes=1)
_ENDS_AT = setup.NOW + timedelta(hours=1)


def run_benchmark() -> list[dict[str, object]]:
    """Measure both ways in turns, so that a disturbance affects both."""
    found: dict[str, list[list[float]]] = {name: [] for name in _MODE_BY_NAME}
    for _ in range(ROUNDS):
        for name, rounds in found.items():
            rounds.append(_measure_latencies(name))
    return [{"way": name} | latency.compute_latency_columns(rounds, found[BARE]) for name, rounds in found.items()]


def _measure_latencies(name: str) -> list[float]:
    parts = ("firestore", "pubsub", "providers", "control")
    with setup.run_cloud(*parts) as environment, _serve(name, environment) as url:
        setup.delete_subscriptions(environment)
        sessions = [_build_session(number) for number in range(JOINS)]
        asyncio.run(_put_documents(environment, sessions))
        project = environment["GOOGLE_CLOUD_PROJECT"]
        host, _, port = environment["FIRESTORE_EMULATOR_HOST"].partition(":")
        task = {
            "way": _MODE_BY_NAME[name],
            "project": project,
            "firestore": {"host": host, "port": int(port)},
            "url": url,
            "tokens": {"customer": ANA.token(project), "expert": EXPERT.token(project)},
            "sessions": [session.id for session in sessions],
            "fields": sessions[0].model_dump(mode="json"),
            "warm_up": WARM_UP,
        }
        found: list[float] = latency.run_node_program("session_latency.mjs", task)
        return found


def _build_session(number: int) -> Session:
    booking_id = BookingId(f"BE-{setup.NOW:%Y%m%d}-{number:06}")
    return Session(
        id=SessionId(booking_id),
        kind="booking",
        customer=UserId(ANA.uid),
        pseudonym="Ana Wijaya",
        expert=DEWI,
        expert_name="Dewi Lestari",
        room_id=RoomId(booking_id),
        booking_id=booking_id,
        order_id=OrderId(booking_id),
        service_kind=ServiceKind.CHAT,
        minutes=60,
        starts_at=_STARTS_AT,
        opens_at=_STARTS_AT - timedelta(minutes=10),
        ends_at=_ENDS_AT,
        expert_since=_STARTS_AT,
    )


@contextlib.contextmanager
def _serve(name: str, environment: dict[str, str]) -> Iterator[str]:
    """Serve the function, and yield its URL; empty for bare writes."""
    if name == BARE:
        yield ""
        return
    with serve_function("join_session", environment) as served:
        yield served.url


async def _put_documents(environment: dict[str, str], sessions: list[Session]) -> None:
    people = [(identity.user_ref(uid), a_user(uid)) for uid in (ANA.uid, DEWI)]
    stored: list[tuple[Ref[Any], Any]] = [*people]
    for one in sessions:
        booking = a_confirmed_booking(
            id=BookingId(one.id),
            starts_at=_STARTS_AT,
            ends_at=_ENDS_AT,
            created_at=setup.NOW,
            changed_at=setup.NOW,
        )
        stored += [(bookings.booking_ref(booking.id), booking), (store.session_ref(one.id), one)]
    async with setup.open_database(environment) as db:
        await setup.put_documents(db, stored)
