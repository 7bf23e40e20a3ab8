"""Cases of the transactions of an expert."""

from datetime import datetime
from typing import Any

from shared.bookings import store
from shared.contracts.bookings import BookingStatus
from shared.kernel.ids import BookingId
from tests.bookings.builders import a_confirmed_booking
from tests.bookings.steps import create_confirmed_booking, set_up_booking_domain
from tests.cases import Example, MeasuredCall, call_function, case, paged_rows, variants
from tests.pairing.steps import start_session_with_expert
from tests.world import EXPERT, World

TRANSACTION: dict[str, Any] = {
    "session_id": "BE-20261125-ACD346",
    "kind": "booking",
    "status": "completed",
    "customer_name": "Ana Wijaya",
    "customer_photo_url": "https://files.temani.example/photos/ana.jpg",
    "service_name": "Career talk",
    "service_kind": "video",
    "starts_at": "2026-11-26T07:00:00Z",
    "minutes": 60,
    "total": {"amount": 157_500, "currency": "IDR"},
    "refunded": {"amount": 0, "currency": "IDR"},
    "platform_fee": {"amount": 7_500, "currency": "IDR"},
    "income": {"amount": 150_000, "currency": "IDR"},
    "meeting": None,
    "review": {"stars": 5, "text": "Sangat jelas.", "reply": None},
}
"""A booking that took place, with its review."""


@case(
    "get_my_transaction",
    who=("customer", "expert"),
    example=Example(request={"session_id": "BE-20261125-ACD346"}, response=TRANSACTION),
    tested_in="tests/bookings/test_expert_transactions.py",
)
async def _get_my_transaction(world: World) -> MeasuredCall:
    await set_up_booking_domain(world)
    return call_function(world, "get_my_transaction", {"session_id": await create_confirmed_booking(world)}, EXPERT)


@case(
    "list_my_transactions",
    who=("customer", "expert"),
    example=Example(request={"kind": "booking"}, response={"items": [TRANSACTION], "next_cursor": None}),
    tested_in="tests/bookings/test_expert_transactions.py",
)
async def _list_my_transactions(world: World) -> MeasuredCall:
    await set_up_booking_domain(world)
    await create_confirmed_booking(world)
    return call_function(world, "list_my_transactions", {}, EXPERT)


@variants("list_my_transactions")
async def _list_other_kinds(world: World) -> list[MeasuredCall]:
    """List the calls and the assignments of an expert."""
    await start_session_with_expert(world)
    return [call_function(world, "list_my_transactions", {"kind": kind}, EXPERT) for kind in ("call", "assignment")]


@paged_rows("list_my_transactions", id="session_id", person=EXPERT)
async def _add_transaction_row(world: World, number: int, at: datetime) -> None:
    row = a_confirmed_booking(id=BookingId(f"BE-20261126-A{number:05d}"), status=BookingStatus.COMPLETED, created_at=at)
    await world.put_documents((store.booking_ref(row.id), row))
