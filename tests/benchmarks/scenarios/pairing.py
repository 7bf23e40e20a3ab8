"""Typical calls of the functions of pairing, and of the control center's on it."""

import functions.main
from tests.benchmarks.scenarios.calls import Call, call, event, job, run, scenario
from tests.builders import NOON
from tests.orders.test_settling import pay
from tests.pairing.house import CALLER, PAYER, an_expert, called, in_session, on_call, people
from tests.world import ADMIN, EXPERT, World


async def _online(world: World) -> None:
    await on_call(world, EXPERT.uid)


@scenario("go_online")
async def _go_online(world: World) -> Call:
    await _online(world)
    await world.call(functions.main.go_offline, as_=EXPERT)
    return call(world, "go_online", {}, an_expert(EXPERT.uid))


@scenario("go_offline")
async def _go_offline(world: World) -> Call:
    await _online(world)
    return call(world, "go_offline", {}, EXPERT)


@scenario("send_heartbeat")
async def _send_heartbeat(world: World) -> Call:
    await _online(world)
    return call(world, "send_heartbeat", {}, EXPERT)


@scenario("take_silent_experts_offline")
async def _take_silent_experts_offline(world: World) -> Call:
    await _online(world)
    world.later(minutes=2)
    return run(world, "take_silent_experts_offline")


@scenario("request_pairing")
async def _request_pairing(world: World) -> Call:
    await people(world, CALLER.uid)
    return call(world, "request_pairing", {}, CALLER)


@scenario("quote_pairing")
async def _quote_pairing(world: World) -> Call:
    await people(world, CALLER.uid)
    return call(world, "quote_pairing", {}, CALLER)


@scenario("get_my_pairing")
async def _get_my_pairing(world: World) -> Call:
    await called(world)
    return call(world, "get_my_pairing", {}, CALLER)


@scenario("cancel_pairing")
async def _cancel_pairing(world: World) -> Call:
    return call(world, "cancel_pairing", {"pairing_id": await called(world)}, CALLER)


@scenario("list_open_pairings")
async def _list_open_pairings(world: World) -> Call:
    await _online(world)
    await called(world)
    return call(world, "list_open_pairings", {}, EXPERT)


@scenario("decline_pairing")
async def _decline_pairing(world: World) -> Call:
    await _online(world)
    return call(world, "decline_pairing", {"pairing_id": await called(world)}, EXPERT)


@scenario("accept_pairing")
async def _accept_pairing(world: World) -> Call:
    await _online(world)
    return call(world, "accept_pairing", {"pairing_id": await called(world)}, EXPERT)


@scenario("push_pairing")
async def _push_pairing(world: World) -> Call:
    await called(world)
    return await job(world, "push_pairing", "PushPairing")


@scenario("expire_pairing")
async def _expire_pairing(world: World) -> Call:
    await called(world)
    world.later(minutes=1)
    return await job(world, "expire_pairing", "ExpirePairing")


@scenario("expire_overdue_pairings")
async def _expire_overdue_pairings(world: World) -> Call:
    await called(world)
    world.later(minutes=3)
    return run(world, "expire_overdue_pairings")


async def _to_pay(world: World) -> dict[str, str]:
    """A call that waits for its money: its id and its order's."""
    await people(world, PAYER.uid)
    body: dict[str, str] = (await world.call(functions.main.request_pairing, as_=PAYER)).body
    return body


@scenario("call_out_when_order_paid")
async def _call_out_when_order_paid(world: World) -> Call:
    order_id = (await _to_pay(world))["order_id"]
    await pay(world, order_id)
    await world.call.task(functions.main.settle_invoice, {"order_id": order_id})
    return event(world, "call_out_when_order_paid", "OrderPaid", order_id=order_id, paid_at=NOON.isoformat())


@scenario("end_pairing_when_order_expired")
async def _end_pairing_when_order_expired(world: World) -> Call:
    order_id = (await _to_pay(world))["order_id"]
    world.later(minutes=20)
    await (await job(world, "expire_order", "ExpireOrder"))()
    payload = {"order_id": order_id, "expired_at": NOON.isoformat()}
    return event(world, "end_pairing_when_order_expired", "OrderExpired", **payload)


@scenario("end_pairing_when_order_cancelled")
async def _end_pairing_when_order_cancelled(world: World) -> Call:
    order_id = (await _to_pay(world))["order_id"]
    await world.call(functions.main.cancel_order, {"order_id": order_id}, as_=PAYER)
    payload = {"order_id": order_id, "cancelled_at": NOON.isoformat()}
    return event(world, "end_pairing_when_order_cancelled", "OrderCancelled", **payload)


@scenario("return_money_when_pairing_failed")
async def _return_money_when_pairing_failed(world: World) -> Call:
    order_id = (await _to_pay(world))["order_id"]
    await pay(world, order_id)
    await world.call.task(functions.main.settle_invoice, {"order_id": order_id})
    await world.deliver()
    world.later(minutes=3)
    await (await job(world, "expire_pairing", "ExpirePairing"))()
    (failed,) = [entry for entry in world.sent.entries if entry.type == "PairingFailed"]
    return event(world, "return_money_when_pairing_failed", "PairingFailed", **failed.payload)


@scenario("free_expert_when_session_ended")
async def _free_expert_when_session_ended(world: World) -> Call:
    await _online(world)
    body = {"session_id": await in_session(world, EXPERT)}
    await world.call(functions.main.end_session_now, body, as_=EXPERT)
    (ended,) = [entry for entry in world.sent.entries if entry.type == "SessionEnded"]
    return event(world, "free_expert_when_session_ended", "SessionEnded", **ended.payload)


@scenario("refresh_live_stats")
async def _refresh_live_stats(world: World) -> Call:
    await _online(world)
    await in_session(world, EXPERT)
    world.later(seconds=4)
    return await job(world, "refresh_live_stats", "RefreshLiveStats")


@scenario("get_dashboard")
async def _get_dashboard(world: World) -> Call:
    await (await _refresh_live_stats(world))()
    return call(world, "get_dashboard", {}, ADMIN)


@scenario("list_experts_online")
async def _list_experts_online(world: World) -> Call:
    await _online(world)
    return call(world, "list_experts_online", {}, ADMIN)


@scenario("get_online_log")
async def _get_online_log(world: World) -> Call:
    await (await _go_offline(world))()
    return call(world, "get_online_log", {"expert_id": EXPERT.uid}, ADMIN)


@scenario("grant_pairing_credits")
async def _grant_pairing_credits(world: World) -> Call:
    await people(world, CALLER.uid)
    return call(world, "grant_pairing_credits", {"user_id": CALLER.uid, "credits": 4}, ADMIN)


@scenario("reveal_customer")
async def _reveal_customer(world: World) -> Call:
    (dewi,) = await on_call(world, EXPERT.uid)
    return call(world, "reveal_customer", {"session_id": await in_session(world, dewi), "reason": "Danger"}, ADMIN)
