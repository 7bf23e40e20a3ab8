"""Views of a booking: its payment and its end, for each side and for admins."""

from typing import Any

import pytest

from functions.bookings.cancel_booking import cancel_booking
from functions.bookings.get_booking import get_booking
from functions.bookings.list_my_bookings import list_my_bookings
from functions.orders.get_invoice import get_invoice
from shared.bookings import store
from tests.bookings.steps import (
    create_booking,
    create_confirmed_booking,
    load_booking,
    set_up_domain_with_links,
)
from tests.world import ADMIN, ANA, EXPERT, Person, World

pytestmark = pytest.mark.emulator


async def view(world: World, booking_id: str, as_: Person) -> dict[str, Any]:
    """Get a booking as a person."""
    answer = await world.call(get_booking, {"booking_id": booking_id}, as_=as_)
    assert answer.status == 200, answer.body
    shown: dict[str, Any] = answer.body
    return shown


async def test_the_customer_sees_how_a_booking_was_paid(world: World) -> None:
    """Amount, channel and time are in the customer's booking and list, with the order whose invoice can be fetched."""
    await set_up_domain_with_links(world)
    booking_id = await create_confirmed_booking(world)

    mine = await view(world, booking_id, ANA)
    listed = await world.call(list_my_bookings, as_=ANA)
    invoice = await world.call(get_invoice, {"order_id": mine["payment"]["order_id"]}, as_=ANA)

    assert mine["is_paid"] is True
    assert mine["payment"]["amount"] == {"amount": 157_500, "currency": "IDR"}
    assert mine["payment"]["channel"] == "QRIS"
    assert mine["payment"]["paid_at"]
    assert listed.body["items"][0]["payment"] == mine["payment"]
    assert invoice.body["order_id"] == booking_id


async def test_the_expert_sees_only_that_a_booking_is_paid(world: World) -> None:
    """How the customer pays is no business of the expert's, in the booking and in the list."""
    await set_up_domain_with_links(world)
    booking_id = await create_confirmed_booking(world)

    shown = await view(world, booking_id, EXPERT)
    listed = await world.call(list_my_bookings, {"side": "expert"}, as_=EXPERT)

    assert (shown["is_paid"], shown["payment"]) == (True, None)
    assert "QRIS" not in str(listed.body)


async def test_an_unpaid_booking_shows_no_payment(world: World) -> None:
    """Until the payment arrives, the booking is not paid for any side."""
    await set_up_domain_with_links(world)
    booking_id = await create_booking(world)

    shown = [await view(world, booking_id, person) for person in (ANA, EXPERT, ADMIN)]

    assert [(one["is_paid"], one["payment"]) for one in shown] == [(False, None)] * 3


async def test_a_payment_of_an_earlier_version_shows_its_amount(world: World) -> None:
    """A booking that stored the amount alone is paid, by a channel that is not known."""
    await set_up_domain_with_links(world)
    booking_id = await create_confirmed_booking(world)
    booking = await load_booking(world, booking_id)
    await world.put_documents((store.booking_ref(booking_id), booking.having(payment=None)))

    shown = await view(world, booking_id, ANA)

    assert (shown["is_paid"], shown["payment"]["amount"]["amount"]) == (True, 157_500)
    assert (shown["payment"]["channel"], shown["payment"]["paid_at"]) == (None, None)


async def test_only_admins_see_which_admin_cancelled(world: World) -> None:
    """The customer and the expert read `admin`; an admin reads who it was."""
    await set_up_domain_with_links(world)
    booking_id = await create_confirmed_booking(world)

    body = {"booking_id": booking_id, "reason": "The expert is ill", "refund": 157_500}
    cancelled = await world.call(cancel_booking, body, as_=ADMIN)

    assert cancelled.status == 200, cancelled.body
    shown = [await view(world, booking_id, person) for person in (ANA, EXPERT, ADMIN)]
    assert [one["cancelled_by"] for one in shown] == ["admin"] * 3
    assert [one["cancelled_by_admin"] for one in shown] == [None, None, ADMIN.uid]
    assert (shown[0]["is_paid"], shown[0]["payment"]["channel"]) == (True, "QRIS")
