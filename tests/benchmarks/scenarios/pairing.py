"""Typical calls of the functions of pairing, and of the control center's on it."""

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
from tests.pairing.steps import (
    PAYING_CUSTOMER,
    TRIAL_CUSTOMER,
    an_on_call_expert,
    call_out,
    put_experts_online,
    register_customers,
    start_session,
)
from tests.world import ADMIN, EXPERT, World


async def _put_expert_online(world: World) -> None:
    await put_experts_online(world, EXPERT.uid)


@register_scenario("go_online")
async def _go_online(world: World) -> MeasuredCall:
    await _put_expert_online(world)
    await world.call(functions.main.go_offline, as_=EXPERT)
    return call_function(world, "go_online", {}, an_on_call_expert(EXPERT.uid))


@register_scenario("go_offline")
async def _go_offline(world: World) -> MeasuredCall:
    await _put_expert_online(world)
    return call_function(world, "go_offline", {}, EXPERT)


@register_scenario("send_heartbeat")
async def _send_heartbeat(world: World) -> MeasuredCall:
    await _put_expert_online(world)
    return call_function(world, "send_heartbeat", {}, EXPERT)


@register_scenario("take_silent_experts_offline")
async def _take_silent_experts_offline(world: World) -> MeasuredCall:
    await _put_expert_online(world)
    world.later(minutes=2)
    return run_schedule(world, "take_silent_experts_offline")


@register_scenario("request_pairing")
async def _request_pairing(world: World) -> MeasuredCall:
    await register_customers(world, TRIAL_CUSTOMER.uid)
    return call_function(world, "request_pairing", {}, TRIAL_CUSTOMER)


@register_scenario("quote_pairing")
async def _quote_pairing(world: World) -> MeasuredCall:
    await register_customers(world, TRIAL_CUSTOMER.uid)
    return call_function(world, "quote_pairing", {}, TRIAL_CUSTOMER)


@register_scenario("get_my_pairing")
async def _get_my_pairing(world: World) -> MeasuredCall:
    await call_out(world)
    return call_function(world, "get_my_pairing", {}, TRIAL_CUSTOMER)


@register_scenario("cancel_pairing")
async def _cancel_pairing(world: World) -> MeasuredCall:
    return call_function(world, "cancel_pairing", {"pairing_id": await call_out(world)}, TRIAL_CUSTOMER)


@register_scenario("list_open_pairings")
async def _list_open_pairings(world: World) -> MeasuredCall:
    await _put_expert_online(world)
    await call_out(world)
    return call_function(world, "list_open_pairings", {}, EXPERT)


@register_scenario("decline_pairing")
async def _decline_pairing(world: World) -> MeasuredCall:
    await _put_expert_online(world)
    return call_function(world, "decline_pairing", {"pairing_id": await call_out(world)}, EXPERT)


@register_scenario("accept_pairing")
async def _accept_pairing(world: World) -> MeasuredCall:
    await _put_expert_online(world)
    return call_function(world, "accept_pairing", {"pairing_id": await call_out(world)}, EXPERT)


@register_scenario("push_pairing")
async def _push_pairing(world: World) -> MeasuredCall:
    await call_out(world)
    return await deliver_job(world, "push_pairing", "PushPairing")


@register_scenario("expire_pairing")
async def _expire_pairing(world: World) -> MeasuredCall:
    await call_out(world)
    world.later(minutes=1)
    return await deliver_job(world, "expire_pairing", "ExpirePairing")


@register_scenario("expire_overdue_pairings")
async def _expire_overdue_pairings(world: World) -> MeasuredCall:
    await call_out(world)
    world.later(minutes=3)
    return run_schedule(world, "expire_overdue_pairings")


async def _create_unpaid_pairing(world: World) -> dict[str, str]:
    """A call that waits for its money: its id and its order's."""
    await register_customers(world, PAYING_CUSTOMER.uid)
    body: dict[str, str] = (await world.call(functions.main.request_pairing, as_=PAYING_CUSTOMER)).body
    return body


@register_scenario("start_search_when_order_paid")
async def _start_search_when_order_paid(world: World) -> MeasuredCall:
    order_id = (await _create_unpaid_pairing(world))["order_id"]
    await pay_invoice(world, order_id)
    await world.call.deliver_task(functions.main.settle_invoice, {"order_id": order_id})
    return push_event(world, "start_search_when_order_paid", "OrderPaid", order_id=order_id, paid_at=NOON.isoformat())


@register_scenario("end_pairing_when_order_expired")
async def _end_pairing_when_order_expired(world: World) -> MeasuredCall:
    order_id = (await _create_unpaid_pairing(world))["order_id"]
    world.later(minutes=20)
    await (await deliver_job(world, "expire_order", "ExpireOrder"))()
    payload = {"order_id": order_id, "expired_at": NOON.isoformat()}
    return push_event(world, "end_pairing_when_order_expired", "OrderExpired", **payload)


@register_scenario("end_pairing_when_order_cancelled")
async def _end_pairing_when_order_cancelled(world: World) -> MeasuredCall:
    order_id = (await _create_unpaid_pairing(world))["order_id"]
    await world.call(functions.main.cancel_order, {"order_id": order_id}, as_=PAYING_CUSTOMER)
    payload = {"order_id": order_id, "cancelled_at": NOON.isoformat()}
    return push_event(world, "end_pairing_when_order_cancelled", "OrderCancelled", **payload)


@register_scenario("return_money_when_pairing_failed")
async def _return_money_when_pairing_failed(world: World) -> MeasuredCall:
    order_id = (await _create_unpaid_pairing(world))["order_id"]
    await pay_invoice(world, order_id)
    await world.call.deliver_task(functions.main.settle_invoice, {"order_id": order_id})
    await world.deliver()
    world.later(minutes=3)
    await (await deliver_job(world, "expire_pairing", "ExpirePairing"))()
    (failed,) = [entry for entry in world.sent.entries if entry.type == "PairingFailed"]
    return push_event(world, "return_money_when_pairing_failed", "PairingFailed", **failed.payload)


@register_scenario("free_expert_when_session_ended")
async def _free_expert_when_session_ended(world: World) -> MeasuredCall:
    await _put_expert_online(world)
    body = {"session_id": await start_session(world, EXPERT)}
    await world.call(functions.main.end_session, body, as_=EXPERT)
    (ended,) = [entry for entry in world.sent.entries if entry.type == "SessionEnded"]
    return push_event(world, "free_expert_when_session_ended", "SessionEnded", **ended.payload)


@register_scenario("refresh_live_stats")
async def _refresh_live_stats(world: World) -> MeasuredCall:
    await _put_expert_online(world)
    await start_session(world, EXPERT)
    world.later(seconds=4)
    return await deliver_job(world, "refresh_live_stats", "RefreshLiveStats")


@register_scenario("get_dashboard")
async def _get_dashboard(world: World) -> MeasuredCall:
    await (await _refresh_live_stats(world))()
    return call_function(world, "get_dashboard", {}, ADMIN)


@register_scenario("list_experts_online")
async def _list_experts_online(world: World) -> MeasuredCall:
    await _put_expert_online(world)
    return call_function(world, "list_experts_online", {}, ADMIN)


@register_scenario("get_online_log")
async def _get_online_log(world: World) -> MeasuredCall:
    await (await _go_offline(world))()
    return call_function(world, "get_online_log", {"expert_id": EXPERT.uid}, ADMIN)


@register_scenario("grant_pairing_credits")
async def _grant_pairing_credits(world: World) -> MeasuredCall:
    await register_customers(world, TRIAL_CUSTOMER.uid)
    return call_function(world, "grant_pairing_credits", {"user_id": TRIAL_CUSTOMER.uid, "credits": 4}, ADMIN)


@register_scenario("reveal_customer")
async def _reveal_customer(world: World) -> MeasuredCall:
    (dewi,) = await put_experts_online(world, EXPERT.uid)
    return call_function(
        world, "reveal_customer", {"session_id": await start_session(world, dewi), "reason": "Danger"}, ADMIN
    )
