"""Creation of invoices: one call of an order creates the invoice, namely the one that a commit names."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from emulators.demo.expectations import POLL_TIMEOUT, poll_until_equal
from functions.bookings.approve_booking import approve_booking
from functions.bookings.pay_booking import pay_booking
from functions.bookings.request_booking import request_booking
from functions.catalogue.buy_product import buy_product
from functions.orders.open_invoice import open_invoice
from functions.orders.pay_order import pay_order
from functions.pairing.request_pairing import request_pairing
from functions.sessions.extend_session import extend_session
from functions.tickets.create_ticket_order import create_ticket_order
from shared.kernel.actors import Actor
from shared.kernel.ids import OrderId, UserId
from shared.kernel.ports import Query, UnitOfWork
from shared.orders import actions, invoice_leases, store
from shared.orders.models import Order
from shared.orders.schemas import OrderDetails
from tests.bookings.steps import (
    a_booking_request,
    create_booking_request,
    request_booking_as,
    set_up_booking_domain,
)
from tests.builders import BUYER, FRONT_END, NOON, a_ticket_order_request, put_tickets_on_sale
from tests.catalogue.steps import PRODUCT_ID, add_product
from tests.orders.builders import (
    a_booking_sale,
    an_open_order,
    commit_action,
    create_booking_order,
    hold_booking_slot,
    load_order,
)
from tests.orders.steps import deliver_invoice_callback
from tests.pairing.steps import PAYING_CUSTOMER, TRIAL_CUSTOMER, put_experts_online, register_customers, start_session
from tests.world import ANA, EXPERT, Answer, World

Ask = Callable[[], Awaitable[Answer]]

SAME = {"x-request-id": "req-of-a-client", "idempotency-key": "cart-1017"}
"""What a client sends again with what it sends again: no header says which call is the first."""


async def tickets(world: World) -> Ask:
    """Order tickets."""
    await put_tickets_on_sale(world)
    return lambda: world.call(create_ticket_order, a_ticket_order_request(), as_=FRONT_END, headers=SAME)


async def product(world: World) -> Ask:
    """Order a product."""
    await add_product(world)
    body = {"expert_id": EXPERT.uid, "product_id": PRODUCT_ID, "buyer": BUYER}
    return lambda: world.call(buy_product, body, as_=ANA, headers=SAME)


async def booking(world: World) -> Ask:
    """Book an hour that needs no approval."""
    await set_up_booking_domain(world)
    return lambda: world.call(request_booking, a_booking_request(), as_=ANA, headers=SAME)


async def pairing(world: World) -> Ask:
    """Call for somebody, and pay for it."""
    await register_customers(world, PAYING_CUSTOMER.uid)
    return lambda: world.call(request_pairing, {"buyer": BUYER}, as_=PAYING_CUSTOMER, headers=SAME)


async def extension(world: World) -> Ask:
    """Order more time for a session, each time as a request of its own."""
    (dewi,) = await put_experts_online(world, "dewi")
    body = {"session_id": await start_session(world, dewi)}
    return lambda: world.call(extend_session, body, as_=TRIAL_CUSTOMER, headers={"x-request-id": "req-of-a-client"})


async def approved(world: World) -> Ask:
    """Pay a booking that its expert has approved: no call has created an invoice for it yet."""
    await set_up_booking_domain(world)
    booking_id = await create_booking_request(world)
    assert (await world.call(approve_booking, {"booking_id": booking_id}, as_=EXPERT)).status == 200
    return lambda: world.call(pay_booking, {"booking_id": booking_id}, as_=ANA, headers=SAME)


async def ended(world: World) -> Ask:
    """Pay an order whose invoice has ended early."""
    order_id = await create_booking_order(world)
    await world.control_xendit("expire", external_id=order_id, drop=True)
    return lambda: world.call(pay_order, {"order_id": order_id}, as_=ANA, headers=SAME)


ORDERS = [tickets, product, booking, pairing, extension]
PAYMENTS = [approved, ended]


@asynccontextmanager
async def held(world: World, ask: Ask) -> AsyncIterator["asyncio.Task[Answer]"]:
    """A call whose invoice the provider is still creating; what is awaited after the block ends without delay."""
    world.runtime.gateways.payments._timeout = (POLL_TIMEOUT, POLL_TIMEOUT)
    await world.control_xendit("faults", kind="slow", operation="create_invoice", times=1, seconds=POLL_TIMEOUT)
    call = asyncio.ensure_future(ask())
    await poll_until_equal("calls held by the provider", lambda: world.count_hanging_calls("xendit"), 1, of=int)
    yield call
    await world.end_faults("xendit")
    await call


async def count_invoices_and_orders(world: World) -> tuple[int, int]:
    """How many invoices can be paid, and how many orders there are."""
    payable: int = (await world.list_xendit_records("invoices"))["payable"]
    return payable, len(await world.reader.query(Query("orders", Order)))


@pytest.mark.emulator
@pytest.mark.parametrize("prepare", ORDERS)
async def test_a_call_beside_the_one_that_creates_creates_nothing(
    world: World, prepare: Callable[[World], Awaitable[Ask]]
) -> None:
    """
    The first has committed the order and waits for the provider: the second gets the order without a place to pay.
    """
    ask = await prepare(world)
    world.runtime.max_wait_seconds = 0

    async with held(world, ask) as first:
        second = await ask()

    assert (first.result().status, second.status) == (200, 200)
    assert second.body["checkout_url"] is None
    assert first.result().body["checkout_url"] is not None
    assert await count_invoices_and_orders(world) == (1, 1)


@pytest.mark.emulator
@pytest.mark.parametrize("prepare", PAYMENTS)
async def test_a_payment_beside_the_one_that_creates_creates_nothing(
    world: World, prepare: Callable[[World], Awaitable[Ask]]
) -> None:
    """
    Of two who want to pay at once only one has the lease; the other is told to ask again.
    """
    ask = await prepare(world)
    world.runtime.max_wait_seconds = 0

    async with held(world, ask) as first:
        second = await ask()
    third = await ask()

    assert (first.result().status, second.status, second.code) == (200, 503, "unavailable")
    assert first.result().body["checkout_url"] == third.body["checkout_url"] is not None
    assert await count_invoices_and_orders(world) == (1, 1)


@pytest.mark.emulator
@pytest.mark.parametrize("prepare", ORDERS + PAYMENTS)
async def test_a_call_waits_for_the_one_that_creates(world: World, prepare: Callable[[World], Awaitable[Ask]]) -> None:
    """
    With the usual patience both are shown the one place to pay.
    """
    ask = await prepare(world)

    async with held(world, ask) as first:
        second = asyncio.ensure_future(ask())
    answers = [await first, await second]

    assert [answer.status for answer in answers] == [200, 200]
    assert len({answer.body["checkout_url"] for answer in answers} - {None}) == 1
    assert await count_invoices_and_orders(world) == (1, 1)


@pytest.mark.emulator
async def test_paying_beside_the_order_that_is_being_made(world: World) -> None:
    """
    The order is found before its own request has been answered: paying it, and its task, leave that to the request.
    """
    ask = await tickets(world)
    world.runtime.max_wait_seconds = 0

    async with held(world, ask) as first:
        (order,) = await world.reader.query(Query("orders", Order))
        paying = await world.call(pay_order, {"order_id": order.id}, as_=FRONT_END)
        (job,) = await world.list_outbox_entries("OpenInvoice")
        task = await world.call.deliver_task(open_invoice, {"order_id": order.id})

    assert (paying.status, task.status) == (503, 503)
    assert job.due_at == order.created_at + invoice_leases.INVOICE_LEASE_DURATION
    assert first.result().body["checkout_url"] is not None
    assert await count_invoices_and_orders(world) == (1, 1)
    assert await world.list_outbox_entries("OpenInvoice") == []


@pytest.mark.emulator
async def test_a_call_that_died_is_followed_by_one_other(world: World) -> None:
    """
    The order was committed, and then the instance died: when its lease is over one of many creates the invoice.
    """
    world.runtime.max_wait_seconds = 0
    order_id = OrderId.at(world.now, secrets.randbelow)

    async def hold_and_open(uow: UnitOfWork) -> Order:
        await hold_booking_slot(uow, order_id, world)
        customer, wishes = UserId(ANA.uid), OrderDetails.model_validate({"buyer": BUYER})
        actor = Actor("customer", customer)
        return await actions.open_order(
            uow, order_id, a_booking_sale(), wishes, actor=actor, now=world.now, call_id="dead"
        )

    await commit_action(world, hold_and_open)
    early = await world.call(pay_order, {"order_id": order_id}, as_=ANA)
    world.later(seconds=30)
    world.runtime.max_wait_seconds = POLL_TIMEOUT
    answers = await asyncio.gather(*(world.call(pay_order, {"order_id": order_id}, as_=ANA) for _ in range(3)))

    assert early.status == 503
    assert [answer.status for answer in answers] == [200] * 3
    assert {answer.body["checkout_url"] for answer in answers} == {
        (await load_order(world, order_id)).payment.checkout_url
    }
    assert await count_invoices_and_orders(world) == (1, 1)


@pytest.mark.emulator
@pytest.mark.parametrize("prepare", ORDERS)
@pytest.mark.parametrize("fault", ["hang", "late"])
async def test_a_repeated_request_follows_the_call_that_died(
    world: World, prepare: Callable[[World], Awaitable[Ask]], fault: str
) -> None:
    """
    The client repeats its request: while the lease lasts there is no place to pay, afterwards there is one.

    The provider has created the invoice of the call that died (`late`), or has not (`hang`).
    """
    ask = await prepare(world)
    world.runtime.max_wait_seconds = 0

    await world.control_xendit("faults", kind=fault, operation="create_invoice", times=1, seconds=POLL_TIMEOUT)
    first = asyncio.ensure_future(ask())
    await poll_until_equal("calls held by the provider", lambda: world.count_hanging_calls("xendit"), 1, of=int)
    first.cancel()
    await asyncio.wait([first])
    await world.end_faults("xendit")
    early = await ask()
    world.later(seconds=30)
    late = await asyncio.gather(ask(), ask())

    assert (early.status, early.body["checkout_url"]) == (200, None)
    assert [answer.status for answer in late] == [200, 200]
    assert {answer.body["checkout_url"] for answer in late} != {None}
    assert await count_invoices_and_orders(world) == (1, 1)


@pytest.mark.emulator
async def test_the_lease_outlives_silence(world: World) -> None:
    """
    The provider says nothing, and creates the invoice all the same, later: nobody else creates one meanwhile.
    """
    await set_up_booking_domain(world)
    world.runtime.max_wait_seconds = 0
    world.runtime.gateways.payments._timeout = (POLL_TIMEOUT, 0.3)
    await world.control_xendit("faults", kind="slow", operation="create_invoice", times=1, seconds=POLL_TIMEOUT)
    asked = await request_booking_as(world)
    world.runtime.gateways.payments._timeout = (POLL_TIMEOUT, POLL_TIMEOUT)

    during = await world.call(pay_booking, {"booking_id": asked.body["booking_id"]}, as_=ANA)
    await world.end_faults("xendit")
    await poll_until_equal("invoices", lambda: count_invoices_and_orders(world), (1, 1), of=tuple)
    after = await world.call(pay_booking, {"booking_id": asked.body["booking_id"]}, as_=ANA)

    assert (asked.status, asked.body["checkout_url"]) == (200, None)
    assert (during.status, after.status) == (503, 200)
    assert after.body["checkout_url"] is not None
    assert await count_invoices_and_orders(world) == (1, 1)


@pytest.mark.emulator
@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "bad_gateway"},
        {"kind": "unavailable"},
        {"kind": "garbage"},
        {"kind": "error", "status": 500, "error_code": "SERVER_ERROR"},
    ],
    ids=lambda fault: str(fault["kind"]),
)
async def test_the_lease_outlives_an_answer_that_decides_nothing(world: World, fault: dict[str, object]) -> None:
    """
    An error of a proxy or of the provider may hide an invoice that is not listed yet: nobody else creates one.
    """
    await set_up_booking_domain(world)
    world.runtime.max_wait_seconds = 0
    await world.control_xendit("faults", operation="create_invoice", times=1, **fault)

    asked = await request_booking_as(world)
    during = await world.call(pay_booking, {"booking_id": asked.body["booking_id"]}, as_=ANA)
    before = await count_invoices_and_orders(world)
    world.later(seconds=30)
    after = await world.call(pay_booking, {"booking_id": asked.body["booking_id"]}, as_=ANA)

    assert (asked.status, during.status, after.status) == (200, 503, 200)
    assert (before, await count_invoices_and_orders(world)) == ((0, 1), (1, 1))


@pytest.mark.emulator
async def test_the_other_invoice_of_a_paid_order_is_closed_at_once(world: World) -> None:
    """
    Should an order ever have two invoices, the payment of one closes the other, long before the usual check.
    """
    order_id = await create_booking_order(world)
    await world.runtime.gateways.payments.create_invoice(await load_order(world, order_id), now=world.now)
    before = await count_invoices_and_orders(world)
    paid = (await load_order(world, order_id)).payment.invoice_id

    await world.control_xendit("pay", invoice_id=paid, channel="QRIS", drop=True)
    await deliver_invoice_callback(world, order_id, "PAID")
    await world.deliver()

    assert (before, await count_invoices_and_orders(world)) == ((2, 1), (0, 1))


@pytest.mark.emulator
@pytest.mark.parametrize("prepare", [*ORDERS, ended])
async def test_a_second_payment_goes_back_by_itself(world: World, prepare: Callable[[World], Awaitable[Ask]]) -> None:
    """
    Should an order of any kind be paid twice, the second invoice is refunded, once, and the order stays as it is.
    """
    ask = await prepare(world)
    assert (await ask()).status == 200
    (order,) = await world.reader.query(Query("orders", Order))
    await world.runtime.gateways.payments.create_invoice(order, now=world.now)
    both = [one for one in (await world.list_xendit_records("invoices"))["items"] if one["status"] == "PENDING"]
    for invoice in both:
        await world.control_xendit("pay", invoice_id=invoice["id"], channel="QRIS", drop=True)

    for _ in range(2):
        await deliver_invoice_callback(world, order.id, "PAID")
        await deliver_invoice_callback(world, order.id, "SETTLED")
        await world.deliver()

    settled = await load_order(world, order.id)
    (refunded,) = (await world.get_from_xendit("refunds"))["data"]
    (refund,) = settled.refunds
    assert len(both) == 2
    assert (settled.status, settled.payment.status, settled.refunded_amount) == ("PAID", "PAID", 0)
    assert (refund.cause, refund.amount, refund.route) == ("paid_twice", settled.total.amount, "surplus")
    assert refunded["invoice_id"] == refund.invoice_id != settled.payment.invoice_id
    assert {settled.payment.invoice_id, refund.invoice_id} == {invoice["id"] for invoice in both}
    assert "OrderRefunded" not in [entry.type for entry in world.delivered]
    assert any("paid twice" in line["message"] for line in world.log_lines)
    assert sum("terbayar dua kali" in mail["text"] for mail in await world.sent_mails()) == 1


def test_a_lease_is_of_one_call_and_ends() -> None:
    """
    Its holder creates nothing in the last seconds of it, and nobody else does before its end.
    """
    order = invoice_leases.with_invoice_lease(an_open_order(), "mine", now=NOON)
    late, over = NOON + timedelta(seconds=16), NOON + invoice_leases.INVOICE_LEASE_DURATION

    assert invoice_leases.can_create_invoice(order, "mine", now=NOON)
    assert not invoice_leases.can_create_invoice(order, "mine", now=late)
    assert not invoice_leases.can_create_invoice(order, "another", now=NOON)
    assert (invoice_leases.is_invoice_leased(order, now=late), invoice_leases.is_invoice_leased(order, now=over)) == (
        True,
        False,
    )
    assert not invoice_leases.is_invoice_leased(
        invoice_leases.with_released_invoice_lease(order, "mine", now=late), now=late
    )
    assert invoice_leases.with_released_invoice_lease(order, "another", now=late) is order


@pytest.mark.emulator
async def test_a_lease_is_given_on_what_was_seen_only(world: World) -> None:
    """
    Between the look at the provider and the commit another call had the lease: what it created was not looked for.
    """
    seen = an_open_order()
    released = invoice_leases.with_released_invoice_lease(
        invoice_leases.with_invoice_lease(seen, "other", now=NOON), "other", now=NOON
    )
    await world.put_documents((store.order_ref(seen.id), released))

    refused = await commit_action(
        world, actions.claim_invoice_lease, seen, call_id="mine", asked_at=world.now, now=world.now
    )
    given = await commit_action(
        world, actions.claim_invoice_lease, released, call_id="mine", asked_at=world.now, now=world.now
    )

    assert (
        invoice_leases.is_invoice_lease_holder(refused, "mine"),
        invoice_leases.is_invoice_lease_holder(given, "mine"),
    ) == (
        False,
        True,
    )
