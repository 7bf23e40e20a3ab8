"""Journeys of bookings beyond the stories of the demo, on the real emulators.

They use the steps of the demo.
"""

import asyncio

import pytest

from emulators.cloud import LocalCloud
from emulators.demo import bookings, checkout
from emulators.demo.demo_context import moment_from_now
from emulators.demo.expectations import poll_until_equal
from emulators.demo.formats import parse_moment
from emulators.demo.marketplace_context import CHAT, MOCK, VIDEO, MarketplaceContext

pytestmark = [pytest.mark.emulator, pytest.mark.slow]


async def book(at: MarketplaceContext, *, day: int = 3) -> None:
    """Have the customer book the first free time of that day, for a price that is not paid yet."""
    at.slot = await at.find_free_slot(CHAT, day=day)
    await bookings.book_first_slot(at)


async def test_a_request_is_approved_by_agreeing_on_another_time(at: MarketplaceContext) -> None:
    """The expert proposes another time, the customer accepts it, and may pay at once."""
    booking = await at.request_first_free_slot(at.customer, VIDEO, day=3)
    other = await at.find_free_slot(VIDEO, day=4)

    moved = await at.reschedule_booking(at.expert, at.customer, booking, other)
    await at.pay_booking(at.customer, booking)
    confirmed = await at.wait_for_status(at.customer, booking, "confirmed")

    assert moved["status"] == "awaiting_payment"
    assert parse_moment(confirmed["starts_at"]) == parse_moment(other)
    assert await at.find_free_slot(VIDEO, day=3) == booking["starts_at"]


async def test_a_part_goes_back_when_a_customer_cancels_late(at: MarketplaceContext) -> None:
    """The half that was quoted, and no other amount; the order stays paid."""
    booking = await at.book_and_pay(at.customer, MOCK, day=3, channel="DANA")
    wanted = {"booking_id": booking["booking_id"], "reason": "I have fallen ill.", "refund": 210_000}
    told = await at.functions.post("cancel-booking", wanted, as_=at.customer.headers)

    at.booking = await at.cancel_booking(at.customer, booking, refund=105_000)
    await at.complete_refund(at.customer, booking["booking_id"])

    assert told.require_error(409, "quote_changed")["refund"] == 105_000
    assert (at.booking["status"], at.booking["refund"]["amount"]) == ("cancelled", 105_000)
    await bookings.check_credit_note(at, at.customer)
    assert (await at.get_order(booking["booking_id"], as_=at.customer.headers))["status"] == "PAID"


async def test_all_the_money_goes_back_when_the_expert_cancels(at: MarketplaceContext) -> None:
    """However late: to a virtual account by a payout, once the customer has named a bank account."""
    booking = await at.book_and_pay(at.rival, MOCK, day=3, channel="BCA_VIRTUAL_ACCOUNT")

    at.booking = await at.cancel_booking(at.expert, booking, refund=210_000)
    await at.wait_for_refund(at.rival, booking["booking_id"], "AWAITING_ACCOUNT")

    assert (at.booking["cancelled_by"], at.booking["refund"]["amount"]) == ("expert", 210_000)
    await bookings.pay_out_refund(at)


async def test_a_late_payment_gets_its_time_if_nobody_has_it(at: MarketplaceContext) -> None:
    """The booking had expired; paid after all, it is a meeting at the time that was asked for."""
    await book(at, day=7)
    await at.expire_unpaid_booking(at.customer, at.booking)
    await poll_until_equal("the first free time", lambda: at.find_free_slot(CHAT, day=7), at.slot, of=lambda time: time)

    await checkout.pay_at_checkout(at.http, at.booking["checkout_url"], channel="QRIS")

    await bookings.check_confirmation(at)


async def test_a_payment_whose_webhook_was_lost_is_found(at: MarketplaceContext) -> None:
    """The schedule that asks the provider finds it, and both are told."""
    await book(at)
    await at.pay_booking(at.customer, at.booking, webhook="lost")
    assert (await at.get_booking(at.customer, at.booking))["status"] == "awaiting_payment"

    await at.control.run_schedule("reconcile-open-payments", due_at=moment_from_now(minutes=5))

    await bookings.check_confirmation(at)
    await bookings.check_confirmation_mails(at)


async def test_a_payment_made_while_no_function_runs_is_heard_of(cloud: LocalCloud, at: MarketplaceContext) -> None:
    """The webhook finds nobody, and is sent again; the meeting takes place."""
    await book(at)

    await asyncio.to_thread(cloud.kill_functions)
    try:
        await checkout.pay_at_checkout(at.http, at.booking["checkout_url"], channel="QRIS")
    finally:
        await asyncio.to_thread(cloud.restart_functions)

    await bookings.check_confirmation(at)
    await bookings.check_confirmation_mails(at)
