"""Cases of pairing: presence of experts."""

from datetime import datetime, timedelta

import functions.main
from shared.kernel.ids import Id, UserId
from shared.pairing.models import OnlineSpan
from shared.pairing.store import online_span_ref
from tests.cases import Example, MeasuredCall, call_function, case, paged_rows, push_event, run_schedule
from tests.pairing.steps import an_on_call_expert, put_experts_online, start_session_with_expert
from tests.world import ADMIN, EXPERT, World


@case(
    "go_online",
    who="expert",
    example=Example(
        response={
            "online": True,
            "since": "2026-11-26T04:30:00Z",
            "online_until": "2026-11-26T04:31:30Z",
            "sessions": [],
            "most": 3,
            "board": "Vb5nM7kL1jH3gF9dS2aP",
        }
    ),
)
async def _go_online(world: World) -> MeasuredCall:
    await put_experts_online(world, EXPERT.uid)
    await world.call(functions.main.go_offline, as_=EXPERT)
    return call_function(world, "go_online", {}, an_on_call_expert(EXPERT.uid))


@case("go_offline", who="expert", example=Example(response={"online": False}))
async def _go_offline(world: World) -> MeasuredCall:
    await put_experts_online(world, EXPERT.uid)
    return call_function(world, "go_offline", {}, EXPERT)


@case("send_heartbeat", who="expert", example=Example(response={"online_until": "2026-11-26T05:02:00Z"}))
async def _send_heartbeat(world: World) -> MeasuredCall:
    await put_experts_online(world, EXPERT.uid)
    return call_function(world, "send_heartbeat", {}, EXPERT)


@case("take_silent_experts_offline", who="internal")
async def _take_silent_experts_offline(world: World) -> MeasuredCall:
    await put_experts_online(world, EXPERT.uid)
    world.later(minutes=2)
    return run_schedule(world, "take_silent_experts_offline")


@case("free_expert_when_session_ended", who="internal")
async def _free_expert_when_session_ended(world: World) -> MeasuredCall:
    await world.call(functions.main.end_session, await start_session_with_expert(world), as_=EXPERT)
    (ended,) = [entry for entry in world.sent.entries if entry.type == "SessionEnded"]
    return push_event(world, "free_expert_when_session_ended", "SessionEnded", **ended.payload)


@case(
    "list_experts_online",
    who="admin",
    example=Example(
        response={
            "items": [
                {
                    "online": True,
                    "since": "2026-11-26T04:30:00Z",
                    "online_until": "2026-11-26T05:01:10Z",
                    "sessions": ["PTghARqVeWJ1QNBvwZfK"],
                    "most": 3,
                    "board": "Vb5nM7kL1jH3gF9dS2aP",
                    "expert": "Zx3k9QmT1bV7cR5nW2pL",
                    "name": "Dewi Lestari",
                    "suspended": False,
                }
            ],
            "next_cursor": None,
        }
    ),
)
async def _list_experts_online(world: World) -> MeasuredCall:
    await put_experts_online(world, EXPERT.uid)
    return call_function(world, "list_experts_online", {}, ADMIN)


@case(
    "get_online_log",
    who="admin",
    example=Example(
        request={"expert_id": "Zx3k9QmT1bV7cR5nW2pL", "limit": 20},
        response={
            "items": [
                {
                    "expert": "Zx3k9QmT1bV7cR5nW2pL",
                    "name": "Dewi Lestari",
                    "began_at": "2026-11-25T09:00:00Z",
                    "ended_at": "2026-11-25T11:41:30Z",
                    "ended_by": "silence",
                }
            ],
            "next_cursor": None,
        },
    ),
)
async def _get_online_log(world: World) -> MeasuredCall:
    await put_experts_online(world, EXPERT.uid)
    await world.call(functions.main.go_offline, as_=EXPERT)
    return call_function(world, "get_online_log", {"expert_id": EXPERT.uid}, ADMIN)


@paged_rows("get_online_log", id="began_at", person=ADMIN)
async def _add_online_span_row(world: World, number: int, at: datetime) -> None:
    span = OnlineSpan(
        id=Id(f"span-{number}"),
        expert=UserId("dewi"),
        name="Dewi",
        began_at=at - timedelta(hours=number + 1),
        ended_at=at,
        ended_by="expert",
    )
    await world.put_documents((online_span_ref(span.id), span))
