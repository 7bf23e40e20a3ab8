"""Typical calls of the functions of sessions, and of others' that belong to one."""

from typing import Any

import functions.main
from tests.benchmarks.scenarios.registry import (
    MeasuredCall,
    call_function,
    deliver_job,
    push_event,
    register_scenario,
    run_schedule,
)
from tests.builders import NOON
from tests.orders.test_settlement import pay_invoice
from tests.pairing.steps import TRIAL_CUSTOMER, put_experts_online, start_session
from tests.world import ADMIN, EXPERT, World


async def _start_session(world: World) -> dict[str, Any]:
    """A session that goes on, as a body names it."""
    await put_experts_online(world, EXPERT.uid)
    return {"session_id": await start_session(world, EXPERT)}


@register_scenario("get_session")
async def _get_session(world: World) -> MeasuredCall:
    return call_function(world, "get_session", await _start_session(world), TRIAL_CUSTOMER)


@register_scenario("join_session")
async def _join_session(world: World) -> MeasuredCall:
    return call_function(world, "join_session", await _start_session(world), EXPERT)


@register_scenario("list_my_active_sessions")
async def _list_my_active_sessions(world: World) -> MeasuredCall:
    await _start_session(world)
    return call_function(world, "list_my_active_sessions", {}, EXPERT)


@register_scenario("list_sessions")
async def _list_sessions(world: World) -> MeasuredCall:
    await _start_session(world)
    return call_function(world, "list_sessions", {"status": "active"}, ADMIN)


@register_scenario("end_session")
async def _end_session(world: World) -> MeasuredCall:
    return call_function(world, "end_session", await _start_session(world), TRIAL_CUSTOMER)


@register_scenario("close_room_when_session_ended")
async def _close_room_when_session_ended(world: World) -> MeasuredCall:
    await (await _end_session(world))()
    (ended,) = [entry for entry in world.sent.entries if entry.type == "SessionEnded"]
    return push_event(world, "close_room_when_session_ended", "SessionEnded", **ended.payload)


@register_scenario("warn_session_ending")
async def _warn_session_ending(world: World) -> MeasuredCall:
    await _start_session(world)
    world.later(minutes=14)
    return await deliver_job(world, "warn_session_ending", "WarnSessionEnding")


@register_scenario("expire_session")
async def _expire_session(world: World) -> MeasuredCall:
    await _start_session(world)
    world.later(minutes=15)
    return await deliver_job(world, "expire_session", "ExpireSession")


@register_scenario("expire_overdue_sessions")
async def _expire_overdue_sessions(world: World) -> MeasuredCall:
    await _start_session(world)
    world.later(minutes=15)
    return run_schedule(world, "expire_overdue_sessions")


@register_scenario("extend_session")
async def _extend_session(world: World) -> MeasuredCall:
    return call_function(world, "extend_session", await _start_session(world), TRIAL_CUSTOMER)


@register_scenario("extend_session_when_order_paid")
async def _extend_session_when_order_paid(world: World) -> MeasuredCall:
    order_id = (await (await _extend_session(world))()).body["order_id"]
    await pay_invoice(world, order_id)
    await world.call.deliver_task(functions.main.settle_invoice, {"order_id": order_id})
    return push_event(world, "extend_session_when_order_paid", "OrderPaid", order_id=order_id, paid_at=NOON.isoformat())


@register_scenario("raise_crisis")
async def _raise_crisis(world: World) -> MeasuredCall:
    return call_function(world, "raise_crisis", await _start_session(world), EXPERT)


@register_scenario("answer_crisis")
async def _answer_crisis(world: World) -> MeasuredCall:
    await (await _raise_crisis(world))()
    return await deliver_job(world, "answer_crisis", "AnswerCrisis")


@register_scenario("reroute_session")
async def _reroute_session(world: World) -> MeasuredCall:
    return call_function(world, "reroute_session", await _start_session(world), ADMIN)


@register_scenario("find_another_expert")
async def _find_another_expert(world: World) -> MeasuredCall:
    await (await _reroute_session(world))()
    return await deliver_job(world, "find_another_expert", "FindAnotherExpert")


@register_scenario("remind_of_crises")
async def _remind_of_crises(world: World) -> MeasuredCall:
    session_id = await start_session(world, *await put_experts_online(world, EXPERT.uid))
    await world.call(functions.main.raise_crisis, {"session_id": session_id}, as_=EXPERT)
    await world.deliver()
    world.later(hours=2)
    return run_schedule(world, "remind_of_crises")


@register_scenario("reroute_unanswered_sessions")
async def _reroute_unanswered_sessions(world: World) -> MeasuredCall:
    await _start_session(world)
    world.later(minutes=2)
    return run_schedule(world, "reroute_unanswered_sessions")


@register_scenario("end_session_when_pairing_failed")
async def _end_session_when_pairing_failed(world: World) -> MeasuredCall:
    await (await _find_another_expert(world))()
    waiting = await world.call(functions.main.get_my_pairing, as_=TRIAL_CUSTOMER)
    body = {"pairing_id": waiting.body["pairing_id"]}
    await world.call(functions.main.cancel_pairing, body, as_=TRIAL_CUSTOMER)
    (failed,) = [entry for entry in world.sent.entries if entry.type == "PairingFailed"]
    return push_event(world, "end_session_when_pairing_failed", "PairingFailed", **failed.payload)
