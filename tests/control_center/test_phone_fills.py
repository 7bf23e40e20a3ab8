"""Fills of phone numbers: numbers of earlier versions are stored as E.164, and nothing is free once more."""

import hashlib
from typing import Any

import pytest

from functions.control_center.get_document_fill import get_document_fill
from functions.control_center.run_document_fill import run_document_fill
from functions.tickets.create_ticket_order import create_ticket_order
from shared.bookings import store as bookings
from shared.bookings.models import Booking
from shared.catalogue import store as catalogue
from shared.catalogue.models import Invitation, Profile
from shared.identity import store as identity
from shared.identity.models import User
from shared.kernel.ids import BookingId, OrderId
from shared.kernel.ports import Query
from shared.limits.models import Holding, SubjectLimits, limits_ref
from shared.limits.subjects import phone_limits_ref
from shared.orders import store as orders
from shared.orders.models import Order, OrderStatus
from tests.bookings.builders import a_requested_booking
from tests.bookings.steps import a_user
from tests.builders import BUYER, EVENT, FRONT_END, NOON, a_ticket_order_request, a_ticket_type, put_tickets_on_sale
from tests.catalogue.builders import PROFILE_BODY
from tests.orders.builders import an_open_order
from tests.world import ADMIN, World

pytestmark = pytest.mark.emulator

KEPT = "+6281234567890"
EARLIER = ["081234567890", "+62081234567890"]
FREE = "free"
SCOPE = f"event-{EVENT}"


async def run(world: World, fill: str, **given: Any) -> tuple[str, int, int]:
    """Run a fill to its end, and return its state and how many documents it has read and changed."""
    started = await world.call(run_document_fill, {"fill": fill, "dry_run": False} | given, as_=ADMIN)
    await world.deliver()
    shown = (await world.call(get_document_fill, {"run_id": started.body["run_id"]}, as_=ADMIN)).body
    return shown["status"], shown["scanned"], shown["changed"]


def a_free_order(number: int, phone: str) -> Order:
    """Build the paid order of two free tickets, whose buyer has a number in this spelling."""
    order = an_open_order(id=OrderId(f"BE-20261126-ACDAA{'346'[number]}"), status=OrderStatus.PAID, subtotal=0)
    items = tuple(item.having(product=f"{EVENT}/{FREE}", unit_price=0) for item in order.items)
    return order.having(items=items, buyer=order.buyer.having(phone=phone))


def earlier_subject(phone: str) -> Any:
    """Build the reference of the limits of a number, as an earlier version named a subject."""
    return limits_ref(f"{SCOPE}-phone-{hashlib.sha256(phone.encode()).hexdigest()[:40]}")


async def put_numbers(world: World, place: int, phone: str) -> None:
    """Store an account, an invitation, a booking and an order with a number in this spelling."""
    reference = f"BE-20261126-ACD34{'679'[place]}"
    booking, order = a_requested_booking(), an_open_order()
    booking = booking.having(id=BookingId(reference), contact=booking.contact.having(phone=phone))
    order = order.having(id=OrderId(reference), buyer=order.buyer.having(phone=phone))
    profile = Profile.model_validate(PROFILE_BODY)
    invitation = Invitation(id=f"i-{place}", phone=phone, profile=profile, invited_by="citra", invited_at=NOON)
    await world.put_documents((identity.user_ref(f"uid-{place}"), a_user(f"uid-{place}", phone=phone)))
    await world.put_documents((catalogue.invitation_ref(invitation.id), invitation))
    await world.put_documents((bookings.booking_ref(booking.id), booking))
    await world.put_documents((orders.order_ref(order.id), order))


async def list_numbers(world: World) -> list[str | None]:
    """List the numbers of all accounts, invitations, bookings and orders."""
    read = world.reader.query
    return [
        *[user.phone for user in await read(Query("users", User))],
        *[invitation.phone for invitation in await read(Query("invitations", Invitation))],
        *[booking.contact.phone for booking in await read(Query("bookings", Booking))],
        *[order.buyer.phone for order in await read(Query("orders", Order))],
    ]


async def test_every_place_of_a_number_is_filled_once(world: World) -> None:
    """Accounts, invitations, bookings and orders get the number as E.164, and a second run finds nothing to do."""
    for place, phone in enumerate([*EARLIER, KEPT]):
        await put_numbers(world, place, phone)
    fills = ("account_phones", "invitation_phones", "booking_phones", "order_phones")

    dry = [await run(world, fill, dry_run=True) for fill in fills]
    before = await list_numbers(world)
    first = [await run(world, fill) for fill in fills]
    second = [await run(world, fill) for fill in fills]

    assert (dry, first, second) == ([("done", 3, 2)] * 4, [("done", 3, 2)] * 4, [("done", 3, 0)] * 4)
    assert (before, await list_numbers(world)) == ([*EARLIER, KEPT] * 4, [KEPT] * 12)


async def test_a_number_that_nobody_can_dial_stays(world: World) -> None:
    """A fill invents no number and deletes none: the owner sees the number, and can replace it."""
    people = [a_user("ana", phone="0000000000"), a_user("budi", phone=None)]
    await world.put_documents(*((identity.user_ref(person.id), person) for person in people))

    result = await run(world, "account_phones")

    assert result == ("done", 2, 0)
    assert [await world.get(identity.user_ref(person.id)) for person in people] == people


@pytest.mark.parametrize("earlier", EARLIER)
async def test_tickets_of_another_spelling_still_count(world: World, earlier: str) -> None:
    """Who holds all free tickets of a number in an earlier spelling gets no more by writing the number otherwise."""
    await put_tickets_on_sale(world, a_ticket_type(FREE, quota=100, price=0))
    order = a_free_order(1, earlier)
    held = Holding(units=10, until=world.now.replace(year=2027))
    await world.put_documents(
        (orders.order_ref(order.id), order),
        (earlier_subject(earlier), SubjectLimits(holdings={f"{order.id}:free": held, "another": held})),
    )
    await run(world, "order_phones")
    buyer = BUYER | {"email": "other@example.com", "phone": "(+62) 812-3456-7890"}

    answer = await world.call(create_ticket_order, a_ticket_order_request((FREE, 1), buyer=buyer), as_=FRONT_END)

    counted = await world.get(phone_limits_ref(KEPT, scope=SCOPE))
    assert (answer.status, answer.code) == (429, "too_many_held")
    assert counted is not None
    assert dict(counted.holdings) == {f"{order.id}:free": held}
    assert counted.expire_at == held.until


async def test_orders_of_one_page_move_together(world: World) -> None:
    """Two orders of one number in two spellings are both counted, though one commit fills both."""
    held = Holding(units=2, until=world.now.replace(year=2027))
    made = [a_free_order(number, phone) for number, phone in enumerate(EARLIER)]
    await world.put_documents(
        *((orders.order_ref(order.id), order) for order in made),
        *((earlier_subject(order.buyer.phone), SubjectLimits(holdings={f"{order.id}:free": held})) for order in made),
    )

    await run(world, "order_phones")

    counted = await world.get(phone_limits_ref(KEPT, scope=SCOPE))
    assert counted is not None
    assert dict(counted.holdings) == {f"{order.id}:free": held for order in made}
