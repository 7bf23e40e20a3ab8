"""Cases of the control center."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from shared.runtime.dead_letters import dead_letters_query
from shared.runtime.schedules import run_records_query
from shared.workflows.settings_parts import SETTINGS_PARTS
from tests.builders import put_tickets_on_sale
from tests.cases import Example, MeasuredCall, call_function, case, deliver_job, paged_rows, run_schedule, variants
from tests.catalogue.builders import add_experts, an_expert
from tests.identity.admin_cases import add_audit_record, suspend_ana
from tests.orders.steps import order_tickets
from tests.pairing.steps import start_session_with_expert
from tests.world import ADMIN, Answer, World

_BILLING = {
    "brand": "Temani",
    "seller": "PT Temani",
    "seller_address": ["Jl. Asia Afrika 1", "Bandung 40111"],
    "seller_npwp": "01.234.567.8-901.000",
    "tax": {"name": "PPN", "charged": True, "rate": 1200, "base_numerator": 11, "base_denominator": 12},
}
_SETTINGS: dict[str, Any] = {part.name: part.model().model_dump(mode="json") for part in SETTINGS_PARTS} | {
    "billing": _BILLING
}


@case("relay_outbox", who="internal")
async def _relay_outbox(world: World) -> MeasuredCall:
    await put_tickets_on_sale(world)
    world.sent.closed = True
    await order_tickets(world)
    world.sent.closed = False
    world.later(minutes=30)
    return run_schedule(world, "relay_outbox")


@variants("relay_outbox")
async def _read_what_operators_read(world: World) -> list[Callable[[], Awaitable[object]]]:
    """Read the run records of a schedule, and the dead letters, as people do; no function asks for them."""
    return [
        lambda: world.reader.query(run_records_query("relay_outbox")),
        lambda: world.reader.query(dead_letters_query()),
    ]


@case(
    "get_settings",
    who="admin",
    example=Example(response=_SETTINGS),
)
async def _get_settings(world: World) -> MeasuredCall:
    return call_function(world, "get_settings", {}, ADMIN)


@case(
    "update_settings",
    who="admin",
    example=Example(
        request={"bookings": {"hold_minutes": 45}, "billing": {"tax": {"charged": True}}},
        response=dict.fromkeys(_SETTINGS)
        | {"bookings": {**_SETTINGS["bookings"], "hold_minutes": 45}, "billing": _SETTINGS["billing"]},
    ),
)
async def _update_settings(world: World) -> MeasuredCall:
    return call_function(world, "update_settings", {"bookings": {"hold_minutes": 45}}, ADMIN)


@case("refresh_live_stats", who="internal")
async def _refresh_live_stats(world: World) -> MeasuredCall:
    await start_session_with_expert(world)
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


_FILL = {
    "run_id": "Zx3k9QmT1bV7cR5nW2pL",
    "fill": "expert_search_keys",
    "dry_run": True,
    "status": "running",
    "limit": 1000,
    "scanned": 0,
    "changed": 0,
    "unreadable": 0,
    "unreadable_paths": [],
    "started_at": "2026-11-26T05:00:00Z",
    "ended_at": None,
}


async def _start_fill(world: World) -> Answer:
    return await call_function(world, "run_document_fill", {"fill": "expert_search_keys"}, ADMIN)()


@case(
    "run_document_fill",
    who="admin",
    example=Example(request={"fill": "expert_search_keys", "dry_run": True, "limit": 1000}, response=_FILL),
)
async def _run_document_fill(world: World) -> MeasuredCall:
    return call_function(world, "run_document_fill", {"fill": "expert_search_keys", "limit": 10}, ADMIN)


@case(
    "get_document_fill",
    who="admin",
    example=Example(
        request={"run_id": _FILL["run_id"]},
        response={
            **_FILL,
            "status": "done",
            "scanned": 812,
            "changed": 37,
            "ended_at": "2026-11-26T05:00:09Z",
        },
    ),
)
async def _get_document_fill(world: World) -> MeasuredCall:
    started = await _start_fill(world)
    return call_function(world, "get_document_fill", {"run_id": started.body["run_id"]}, ADMIN)


@case("fill_documents", who="internal")
async def _fill_documents(world: World) -> MeasuredCall:
    await add_experts(world, *(an_expert(name).having(keys=()) for name in ("dewi", "sari", "rina")))
    await _start_fill(world)
    return await deliver_job(world, "fill_documents", "FillDocuments")


@case(
    "list_audit_records",
    who="admin",
    example=Example(
        request={"function": "suspend_user", "limit": 50},
        response={
            "items": [
                {
                    "record_id": "0Xy5b7Qm2kTnVw9cR4pL",
                    "admin": "Qm7cR5nW2pLZx3k9T1bV",
                    "scopes": ["moderator"],
                    "function": "suspend_user",
                    "reason": "60 mails to strangers",
                    "changes": [
                        {
                            "path": "users/Zx3k9QmT1bV7cR5nW2pL",
                            "kind": "changed",
                            "before": {"status": "active"},
                            "after": {"status": "suspended"},
                        }
                    ],
                    "changes_left_out": 0,
                    "request_id": "req_Zx3k9QmT1bV7cR5nW2pL",
                    "at": "2026-11-26T05:00:00Z",
                }
            ],
            "next_cursor": None,
        },
    ),
)
async def _list_audit_records(world: World) -> MeasuredCall:
    await suspend_ana(world)
    return call_function(world, "list_audit_records", {}, ADMIN)


@variants("list_audit_records")
async def _list_audit_records_by_filter(world: World) -> list[Callable[[], Awaitable[Answer]]]:
    one, other, third = {"admin": "citra"}, {"function": "suspend_user"}, {"subject": "users/ana"}
    filters = [one, other, third, one | other, one | third, other | third, one | other | third]
    return [call_function(world, "list_audit_records", given, ADMIN) for given in filters]


@paged_rows("list_audit_records", id="record_id", person=ADMIN)
async def _add_audit_row(world: World, number: int, at: datetime) -> None:
    await add_audit_record(world, number, at)
