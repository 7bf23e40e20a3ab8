"""Steps of groups: a service by the seat, a date of Dewi's, and the seats that customers take."""

from datetime import datetime
from typing import Any

from shared.bookings import group_dates
from shared.bookings.group_models import GroupDate
from shared.catalogue.models import Service
from shared.contracts.offers import ServiceKind
from shared.identity import store as identity
from shared.kernel.ids import BookingId, UserId
from tests.bookings.builders import DEWI, TOMORROW
from tests.bookings.steps import a_service, a_user, pay_for_booking, set_up_booking_domain
from tests.chat.steps import call_as, call_successfully
from tests.world import ANA, BUDI, EXPERT, Answer, Person, World

CARI = Person("cari")


def a_group_service(**given: Any) -> Service:
    """Build a service of an hour by chat for groups of two to five."""
    values: dict[str, Any] = {
        "name": "Career circle",
        "kind": ServiceKind.CHAT,
        "seats": 5,
        "fewest_seats": 2,
        "decide_hours": 12,
    }
    return a_service("career-circle", **(values | given))


async def open_date(world: World, *, starts_at: datetime = TOMORROW, **service: Any) -> str:
    """Set the domain up with a third customer, open a date of Dewi's, and return its id."""
    await set_up_booking_domain(world, a_group_service(**service), a_service())
    await world.put_documents((identity.user_ref("cari"), a_user("cari")))
    return await open_another_date(world, starts_at)


async def open_another_date(world: World, starts_at: datetime) -> str:
    """Open a date of Dewi's, and return its id."""
    body = {"service_id": "career-circle", "starts_at": starts_at.isoformat()}
    return str((await call_successfully(world, EXPERT, "open_group_date", **body))["group_date_id"])


async def take_seat(world: World, group_date: str, who: Person) -> Answer:
    """Call `take_seat` as a person."""
    return await call_as(world, who, "take_seat", group_date_id=group_date)


async def hold_seat(world: World, group_date: str, who: Person) -> BookingId:
    """Take a seat without paying, and return its booking."""
    answer = await take_seat(world, group_date, who)
    assert answer.status == 200, answer.body
    return BookingId(answer.body["booking_id"])


async def buy_seats(world: World, group_date: str, *people: Person) -> list[BookingId]:
    """Take and pay a seat as each of these people, Ana and Budi by default, and return the bookings."""
    bought = []
    for who in people or (ANA, BUDI):
        bought.append(await hold_seat(world, group_date, who))
        await pay_for_booking(world, bought[-1])
    return bought


async def load_date(world: World, group_date: str) -> GroupDate:
    """Load the stored date."""
    date = await world.get(group_dates.group_date_ref(group_date))
    assert date is not None
    return date


async def list_dates(world: World, who: Person = ANA) -> list[tuple[str, int]]:
    """List the dates of Dewi's that are on sale, each with its free seats."""
    found = await call_successfully(world, who, "list_group_dates", expert_id=DEWI)
    return [(one["group_date_id"], one["free_seats"]) for one in found["items"]]


async def register_buyers(world: World, count: int) -> list[Person]:
    """Register some customers."""
    people = [Person(f"buyer-{number}") for number in range(count)]
    await world.put_documents(*((identity.user_ref(one.uid), a_user(UserId(one.uid))) for one in people))
    return people
