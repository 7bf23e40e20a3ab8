"""Photos where people see one another's names: rooms, bookings and orders; never in calls."""

import json
from typing import Any

import pytest

from functions.bookings.get_booking import get_booking
from functions.bookings.list_my_bookings import list_my_bookings
from functions.chat.block_user import block_user
from functions.chat.list_rooms import list_rooms
from functions.chat.start_direct_room import start_direct_room
from functions.identity.set_my_photo import set_my_photo
from functions.orders.list_my_orders import list_my_orders
from shared.catalogue import store as catalogue
from shared.chat import store as chat
from shared.chat.models import RoomKind
from shared.gateways.storage import Storage
from shared.identity import store
from shared.identity.models import UserStatus
from shared.kernel.ids import UserId
from tests.bookings.steps import allow_many_bookings, create_booking, set_up_booking_domain
from tests.catalogue.builders import a_user
from tests.catalogue.steps import PRODUCT_ID, add_product, buy_product_as
from tests.chat.builders import create_room
from tests.world import ADMIN, ANA, EXPERT, Person, World, alias_in_session, alias_of_user

pytestmark = pytest.mark.emulator


def photo_of(uid: str) -> str:
    """Return the address of a person's photo."""
    return f"https://files.example.com/public/photos/of-{uid}"


async def give_photo(world: World, *uids: str, **given: Any) -> None:
    """Give registered people a photo."""
    for uid in uids:
        person = await world.get(store.user_ref(uid)) or a_user(uid)
        photo = {"photo_url": photo_of(uid), "photo_key": f"public/photos/of-{uid}"}
        await world.put_documents((store.user_ref(uid), person.having(**photo | given)))


async def photos_in_rooms(world: World, person: Person) -> list[str | None]:
    """List the photos in a person's rooms."""
    answer = await world.call(list_rooms, as_=person)
    assert answer.status == 200, answer.body
    return [room["photo_url"] for room in answer.body["items"]]


async def test_each_side_of_a_booking_sees_the_photo_of_the_other(world: World) -> None:
    """In the booking and in the list; an admin sees both; the own photo is not repeated."""
    await set_up_booking_domain(world)
    await give_photo(world, "ana", EXPERT.uid)
    booking = {"booking_id": await create_booking(world)}

    seen = [(await world.call(get_booking, booking, as_=person)).body for person in (ANA, EXPERT, ADMIN)]
    mine = (await world.call(list_my_bookings, as_=ANA)).body["items"][0]
    theirs = (await world.call(list_my_bookings, {"side": "expert"}, as_=EXPERT)).body["items"][0]

    expert, customer = photo_of(EXPERT.uid), photo_of("ana")
    pairs = [(one["expert_photo_url"], one["customer_photo_url"]) for one in (*seen, mine, theirs)]
    assert pairs == [(expert, None), (None, customer), (expert, customer), (expert, None), (None, customer)]


async def test_a_page_of_bookings_reads_each_person_once(world: World) -> None:
    """Photos cost one round trip and one read a person, however many bookings the person has."""
    await set_up_booking_domain(world)
    await allow_many_bookings(world)
    await give_photo(world, EXPERT.uid)
    for hour in (3, 5, 7):
        await create_booking(world, starts_at=f"2026-11-27T0{hour}:00:00Z")
    before = (world.documents.meter.round_trips, world.documents.meter.reads)

    answer = await world.call(list_my_bookings, as_=ANA)

    spent = (world.documents.meter.round_trips - before[0], world.documents.meter.reads - before[1])
    assert len(answer.body["items"]) == 3
    # The bookings, the restriction of the account, and the expert.
    assert spent == (2, 3 + 1 + 1)


async def test_rooms_of_two_show_the_photo_of_the_other_as_it_is_now(world: World, storage: Storage) -> None:
    """A removed photo is shown nowhere: no document keeps its address. Groups have their own picture."""
    await set_up_booking_domain(world)
    await create_room(world, "ana", "budi", kind=RoomKind.GROUP, name="Team")
    await give_photo(world, "ana", EXPERT.uid)
    await world.call(start_direct_room, {"user_id": EXPERT.uid}, as_=ANA)

    shown = [await photos_in_rooms(world, person) for person in (ANA, EXPERT)]
    stored = json.dumps(
        [room.model_dump(mode="json") for room in await world.reader.query(chat.rooms_of_user_query(UserId("ana")))]
    )
    await world.call(set_my_photo, {"upload_id": None}, as_=ANA)

    assert sorted(shown[0], key=str) == [None, photo_of(EXPERT.uid)]
    assert shown[1] == [photo_of("ana")]
    assert "/photos/" not in stored
    assert await photos_in_rooms(world, EXPERT) == [None]


async def test_a_blocked_room_shows_nothing(world: World) -> None:
    """The room is hidden from both, with its name and its photo."""
    await set_up_booking_domain(world)
    await give_photo(world, "ana", EXPERT.uid)
    await world.call(start_direct_room, {"user_id": EXPERT.uid}, as_=ANA)

    await world.call(block_user, {"user_id": EXPERT.uid}, as_=ANA)

    assert (await photos_in_rooms(world, ANA), await photos_in_rooms(world, EXPERT)) == ([], [])


@pytest.mark.parametrize(
    "given", [{"status": UserStatus.SUSPENDED}, {"anonymous": True}], ids=("suspended", "anonymous")
)
async def test_some_accounts_show_no_photo(world: World, given: dict[str, Any]) -> None:
    """Suspended people, and accounts that are anonymous, whatever their documents say."""
    await set_up_booking_domain(world)
    await world.call(start_direct_room, {"user_id": EXPERT.uid}, as_=ANA)
    booking = {"booking_id": await create_booking(world)}
    await give_photo(world, "ana")
    before = await photos_in_rooms(world, EXPERT)
    await give_photo(world, "ana", **given)

    seen = await world.call(get_booking, booking, as_=EXPERT)

    assert (seen.body["customer_photo_url"], seen.body["customer_profile"]) == (None, None)
    assert (before, await photos_in_rooms(world, EXPERT)) == ([photo_of("ana")], [None])


@pytest.mark.parametrize("alias", [alias_in_session("ana", "BE-call"), alias_of_user("ana")], ids=("session", "person"))
async def test_a_call_shows_no_photo(world: World, alias: UserId) -> None:
    """Neither side's, in the room that either of them lists, whatever the two have told of themselves elsewhere."""
    people = (alias, EXPERT.uid)
    await create_room(
        world, *people, kind=RoomKind.MENTOR_STUDENT, pair="~".join(sorted(people)), names={alias: "Elang"}
    )
    await give_photo(world, "ana", EXPERT.uid)

    expert = await world.call(list_rooms, as_=EXPERT)
    customer = await world.call(list_rooms, as_=ANA)

    assert [room["with_user"] for room in expert.body["items"]] == [alias]
    assert [room["photo_url"] for room in (*expert.body["items"], *customer.body["items"])] in ([None], [None, None])
    assert "/photos/" not in json.dumps([expert.body, customer.body])


def pictures_of(orders: list[Any]) -> dict[str, str | None]:
    """Return the pictures of the items of orders by kind."""
    return {item["kind"]: item["picture_url"] for order in orders for item in order["items"]}


async def test_orders_show_what_was_ordered(world: World) -> None:
    """A booking shows its expert, a product its thumbnail; both as they are now, also after the two are gone."""
    await set_up_booking_domain(world)
    await create_booking(world)
    await add_product(world, thumbnail_url="https://files.example.com/public/thumbnails/1")
    await give_photo(world, EXPERT.uid)
    await buy_product_as(world)

    listed = await world.call(list_my_orders, as_=ANA)
    product = catalogue.product_ref(EXPERT.uid, PRODUCT_ID)
    await world.put_documents((product, (await world.get(product)).having(thumbnail_url=None)))  # type: ignore[union-attr]
    await give_photo(world, EXPERT.uid, status=UserStatus.SUSPENDED)
    later = await world.call(list_my_orders, as_=ANA)

    thumbnail = "https://files.example.com/public/thumbnails/1"
    assert pictures_of(listed.body["items"]) == {"booking": photo_of(EXPERT.uid), "product": thumbnail}
    assert pictures_of(later.body["items"]) == {"booking": None, "product": None}
