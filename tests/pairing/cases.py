"""Cases of pairing: customers' calls, their payment and acceptance."""

from typing import Any

import functions.main
from tests.builders import NOON
from tests.cases import Example, MeasuredCall, call_function, case, deliver_job, push_event, run_schedule
from tests.orders.steps import pay_invoice
from tests.pairing.steps import (
    PAYING_CUSTOMER,
    TRIAL_CUSTOMER,
    put_experts_online,
    register_customers,
    request_open_pairing,
)
from tests.sessions.examples import ACTIVE_SESSION
from tests.world import ADMIN, EXPERT, World

_UNPAID: dict[str, Any] = {
    "pairing_id": "25H5Q2sGSf5wkJjJTwci",
    "status": "awaiting_payment",
    "ended_at": None,
    "end_reason": None,
    "hotlines": [],
    "pseudonym": "Pipit Hijau 85",
    "topic": "A hard week at work",
    "mood": "stressed",
    "minutes": 30,
    "round": 1,
    "rounds": 3,
    "paid_by": "order",
    "order_id": "BE-20261126-ACD346",
    "checkout_url": "https://checkout.xendit.co/web/6566f1c2a7d3b80f4e21c9aa",
    "gives_up_at": None,
    "queue": None,
    "session_id": None,
    "expert": None,
    "created_at": "2026-11-26T05:00:00Z",
}


@case(
    "request_pairing",
    who="customer",
    example=Example(
        request={
            "topic": "A hard week at work",
            "mood": "stressed",
            "success_url": "https://app.example.com/paid",
            "buyer": {"full_name": "Sari Wulandari", "email": "sari@example.com", "phone": "081234567890"},
        },
        response=_UNPAID,
    ),
)
async def _request_pairing(world: World) -> MeasuredCall:
    await register_customers(world, TRIAL_CUSTOMER.uid)
    return call_function(world, "request_pairing", {}, TRIAL_CUSTOMER)


@case(
    "quote_pairing",
    who="customer",
    example=Example(
        response={"paid_by": "order", "price": 50000, "minutes": 30, "must_register": False, "open_pairing_id": None}
    ),
)
async def _quote_pairing(world: World) -> MeasuredCall:
    await register_customers(world, TRIAL_CUSTOMER.uid)
    return call_function(world, "quote_pairing", {}, TRIAL_CUSTOMER)


@case(
    "get_my_pairing",
    who="customer",
    example=Example(
        response={
            **_UNPAID,
            "status": "searching",
            "round": 2,
            "checkout_url": None,
            "gives_up_at": "2026-11-26T05:05:00Z",
        }
    ),
)
async def _get_my_pairing(world: World) -> MeasuredCall:
    await request_open_pairing(world)
    return call_function(world, "get_my_pairing", {}, TRIAL_CUSTOMER)


@case("email_nobody_found", who="internal", tested_in="tests/pairing/test_nobody_found.py")
async def _email_nobody_found(world: World) -> MeasuredCall:
    await request_open_pairing(world)
    for _ in range(2):
        world.later(seconds=60)
        await world.deliver()
    world.later(seconds=60)
    await (await deliver_job(world, "expire_pairing", "ExpirePairing"))()
    return await deliver_job(world, "email_nobody_found", "EmailNobodyFound")


@case(
    "cancel_pairing",
    who="customer",
    example=Example(
        request={"pairing_id": "25H5Q2sGSf5wkJjJTwci"},
        response={**_UNPAID, "status": "cancelled", "checkout_url": None},
    ),
)
async def _cancel_pairing(world: World) -> MeasuredCall:
    return call_function(world, "cancel_pairing", {"pairing_id": await request_open_pairing(world)}, TRIAL_CUSTOMER)


@case(
    "list_open_pairings",
    who="expert",
    example=Example(
        request={"limit": 20},
        response={
            "items": [
                {
                    "pairing_id": "25H5Q2sGSf5wkJjJTwci",
                    "pseudonym": "Pipit Hijau 85",
                    "topic": "A hard week at work",
                    "mood": "stressed",
                    "minutes": 30,
                    "rerouted": False,
                    "called_at": "2026-11-26T05:02:00Z",
                    "gives_up_at": "2026-11-26T05:05:00Z",
                }
            ],
            "next_cursor": None,
        },
    ),
)
async def _list_open_pairings(world: World) -> MeasuredCall:
    await put_experts_online(world, EXPERT.uid)
    await request_open_pairing(world)
    return call_function(world, "list_open_pairings", {}, EXPERT)


@case(
    "decline_pairing",
    who="expert",
    example=Example(request={"pairing_id": "25H5Q2sGSf5wkJjJTwci"}, response={"pairing_id": "25H5Q2sGSf5wkJjJTwci"}),
)
async def _decline_pairing(world: World) -> MeasuredCall:
    await put_experts_online(world, EXPERT.uid)
    return call_function(world, "decline_pairing", {"pairing_id": await request_open_pairing(world)}, EXPERT)


@case(
    "accept_pairing",
    who="expert",
    example=Example(
        request={"pairing_id": "25H5Q2sGSf5wkJjJTwci"},
        response=ACTIVE_SESSION,
    ),
)
async def _accept_pairing(world: World) -> MeasuredCall:
    await put_experts_online(world, EXPERT.uid)
    return call_function(world, "accept_pairing", {"pairing_id": await request_open_pairing(world)}, EXPERT)


@case("push_pairing", who="internal")
async def _push_pairing(world: World) -> MeasuredCall:
    await put_experts_online(world, "dewi", "eka", phones=True)
    await request_open_pairing(world)
    return await deliver_job(world, "push_pairing", "PushPairing")


@case("expire_pairing", who="internal")
async def _expire_pairing(world: World) -> MeasuredCall:
    await request_open_pairing(world)
    world.later(minutes=1)
    return await deliver_job(world, "expire_pairing", "ExpirePairing")


@case("expire_overdue_pairings", who="internal")
async def _expire_overdue_pairings(world: World) -> MeasuredCall:
    await request_open_pairing(world)
    world.later(minutes=3)
    return run_schedule(world, "expire_overdue_pairings")


async def _create_unpaid_pairing(world: World) -> dict[str, str]:
    """Create a call that waits for its payment, and return its id and its order's id."""
    await register_customers(world, PAYING_CUSTOMER.uid)
    body: dict[str, str] = (await world.call(functions.main.request_pairing, as_=PAYING_CUSTOMER)).body
    return body


@case("start_search_when_order_paid", who="internal")
async def _start_search_when_order_paid(world: World) -> MeasuredCall:
    order_id = (await _create_unpaid_pairing(world))["order_id"]
    await pay_invoice(world, order_id)
    await world.call.deliver_task(functions.main.settle_invoice, {"order_id": order_id})
    return push_event(world, "start_search_when_order_paid", "OrderPaid", order_id=order_id, paid_at=NOON.isoformat())


@case("end_pairing_when_order_expired", who="internal")
async def _end_pairing_when_order_expired(world: World) -> MeasuredCall:
    order_id = (await _create_unpaid_pairing(world))["order_id"]
    world.later(minutes=20)
    await (await deliver_job(world, "expire_order", "ExpireOrder"))()
    payload = {"order_id": order_id, "expired_at": NOON.isoformat()}
    return push_event(world, "end_pairing_when_order_expired", "OrderExpired", **payload)


@case("end_pairing_when_order_cancelled", who="internal")
async def _end_pairing_when_order_cancelled(world: World) -> MeasuredCall:
    order_id = (await _create_unpaid_pairing(world))["order_id"]
    await world.call(functions.main.cancel_order, {"order_id": order_id}, as_=PAYING_CUSTOMER)
    payload = {"order_id": order_id, "cancelled_at": NOON.isoformat()}
    return push_event(world, "end_pairing_when_order_cancelled", "OrderCancelled", **payload)


@case("return_money_when_pairing_failed", who="internal")
async def _return_money_when_pairing_failed(world: World) -> MeasuredCall:
    order_id = (await _create_unpaid_pairing(world))["order_id"]
    await pay_invoice(world, order_id)
    await world.call.deliver_task(functions.main.settle_invoice, {"order_id": order_id})
    await world.deliver()
    world.later(minutes=3)
    await (await deliver_job(world, "expire_pairing", "ExpirePairing"))()
    (failed,) = [entry for entry in world.sent.entries if entry.type == "PairingFailed"]
    return push_event(world, "return_money_when_pairing_failed", "PairingFailed", **failed.payload)


@case(
    "grant_pairing_credits",
    who="admin",
    example=Example(
        request={"user_id": "b8Kq2ZtP4mN6xR1vY9cL", "credits": 4},
        response={"user_id": "b8Kq2ZtP4mN6xR1vY9cL", "credits": 5},
    ),
)
async def _grant_pairing_credits(world: World) -> MeasuredCall:
    await register_customers(world, TRIAL_CUSTOMER.uid)
    return call_function(world, "grant_pairing_credits", {"user_id": TRIAL_CUSTOMER.uid, "credits": 4}, ADMIN)
