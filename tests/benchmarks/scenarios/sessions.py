"""Typical calls of the functions of sessions, and of others' that belong to one."""

from typing import Any

import functions.main
from tests.benchmarks.scenarios.calls import Call, call, event, job, run, scenario
from tests.builders import NOON
from tests.orders.test_settling import pay
from tests.pairing.house import CALLER, in_session, on_call
from tests.world import ADMIN, EXPERT, World


async def _meeting(world: World) -> dict[str, Any]:
    """A session that goes on, as a body names it."""
    await on_call(world, EXPERT.uid)
    return {"session_id": await in_session(world, EXPERT)}


@scenario("get_session")
async def _get_session(world: World) -> Call:
    return call(world, "get_session", await _meeting(world), CALLER)


@scenario("join_session")
async def _join_session(world: World) -> Call:
    return call(world, "join_session", await _meeting(world), EXPERT)


@scenario("list_my_active_sessions")
async def _list_my_active_sessions(world: World) -> Call:
    await _meeting(world)
    return call(world, "list_my_active_sessions", {}, EXPERT)


@scenario("list_sessions")
async def _list_sessions(world: World) -> Call:
    await _meeting(world)
    return call(world, "list_sessions", {"status": "active"}, ADMIN)


@scenario("end_session_now")
async def _end_session_now(world: World) -> Call:
    return call(world, "end_session_now", await _meeting(world), CALLER)


@scenario("close_room_when_session_ended")
async def _close_room_when_session_ended(world: World) -> Call:
    await (await _end_session_now(world))()
    (ended,) = [entry for entry in world.sent.entries if entry.type == "SessionEnded"]
    return event(world, "close_room_when_session_ended", "SessionEnded", **ended.payload)


@scenario("warn_session_ending")
async def _warn_session_ending(world: World) -> Call:
    await _meeting(world)
    world.later(minutes=14)
    return await job(world, "warn_session_ending", "WarnSessionEnding")


@scenario("end_session")
async def _end_session(world: World) -> Call:
    await _meeting(world)
    world.later(minutes=15)
    return await job(world, "end_session", "EndSession")


@scenario("sweep_overdue_sessions")
async def _sweep_overdue_sessions(world: World) -> Call:
    await _meeting(world)
    world.later(minutes=15)
    return run(world, "sweep_overdue_sessions")


@scenario("extend_session")
async def _extend_session(world: World) -> Call:
    return call(world, "extend_session", await _meeting(world), CALLER)


@scenario("extend_session_when_order_paid")
async def _extend_session_when_order_paid(world: World) -> Call:
    order_id = (await (await _extend_session(world))()).body["order_id"]
    await pay(world, order_id)
    await world.call.task(functions.main.settle_invoice, {"order_id": order_id})
    return event(world, "extend_session_when_order_paid", "OrderPaid", order_id=order_id, paid_at=NOON.isoformat())


@scenario("raise_crisis")
async def _raise_crisis(world: World) -> Call:
    return call(world, "raise_crisis", await _meeting(world), EXPERT)


@scenario("answer_crisis")
async def _answer_crisis(world: World) -> Call:
    await (await _raise_crisis(world))()
    return await job(world, "answer_crisis", "AnswerCrisis")


@scenario("reroute_session")
async def _reroute_session(world: World) -> Call:
    return call(world, "reroute_session", await _meeting(world), ADMIN)


@scenario("find_another_expert")
async def _find_another_expert(world: World) -> Call:
    await (await _reroute_session(world))()
    return await job(world, "find_another_expert", "FindAnotherExpert")


@scenario("remind_of_crises")
async def _remind_of_crises(world: World) -> Call:
    session_id = await in_session(world, *await on_call(world, EXPERT.uid))
    await world.call(functions.main.raise_crisis, {"session_id": session_id}, as_=EXPERT)
    await world.deliver()
    world.later(hours=2)
    return run(world, "remind_of_crises")


@scenario("reroute_unanswered_sessions")
async def _reroute_unanswered_sessions(world: World) -> Call:
    await _meeting(world)
    world.later(minutes=2)
    return run(world, "reroute_unanswered_sessions")


@scenario("end_session_when_pairing_failed")
async def _end_session_when_pairing_failed(world: World) -> Call:
    await (await _find_another_expert(world))()
    waiting = await world.call(functions.main.get_my_pairing, as_=CALLER)
    body = {"pairing_id": waiting.body["pairing_id"]}
    await world.call(functions.main.cancel_pairing, body, as_=CALLER)
    (failed,) = [entry for entry in world.sent.entries if entry.type == "PairingFailed"]
    return event(world, "end_session_when_pairing_failed", "PairingFailed", **failed.payload)
