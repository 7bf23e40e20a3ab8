"""Cases of the catalogue: services, opening hours, free slots."""

from tests.cases import Example, MeasuredCall, call_function, case, run_schedule
from tests.catalogue.builders import DEWI, HOURS_BODY, SERVICE_BODY
from tests.catalogue.examples import HOURS, OWN_SERVICE
from tests.catalogue.steps import add_expert_with_services
from tests.world import EXPERT, NOBODY, World


@case(
    "save_service",
    who="expert",
    example=Example(
        request={
            "name": "Chat Konsultasi",
            "description": "Diskusi karir via chat.",
            "kind": "chat",
            "minutes": 30,
            "price": 150000,
            "approval": "automatic",
            "policy": {"free_until_hours": 24, "late_refund_percent": 50},
        },
        response=OWN_SERVICE,
    ),
)
async def _save_service(world: World) -> MeasuredCall:
    await add_expert_with_services(world)
    return call_function(world, "save_service", SERVICE_BODY, EXPERT)


@case(
    "delete_service",
    who="expert",
    example=Example(request={"service_id": "Aa1bB2cC3dD4eE5fF6gG"}, response=OWN_SERVICE),
)
async def _delete_service(world: World) -> MeasuredCall:
    await add_expert_with_services(world)
    return call_function(world, "delete_service", {"service_id": "career-talk"}, EXPERT)


@case("save_hours", who="expert", example=Example(request=HOURS, response=HOURS))
async def _save_hours(world: World) -> MeasuredCall:
    await add_expert_with_services(world)
    return call_function(world, "save_hours", HOURS_BODY, EXPERT)


@case(
    "list_free_slots",
    who="anyone",
    example=Example(
        request={
            "expert_id": "Qw8r2TyU4iO6pA9sD1fG",
            "service_id": "Aa1bB2cC3dD4eE5fF6gG",
            "from_date": "2026-11-26",
            "days": 7,
            "zone": "Asia/Jakarta",
        },
        response={
            "items": [
                {
                    "date": "2026-11-26",
                    "slots": [
                        {
                            "starts_at": "2026-11-26T07:00:00Z",
                            "ends_at": "2026-11-26T07:30:00Z",
                            "local": "2026-11-26T14:00:00+07:00",
                        },
                        {
                            "starts_at": "2026-11-26T07:30:00Z",
                            "ends_at": "2026-11-26T08:00:00Z",
                            "local": "2026-11-26T14:30:00+07:00",
                        },
                    ],
                }
            ],
            "next_cursor": None,
        },
    ),
)
async def _list_free_slots(world: World) -> MeasuredCall:
    await add_expert_with_services(world)
    return call_function(world, "list_free_slots", {"expert_id": DEWI, "service_id": "career-talk", "days": 31}, NOBODY)


@case("refresh_next_free_times", who="internal")
async def _refresh_next_free_times(world: World) -> MeasuredCall:
    await add_expert_with_services(world)
    return run_schedule(world, "refresh_next_free_times")
