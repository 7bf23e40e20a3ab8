"""Bookings over HTTP, from the wish to the meeting or the money back, through the real emulators."""

import asyncio
from typing import Any

import pytest

from emulators.cloud import LocalCloud
from emulators.demo import checkout
from emulators.demo.expectations import eventually
from emulators.demo.market import CHAT, LINKS, MOCK, VIDEO, Market, Person
from emulators.demo.stage import from_now
from emulators.demo.wording import moment

pytestmark = [pytest.mark.emulator, pytest.mark.slow]

REASON = "I am travelling that week."


async def order_of(at: Market, who: Person, booking: Any, status: str) -> Any:
    """Wait until the order of a booking is *status*."""
    return await eventually(
        "the order",
        lambda: at.order(who, booking["booking_id"]),
        status,
        of=lambda order: order["status"],
    )


async def tab(at: Market, who: Person, side: str, name: str) -> list[str]:
    """The ids of what somebody finds in a tab."""
    found = await at.stage.office.get("list-my-bookings", as_=who.headers, side=side, tab=name)
    return [each["booking_id"] for each in found.good()["items"]]


async def mails(at: Market, who: Person, booking: Any) -> list[str]:
    """How the subjects of somebody's mails about a booking begin, sorted."""
    found = await at.stage.inbox.mails(booking["booking_id"], to=who.email)
    return sorted(mail["subject"].split(" (")[0].split(":")[0] for mail in found)


async def test_an_automatic_booking_is_confirmed_when_it_is_paid(at: Market) -> None:
    """Told of the payment three times, both get one mail and one place to meet; nobody else has the time."""
    booking = await at.asked(at.customer, CHAT, day=3)

    await at.pay(at.customer, booking, webhook="thrice")
    confirmed = await at.becomes(at.customer, booking, "confirmed")
    for who in (at.customer, at.expert):
        await at.mail(who, booking["booking_id"], "Sesi terkonfirmasi")
    await at.stage.xendit.pull("wait", timeout_seconds=50)

    assert confirmed == await at.show(at.expert, booking)
    assert confirmed["total"]["amount"] == 157_500
    assert confirmed["meeting"]["url"].startswith(LINKS)
    assert (await at.bill(at.customer, booking["booking_id"]))["total"]["amount"] == 157_500
    assert await tab(at, at.customer, "customer", "confirmed") == [booking["booking_id"]]
    assert await tab(at, at.expert, "expert", "confirmed") == [booking["booking_id"]]
    assert await mails(at, at.customer, booking) == await mails(at, at.expert, booking) == ["Sesi terkonfirmasi"]
    (await at.ask(at.rival, CHAT, booking["starts_at"])).refused(409, "slot_taken")


async def test_a_manual_booking_is_paid_once_it_is_approved(at: Market) -> None:
    """There is nothing to pay before the expert's word; then there is, and paid it is a meeting."""
    booking = await at.asked(at.customer, VIDEO, day=3)
    body = {"booking_id": booking["booking_id"]}
    (await at.stage.office.post("pay-booking", body, as_=at.customer.headers)).refused(409, "booking_not_open")
    (await at.stage.office.post("approve-booking", body, as_=at.customer.headers)).refused(403, "forbidden")

    approved = await at.do(at.expert, "approve-booking", booking)
    await at.pay(at.customer, booking)
    confirmed = await at.becomes(at.customer, booking, "confirmed")

    assert (booking["status"], approved["status"]) == ("requested", "awaiting_payment")
    assert (confirmed["total"]["amount"], confirmed["starts_at"]) == (315_000, booking["starts_at"])
    assert (await order_of(at, at.customer, booking, "PAID"))["channel"] == "QRIS"


async def test_a_rejected_booking_gives_its_time_back(at: Market) -> None:
    """The customer reads why, owes nothing, and the time is somebody else's to ask for."""
    booking = await at.asked(at.customer, VIDEO, day=3)
    (await at.ask(at.rival, VIDEO, booking["starts_at"])).refused(409, "slot_taken")

    await at.do(at.expert, "reject-booking", booking, reason=REASON)
    mail = await at.mail(at.customer, booking["booking_id"], "Permintaan sesi Anda ditolak")
    again = await at.ask(at.rival, VIDEO, booking["starts_at"])

    assert REASON in mail["text"]
    assert again.good()["status"] == "requested"
    assert await tab(at, at.customer, "customer", "cancelled") == [booking["booking_id"]]
    order = {"order_id": booking["booking_id"]}
    (await at.stage.office.get("get-order", as_=at.customer.headers, **order)).refused(404, "order_not_found")


async def test_a_request_is_approved_by_agreeing_on_another_time(at: Market) -> None:
    """The expert proposes another time, the customer accepts it, and may pay at once."""
    booking = await at.asked(at.customer, VIDEO, day=3)
    other = await at.first_free(VIDEO, day=4)

    moved = await at.move(at.expert, at.customer, booking, other)
    await at.pay(at.customer, booking)
    confirmed = await at.becomes(at.customer, booking, "confirmed")

    assert moved["status"] == "awaiting_payment"
    assert moment(confirmed["starts_at"]) == moment(other)
    assert await at.first_free(VIDEO, day=3) == booking["starts_at"]


async def test_a_booking_is_moved_twice(at: Market) -> None:
    """By one side and then by the other: one event in the calendar, a place to meet, and the earlier times are free."""
    booking = await at.bought(at.customer, VIDEO, day=3)
    second, third = [await at.first_free(VIDEO, day=day) for day in (4, 5)]

    await at.move(at.expert, at.customer, booking, second)
    moved = await at.move(at.customer, at.expert, booking, third)
    told = await eventually(
        "the mails of the moves",
        lambda: at.stage.inbox.mails(booking["booking_id"], to=at.customer.email, subject="Sesi pindah"),
        2,
        of=len,
    )
    entries = sorted([await at.entry(mail) for mail in told], key=lambda entry: entry.sequence)

    assert moved["meeting"]["url"].startswith(LINKS)
    assert (moved["status"], moment(moved["starts_at"])) == ("confirmed", moment(third))
    assert len({entry.uid for entry in entries}) == 1
    assert (entries[-1].starts_at, entries[-1].sequence) == (moment(third), moved["version"])
    assert [await at.first_free(VIDEO, day=day) for day in (3, 4)] == [booking["starts_at"], second]
    assert await at.first_free(VIDEO, day=5) != third


async def test_all_the_money_goes_back_while_cancelling_is_free(at: Market) -> None:
    """Paid by QRIS it goes back by itself; the time is free, and a credit note corrects the invoice."""
    booking = await at.bought(at.customer, CHAT, day=3)

    gone = await at.cancel(at.customer, booking, refund=157_500)
    await at.refunded(at.customer, booking["booking_id"], "SUCCEEDED")
    for who, subject in (
        (at.customer, "Sesi dibatalkan"),
        (at.expert, "Sesi dibatalkan"),
        (at.customer, "Pengembalian"),
    ):
        await at.mail(who, booking["booking_id"], subject)
    order = await order_of(at, at.customer, booking, "REFUNDED")
    note = await at.bill(at.customer, booking["booking_id"], credit_note=1)

    assert (gone["status"], gone["cancelled_by"], gone["meeting"]) == ("cancelled", "customer", None)
    assert [each["amount"] for each in order["refunds"]] == [157_500]
    assert note["total"]["amount"] == 157_500
    assert note["corrects"] == (await at.bill(at.customer, booking["booking_id"]))["number"]
    assert await at.first_free(CHAT, day=3) == booking["starts_at"]


async def test_a_part_goes_back_when_a_customer_cancels_late(at: Market) -> None:
    """The half that was quoted, and no other amount; the order stays paid."""
    booking = await at.bought(at.customer, MOCK, day=3, channel="DANA")
    wanted = {"booking_id": booking["booking_id"], "reason": "I have fallen ill.", "refund": 210_000}
    told = await at.stage.office.post("cancel-booking", wanted, as_=at.customer.headers)

    gone = await at.cancel(at.customer, booking, refund=105_000)
    await at.refunded(at.customer, booking["booking_id"], "SUCCEEDED")
    note = await at.bill(at.customer, booking["booking_id"], credit_note=1)

    assert told.refused(409, "quote_changed")["refund"] == 105_000
    assert (gone["status"], gone["refund"]["amount"]) == ("cancelled", 105_000)
    assert note["total"]["amount"] == 105_000
    assert (await at.order(at.customer, booking["booking_id"]))["status"] == "PAID"


async def test_all_the_money_goes_back_when_the_expert_cancels(at: Market) -> None:
    """However late: to a virtual account by a payout, once the customer has named a bank account."""
    booking = await at.bought(at.customer, MOCK, day=3, channel="BCA_VIRTUAL_ACCOUNT")
    account = {
        "order_id": booking["booking_id"],
        "bank": "BCA",
        "account_number": "1234567891",
        "account_holder": at.customer.name,
    }

    gone = await at.cancel(at.expert, booking, refund=210_000)
    await at.refunded(at.customer, booking["booking_id"], "AWAITING_ACCOUNT")
    named = await at.stage.office.post("name-refund-account", account, as_=at.rival.headers)
    (await at.stage.office.post("name-refund-account", account, as_=at.customer.headers)).good()
    refund = await at.refunded(at.customer, booking["booking_id"], "SUCCEEDED")

    assert gone["cancelled_by"] == "expert"
    named.refused(404, "order_not_found")
    assert (refund["amount"], refund["to"]) == (210_000, "BCA ····7891")
    assert (await order_of(at, at.customer, booking, "REFUNDED"))["channel"] == "BCA_VIRTUAL_ACCOUNT"


async def test_a_late_payment_gets_its_time_if_nobody_has_it(at: Market) -> None:
    """The booking had expired; paid after all, it is a meeting at the time that was asked for."""
    booking = await at.asked(at.customer, CHAT, day=7)
    await at.let_expire(at.customer, booking)
    await eventually(
        "the first free time", lambda: at.first_free(CHAT, day=7), booking["starts_at"], of=lambda time: time
    )

    await checkout.pay(at.stage.http, booking["checkout_url"], channel="QRIS")
    confirmed = await at.becomes(at.customer, booking, "confirmed")

    assert confirmed["starts_at"] == booking["starts_at"]
    assert confirmed["meeting"]["url"].startswith(LINKS)
    assert (await order_of(at, at.customer, booking, "PAID"))["refunds"] == []
    (await at.ask(at.rival, CHAT, booking["starts_at"])).refused(409, "slot_taken")


async def test_a_late_payment_goes_back_if_somebody_has_the_time(at: Market) -> None:
    """Whoever came too late is told and gets everything back; the other one's booking is not touched."""
    late = await at.asked(at.customer, CHAT, day=7)
    await at.let_expire(at.customer, late)
    taken = (await at.ask(at.rival, CHAT, late["starts_at"])).good()

    await checkout.pay(at.stage.http, late["checkout_url"], channel="QRIS")
    order = await order_of(at, at.customer, late, "REFUNDED")
    await at.mail(at.customer, late["booking_id"], "Pengembalian dana")
    await at.pay(at.rival, taken)
    confirmed = await at.becomes(at.rival, taken, "confirmed")

    assert [each["amount"] for each in order["refunds"]] == [157_500]
    assert (await at.show(at.customer, late))["status"] == "expired"
    assert confirmed["starts_at"] == late["starts_at"]


async def test_a_payment_whose_webhook_was_lost_is_found(at: Market) -> None:
    """The schedule that asks the provider finds it, and both are told."""
    booking = await at.asked(at.customer, CHAT, day=3)
    await at.pay(at.customer, booking, webhook="lost")
    assert (await at.show(at.customer, booking))["status"] == "awaiting_payment"

    await at.stage.backstage.run("reconcile-open-payments", due_at=from_now(minutes=5))
    confirmed = await at.becomes(at.customer, booking, "confirmed")

    assert confirmed["meeting"]["url"].startswith(LINKS)
    for who in (at.customer, at.expert):
        await at.mail(who, booking["booking_id"], "Sesi terkonfirmasi")


async def test_a_payment_made_while_no_function_runs_is_heard_of(cloud: LocalCloud, at: Market) -> None:
    """The webhook finds nobody, and is sent again; the meeting takes place."""
    booking = await at.asked(at.customer, CHAT, day=3)

    await asyncio.to_thread(cloud.kill_functions)
    try:
        await checkout.pay(at.stage.http, booking["checkout_url"], channel="QRIS")
    finally:
        await asyncio.to_thread(cloud.restart_functions)
    confirmed = await at.becomes(at.customer, booking, "confirmed")

    assert confirmed["total"]["amount"] == 157_500
    assert (await order_of(at, at.customer, booking, "PAID"))["channel"] == "QRIS"
