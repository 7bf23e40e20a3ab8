"""Activity of experts in sessions, which renews the lease as a heartbeat does."""

from collections.abc import Callable
from typing import Any

import pytest

from functions.pairing.go_offline import go_offline
from functions.pairing.take_silent_experts_offline import take_silent_experts_offline
from shared.pairing import store
from tests.chat.builders import post_message
from tests.chat.steps import call_as
from tests.pairing.steps import TRIAL_CUSTOMER, load_session, put_experts_online, start_session
from tests.world import EXPERT, World

pytestmark = pytest.mark.emulator

ACTS: dict[str, Callable[[str], dict[str, Any]]] = {
    "send_message": lambda room: {"room_id": room, "message_id": "m-2", "body": "Aku di sini"},
    "edit_message": lambda room: {"room_id": room, "message_id": "m-1", "body": "Halo lagi"},
    "delete_message": lambda room: {"room_id": room, "message_id": "m-1"},
    "react_to_message": lambda room: {"room_id": room, "message_id": "m-0", "emoji": "👍"},
    "set_typing": lambda room: {"room_id": room, "typing": True},
    "mark_room_read": lambda room: {"room_id": room},
    "mark_room_delivered": lambda room: {"room_id": room},
    "create_attachment_upload": lambda room: {
        "room_id": room, "name": "a.png", "content_type": "image/png", "bytes": 10,
    },
    "join_session": lambda room: {"session_id": room},
    "raise_crisis": lambda room: {"session_id": room},
}  # fmt: skip


async def run_sweep(world: World) -> None:
    """Take silent experts offline as the schedule does, and deliver what follows."""
    await world.call.run_schedule(take_silent_experts_offline, due_at=world.now)
    await world.deliver()


@pytest.mark.parametrize("act", ACTS)
async def test_an_expert_who_acts_without_heartbeats_keeps_the_session(world: World, act: str) -> None:
    """A minute after the last heartbeat the expert acts; another minute later the session is still theirs."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi)
    await post_message(world, TRIAL_CUSTOMER, session_id, "m-0")
    await post_message(world, dewi, session_id, "m-1")
    world.later(seconds=60)

    answer = await call_as(world, dewi, act, **ACTS[act](session_id))
    world.later(seconds=60)
    await run_sweep(world)

    assert answer.status == 200, answer.body
    assert (await load_session(world, session_id)).expert == "dewi"


async def test_an_expert_who_does_nothing_loses_the_session(world: World) -> None:
    """What the customer writes renews no lease."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi)
    world.later(seconds=60)

    await post_message(world, TRIAL_CUSTOMER, session_id, "m-1")
    world.later(seconds=60)
    await run_sweep(world)

    assert (await load_session(world, session_id)).expert is None


async def test_an_expert_who_went_offline_gets_no_lease(world: World) -> None:
    """The session goes on, and no new call finds the expert."""
    (dewi,) = await put_experts_online(world, "dewi")
    session_id = await start_session(world, dewi)
    await world.call(go_offline, as_=dewi)

    answer = await post_message(world, dewi, session_id, "m-1")

    assert answer.status == 200
    assert await world.get(store.heartbeat_ref(EXPERT.uid)) is None
