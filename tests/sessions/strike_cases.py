"""Cases of strikes."""

from datetime import datetime, timedelta

from shared.kernel.ids import Id
from shared.sessions import strikes
from shared.sessions.strike_models import StrikeAppeal
from tests.cases import Example, MeasuredCall, call_function, case, deliver_job, paged_rows, run_schedule
from tests.chat.steps import call_successfully
from tests.sessions.examples import APPEALED_STRIKE, LIFTED_STRIKE, STRIKE
from tests.sessions.strike_steps import a_strike, give_strikes
from tests.world import ADMIN, EXPERT, World

_TESTED = "tests/sessions/test_strikes.py"
_TEXT = "Saya hadir, tetapi aplikasi saya terputus."


@case(
    "list_my_strikes",
    who=("customer", "expert"),
    example=Example(request={}, response={"items": [STRIKE], "next_cursor": None}),
)
async def _list_my_strikes(world: World) -> MeasuredCall:
    await give_strikes(world, 1)
    return call_function(world, "list_my_strikes", {}, EXPERT)


@paged_rows("list_my_strikes", id="strike_id", person=EXPERT)
async def _add_strike_row(world: World, number: int, at: datetime) -> None:
    row = a_strike(id=Id(f"strike-{number:05d}"), given_at=at)
    await world.put_documents((strikes.strike_ref(row.id), row))


@case(
    "list_strikes",
    who="admin",
    example=Example(
        request={"expert_id": "Zx3k9QmT1bV7cR5nW2pL"}, response={"items": [LIFTED_STRIKE], "next_cursor": None}
    ),
    tested_in=_TESTED,
)
async def _list_strikes(world: World) -> MeasuredCall:
    await give_strikes(world, 1)
    return call_function(world, "list_strikes", {"expert_id": "dewi"}, ADMIN)


@paged_rows("list_strikes", id="strike_id", person=ADMIN, query={"expert_id": "dewi"})
async def _add_row_of_expert(world: World, number: int, at: datetime) -> None:
    await _add_strike_row(world, number, at)


@case(
    "get_strike",
    who=("customer", "expert", "admin"),
    example=Example(request={"strike_id": "BE-20261126-ACD346"}, response=STRIKE),
)
async def _get_strike(world: World) -> MeasuredCall:
    (strike_id,) = await give_strikes(world, 1)
    return call_function(world, "get_strike", {"strike_id": strike_id}, EXPERT)


@case(
    "get_my_standing",
    who=("customer", "expert"),
    example=Example(
        request=None,
        response={
            "listing": "paused",
            "paused_until": "2026-12-11T07:33:00Z",
            "strikes": 2,
            "pause_at": 2,
            "pause_days": 14,
            "vet_at": 3,
            "counts_days": 90,
            "late_cancel_hours": 3,
            "appeal_days": 14,
        },
    ),
)
async def _get_my_standing(world: World) -> MeasuredCall:
    await give_strikes(world, 2)
    return call_function(world, "get_my_standing", None, EXPERT)


@case(
    "appeal_strike",
    who=("customer", "expert"),
    example=Example(request={"strike_id": "BE-20261126-ACD346", "text": _TEXT}, response=APPEALED_STRIKE),
    tested_in=_TESTED,
)
async def _appeal_strike(world: World) -> MeasuredCall:
    (strike_id,) = await give_strikes(world, 1)
    return call_function(world, "appeal_strike", {"strike_id": strike_id, "text": _TEXT}, EXPERT)


async def _give_appealed_strike(world: World, count: int = 1) -> str:
    strike_id = (await give_strikes(world, count))[-1]
    await call_successfully(world, EXPERT, "appeal_strike", strike_id=strike_id, text=_TEXT)
    return strike_id


@case(
    "list_strike_appeals",
    who="admin",
    example=Example(request={}, response={"items": [APPEALED_STRIKE], "next_cursor": None}),
)
async def _list_strike_appeals(world: World) -> MeasuredCall:
    await _give_appealed_strike(world)
    return call_function(world, "list_strike_appeals", {}, ADMIN)


@paged_rows("list_strike_appeals", id="strike_id", person=ADMIN)
async def _add_appeal_row(world: World, number: int, at: datetime) -> None:
    before = at + timedelta(days=7)
    appeal = StrikeAppeal(text=_TEXT, opened_at=at, decide_before=before, on_silence="lifted")
    row = a_strike(id=Id(f"strike-{number:05d}"), appeal=appeal)
    await world.put_documents((strikes.strike_ref(row.id), row))


@case(
    "decide_strike_appeal",
    who="admin",
    example=Example(
        request={"strike_id": "BE-20261126-ACD346", "decision": "lift", "reason": "Percakapan menunjukkan Anda"},
        response=LIFTED_STRIKE,
    ),
    tested_in=_TESTED,
)
async def _decide_strike_appeal(world: World) -> MeasuredCall:
    strike_id = await _give_appealed_strike(world, 2)
    body = {"strike_id": strike_id, "decision": "lift", "reason": "Percakapan menunjukkan Anda"}
    return call_function(world, "decide_strike_appeal", body, ADMIN)


@case(
    "give_strike",
    who="admin",
    example=Example(
        request={"expert_id": "Zx3k9QmT1bV7cR5nW2pL", "reason": "Meminta pembayaran di luar Temani"},
        response=STRIKE
        | {
            "strike_id": "u8Kq2ZtXw4Rb7NvYc1Hd",
            "ground": "admin",
            "booking_id": None,
            "starts_at": None,
            "reason": "Meminta pembayaran di luar Temani",
        },
    ),
    tested_in=_TESTED,
)
async def _give_strike(world: World) -> MeasuredCall:
    await give_strikes(world, 1)
    body = {"expert_id": "dewi", "reason": "Meminta pembayaran di luar Temani"}
    return call_function(world, "give_strike", body, ADMIN)


@case(
    "lift_strike",
    who="admin",
    example=Example(
        request={"strike_id": "BE-20261126-ACD346", "reason": "Percakapan menunjukkan Anda"}, response=LIFTED_STRIKE
    ),
    tested_in=_TESTED,
)
async def _lift_strike(world: World) -> MeasuredCall:
    strike_id = (await give_strikes(world, 2))[-1]
    return call_function(world, "lift_strike", {"strike_id": strike_id, "reason": "Keliru"}, ADMIN)


@case("resume_listing", who="internal", tested_in=_TESTED)
async def _resume_listing(world: World) -> MeasuredCall:
    await give_strikes(world, 2)
    world.later(days=15)
    return await deliver_job(world, "resume_listing", "ResumeListing")


@case("resume_paused_listings", who="internal", tested_in=_TESTED)
async def _resume_paused_listings(world: World) -> MeasuredCall:
    await give_strikes(world, 2)
    world.later(days=15)
    return run_schedule(world, "resume_paused_listings")


@case("end_silent_appeals", who="internal", tested_in=_TESTED)
async def _end_silent_appeals(world: World) -> MeasuredCall:
    await _give_appealed_strike(world, 2)
    world.later(days=8)
    return run_schedule(world, "end_silent_appeals")
