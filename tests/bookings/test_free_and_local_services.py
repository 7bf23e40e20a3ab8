"""Services that cost nothing, services at a place, and services without a meeting: saved, shown and booked."""

from typing import Any

import icalendar
import pytest

from functions.bookings.approve_booking import approve_booking
from functions.bookings.cancel_booking import cancel_booking
from functions.bookings.confirm_booking_when_order_paid import confirm_booking_when_order_paid
from functions.bookings.get_booking import get_booking
from functions.bookings.get_booking_calendar import get_booking_calendar
from functions.bookings.pay_booking import pay_booking
from functions.catalogue.delete_service import delete_service
from functions.catalogue.get_expert import get_expert
from functions.catalogue.get_my_expert_page import get_my_expert_page
from functions.catalogue.list_experts import list_experts
from functions.catalogue.list_free_slots import list_free_slots
from functions.catalogue.save_product import save_product
from functions.catalogue.save_service import save_service
from functions.orders.get_order import get_order
from functions.orders.list_my_orders import list_my_orders
from functions.orders.refund_order_by_admin import refund_order_by_admin
from shared.bookings import rules as booking_rules
from shared.bookings import store
from shared.catalogue import store as catalogue
from shared.claims.models import Claim, ClaimState
from shared.contracts.bookings import BookingStatus
from shared.contracts.offers import MeetingAddress, ServiceKind
from shared.kernel.ids import OrderId
from shared.orders import rules as order_rules
from shared.orders import store as orders
from shared.orders.models import Buyer
from tests.bookings.builders import DEWI
from tests.bookings.steps import (
    MANUAL_SERVICE,
    a_service,
    create_booking,
    create_confirmed_booking,
    load_booking,
    request_booking_as,
    set_up_booking_domain,
)
from tests.catalogue.builders import PRODUCT_BODY
from tests.orders.steps import deliver_invoice_callback, pay_invoice
from tests.world import ADMIN, ANA, BUDI, EXPERT, Answer, World

pytestmark = pytest.mark.emulator

ADDRESS, MAP = "Jalan Sudirman 1, lantai 3", "https://maps.app.goo.gl/a1"
PLACE = {"address": ADDRESS, "maps_link": MAP}
VISIT = {"name": "Visit", "kind": "offline", "minutes": 60, "price": 150_000}


async def save(world: World, **given: Any) -> Answer:
    """Save a service as its expert."""
    return await world.call(save_service, VISIT | given, as_=EXPERT)


async def claim_slug(world: World) -> None:
    """Give the expert's page its address."""
    claim = Claim(state=ClaimState.SOLD, holder=DEWI)
    await world.put_documents((catalogue.slug_ref("dewi-lestari"), claim))


async def test_a_free_service_is_saved_listed_and_confirmed_without_paying(world: World) -> None:
    """
    Its booking is confirmed without an invoice, and cancelled without a refund; the time is free again.
    """
    await set_up_booking_domain(world)

    saved = (await save(world, kind="video", price=0)).body
    listed = (await world.call(list_experts, {"price_max": 0})).body["items"]
    booking_id = await create_booking(world, service_id=saved["service_id"])
    await world.deliver()
    confirmed = await load_booking(world, booking_id)
    cancelled = await world.call(cancel_booking, {"booking_id": booking_id, "reason": "Ill", "refund": 0}, as_=ANA)

    assert (saved["price"]["amount"], saved["on_sale"], len(listed)) == (0, True, 1)
    assert (confirmed.status, confirmed.meeting is not None) == (BookingStatus.CONFIRMED, True)
    assert (await world.list_xendit_records("invoices"))["items"] == []
    assert (cancelled.status, cancelled.body["refund"]["amount"]) == (200, 0)


async def test_a_free_booking_is_confirmed_at_once_and_is_no_order(world: World) -> None:
    """
    The answer shows the confirmed booking with its meeting; there is nothing to pay, and no order to list or to find.
    """
    await set_up_booking_domain(world, a_service(price=0))

    asked = await request_booking_as(world)
    booking_id = asked.body["booking_id"]
    await world.deliver()
    pay = await world.call(pay_booking, {"booking_id": booking_id}, as_=ANA)
    orders_of_ana = await world.call(list_my_orders, as_=ANA)
    order = await world.call(get_order, {"order_id": booking_id}, as_=ANA)

    assert (asked.status, asked.body["status"], asked.body["pay_before"]) == (200, "confirmed", None)
    assert asked.body["meeting"] is not None
    assert (asked.body["payment"]["amount"]["amount"], asked.body["payment"]["order_id"]) == (0, None)
    assert (pay.status, pay.code) == (409, "booking_not_open")
    assert (orders_of_ana.body["items"], order.code) == ([], "order_not_found")


async def test_nobody_is_asked_to_pay_for_a_free_booking(world: World) -> None:
    """
    An approved booking brings the confirmation and the reminders of the meeting, no request to pay and no receipt.
    """
    await set_up_booking_domain(world, MANUAL_SERVICE.having(price=0))
    booking_id = await create_booking(world, service_id=MANUAL_SERVICE.id)

    approved = await world.call(approve_booking, {"booking_id": booking_id}, as_=EXPERT)
    world.later(hours=1)
    await world.deliver()
    subjects = [mail["subject"] for mail in await world.sent_mails() if mail["to"] == ["ana@example.com"]]

    assert (approved.status, approved.body["status"]) == (200, "confirmed")
    assert len(subjects) == 1
    assert "terkonfirmasi" in subjects[0]


async def test_a_cancelled_free_booking_brings_no_money_back(world: World) -> None:
    """
    Expert, customer and admins cancel it without a refund, and an admin finds no order to refund.
    """
    await set_up_booking_domain(world, a_service(price=0))
    booking_id = await create_booking(world)

    cancelled = await world.call(cancel_booking, {"booking_id": booking_id, "reason": "Ill", "refund": 0}, as_=EXPERT)
    await world.deliver()
    refunded = await world.call(refund_order_by_admin, {"order_id": booking_id, "reason": "Asked for"}, as_=ADMIN)

    assert (cancelled.status, cancelled.body["refund"]["amount"]) == (200, 0)
    assert (refunded.status, refunded.code) == (404, "order_not_found")
    assert (await world.list_xendit_records("invoices"))["items"] == []


async def test_the_order_of_an_earlier_free_booking_still_confirms_and_is_not_listed(world: World) -> None:
    """
    An earlier version opened an order of Rp0. Its event confirms the booking; the order is no order to pay.
    """
    await set_up_booking_domain(world, a_service(price=0))
    booking_id = await create_booking(world)
    confirmed = await load_booking(world, booking_id)
    earlier = confirmed.having(status=BookingStatus.AWAITING_PAYMENT, meeting=None, payment=None)
    sale = booking_rules.sale_from_booking(earlier, now=world.now)
    assert sale is not None
    buyer = Buyer.model_validate(earlier.billing["buyer"])
    order = order_rules.order_from_sale(OrderId(booking_id), sale, buyer, now=world.now, request_id="req_earlier")
    await world.put_documents((store.booking_ref(booking_id), earlier))
    await world.put_documents((orders.order_ref(booking_id), order.having(customer=earlier.customer)))

    event = {"order_id": booking_id, "items": ["booking"], "amount": 0, "paid_at": world.now.isoformat()}
    told = await world.call.push_event(confirm_booking_when_order_paid, "OrderPaid", event, id="evt-earlier")
    listed = await world.call(list_my_orders, as_=ANA)
    refunded = await world.call(refund_order_by_admin, {"order_id": booking_id, "reason": "Asked for"}, as_=ADMIN)

    assert (told.status, (await load_booking(world, booking_id)).status) == (200, BookingStatus.CONFIRMED)
    assert listed.body["items"] == []
    assert (refunded.status, refunded.code) == (409, "refund_too_large")


@pytest.mark.parametrize("price", [1, 9_999, -1])
async def test_a_price_is_zero_or_worth_a_payment(world: World, price: int) -> None:
    """
    A price that costs more to take than it brings is refused, for services and products.
    """
    await set_up_booking_domain(world)

    answers = [
        await save(world, kind="video", price=price),
        await world.call(save_product, PRODUCT_BODY | {"price": price}, as_=EXPERT),
    ]
    free = await world.call(save_product, PRODUCT_BODY | {"price": 0}, as_=EXPERT)

    assert [(answer.status, answer.invalid_fields) for answer in answers] == [(422, ["price"])] * 2
    assert (free.status, free.body["price"]["amount"]) == (200, 0)


async def test_a_meeting_in_person_needs_a_place(world: World) -> None:
    """
    A service in person is not saved without a place, not even by a later change of its kind.
    """
    await set_up_booking_domain(world)

    missing = await save(world)
    video = (await save(world, kind="video")).body
    changed = await save(world, service_id=video["service_id"])
    whole = await save(world, service_id=video["service_id"], place=PLACE)
    removed = await save(world, service_id=video["service_id"], place=None)
    unsafe = await save(world, place=PLACE | {"maps_link": "http://maps.example.com"})

    assert [answer.invalid_fields for answer in (missing, changed, removed)] == [["place"]] * 3
    assert (whole.status, whole.body["place"], whole.body["on_sale"]) == (200, PLACE, True)
    assert (unsafe.status, unsafe.invalid_fields) == (422, ["place.maps_link"])


async def test_only_the_two_of_a_confirmed_booking_see_the_place(world: World) -> None:
    """
    The page of the expert and a booking that is not paid yet say nothing of it.
    """
    await set_up_booking_domain(world)
    await claim_slug(world)
    service_id = (await save(world, place=PLACE)).body["service_id"]

    page = await world.call(get_expert, {"slug": "dewi-lestari"})
    unpaid = await request_booking_as(world, as_=BUDI, service_id=service_id)
    shown = (unpaid.body, page.body)

    assert (page.status, unpaid.status) == (200, 200)
    assert service_id in [one["service_id"] for one in page.body["services"]]
    assert "Sudirman" not in str(shown)
    assert MAP not in str(shown)


async def test_a_confirmed_meeting_in_person_has_its_place(world: World) -> None:
    """
    Both sides read address and map in the booking, the mails and the calendar, until the booking is cancelled.
    """
    await set_up_booking_domain(world)
    service_id = (await save(world, place=PLACE)).body["service_id"]

    booking_id = await create_confirmed_booking(world, service_id=service_id)
    views = [await world.call(get_booking, {"booking_id": booking_id}, as_=person) for person in (ANA, EXPERT)]
    file = await world.call(get_booking_calendar, {"booking_id": booking_id}, as_=ANA)
    mails = [mail["text"] + mail["html"] for mail in await world.sent_mails() if ADDRESS in mail["text"]]
    quote = views[0].body["total"]["amount"]
    cancelled = await world.call(
        cancel_booking, {"booking_id": booking_id, "reason": "Ill", "refund": quote}, as_=EXPERT
    )

    place = {"kind": "address", "url": MAP, "address": ADDRESS, "room_id": None}
    (event,) = icalendar.Calendar.from_ical(file.content).walk("VEVENT")
    assert [view.body["meeting"] for view in views] == [place, place]
    assert (str(event["location"]), str(event["url"])) == (ADDRESS, MAP)
    assert len(mails) == 2
    assert all(mail.count(ADDRESS) == 2 and MAP in mail for mail in mails)
    assert (cancelled.status, cancelled.body["meeting"]) == (200, None)


async def test_a_place_that_was_never_given_is_agreed_on_in_a_room(world: World) -> None:
    """
    A service in person of an earlier version cannot be booked anew; who had booked and pays gets a room.
    """
    place = MeetingAddress(address=ADDRESS)
    await set_up_booking_domain(world, a_service(kind=ServiceKind.OFFLINE, place=place))
    booking_id = await create_booking(world)
    booking = await load_booking(world, booking_id)
    await world.put_documents((store.booking_ref(booking_id), booking.having(offer=booking.offer.having(place=None))))
    await world.put_documents((catalogue.service_ref(DEWI, "career-talk"), a_service(kind=ServiceKind.OFFLINE)))

    await pay_invoice(world, booking_id)
    await deliver_invoice_callback(world, booking_id, "PAID")
    await world.deliver()
    refused = await request_booking_as(world, as_=BUDI)

    confirmed = await load_booking(world, booking_id)
    assert confirmed.meeting is not None
    assert (confirmed.status, confirmed.meeting.kind, confirmed.meeting.room_id) == (
        BookingStatus.CONFIRMED,
        "room",
        booking_id,
    )
    assert (refused.status, refused.code) == (409, "service_inactive")


async def test_a_service_without_a_meeting_is_listed_and_not_booked(world: World) -> None:
    """
    Customers see it with its time of delivery and its price; it has no free times and cannot be booked.
    """
    await set_up_booking_domain(world, a_service("old", active=False))
    await claim_slug(world)

    saved = (await save(world, kind="chat", minutes=0, delivery_days=5, name="Resume review")).body
    own = (await world.call(get_my_expert_page, as_=EXPERT)).body["services"]
    page = (await world.call(get_expert, {"slug": "dewi-lestari"})).body
    listed = (await world.call(list_experts)).body["items"]
    booked = await request_booking_as(world, service_id=saved["service_id"])
    slots = await world.call(list_free_slots, {"expert_id": DEWI, "service_id": saved["service_id"]})

    assert (saved["minutes"], saved["delivery_days"], saved["on_sale"]) == (0, 5, True)
    assert sorted(one["on_sale"] for one in own) == [False, True]
    assert [one["delivery_days"] for one in page["services"]] == [5]
    assert [(one["price_from"]["amount"], one["next_free_at"]) for one in listed] == [(saved["price"]["amount"], None)]
    assert (booked.code, slots.code) == ("service_inactive", "service_inactive")
    assert (await world.call(delete_service, {"service_id": saved["service_id"]}, as_=EXPERT)).status == 200


async def test_a_service_without_a_meeting_needs_a_time_of_delivery(world: World) -> None:
    """
    Nobody knows how long to wait for it otherwise: an older one stays off sale until its expert names the days.
    """
    older = a_service("older", minutes=0)
    await set_up_booking_domain(world, older)

    without = await save(world, kind="chat", minutes=0, name="Resume review")
    too_long = await save(world, kind="chat", minutes=0, delivery_days=61, name="Resume review")
    short = await save(world, kind="chat", minutes=14)
    before = (await world.call(get_my_expert_page, as_=EXPERT)).body["services"]
    now_sold = await save(world, service_id="older", kind="offline", minutes=0, delivery_days=3)

    assert (without.invalid_fields, too_long.invalid_fields) == (["delivery_days"], ["delivery_days"])
    assert short.invalid_fields == ["minutes"]
    assert [one["on_sale"] for one in before] == [False]
    assert (now_sold.status, now_sold.body["on_sale"]) == (200, True)
