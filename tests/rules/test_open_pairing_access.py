"""Access to open calls: only experts who are online and have room, and only on their own board."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from shared.kernel.ids import Id, SessionId, UserId
from shared.pairing import store
from shared.pairing.models import Availability, Heartbeat
from tests.pairing.steps import an_on_call_expert
from tests.rules.access_table import query_open_pairings
from tests.rules.firestore_clients import FirestoreClients, open_clients, query_as_json
from tests.world import World

pytestmark = pytest.mark.emulator

NOW = datetime.now(UTC)
# The tests may run long after they have been collected.
A_DAY = timedelta(days=1)
BOARD = Id("a-board")
EXPERTS = {
    "ready": (Availability(id=UserId("ready"), name="R", open=True, since=NOW, most=1, board=BOARD), NOW + A_DAY),
    "late": (Availability(id=UserId("late"), name="L", open=True, since=NOW, most=1, board=BOARD), NOW - A_DAY),
    "full": (
        Availability(
            id=UserId("full"), name="F", open=True, since=NOW, most=1, board=BOARD, sessions=(SessionId("s"),)
        ),
        NOW + A_DAY,
    ),
    "gone": (Availability(id=UserId("gone"), name="G", most=1, board=BOARD), NOW + A_DAY),
    "elsewhere": (
        Availability(id=UserId("elsewhere"), name="E", open=True, since=NOW, most=1, board=Id("another-board")),
        NOW + A_DAY,
    ),
    "unassigned": (Availability(id=UserId("unassigned"), name="U", open=True, since=NOW, most=1), NOW + A_DAY),
    "suspended": (
        Availability(id=UserId("suspended"), name="S", open=True, since=NOW, suspended=True, most=1, board=BOARD),
        NOW + A_DAY,
    ),
}
"""Each expert's readiness, and until when their lease lasts."""


@pytest.fixture
async def phones(world: World, firestore_emulator: str) -> AsyncIterator[FirestoreClients]:
    """The apps of these experts, and of one who has never gone online."""
    for uid, (availability, until) in EXPERTS.items():
        await world.put_documents((store.availability_ref(uid), availability))
        await world.put_documents((store.heartbeat_ref(uid), Heartbeat(id=UserId(uid), until=until)))
    people = {uid: an_on_call_expert(uid) for uid in (*EXPERTS, "new")}
    async with open_clients(people, world.documents.address.project, firestore_emulator) as apps:
        yield apps


@pytest.mark.parametrize("operation", ["list", "listen"])
async def test_only_who_is_there_and_has_room_may_ask(phones: FirestoreClients, operation: str) -> None:
    """A lease that has run out, a full diary, being offline or suspended, another board: each is reason enough."""
    said = {
        uid: (
            await phones.run_operation(uid, operation, name=uid, query=query_as_json(query_open_pairings("")))
        ).outcome
        for uid in (*EXPERTS, "new")
    }

    assert said == {uid: "allowed" if uid == "ready" else "denied" for uid in said}
