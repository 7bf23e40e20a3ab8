"""The lists of both sides, by tab and page."""

from datetime import timedelta

import pytest

from functions.bookings.get_booking import get_booking
from functions.bookings.list_my_bookings import list_my_bookings
from shared.bookings import store
from shared.bookings.models import Booking
from shared.bookings.schemas import BookingTab
from shared.contracts.bookings import BookingStatus
from shared.kernel.ids import BookingId, UserId
from tests.bookings.builders import a_booking_of_offer, an_offer
from tests.bookings.steps import create_booking, set_up_booking_domain
from tests.builders import NOON
from tests.collection.sample_documents import NEWER_VALUE
from tests.world import ADMIN, ANA, BUDI, EXPERT, Person, World

pytestmark = pytest.mark.emulator

Status = BookingStatus


def numbered(n: int, status: BookingStatus = Status.CONFIRMED, customer: str = "ana") -> Booking:
    """The nth booking, a minute after the one before."""
    return a_booking_of_offer(an_offer()).having(
        id=BookingId(f"BE-20261126-A{n:05d}"),
        status=status,
        customer=UserId(customer),
        created_at=NOON + timedelta(minutes=n // 2),
    )


async def has(world: World, *bookings: Booking) -> None:
    """Bookings from before."""
    await world.put_documents(*((store.booking_ref(booking.id), booking) for booking in bookings))


async def listed(world: World, as_: Person = ANA, **query: str | int) -> list[str]:
    """The ids on all pages, in order."""
    ids: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        answer = await world.call(list_my_bookings, query | cursor, as_=as_)
        assert answer.status == 200, answer.body
        ids += [one["booking_id"] for one in answer.body["items"]]
        if answer.body["next_cursor"] is None:
            return ids
        cursor = {"cursor": answer.body["next_cursor"]}


@pytest.mark.parametrize(
    ("tab", "statuses"),
    [
        ("all", {*Status.known_members()}),
        ("requests", {Status.REQUESTED}),
        ("pending", {Status.REQUESTED, Status.AWAITING_PAYMENT}),
        ("confirmed", {Status.CONFIRMED}),
        ("completed", {Status.COMPLETED, Status.NO_SHOW}),
        ("cancelled", {Status.CANCELLED, Status.REJECTED, Status.EXPIRED}),
    ],
)
@pytest.mark.parametrize(("person", "side"), [(ANA, "customer"), (EXPERT, "expert")])
async def test_tabs(world: World, person: Person, side: str, tab: str, statuses: set[Status]) -> None:
    """
    Each state is under its tab, for either side; others' bookings under none.
    """
    mine = [numbered(n, status) for n, status in enumerate(Status.known_members())]
    strangers = numbered(99, customer="budi").having(offer=an_offer(expert=UserId("eli")))
    await has(world, *mine, strangers)

    found = await listed(world, person, side=side, tab=tab)

    assert set(found) == {booking.id for booking in mine if booking.status in statuses}


@pytest.mark.parametrize(("person", "side"), [(ANA, "customer"), (EXPERT, "expert")])
async def test_a_booking_of_a_newer_status_is_under_all_alone(world: World, person: Person, side: str) -> None:
    """
    During a deploy a newer version may write a status that this version does not know; the booking stays visible.
    """
    newer = numbered(1, Status.UNKNOWN)
    newer.carry_fields({"status": NEWER_VALUE})
    await has(world, numbered(2), newer)

    found = {tab: await listed(world, person, side=side, tab=tab) for tab in BookingTab}

    assert found[BookingTab.ALL] == [numbered(2).id, newer.id]
    assert [tab for tab in BookingTab if newer.id in found[tab]] == [BookingTab.ALL]
    stored = await world.get(store.booking_ref(newer.id))
    assert stored is not None
    assert stored.carried_fields["status"] == NEWER_VALUE


@pytest.mark.parametrize("limit", [1, 3, 7, 100])
async def test_pages_are_complete_and_repeat_nothing(world: World, limit: int) -> None:
    """
    The newest first, also where two were made in the same moment.
    """
    mine = [numbered(n, list(Status)[n % 9]) for n in range(7)]
    await has(world, *mine)

    found = await listed(world, limit=limit)

    assert found == [booking.id for booking in reversed(mine)]


async def test_a_page_costs_its_size(world: World) -> None:
    """
    One query, one document more than is shown, and the account; and one trip for the people, each read once.
    """
    await has(world, *(numbered(n) for n in range(9)))
    meter = world.documents.meter
    trips, reads = meter.round_trips, meter.reads

    await world.call(list_my_bookings, {"limit": 4}, as_=ANA)

    assert (meter.round_trips - trips, meter.reads - reads) == (2, 6 + 1)


async def test_nothing_yet(world: World) -> None:
    """
    Somebody without bookings has an empty list, on either side.
    """
    await set_up_booking_domain(world)
    await create_booking(world)

    assert await listed(world, BUDI) == []
    assert await listed(world, BUDI, side="expert") == []


@pytest.mark.parametrize("query", [{"tab": "none"}, {"side": "admin"}, {"limit": 0}, {"cursor": "xx"}])
async def test_wrong_questions(world: World, query: dict[str, str | int]) -> None:
    """
    What is wrong is named.
    """
    answer = await world.call(list_my_bookings, query, as_=ANA)

    assert (answer.status, answer.invalid_fields) == (422, list(query))


async def test_what_each_side_is_shown(world: World) -> None:
    """
    Both see the same booking, without anybody's e-mail address or phone number. The profile is for the others.
    """
    await set_up_booking_domain(world)
    booking_id = await create_booking(world)

    shown = [await world.call(get_booking, {"booking_id": booking_id}, as_=one) for one in (ANA, EXPERT, ADMIN)]

    assert [one.status for one in shown] == [200] * 3
    profiles = [one.body.pop("customer_profile") for one in shown]
    assert profiles == [None, *[{"city": "", "interests": [], "goals": ""}] * 2]
    assert shown[0].body == shown[1].body == shown[2].body
    assert shown[0].body["customer_name"] == "Ana Wijaya"
    assert not [text for text in ("example.com", "0812") if text in str(shown[0].body)]
