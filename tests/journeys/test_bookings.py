"""Bookings over HTTP, from the wish to the meeting or the money back, through the real emulators."""

import asyncio
from typing import Any

import pytest

from emulators.cloud import LocalCloud
from emulators.demo import checkout
from emulators.demo.demo_context import moment_from_now
from emulators.demo.expectations import poll_until_equal
from emulators.demo.formats import parse_moment
from emulators.demo.marketplace_context import CHAT, MEETING_LINK_PREFIX, MOCK, VIDEO, DemoPerson, MarketplaceContext

pytestmark = [pytest.mark.emulator, pytest.mark.slow]

REASON = "I am travelling that week."


async def tab(at: MarketplaceContext, who: DemoPerson, side: str, name: str) -> list[str]:
    """The ids of what somebody finds in a tab."""
    found = await at.functions.get("list-my-bookings", as_=who.headers, side=side, tab=name)
    return [each["booking_id"] for each in found.require_success()["items"]]


async def mails(at: MarketplaceContext, who: DemoPerson, booking: Any) -> list[str]:
    """How the subjects of somebody's mails about a booking begin, sorted."""
    found = await at.inbox.list_mails(booking["booking_id"], to=who.email)
    return sorted(mail["subject"].split(" (")[0].split(":")[0] for mail in found)


async def test_an_automatic_booking_is_confirmed_when_it_is_paid(at: MarketplaceContext) -> None:
    """Told of the payment three times, both get one mail and one place to meet; nobody else has the time."""
    booking = await at.request_first_free_slot(at.customer, CHAT, day=3)

    await at.pay_booking(at.customer, booking, webhook="thrice")
    confirmed = await at.wait_for_status(at.customer, booking, "confirmed")
    for who in (at.customer, at.expert):
        await at.wait_for_mail(who, booking["booking_id"], "Sesi terkonfirmasi")
    await at.xendit.post_control("wait", timeout_seconds=50)

    assert confirmed == await at.get_booking(at.expert, booking)
    assert confirmed["total"]["amount"] == 157_500
    assert confirmed["meeting"]["url"].startswith(MEETING_LINK_PREFIX)
    assert (await at.wait_for_invoice(at.customer, booking["booking_id"]))["total"]["amount"] == 157_500
    assert await tab(at, at.customer, "customer", "confirmed") == [booking["booking_id"]]
    assert await tab(at, at.expert, "expert", "confirmed") == [booking["booking_id"]]
    assert await mails(at, at.customer, booking) == await mails(at, at.expert, booking) == ["Sesi terkonfirmasi"]
    (await at.request_booking(at.rival, CHAT, booking["starts_at"])).require_error(409, "slot_taken")


async def test_a_manual_booking_is_paid_once_it_is_approved(at: MarketplaceContext) -> None:
    """There is nothing to pay before the expert's word; then there is, and paid it is a meeting."""
    booking = await at.request_first_free_slot(at.customer, VIDEO, day=3)
    body = {"booking_id": booking["booking_id"]}
    (await at.functions.post("pay-booking", body, as_=at.customer.headers)).require_error(409, "booking_not_open")
    (await at.functions.post("approve-booking", body, as_=at.customer.headers)).require_error(403, "forbidden")

    approved = await at.act_on_booking(at.expert, "approve-booking", booking)
    await at.pay_booking(at.customer, booking)
    confirmed = await at.wait_for_status(at.customer, booking, "confirmed")

    assert (booking["status"], approved["status"]) == ("requested", "awaiting_payment")
    assert (confirmed["total"]["amount"], confirmed["starts_at"]) == (315_000, booking["starts_at"])
    assert (await at.wait_for_order(booking["booking_id"], "PAID", as_=at.customer.headers))["channel"] == "QRIS"


async def test_a_rejected_booking_gives_its_time_back(at: MarketplaceContext) -> None:
    """The customer reads why, owes nothing, and the time is somebody else's to ask for."""
    booking = await at.request_first_free_slot(at.customer, VIDEO, day=3)
    (await at.request_booking(at.rival, VIDEO, booking["starts_at"])).require_error(409, "slot_taken")

    await at.act_on_booking(at.expert, "reject-booking", booking, reason=REASON)
    mail = await at.wait_for_mail(at.customer, booking["booking_id"], "Permintaan sesi Anda ditolak")
    again = await at.request_booking(at.rival, VIDEO, booking["starts_at"])

    assert REASON in mail["text"]
    assert again.require_success()["status"] == "requested"
    assert await tab(at, at.customer, "customer", "cancelled") == [booking["booking_id"]]
    order = {"order_id": booking["booking_id"]}
    (await at.functions.get("get-order", as_=at.customer.headers, **order)).require_error(404, "order_not_found")


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


async def test_a_booking_is_moved_twice(at: MarketplaceContext) -> None:
    """By one side and then by the other: one event in the calendar, a place to meet, and the earlier times are free."""
    booking = await at.book_and_pay(at.customer, VIDEO, day=3)
    second, third = [await at.find_free_slot(VIDEO, day=day) for day in (4, 5)]

    await at.reschedule_booking(at.expert, at.customer, booking, second)
    moved = await at.reschedule_booking(at.customer, at.expert, booking, third)
    told = await poll_until_equal(
        "the mails of the moves",
        lambda: at.inbox.list_mails(booking["booking_id"], to=at.customer.email, subject="Sesi pindah"),
        2,
        of=len,
    )
    entries = sorted([await at.read_calendar_event(mail) for mail in told], key=lambda entry: entry.sequence)

    assert moved["meeting"]["url"].startswith(MEETING_LINK_PREFIX)
    assert (moved["status"], parse_moment(moved["starts_at"])) == ("confirmed", parse_moment(third))
    assert len({entry.uid for entry in entries}) == 1
    assert (entries[-1].starts_at, entries[-1].sequence) == (parse_moment(third), moved["version"])
    assert [await at.find_free_slot(VIDEO, day=day) for day in (3, 4)] == [booking["starts_at"], second]
    assert await at.find_free_slot(VIDEO, day=5) != third


async def test_all_the_money_goes_back_while_cancelling_is_free(at: MarketplaceContext) -> None:
    """Paid by QRIS it goes back by itself; the time is free, and a credit note corrects the invoice."""
    booking = await at.book_and_pay(at.customer, CHAT, day=3)

    gone = await at.cancel_booking(at.customer, booking, refund=157_500)
    await at.wait_for_refund(at.customer, booking["booking_id"], "SUCCEEDED")
    for who, subject in (
        (at.customer, "Sesi dibatalkan"),
        (at.expert, "Sesi dibatalkan"),
        (at.customer, "Pengembalian"),
    ):
        await at.wait_for_mail(who, booking["booking_id"], subject)
    order = await at.wait_for_order(booking["booking_id"], "REFUNDED", as_=at.customer.headers)
    note = await at.wait_for_invoice(at.customer, booking["booking_id"], credit_note=1)

    assert (gone["status"], gone["cancelled_by"], gone["meeting"]) == ("cancelled", "customer", None)
    assert [each["amount"] for each in order["refunds"]] == [157_500]
    assert note["total"]["amount"] == 157_500
    assert note["corrects"] == (await at.wait_for_invoice(at.customer, booking["booking_id"]))["number"]
    assert await at.find_free_slot(CHAT, day=3) == booking["starts_at"]


async def test_a_part_goes_back_when_a_customer_cancels_late(at: MarketplaceContext) -> None:
    """The half that was quoted, and no other amount; the order stays paid."""
    booking = await at.book_and_pay(at.customer, MOCK, day=3, channel="DANA")
    wanted = {"booking_id": booking["booking_id"], "reason": "I have fallen ill.", "refund": 210_000}
    told = await at.functions.post("cancel-booking", wanted, as_=at.customer.headers)

    gone = await at.cancel_booking(at.customer, booking, refund=105_000)
    await at.wait_for_refund(at.customer, booking["booking_id"], "SUCCEEDED")
    note = await at.wait_for_invoice(at.customer, booking["booking_id"], credit_note=1)

    assert told.require_error(409, "quote_changed")["refund"] == 105_000
    assert (gone["status"], gone["refund"]["amount"]) == ("cancelled", 105_000)
    assert note["total"]["amount"] == 105_000
    assert (await at.get_order(booking["booking_id"], as_=at.customer.headers))["status"] == "PAID"


async def test_all_the_money_goes_back_when_the_expert_cancels(at: MarketplaceContext) -> None:
    """However late: to a virtual account by a payout, once the customer has named a bank account."""
    booking = await at.book_and_pay(at.customer, MOCK, day=3, channel="BCA_VIRTUAL_ACCOUNT")
    account = {
        "order_id": booking["booking_id"],
        "bank": "BCA",
        "account_number": "1234567891",
        "account_holder": at.customer.name,
    }

    gone = await at.cancel_booking(at.expert, booking, refund=210_000)
    await at.wait_for_refund(at.customer, booking["booking_id"], "AWAITING_ACCOUNT")
    named = await at.functions.post("set-refund-account", account, as_=at.rival.headers)
    (await at.functions.post("set-refund-account", account, as_=at.customer.headers)).require_success()
    refund = await at.wait_for_refund(at.customer, booking["booking_id"], "SUCCEEDED")

    assert gone["cancelled_by"] == "expert"
    named.require_error(404, "order_not_found")
    assert (refund["amount"], refund["to"]) == (210_000, "BCA ····7891")
    assert (await at.wait_for_order(booking["booking_id"], "REFUNDED", as_=at.customer.headers))[
        "channel"
    ] == "BCA_VIRTUAL_ACCOUNT"


async def test_a_late_payment_gets_its_time_if_nobody_has_it(at: MarketplaceContext) -> None:
    """The booking had expired; paid after all, it is a meeting at the time that was asked for."""
    booking = await at.request_first_free_slot(at.customer, CHAT, day=7)
    await at.expire_unpaid_booking(at.customer, booking)
    await poll_until_equal(
        "the first free time", lambda: at.find_free_slot(CHAT, day=7), booking["starts_at"], of=lambda time: time
    )

    await checkout.pay_at_checkout(at.http, booking["checkout_url"], channel="QRIS")
    confirmed = await at.wait_for_status(at.customer, booking, "confirmed")

    assert confirmed["starts_at"] == booking["starts_at"]
    assert confirmed["meeting"]["url"].startswith(MEETING_LINK_PREFIX)
    assert (await at.wait_for_order(booking["booking_id"], "PAID", as_=at.customer.headers))["refunds"] == []
    (await at.request_booking(at.rival, CHAT, booking["starts_at"])).require_error(409, "slot_taken")


async def test_a_late_payment_goes_back_if_somebody_has_the_time(at: MarketplaceContext) -> None:
    """Whoever came too late is told and gets everything back; the other one's booking is not touched."""
    late = await at.request_first_free_slot(at.customer, CHAT, day=7)
    await at.expire_unpaid_booking(at.customer, late)
    taken = (await at.request_booking(at.rival, CHAT, late["starts_at"])).require_success()

    await checkout.pay_at_checkout(at.http, late["checkout_url"], channel="QRIS")
    order = await at.wait_for_order(late["booking_id"], "REFUNDED", as_=at.customer.headers)
    await at.wait_for_mail(at.customer, late["booking_id"], "Pengembalian dana")
    await at.pay_booking(at.rival, taken)
    confirmed = await at.wait_for_status(at.rival, taken, "confirmed")

    assert [each["amount"] for each in order["refunds"]] == [157_500]
    assert (await at.get_booking(at.customer, late))["status"] == "expired"
    assert confirmed["starts_at"] == late["starts_at"]


async def test_a_payment_whose_webhook_was_lost_is_found(at: MarketplaceContext) -> None:
    """The schedule that asks the provider finds it, and both are told."""
    booking = await at.request_first_free_slot(at.customer, CHAT, day=3)
    await at.pay_booking(at.customer, booking, webhook="lost")
    assert (await at.get_booking(at.customer, booking))["status"] == "awaiting_payment"

    await at.control.run_schedule("reconcile-open-payments", due_at=moment_from_now(minutes=5))
    confirmed = await at.wait_for_status(at.customer, booking, "confirmed")

    assert confirmed["meeting"]["url"].startswith(MEETING_LINK_PREFIX)
    for who in (at.customer, at.expert):
        await at.wait_for_mail(who, booking["booking_id"], "Sesi terkonfirmasi")


async def test_a_payment_made_while_no_function_runs_is_heard_of(cloud: LocalCloud, at: MarketplaceContext) -> None:
    """The webhook finds nobody, and is sent again; the meeting takes place."""
    booking = await at.request_first_free_slot(at.customer, CHAT, day=3)

    await asyncio.to_thread(cloud.kill_functions)
    try:
        await checkout.pay_at_checkout(at.http, booking["checkout_url"], channel="QRIS")
    finally:
        await asyncio.to_thread(cloud.restart_functions)
    confirmed = await at.wait_for_status(at.customer, booking, "confirmed")

    assert confirmed["total"]["amount"] == 157_500
    assert (await at.wait_for_order(booking["booking_id"], "PAID", as_=at.customer.headers))["channel"] == "QRIS"
