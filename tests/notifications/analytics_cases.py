"""Cases of the statistics of notifications."""

from shared.kernel.dates import jakarta_date
from shared.notifications import delivery_days
from tests.cases import Example, MeasuredCall, call_function, case, deliver_job, run_schedule
from tests.notifications.steps import a_payment_notice, add_person, tell_people
from tests.world import ADMIN, World

_ROW = {
    "kind": "transaction",
    "channel": "email",
    "role": "customer",
    "decided": 120,
    "sent": 118,
    "delivered": 117,
    "read": 40,
    "clicked": 40,
    "failed": 1,
    "dropped": 1,
    "digested": 0,
    "unsubscribed": 2,
    "muted": 0,
    "seconds_to_click": 310,
}
_DAY = {
    "day": "2026-11-26",
    "counted_at": "2026-11-26T20:10:00Z",
    "rows": [_ROW],
    "hours": [{"hour": 9, "sent": 118}],
}


async def _told(world: World) -> None:
    await add_person(world)
    await tell_people(world, a_payment_notice())
    await world.deliver()


@case(
    "get_notification_analytics",
    who="admin",
    example=Example(request={"from_date": "2026-11-26", "days": 1}, response={"days": [_DAY]}),
)
async def _get_notification_analytics(world: World) -> MeasuredCall:
    await _told(world)
    return call_function(world, "get_notification_analytics", {"from_date": "2026-11-26", "days": 7}, ADMIN)


@case("start_delivery_counts", who="internal", tested_in="tests/notifications/test_delivery_days.py")
async def _start_delivery_counts(world: World) -> MeasuredCall:
    return run_schedule(world, "start_delivery_counts")


@case("count_deliveries", who="internal", tested_in="tests/notifications/test_delivery_days.py")
async def _count_deliveries(world: World) -> MeasuredCall:
    await _told(world)
    await world.commit(delivery_days.start_count, jakarta_date(world.now), at=world.now)
    return await deliver_job(world, "count_deliveries", "CountDeliveries")
