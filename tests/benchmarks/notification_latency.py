"""Benchmark of the time from an event to the notification in the app of the person who is told."""

import asyncio
import base64
import contextlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx

from shared.bookings import store as bookings
from shared.bookings.models import Booking
from shared.contracts.bookings import BookingChange
from shared.contracts.events.bookings import BookingChanged
from shared.identity import store as identity
from shared.kernel.ids import BookingId, UserId
from shared.kernel.ports import Ref
from tests.benchmarks import latency, setup
from tests.benchmarks.function_server import serve_function
from tests.bookings.builders import DEWI, a_confirmed_booking
from tests.bookings.steps import a_user
from tests.world import ANA

TITLE = "A notification: from the event to the app"
GOAL = """\
From the event that a booking was confirmed to the callback of the customer's listener on the inbox, ≤ 1.5 × a bare
write. The one who sends and the listener (Firebase's JS SDK, under the security rules) are in one process, so one clock
tells.

- function: the event is pushed to tell_people_when_booking_changed, on the server that it is shipped with. It reads the
  booking, the person, choices, devices and inbox, decides about all channels, and writes the notification, the inbox's
  state, two deliveries and their tasks.
- bare write: the same SDK writes the notification's document and nothing else (setDoc, as the owner, whom no rule
  checks).

Each is measured in rounds, in turns, on a fresh emulator that has been warmed up."""

FUNCTION, BARE = "function", "bare write"
_MODE_BY_NAME = {FUNCTION: "function", BARE: "write"}
_TOLD_BY = "tell_people_when_booking_changed"
ROUNDS, EVENTS, WARM_UP, PER_SECOND = 3, 160, 60, 10


def run_benchmark() -> list[dict[str, object]]:
    """Measure both ways in turns, so that a disturbance affects both."""
    found: dict[str, list[list[float]]] = {name: [] for name in _MODE_BY_NAME}
    for _ in range(ROUNDS):
        for name, rounds in found.items():
            rounds.append(_measure_latencies(name))
    return [{"way": name} | latency.compute_latency_columns(rounds, found[BARE]) for name, rounds in found.items()]


def _measure_latencies(name: str) -> list[float]:
    parts = ("firestore", "pubsub", "providers", "control")
    with setup.run_cloud(*parts) as environment, _serve(name, environment) as (url, machine):
        setup.delete_subscriptions(environment)
        told = [_build_booking(number) for number in range(EVENTS)]
        asyncio.run(_put_documents(environment, told))
        project = environment["GOOGLE_CLOUD_PROJECT"]
        host, _, port = environment["FIRESTORE_EMULATOR_HOST"].partition(":")
        task = {
            "way": _MODE_BY_NAME[name],
            "project": project,
            "firestore": {"host": host, "port": int(port)},
            "url": url,
            "machine": machine,
            "token": ANA.token(project),
            "uid": ANA.uid,
            "events": [_build_event(booking) for booking in told],
            "fields": _list_fields(),
            "warm_up": WARM_UP,
            "per_second": PER_SECOND,
        }
        found: list[float] = latency.run_node_program("notification_latency.mjs", task)
        return found


def _build_booking(number: int) -> Booking:
    starts_at = setup.NOW + timedelta(days=2)
    return a_confirmed_booking(
        id=BookingId(f"BE-{setup.NOW:%Y%m%d}-{number:06}"),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        created_at=setup.NOW,
        changed_at=setup.NOW,
    )


def _build_event(booking: Booking) -> dict[str, Any]:
    """Build the push of the event of a booking, and the link of the notification that follows from it."""
    change = BookingChange.CONFIRMED
    event = BookingChanged(
        booking_id=booking.id, version=booking.version, change=change, told=(UserId(ANA.uid),), at=setup.NOW
    )
    attributes = {"type": "BookingChanged", "id": f"event-{booking.id}", "request_id": "req_stage", "change": change}
    data = base64.b64encode(event.model_dump_json().encode()).decode()
    message = {"messageId": attributes["id"], "data": data, "attributes": attributes}
    return {"link": f"/bookings/{booking.id}", "push": {"message": message, "subscription": "s"}}


def _list_fields() -> dict[str, Any]:
    """Return the fields of a notification, so that the bare writes are as large as ours."""
    return {
        "user_id": ANA.uid,
        "kind": "transaction",
        "template": "booking.paid",
        "title": "Pembayaran diterima, sesi terkonfirmasi",
        "body": "Career talk dengan Dewi Lestari pada 27 November 2026 14.00 WIB.",
        "icon": "transaction",
        "subject": {"kind": "booking", "id": "BE-20261126-000001", "version": 3},
        "seq": 1,
        "count": 1,
        "unread": True,
    }


@contextlib.contextmanager
def _serve(name: str, environment: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Serve the function, and yield its URL and the token of Pub/Sub; both are empty for bare writes."""
    if name == BARE:
        yield "", ""
        return
    with serve_function(_TOLD_BY, environment) as served:
        yield served.url, _fetch_token(environment)


def _fetch_token(environment: dict[str, str]) -> str:
    """Fetch the token with which Pub/Sub calls the function."""
    with httpx.Client(trust_env=False) as client:
        url = environment["OIDC_CERTS_URL"].replace("/certs", f"/token/{_TOLD_BY.replace('_', '-')}")
        token: str = client.get(url).raise_for_status().json()["token"]
    return token


async def _put_documents(environment: dict[str, str], told: list[Booking]) -> None:
    people = [(identity.user_ref(uid), a_user(uid)) for uid in (ANA.uid, DEWI)]
    stored: list[tuple[Ref[Any], Any]] = [*people, *((bookings.booking_ref(one.id), one) for one in told)]
    async with setup.open_database(environment) as db:
        await setup.put_documents(db, stored)
