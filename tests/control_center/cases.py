"""Cases of the control center."""

from typing import Any

import functions.main
from tests.builders import put_tickets_on_sale
from tests.cases import Example, MeasuredCall, call_function, case, deliver_job, push_event, run_schedule
from tests.orders.test_settlement import order_tickets
from tests.pairing.steps import TRIAL_CUSTOMER, put_experts_online, register_customers, start_session
from tests.world import ADMIN, EXPERT, World

_BOOKINGS = {
    "hold_minutes": 60,
    "pay_within_hours": 72,
    "answer_within_hours": 48,
    "answer_ahead_minutes": 120,
    "answer_at_least_minutes": 30,
    "most_open_bookings": 20,
    "fee_basis_points": 500,
}
_BILLING = {
    "seller": "PT Temani",
    "seller_address": ["Jl. Asia Afrika 1", "Bandung 40111"],
    "seller_npwp": "01.234.567.8-901.000",
    "tax": {"name": "PPN", "charged": True, "rate": 1200, "base_numerator": 11, "base_denominator": 12},
}
_ACTIVE = {
    "session_id": "call-PTghARqVeWJ1QNBvwZfK",
    "kind": "pairing",
    "status": "active",
    "room_id": "call-PTghARqVeWJ1QNBvwZfK",
    "customer": "anon-kfsd3u7qxw2mzo5v6btyraeclhng4ijp",
    "pseudonym": "Pipit Hijau 85",
    "expert": "Zx3k9QmT1bV7cR5nW2pL",
    "expert_name": "Dewi Lestari",
    "pairing_id": "25H5Q2sGSf5wkJjJTwci",
    "booking_id": None,
    "minutes": 30,
    "starts_at": "2026-11-26T05:02:20Z",
    "ends_at": "2026-11-26T05:32:20Z",
    "left_seconds": 0,
    "crisis": False,
    "ended_at": None,
    "ended_by": None,
}


async def _put_expert_online(world: World) -> None:
    await put_experts_online(world, EXPERT.uid)


async def _start_session(world: World) -> dict[str, Any]:
    """Start a session of the expert's, and return the body that names it."""
    await _put_expert_online(world)
    return {"session_id": await start_session(world, EXPERT)}


@case("alert_when_payment_quarantined", who="internal")
async def _alert_when_payment_quarantined(world: World) -> MeasuredCall:
    payload = {"order_id": "BE-20261126-ACD346", "invoice_id": "inv-1", "reason": "paid twice"}
    return push_event(world, "alert_when_payment_quarantined", "PaymentQuarantined", **payload)


@case("relay_outbox", who="internal")
async def _relay_outbox(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    world.sent.closed = True
    await order_tickets(world)
    world.sent.closed = False
    world.later(minutes=30)
    return run_schedule(world, "relay_outbox")


@case(
    "get_settings",
    who="admin",
    example=Example(
        response={
            "bookings": _BOOKINGS,
            "billing": _BILLING,
            "chat": {
                "contacts": "off",
                "burst": 20,
                "seconds_a_message": 1.0,
                "edit_minutes": 15,
                "delete_hours": 48,
                "largest_group": 200,
                "largest_attachment_mb": 25,
                "open_hours_after_meeting": 24,
                "crisis_words": ["bunuh diri", "ingin mati"],
                "hotlines": [
                    {"name": "Layanan kesehatan jiwa (SEJIWA)", "phone": "119 ext 8"},
                    {"name": "Panggilan darurat", "phone": "112"},
                ],
            },
            "pairing": {
                "customers_an_expert": 3,
                "rounds": 3,
                "round_seconds": 60,
                "answer_seconds": 120,
                "minutes": 30,
                "price": 50000,
                "trial": True,
                "trial_minutes": 15,
                "anonymity": True,
                "experts_by_phone": True,
                "anonymous_sessions": 3,
            },
            "sessions": {
                "warn_minutes": [5, 1],
                "extension_minutes": 15,
                "extension_price": 25000,
                "longest_minutes": 180,
            },
        }
    ),
)
async def _get_settings(world: World) -> MeasuredCall:
    return call_function(world, "get_settings", {}, ADMIN)


@case(
    "update_settings",
    who="admin",
    example=Example(
        request={"bookings": {"hold_minutes": 45}, "billing": {"tax": {"charged": True}}},
        response={
            "bookings": {**_BOOKINGS, "hold_minutes": 45},
            "billing": _BILLING,
            "chat": None,
            "pairing": None,
            "sessions": None,
        },
    ),
)
async def _update_settings(world: World) -> MeasuredCall:
    return call_function(world, "update_settings", {"bookings": {"hold_minutes": 45}}, ADMIN)


@case("alert_when_message_reported", who="internal")
async def _alert_when_message_reported(world: World) -> MeasuredCall:
    told = {"report_id": "a-report", "room_id": "a-room", "reason": "abuse"}
    return push_event(world, "alert_when_message_reported", "MessageReported", **told)


@case("refresh_live_stats", who="internal")
async def _refresh_live_stats(world: World) -> MeasuredCall:
    await _put_expert_online(world)
    await start_session(world, EXPERT)
    world.later(seconds=4)
    return await deliver_job(world, "refresh_live_stats", "RefreshLiveStats")


@case(
    "get_dashboard",
    who="admin",
    example=Example(
        response={
            "experts_online": 12,
            "customers_waiting": 2,
            "active_sessions": 9,
            "paired_today": 148,
            "median_wait_seconds": 14,
            "counted_at": "2026-11-26T05:00:03Z",
        }
    ),
)
async def _get_dashboard(world: World) -> MeasuredCall:
    await (await _refresh_live_stats(world))()
    return call_function(world, "get_dashboard", {}, ADMIN)


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
    await _put_expert_online(world)
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
    await _put_expert_online(world)
    await world.call(functions.main.go_offline, as_=EXPERT)
    return call_function(world, "get_online_log", {"expert_id": EXPERT.uid}, ADMIN)


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


@case(
    "reveal_customer",
    who="admin",
    example=Example(
        request={"session_id": "call-Zx3k9QmT1bV7cR5nW2pL", "reason": "The expert fears for their life"},
        response={
            "user_id": "b8Kq2ZtP4mN6xR1vY9cL",
            "full_name": "Sari Wulandari",
            "email": "sari@example.com",
            "phone": "+6281234567890",
        },
    ),
)
async def _reveal_customer(world: World) -> MeasuredCall:
    (dewi,) = await put_experts_online(world, EXPERT.uid)
    return call_function(
        world, "reveal_customer", {"session_id": await start_session(world, dewi), "reason": "Danger"}, ADMIN
    )


@case(
    "list_sessions",
    who="admin",
    example=Example(request={"status": "active", "limit": 20}, response={"items": [_ACTIVE], "next_cursor": None}),
)
async def _list_sessions(world: World) -> MeasuredCall:
    await _start_session(world)
    return call_function(world, "list_sessions", {"status": "active"}, ADMIN)


@case(
    "reroute_session",
    who="admin",
    example=Example(
        request={"session_id": "call-PTghARqVeWJ1QNBvwZfK", "expert_id": "Qw8r2TyU4iO6pA9sD1fG"}, response=_ACTIVE
    ),
)
async def _reroute_session(world: World) -> MeasuredCall:
    return call_function(world, "reroute_session", await _start_session(world), ADMIN)
