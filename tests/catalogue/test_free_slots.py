"""When a service can be booked: on the viewer's clock, in one round trip, and as it is right now."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.catalogue.list_experts import list_experts
from functions.catalogue.list_free_slots import list_free_slots
from functions.catalogue.refresh_next_free_times import refresh_next_free_times
from functions.catalogue.save_hours import save_hours
from functions.catalogue.save_service import save_service
from shared.catalogue import store
from shared.catalogue.hours_models import WEEK, DateHours, DayHours, Hours, Span
from shared.catalogue.models import NEVER, ExpertStatus
from shared.claims.models import Claim, ClaimState
from shared.contracts import slots
from tests.builders import NOON
from tests.catalogue.builders import DAYTIME, DEWI, SERVICE_BODY, a_service, add_bookable_expert, add_experts, an_expert
from tests.catalogue.steps import occupy_expert_time
from tests.world import EXPERT, Answer, World

pytestmark = pytest.mark.emulator

ALWAYS = Hours(
    weekly=tuple(DayHours(day=day, spans=(Span(begins="00:00", ends="24:00"),)) for day in WEEK),
    notice_minutes=0,
    horizon_days=180,
)


async def asked(world: World, **given: Any) -> Answer:
    """The free slots of the first service."""
    return await world.call(list_free_slots, {"expert_id": DEWI, "service_id": "career-talk"} | given)


async def free(world: World, **given: Any) -> dict[str, list[str]]:
    """The beginnings on the viewer's clock, by date."""
    answer = await asked(world, **given)
    assert answer.status == 200, answer.body
    return {day["date"]: [slot["local"][11:16] for slot in day["slots"]] for day in answer.body["items"]}


async def test_a_days_slots(world: World) -> None:
    """
    One after the other from opening until closing; today only what the notice leaves.
    """
    await add_bookable_expert(world, a_service(minutes=60))

    found = await free(world, days=2)

    assert found == {
        "2026-11-26": ["14:00", "15:00", "16:00"],
        "2026-11-27": ["09:00", "10:00", "11:00", "12:00", "13:00", "14:00", "15:00", "16:00"],
    }


async def test_a_slot_in_full(world: World) -> None:
    """
    When it begins and ends, for programs; and when it begins, on the viewer's clock.
    """
    await add_bookable_expert(world, a_service(minutes=50))

    slot = (await asked(world, days=1, zone="Asia/Makassar")).body["items"][0]["slots"][0]

    assert slot == {
        "starts_at": "2026-11-26T07:00:00Z",
        "ends_at": "2026-11-26T07:50:00Z",
        "local": "2026-11-26T15:00:00+08:00",
    }


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Asia/Jakarta", {"2026-11-27": ["09:00", "13:00"]}),
        ("Asia/Jayapura", {"2026-11-27": ["11:00", "15:00"]}),
        ("Pacific/Kiritimati", {"2026-11-27": ["16:00", "20:00"]}),
        ("America/Los_Angeles", {"2026-11-27": ["18:00", "22:00"]}),
        ("Pacific/Pago_Pago", {"2026-11-27": ["15:00", "19:00"]}),
        ("Asia/Kathmandu", {"2026-11-27": ["07:45", "11:45"]}),
    ],
)
async def test_the_viewers_date(world: World, zone: str, expected: dict[str, list[str]]) -> None:
    """
    A date is the viewer's, however far from the expert: what is Friday here may be Thursday there.
    """
    await add_bookable_expert(world, a_service(minutes=240))

    assert await free(world, from_date="2026-11-27", days=1, zone=zone) == expected


@pytest.mark.parametrize(
    ("zone", "expert_zone", "day", "count"),
    [
        ("America/New_York", "America/New_York", "2026-11-01", 25),
        ("America/New_York", "America/New_York", "2027-03-14", 23),
        ("Asia/Jakarta", "America/New_York", "2026-11-01", 24),
        ("Australia/Sydney", "Asia/Jakarta", "2027-04-04", 25),
        ("Asia/Jakarta", "Asia/Jakarta", "2028-02-29", 24),
    ],
)
async def test_a_day_of_any_length(world: World, zone: str, expert_zone: str, day: str, count: int) -> None:
    """
    Somebody who always works has as many hours as the viewer's day has.
    """
    world.set_clock(datetime.fromisoformat(f"{day}T00:00:00Z") - timedelta(days=3))
    await add_bookable_expert(world, a_service(minutes=60), hours=ALWAYS, zone=expert_zone)

    answer = await asked(world, from_date=day, days=1, zone=zone)

    (found,) = answer.body["items"]
    assert (found["date"], len(found["slots"])) == (day, count)


async def test_what_is_taken_is_not_offered(world: World) -> None:
    """
    Booked quarters are gone, held ones until the hold runs out; around them lies the buffer.
    """
    await add_bookable_expert(world, a_service(minutes=60), hours=DAYTIME.having(buffer_minutes=15))
    await occupy_expert_time(world, datetime.fromisoformat("2026-11-27T11:00:00+07:00"), 60)
    await occupy_expert_time(
        world, datetime.fromisoformat("2026-11-27T15:00:00+07:00"), 60, until=NOON + timedelta(hours=1)
    )

    held = await free(world, from_date="2026-11-27", days=1)
    world.later(hours=1)
    run_out = await free(world, from_date="2026-11-27", days=1)

    assert held == {"2026-11-27": ["09:00", "12:15", "13:30"]}
    assert run_out == {"2026-11-27": ["09:00", "12:15", "13:30", "14:45", "16:00"]}


async def test_what_is_given_back_is_offered_again(world: World) -> None:
    """
    A claim that was freed is no claim.
    """
    await add_bookable_expert(world, a_service(minutes=480))
    begin = datetime.fromisoformat("2026-11-27T09:00:00+07:00")
    await world.put_documents(
        *((ref, Claim(state=ClaimState.FREE)) for ref in slots.quarter_claim_refs(DEWI, begin, 480))
    )

    assert await free(world, from_date="2026-11-27", days=1) == {"2026-11-27": ["09:00"]}


async def test_closed_for_the_day(world: World) -> None:
    """
    A date without hours is left out; before any hours are said, all are.
    """
    christmas = DateHours(date=datetime.fromisoformat("2026-12-25").date())
    await add_bookable_expert(world, a_service(minutes=480), hours=DAYTIME.having(exceptions=(christmas,)))
    await add_experts(world, an_expert("rani"))
    await world.put_documents((store.service_ref("rani", "talk"), a_service("talk", expert="rani")))

    found = await free(world, from_date="2026-12-24", days=3)
    never_said = await asked(world, expert_id="rani", service_id="talk", days=31)

    assert list(found) == ["2026-12-24", "2026-12-26"]
    assert (never_said.status, never_said.body["items"]) == (200, [])


async def test_the_past_and_beyond_the_horizon(world: World) -> None:
    """
    Neither is offered, nor an error.
    """
    await add_bookable_expert(world)

    past = await free(world, from_date="2026-11-01", days=25)
    far = await free(world, from_date="2027-06-01", days=31)
    edge = await free(world, from_date="2027-01-25", days=31)

    assert (past, far, list(edge)) == ({}, {}, ["2027-01-25"])


async def test_one_round_trip_whatever_the_horizon(world: World) -> None:
    """
    A month costs what a day costs: expert, service and hours together with one query of what is taken.
    """
    await add_bookable_expert(world, hours=ALWAYS)
    for day in range(31):
        await occupy_expert_time(world, NOON + timedelta(days=day), 60)
    meter = world.documents.meter
    before = meter.round_trips, meter.reads

    answer = await asked(world, days=31)

    assert answer.status == 200
    assert (meter.round_trips - before[0], meter.reads - before[1]) == (1, 3 + 4 * 31)


@pytest.mark.parametrize(
    ("given", "status", "told"),
    [
        ({"service_id": "no-such-service"}, 404, "service_not_found"),
        ({"service_id": "paused"}, 409, "service_inactive"),
        ({"expert_id": "nobody"}, 404, "expert_not_found"),
        ({"service_id": "a/b"}, 422, "service_id"),
        ({"days": 0}, 422, "days"),
        ({"days": 32}, 422, "days"),
        ({"from_date": "2026-02-29"}, 422, "from_date"),
        ({"from_date": "9999-12-31"}, 422, "from_date"),
        ({"zone": "WIB"}, 422, "zone"),
        ({"zone": "../etc/passwd"}, 422, "zone"),
    ],
)
async def test_what_nobody_can_answer(world: World, given: dict[str, Any], status: int, told: str) -> None:
    """
    The thing that is not there, or the field that makes no sense.
    """
    await add_bookable_expert(world, a_service(), a_service("paused", active=False))

    answer = await asked(world, **given)

    assert (answer.status, told in (answer.code, *answer.invalid_fields)) == (status, True)


async def hint(world: World, uid: str = DEWI) -> datetime:
    """When the list believes that an expert is free."""
    expert = await world.get(store.expert_ref(uid))
    assert expert is not None
    return expert.free_at


async def test_the_hint_when_somebody_is_free(world: World) -> None:
    """
    Looked at each hour: past what is taken, weeks ahead if need be, and never for who has no hours.
    """
    await add_bookable_expert(world, a_service(minutes=30))
    await add_experts(world, an_expert("rani"), an_expert("away"))
    beginning = DateHours(date=(NOON + timedelta(days=20)).date(), spans=(Span(begins="10:00", ends="11:00"),))
    await world.put_documents((store.hours_ref("away"), Hours(exceptions=(beginning,))))
    await occupy_expert_time(world, NOON + timedelta(hours=2), 60)

    first = await world.call.run_schedule(refresh_next_free_times, due_at=world.now)

    listed = (await world.call(list_experts, {"sort": "soonest"})).body["items"]
    assert (first.status, first.body) == (200, {"counted": 3, "failed": 0})
    assert await hint(world) == NOON + timedelta(hours=3)
    assert await hint(world, "away") == NOON + timedelta(days=20, hours=-2)
    assert await hint(world, "rani") == NEVER
    assert [one["expert_id"] for one in listed] == ["dewi", "away", "rani"]


async def test_a_run_cut_off_goes_on(world: World) -> None:
    """
    Who has been looked at is not looked at again by the same run; an hour later all are.
    """
    await add_bookable_expert(world)
    await add_experts(
        world, *(an_expert(f"e{n:02}") for n in range(90)), an_expert("gone", status=ExpertStatus.SUSPENDED)
    )

    first = await world.call.run_schedule(refresh_next_free_times, due_at=world.now)
    again = await world.call.run_schedule(refresh_next_free_times, due_at=world.now)
    world.later(hours=1)
    next_hour = await world.call.run_schedule(refresh_next_free_times, due_at=world.now)

    assert [answer.body["counted"] for answer in (first, again, next_hour)] == [91, 0, 91]


async def test_who_changes_hours_or_services_is_looked_at_first(world: World) -> None:
    """
    The next run does not wait until the hint is old.
    """
    await add_bookable_expert(world, a_service(minutes=30))
    await world.call.run_schedule(refresh_next_free_times, due_at=world.now)
    closed = await hint(world)

    weekly = [{"day": day, "spans": [{"begins": "00:00", "ends": "24:00"}]} for day in WEEK]
    await world.call(save_hours, {"weekly": weekly, "notice_minutes": 0}, as_=EXPERT)
    hours = await world.call.run_schedule(refresh_next_free_times, due_at=world.now)
    opened = await hint(world)
    await world.call(save_service, SERVICE_BODY | {"minutes": 15}, as_=EXPERT)
    service = await world.call.run_schedule(refresh_next_free_times, due_at=world.now)

    assert (closed, opened) == (NOON + timedelta(hours=2), NOON + timedelta(minutes=15))
    assert [answer.body["counted"] for answer in (hours, service)] == [1, 1]
