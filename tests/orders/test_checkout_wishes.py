"""Wishes of buyers about the payment: ways of paying, addresses to return to, and the name of our fee."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from emulators.providers.xendit.channels import list_channels
from functions.bookings.approve_booking import approve_booking
from functions.bookings.pay_booking import pay_booking
from functions.catalogue.buy_product import buy_product
from functions.control_center.update_settings import update_settings
from functions.orders.get_order import get_order
from functions.pairing.request_pairing import request_pairing
from functions.sessions.extend_session import extend_session
from functions.tickets.create_ticket_order import create_ticket_order
from shared.contracts.checkout import PaymentMethod
from shared.kernel.errors import Invalid
from shared.kernel.money import Money
from shared.orders import payment_methods
from shared.orders.payment_methods import CHANNELS, PaymentSettings
from tests.bookings.steps import MANUAL_SERVICE, create_booking_request, request_booking_as, set_up_booking_domain
from tests.builders import BUYER, FRONT_END, a_ticket_order_request, put_tickets_on_sale
from tests.catalogue.steps import PRODUCT_ID, add_product
from tests.orders.builders import an_open_order
from tests.pairing.steps import PAYING_CUSTOMER, TRIAL_CUSTOMER, put_experts_online, register_customers, start_session
from tests.world import ADMIN, ANA, EXPERT, Answer, World

WISHES: dict[str, Any] = {
    "success_url": "https://app.example.com/paid",
    "failure_url": "https://app.example.com/failed",
    "payment_methods": ["ewallet", "card", "ewallet"],
}
Order = Callable[[World, dict[str, Any]], Awaitable[Answer]]


async def tickets(world: World, wishes: dict[str, Any]) -> Answer:
    """Order tickets."""
    await put_tickets_on_sale(world)
    return await world.call(create_ticket_order, a_ticket_order_request() | wishes, as_=FRONT_END)


async def product(world: World, wishes: dict[str, Any]) -> Answer:
    """Order a product."""
    await add_product(world)
    body = {"expert_id": EXPERT.uid, "product_id": PRODUCT_ID, "buyer": BUYER}
    return await world.call(buy_product, body | wishes, as_=ANA)


async def booking(world: World, wishes: dict[str, Any]) -> Answer:
    """Book an hour that needs no approval."""
    await set_up_booking_domain(world)
    return await request_booking_as(world, **wishes)


async def approved(world: World, wishes: dict[str, Any]) -> Answer:
    """Book an hour, have the expert approve, and pay."""
    await set_up_booking_domain(world)
    booking_id = await create_booking_request(world, **wishes)
    await world.call(approve_booking, {"booking_id": booking_id}, as_=EXPERT)
    return await world.call(pay_booking, {"booking_id": booking_id}, as_=ANA)


async def pairing(world: World, wishes: dict[str, Any]) -> Answer:
    """Call for somebody, and pay for it."""
    await register_customers(world, PAYING_CUSTOMER.uid)
    return await world.call(request_pairing, {"buyer": BUYER} | wishes, as_=PAYING_CUSTOMER)


async def extension(world: World, wishes: dict[str, Any]) -> Answer:
    """Order more time for a session."""
    (dewi,) = await put_experts_online(world, "dewi")
    body = {"session_id": await start_session(world, dewi)}
    return await world.call(extend_session, body | wishes, as_=TRIAL_CUSTOMER)


ORDERS: list[Order] = [tickets, product, booking, approved, pairing, extension]


async def sent_invoices(world: World) -> list[Any]:
    """List the bodies of all requests for an invoice."""
    calls = (await world.list_xendit_records("calls"))["items"]
    return [one["body"] for one in calls if one["operation"] == "create_invoice"]


@pytest.mark.emulator
@pytest.mark.parametrize("order", ORDERS)
async def test_wishes_reach_the_page(world: World, order: Order) -> None:
    """Both return addresses and the channels of the chosen ways are on the invoice."""
    answer = await order(world, WISHES)

    (invoice,) = await sent_invoices(world)
    assert answer.status == 200, answer.body
    assert invoice["success_redirect_url"] == "https://app.example.com/paid"
    assert invoice["failure_redirect_url"] == "https://app.example.com/failed"
    assert {"CREDIT_CARD", "OVO", "GOPAY", "DANA"} <= set(invoice["payment_methods"])
    assert not {"BCA", "QRIS", "ALFAMART", "KREDIVO"} & set(invoice["payment_methods"])


@pytest.mark.emulator
@pytest.mark.parametrize("order", [tickets, product, booking, pairing, extension])
async def test_wishes_that_are_wrong_name_their_field(world: World, order: Order) -> None:
    """A script is no address, and a way of paying that nobody knows is none."""
    answer = await order(world, {"failure_url": "javascript:alert(1)", "payment_methods": ["cash"]})

    assert (answer.status, answer.invalid_fields) == (422, ["failure_url", "payment_methods.0"])
    assert await sent_invoices(world) == []


@pytest.mark.emulator
async def test_without_wishes_the_provider_offers_all(world: World) -> None:
    """An order that says nothing names no channels and no addresses."""
    await tickets(world, {})

    (invoice,) = await sent_invoices(world)
    assert not {"payment_methods", "success_redirect_url", "failure_redirect_url"} & invoice.keys()


@pytest.mark.emulator
async def test_the_order_shows_the_chosen_ways(world: World) -> None:
    """The buyer reads the choice again, each way once."""
    answer = await tickets(world, WISHES)
    shown = await world.call(get_order, {"order_id": answer.body["order_id"]}, as_=FRONT_END)

    assert answer.body["payment_methods"] == shown.body["payment_methods"] == ["ewallet", "card"]


@pytest.mark.emulator
@pytest.mark.parametrize(("locale", "fee"), [("id", "Biaya admin"), ("en", "Admin fee")])
async def test_the_fee_is_named_in_the_buyers_language(world: World, locale: str, fee: str) -> None:
    """The page where the buyer pays calls our fee what people call it."""
    await product(world, {"locale": locale})

    (invoice,) = await sent_invoices(world)
    assert [one["type"] for one in invoice["fees"]] == [fee]


@pytest.mark.emulator
async def test_admins_say_which_ways_are_offered(world: World) -> None:
    """The settings narrow every invoice, and leave out channels that our account lacks."""
    settings = {"payment_methods": ["ewallet", "qris"], "inactive_channels": ["NEXCASH", "ASTRAPAY"]}
    saved = await world.call(update_settings, {"payments": settings}, as_=ADMIN)
    wrong = await world.call(update_settings, {"payments": {"inactive_channels": ["NEXTCASH"]}}, as_=ADMIN)

    await tickets(world, {"payment_methods": ["ewallet", "card"]})

    (invoice,) = await sent_invoices(world)
    assert (saved.status, wrong.status) == (200, 422)
    assert set(invoice["payment_methods"]) == {"DANA", "GOPAY", "JENIUSPAY", "LINKAJA", "OVO", "SHOPEEPAY"}


@pytest.mark.emulator
async def test_a_way_that_cannot_pay_the_amount_is_refused(world: World) -> None:
    """A request that the expert approves later is refused too: the expert could not mend it."""
    dear = MANUAL_SERVICE.having(price=6_000_000)
    await set_up_booking_domain(world, dear)

    refused = await request_booking_as(world, service_id=dear.id, payment_methods=["retail_outlet"])
    other = await request_booking_as(world, service_id=dear.id, payment_methods=["retail_outlet", "bank_transfer"])

    assert (refused.status, refused.invalid_fields) == (422, ["payment_methods"])
    assert other.status == 200


def test_limits_hold_for_rupiah_alone() -> None:
    """The least of an Indonesian shop says nothing about an amount in dollars."""
    shop = [PaymentMethod.RETAIL_OUTLET]
    payment_methods.check_payment_methods(shop, Money.idr(5_000_000))
    payment_methods.check_payment_methods(shop, Money(amount=10, currency="USD"))

    with pytest.raises(Invalid):
        payment_methods.check_payment_methods(shop, Money.idr(5_000_001))


@pytest.mark.emulator
async def test_a_channel_that_our_account_lacks_does_not_stop_the_order(world: World) -> None:
    """When the provider refuses the choice, the invoice offers all ways: it can be paid."""
    await world.control_xendit(
        "faults",
        operation="create_invoice",
        kind="error",
        status=400,
        error_code="UNAVAILABLE_PAYMENT_METHOD_ERROR",
        times=1,
    )

    answer = await tickets(world, WISHES)

    assert answer.body["checkout_url"] is not None
    refused, created = await sent_invoices(world)
    assert (refused, "payment_methods" in created) == (None, False)


def test_channels_and_limits_are_those_of_the_provider() -> None:
    """Each channel of the provider's invoices belongs to one way of paying, with the provider's limits."""
    theirs = {one.name: (one.minimum, one.maximum) for one in list_channels()}

    assert {one.name: (one.least, one.most) for one in CHANNELS} == theirs


def test_a_choice_of_which_nothing_is_left_falls_back_on_the_settings() -> None:
    """What only a newer version knows, or what the settings exclude, is no choice."""
    order = an_open_order().having(payment_methods=(PaymentMethod.UNKNOWN,))
    only_cards = PaymentSettings(payment_methods=(PaymentMethod.CARD,))
    excluded = order.having(payment_methods=(PaymentMethod.QRIS,))

    assert payment_methods.list_invoice_channels(order, PaymentSettings()) == ()
    assert payment_methods.list_invoice_channels(excluded, only_cards) == ("CREDIT_CARD",)
