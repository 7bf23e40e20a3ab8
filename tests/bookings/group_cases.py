"""Cases of groups: dates and their seats."""

from datetime import datetime, timedelta

from shared.bookings import group_dates, group_rules
from shared.catalogue import store as catalogue
from shared.kernel.ids import GroupDateId
from tests.bookings.builders import DEWI, TOMORROW, an_offer
from tests.bookings.examples import GROUP_DATE, UNPAID_BOOKING
from tests.bookings.group_steps import a_group_service, buy_seats, load_date, open_date
from tests.bookings.steps import an_expert, set_up_booking_domain
from tests.builders import NOON
from tests.cases import Example, MeasuredCall, call_function, case, deliver_job, paged_rows, run_schedule
from tests.chat.steps import call_successfully
from tests.world import ANA, EXPERT, NOBODY, World

_CANCELLED = {**GROUP_DATE, "status": "cancelled", "cancelled_by": "expert", "reason": "I am ill."}


@case(
    "open_group_date",
    who="expert",
    example=Example(
        request={"service_id": "career-circle", "starts_at": "2026-11-26T14:00:00+07:00"}, response=GROUP_DATE
    ),
)
async def _open_group_date(world: World) -> MeasuredCall:
    await set_up_booking_domain(world, a_group_service())
    body = {"service_id": "career-circle", "starts_at": TOMORROW.isoformat()}
    return call_function(world, "open_group_date", body, EXPERT)


@case(
    "list_group_dates",
    who="anyone",
    example=Example(
        request={"expert_id": "Zx3k9QmT1bV7cR5nW2pL", "limit": 20},
        response={"items": [GROUP_DATE], "next_cursor": None},
    ),
)
async def _list_group_dates(world: World) -> MeasuredCall:
    await open_date(world)
    return call_function(world, "list_group_dates", {"expert_id": DEWI}, NOBODY)


@case(
    "get_group_date",
    who=("customer", "expert", "admin"),
    example=Example(request={"group_date_id": "Gd3rT6yU9iO2pA5sD8fG"}, response=GROUP_DATE),
)
async def _get_group_date(world: World) -> MeasuredCall:
    return call_function(world, "get_group_date", {"group_date_id": await open_date(world)}, ANA)


@case(
    "list_my_group_dates",
    who="expert",
    example=Example(request={"limit": 20}, response={"items": [GROUP_DATE], "next_cursor": None}),
)
async def _list_my_group_dates(world: World) -> MeasuredCall:
    await open_date(world)
    return call_function(world, "list_my_group_dates", {}, EXPERT)


@case(
    "take_seat",
    who=("customer", "expert"),
    example=Example(
        request={"group_date_id": "Gd3rT6yU9iO2pA5sD8fG", "success_url": "https://app.example.com/paid"},
        response={
            **UNPAID_BOOKING,
            "group_date_id": "Gd3rT6yU9iO2pA5sD8fG",
            "service": GROUP_DATE["service"],
            "topic": "Career circle",
            "notes": "",
        },
    ),
)
async def _take_seat(world: World) -> MeasuredCall:
    return call_function(world, "take_seat", {"group_date_id": await open_date(world)}, ANA)


@case(
    "cancel_group_date",
    who=("expert", "admin"),
    example=Example(request={"group_date_id": "Gd3rT6yU9iO2pA5sD8fG", "reason": "I am ill."}, response=_CANCELLED),
)
async def _cancel_group_date(world: World) -> MeasuredCall:
    group_date = await open_date(world)
    await buy_seats(world, group_date)
    return call_function(world, "cancel_group_date", {"group_date_id": group_date, "reason": "Ill."}, EXPERT)


@case("give_seat_back", who="internal")
async def _give_seat_back(world: World) -> MeasuredCall:
    group_date = await open_date(world)
    await buy_seats(world, group_date)
    await call_successfully(world, EXPERT, "cancel_group_date", group_date_id=group_date, reason="Ill.")
    return await deliver_job(world, "give_seat_back", "GiveSeatBack")


@case("settle_group_dates", who="internal")
async def _settle_group_dates(world: World) -> MeasuredCall:
    world.set_clock((await load_date(world, await open_date(world))).decide_at)
    return run_schedule(world, "settle_group_dates")


@paged_rows("list_group_dates", id="group_date_id", person=ANA, query={"expert_id": DEWI})
async def _add_date_on_sale(world: World, number: int, at: datetime) -> None:
    await _add_date(world, number, at)


@paged_rows("list_my_group_dates", id="group_date_id", person=EXPERT)
async def _add_date_of_expert(world: World, number: int, at: datetime) -> None:
    await _add_date(world, number, at)


async def _add_date(world: World, number: int, at: datetime) -> None:
    """Store a date that begins a day after `at`."""
    date = group_rules.date_from_offer(
        GroupDateId(f"date-{number:05d}"),
        an_offer(),
        at + timedelta(days=1),
        seats=5,
        fewest_seats=2,
        decide_hours=12,
        buffer_minutes=0,
        now=NOON,
    )
    await world.put_documents((catalogue.expert_ref(DEWI), an_expert()))
    await world.put_documents((group_dates.group_date_ref(date.id), date))
