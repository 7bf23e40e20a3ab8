"""Cases of bookings: proposals of another time."""

from datetime import timedelta

from tests.bookings.builders import TOMORROW
from tests.bookings.examples import CONFIRMED_BOOKING
from tests.bookings.steps import create_confirmed_booking, set_up_domain_with_links
from tests.cases import Example, MeasuredCall, call_function, case
from tests.world import ANA, EXPERT, World


@case(
    "propose_reschedule",
    who=("customer", "expert"),
    example=Example(
        request={"booking_id": "BE-20261125-ACD346", "starts_at": "2026-11-27T10:00:00+07:00"},
        response={
            **CONFIRMED_BOOKING,
            "version": 3,
            "proposal": {
                "by": "customer",
                "starts_at": "2026-11-27T03:00:00Z",
                "expires_at": "2026-11-26T07:00:00Z",
                "overlaps": [],
            },
        },
    ),
)
async def _propose_reschedule(world: World) -> MeasuredCall:
    await set_up_domain_with_links(world)
    body = {
        "booking_id": await create_confirmed_booking(world),
        "starts_at": (TOMORROW + timedelta(hours=3)).isoformat(),
    }
    return call_function(world, "propose_reschedule", body, ANA)


async def _create_proposal(world: World) -> dict[str, str]:
    propose = await _propose_reschedule(world)
    return {"booking_id": (await propose()).body["booking_id"]}


@case(
    "accept_reschedule",
    who=("customer", "expert"),
    example=Example(
        request={"booking_id": "BE-20261125-ACD346"},
        response={
            **CONFIRMED_BOOKING,
            "version": 4,
            "starts_at": "2026-11-27T03:00:00Z",
            "ends_at": "2026-11-27T04:00:00Z",
        },
    ),
)
async def _accept_reschedule(world: World) -> MeasuredCall:
    return call_function(world, "accept_reschedule", await _create_proposal(world), EXPERT)


@case(
    "decline_reschedule",
    who=("customer", "expert"),
    example=Example(request={"booking_id": "BE-20261125-ACD346"}, response={**CONFIRMED_BOOKING, "version": 4}),
)
async def _decline_reschedule(world: World) -> MeasuredCall:
    return call_function(world, "decline_reschedule", await _create_proposal(world), EXPERT)
